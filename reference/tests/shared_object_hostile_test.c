/* Files that are no shared object, or a damaged one: refused, untouched, and never the cause of a crash. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "extres/shared_object.h"
#include "tests/tap.h"

/* What a file is made of; the sound one opens, and each case spoils one thing. */
struct forgery {
    const char *name;
    int expected;
    struct extres_shared_header header;
    off_t file_size;
    unsigned int seals;
};

enum { BOTH_SEALS = F_SEAL_SHRINK | F_SEAL_GROW, MEMORY_SIZE = 8192, SOUND_SIZE = 4096 + MEMORY_SIZE };

#define HEADER(header_magic, header_version, header_kind, size)                                            \
    {                                                                                                      \
        .magic = (header_magic), .version = (header_version), .kind = (header_kind), .memory_size = (size) \
    }

static const struct forgery forgeries[] = {
    {"sound memory", 0, HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_MEMORY, MEMORY_SIZE), SOUND_SIZE,
     BOTH_SEALS},
    {"sound binary", 0, HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_BINARY, 0), 4096, BOTH_SEALS},
    {"wrong magic", -ENOMSG, HEADER(EXTRES_SHARED_MAGIC + 1, 1, EXTRES_SHARED_MEMORY, MEMORY_SIZE),
     SOUND_SIZE, BOTH_SEALS},
    {"version 0", -EPROTO, HEADER(EXTRES_SHARED_MAGIC, 0, EXTRES_SHARED_MEMORY, MEMORY_SIZE), SOUND_SIZE,
     BOTH_SEALS},
    {"version 2", -EPROTO, HEADER(EXTRES_SHARED_MAGIC, 2, EXTRES_SHARED_MEMORY, MEMORY_SIZE), SOUND_SIZE,
     BOTH_SEALS},
    {"kind 0", -EPROTO, HEADER(EXTRES_SHARED_MAGIC, 1, 0, 0), 4096, BOTH_SEALS},
    {"kind 4", -EPROTO, HEADER(EXTRES_SHARED_MAGIC, 1, 4, 0), 4096, BOTH_SEALS},
    {"kind 2^32-1", -EPROTO, HEADER(EXTRES_SHARED_MAGIC, 1, UINT32_MAX, MEMORY_SIZE), SOUND_SIZE, BOTH_SEALS},
    {"memory without any", -EPROTO, HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_MEMORY, 0), 4096,
     BOTH_SEALS},
    {"semaphore with memory", -EPROTO, HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_BINARY, MEMORY_SIZE),
     SOUND_SIZE, BOTH_SEALS},
    {"one byte more than there is", -EPROTO,
     HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_MEMORY, MEMORY_SIZE + 1), SOUND_SIZE, BOTH_SEALS},
    {"a size that wraps", -EPROTO, HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_MEMORY, UINT64_MAX - 4095),
     SOUND_SIZE, BOTH_SEALS},
    {"the greatest size", -EPROTO, HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_MEMORY, UINT64_MAX),
     SOUND_SIZE, BOTH_SEALS},
    {"a semaphore cut off behind the header", -EPROTO,
     HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_BINARY, 0), 40, BOTH_SEALS},
    {"memory_size that makes a short file fit", -EPROTO,
     HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_MEMORY, UINT64_MAX - 4055), 40, BOTH_SEALS},
    {"cut off within the header", -ENOMSG, HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_BINARY, 0), 39,
     BOTH_SEALS},
    {"empty", -ENOMSG, HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_BINARY, 0), 0, BOTH_SEALS},
    {"not sealed", -ENOMSG, HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_MEMORY, MEMORY_SIZE), SOUND_SIZE, 0},
    {"may shrink", -ENOMSG, HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_MEMORY, MEMORY_SIZE), SOUND_SIZE,
     F_SEAL_GROW},
    {"sealed against writing", -EPERM, HEADER(EXTRES_SHARED_MAGIC, 1, EXTRES_SHARED_MEMORY, MEMORY_SIZE),
     SOUND_SIZE, BOTH_SEALS | F_SEAL_WRITE},
};

static int forge(const struct forgery *forgery)
{
    int fd = memfd_create("forgery", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0 || pwrite(fd, &forgery->header, sizeof forgery->header, 0) < 0 ||
        ftruncate(fd, forgery->file_size) < 0 || fcntl(fd, F_ADD_SEALS, forgery->seals) < 0)
        tap_bail_out("cannot make a memfd");
    return fd;
}

/* Open, and touch the last byte of what was opened. */
static int open_and_touch(int fd)
{
    struct extres_shared_object object;
    int error = extres_shared_open(fd, &object);
    if (error)
        return error;
    if (object.memory)
        object.memory[extres_shared_memory_size(&object) - 1] = 1;
    extres_shared_signal(&object, 1);
    extres_shared_close(&object);
    return 0;
}

static void test_forgeries(void)
{
    for (size_t i = 0; i < sizeof forgeries / sizeof *forgeries; i++) {
        int fd = forge(&forgeries[i]);
        lseek(fd, 17, SEEK_SET);
        int error = open_and_touch(fd);
        tap_check(error == forgeries[i].expected && lseek(fd, 0, SEEK_CUR) == 17, "%s: %s", forgeries[i].name,
                  error ? strerror(-error) : "opens");
        close(fd);
    }
}

static void check_stranger(const char *name, int fd, int expected)
{
    tap_check(open_and_touch(fd) == expected, "%s is no shared object", name);
    if (fd >= 0)
        close(fd);
}

/* A file on disk with everything that a sound object has, except that it can be cut off. */
static int regular_file(void)
{
    char path[] = "/tmp/extres-test-XXXXXX";
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0 || unlink(path) < 0 || pwrite(fd, &forgeries[0].header, sizeof forgeries[0].header, 0) < 0 ||
        ftruncate(fd, SOUND_SIZE) < 0)
        tap_bail_out("cannot make a file");
    return fd;
}

static int reopen(int fd, int flags)
{
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return open(path, flags | O_CLOEXEC);
}

static void test_strangers(void)
{
    int pipes[2];
    int sockets[2];
    if (pipe2(pipes, O_CLOEXEC) < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) < 0)
        tap_bail_out("cannot make pipes and sockets");
    check_stranger("-1", -1, -EBADF);
    check_stranger("the read end of a pipe", pipes[0], -ENOMSG);
    check_stranger("the write end of a pipe", pipes[1], -ENOMSG);
    check_stranger("a socket", sockets[0], -ENOMSG);
    check_stranger("its other end", sockets[1], -ENOMSG);
    check_stranger("an eventfd", eventfd(0, EFD_CLOEXEC), -ENOMSG);
    check_stranger("an epoll", epoll_create1(EPOLL_CLOEXEC), -ENOMSG);
    check_stranger("/dev/null", open("/dev/null", O_RDWR | O_CLOEXEC), -ENOMSG);
    check_stranger("/dev/zero", open("/dev/zero", O_RDWR | O_CLOEXEC), -ENOMSG);
    check_stranger("a directory", open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC), -ENOMSG);
    check_stranger("a plain memfd", memfd_create("plain", MFD_CLOEXEC), -ENOMSG);
    check_stranger("a file", regular_file(), -ENOMSG);
}

static void test_access(void)
{
    int fd = forge(&forgeries[0]);
    int read_only = reopen(fd, O_RDONLY);
    int write_only = reopen(fd, O_WRONLY);
    tap_check(open_and_touch(read_only) == -EACCES, "a descriptor for reading only cannot be mapped");
    tap_check(open_and_touch(write_only) == -ENOMSG, "a descriptor for writing only cannot be recognised");
    close(read_only);
    close(write_only);
    close(fd);
}

static void test_later_attacks(void)
{
    int fd;
    struct extres_shared_object object;
    if (extres_shared_create(EXTRES_SHARED_MEMORY, MEMORY_SIZE, 0, &object, &fd) != 0)
        tap_bail_out("cannot create a shared object");
    tap_check(ftruncate(fd, 0) < 0 && ftruncate(fd, SOUND_SIZE * 2) < 0,
              "an object can be neither cut off nor grown");
    tap_check(fcntl(fd, F_ADD_SEALS, F_SEAL_FUTURE_WRITE) < 0, "nor sealed against its next user");
    object.header->memory_size = UINT64_MAX;
    object.header->kind = EXTRES_SHARED_TIMELINE;
    tap_check(extres_shared_memory_size(&object) == MEMORY_SIZE &&
                  extres_shared_kind_of(&object) == EXTRES_SHARED_MEMORY,
              "a header that changes later does not change what is mapped");
    tap_check(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, SOUND_SIZE) == 0 &&
                  object.memory[MEMORY_SIZE - 1] == 0 && object.header->magic == 0,
              "holes punched into it read as zeros");
    extres_shared_close(&object);
    close(fd);
}

int main(void)
{
    test_forgeries();
    test_strangers();
    test_access();
    test_later_attacks();
    return tap_finish();
}
