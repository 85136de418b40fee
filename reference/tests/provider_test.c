/* Importing: whose the descriptor is afterwards, which are refused, and how long what was imported lives. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "import/provider.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "extres/runtime_error.h"
#include "extres/shared_object.h"
#include "tests/fd_witness.h"
#include "tests/tap.h"

enum { MEMORY_SIZE = 65536, THREADS = 8, IMPORTS = 500 };

static int must(int fd)
{
    if (fd < 0)
        tap_bail_out("cannot make a descriptor");
    return fd;
}

/* An object whose other side is not needed. */
static int shared_fd(enum extres_shared_kind kind)
{
    struct extres_shared_object object;
    int fd;
    if (extres_shared_create(kind, MEMORY_SIZE, 0, &object, &fd) != 0)
        tap_bail_out("cannot create a shared object");
    extres_shared_close(&object);
    return fd;
}

/* ---- wrong descriptors ---- */

static int closed_fd(void)
{
    int fd = must(open("/dev/null", O_RDONLY | O_CLOEXEC));
    close(fd);
    return fd;
}

static int pipe_end(int which)
{
    int ends[2];
    must(pipe2(ends, O_CLOEXEC));
    close(ends[!which]);
    return ends[which];
}

static int one_socket(void)
{
    return must(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

static int regular_file(void)
{
    char path[] = "/tmp/extres-test-XXXXXX";
    int fd = must(mkostemp(path, O_CLOEXEC));
    must(unlink(path));
    must(ftruncate(fd, MEMORY_SIZE));
    lseek(fd, 33, SEEK_SET);
    return fd;
}

static int plain_memfd(void)
{
    int fd = must(memfd_create("plain", MFD_CLOEXEC));
    must(ftruncate(fd, MEMORY_SIZE));
    lseek(fd, 33, SEEK_SET);
    return fd;
}

static int no_fd(void)
{
    return -1;
}

static int read_end(void)
{
    return pipe_end(0);
}

static int write_end(void)
{
    return pipe_end(1);
}

static int new_eventfd(void)
{
    return must(eventfd(1, EFD_CLOEXEC));
}

static int new_timerfd(void)
{
    return must(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
}

static int new_epoll(void)
{
    return must(epoll_create1(EPOLL_CLOEXEC));
}

static int new_inotify(void)
{
    return must(inotify_init1(IN_CLOEXEC));
}

static int null_device(void)
{
    return must(open("/dev/null", O_RDWR | O_CLOEXEC));
}

static int directory(void)
{
    return must(open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

static int path_only(void)
{
    return must(open("/dev/null", O_PATH | O_CLOEXEC));
}

static const struct {
    const char *name;
    int (*make)(void);
} strangers[] = {
    {"-1", no_fd},
    {"a closed descriptor", closed_fd},
    {"a pipe's read end", read_end},
    {"a pipe's write end", write_end},
    {"a socket", one_socket},
    {"an eventfd", new_eventfd},
    {"a timerfd", new_timerfd},
    {"an epoll", new_epoll},
    {"an inotify", new_inotify},
    {"a regular file", regular_file},
    {"a directory", directory},
    {"/dev/null", null_device},
    {"a path", path_only},
    {"a plain memfd", plain_memfd},
};

static void test_strangers(void)
{
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        int fd = strangers[i].make();
        struct fd_witness witness = fd_witness_begin(fd);
        struct imported_memory *memory = NULL;
        struct payload *payload = NULL;
        int as_memory = import_memory_fd(fd, 4096, &memory);
        int as_binary = import_semaphore_fd(fd, PAYLOAD_BINARY, &payload);
        int as_timeline = import_semaphore_fd(fd, PAYLOAD_TIMELINE, &payload);
        bool untouched = fd_witness_end(&witness);
        tap_check(as_memory == cudaErrorOperatingSystem && as_binary == cudaErrorOperatingSystem &&
                      as_timeline == cudaErrorOperatingSystem && !memory && !payload && untouched,
                  "%s is nobody's, and untouched (%d %d %d)", strangers[i].name, as_memory, as_binary,
                  as_timeline);
        if (untouched && fd >= 0)
            close(fd);
    }
}

/* ---- wrong kinds and sizes ---- */

static void test_wrong_kinds(void)
{
    static const char *const names[] = {"", "memory", "a binary semaphore", "a timeline"};
    for (int actual = EXTRES_SHARED_MEMORY; actual <= EXTRES_SHARED_TIMELINE; actual++) {
        int fd = shared_fd((enum extres_shared_kind)actual);
        struct fd_witness witness = fd_witness_begin(fd);
        struct imported_memory *memory;
        struct payload *payload;
        bool refused =
            (actual == EXTRES_SHARED_MEMORY ||
             import_memory_fd(fd, 4096, &memory) == cudaErrorInvalidResourceHandle) &&
            (actual == EXTRES_SHARED_BINARY ||
             import_semaphore_fd(fd, PAYLOAD_BINARY, &payload) == cudaErrorInvalidResourceHandle) &&
            (actual == EXTRES_SHARED_TIMELINE ||
             import_semaphore_fd(fd, PAYLOAD_TIMELINE, &payload) == cudaErrorInvalidResourceHandle);
        tap_check(refused && fd_witness_end(&witness), "%s is imported as nothing else, and untouched",
                  names[actual]);
        close(fd);
    }
}

static void test_sizes(void)
{
    static const uint64_t wrong_sizes[] = {0, MEMORY_SIZE + 1, UINT64_MAX};
    int fd = shared_fd(EXTRES_SHARED_MEMORY);
    struct imported_memory *memory;
    for (size_t i = 0; i < sizeof wrong_sizes / sizeof *wrong_sizes; i++) {
        struct fd_witness witness = fd_witness_begin(fd);
        int error = import_memory_fd(fd, wrong_sizes[i], &memory);
        tap_check(error == cudaErrorInvalidResourceHandle && fd_witness_end(&witness),
                  "%llu bytes of %d are refused, fd untouched", (unsigned long long)wrong_sizes[i],
                  MEMORY_SIZE);
    }
    tap_check(import_memory_fd(fd, MEMORY_SIZE, &memory) == 0 && memory->size == MEMORY_SIZE,
              "all of them are not");
    tap_check(fcntl(fd, F_GETFD) < 0 && errno == EBADF, "the descriptor is the runtime's then, and closed");
    imported_memory_release(memory);
}

/* ---- lifetime ---- */

static void test_memory_lifetime(void)
{
    struct extres_shared_object other_side;
    int fd;
    if (extres_shared_create(EXTRES_SHARED_MEMORY, MEMORY_SIZE, 0, &other_side, &fd) != 0)
        tap_bail_out("cannot create a shared object");
    struct imported_memory *memory;
    if (!tap_check(import_memory_fd(fd, MEMORY_SIZE, &memory) == 0, "memory is imported"))
        return;
    struct imported_memory *mapping = imported_memory_retain(memory);
    imported_memory_release(memory);
    memset(mapping->base, 0x33, MEMORY_SIZE);
    tap_check(other_side.memory[MEMORY_SIZE - 1] == 0x33, "a mapping outlives the handle");
    extres_shared_close(&other_side);
    tap_check(((unsigned char *)mapping->base)[0] == 0x33, "and the exporter");
    imported_memory_release(mapping);
}

static void test_payload_lifetime(void)
{
    struct extres_shared_object other_side;
    int fd;
    if (extres_shared_create(EXTRES_SHARED_TIMELINE, 0, 3, &other_side, &fd) != 0)
        tap_bail_out("cannot create a shared object");
    struct payload *payload;
    if (!tap_check(import_semaphore_fd(fd, PAYLOAD_TIMELINE, &payload) == 0, "a timeline is imported"))
        return;
    int recycled = must(open("/dev/null", O_RDWR | O_CLOEXEC));
    struct fd_witness witness = fd_witness_begin(recycled);
    struct payload *in_stream = payload_retain(payload);
    payload_release(payload);
    tap_check(payload_wait(in_stream, 3) == 0 && payload_signal(in_stream, 9) == 0 &&
                  extres_shared_value(&other_side) == 9,
              "work in a stream outlives the handle");
    payload_release(in_stream);
    tap_check(recycled == fd && fd_witness_end(&witness), "the end of it closes nobody else's descriptor %d",
              fd);
    close(recycled);
    extres_shared_close(&other_side);
}

/* ---- signal and wait ---- */

struct waiter {
    struct payload *payload;
    int result;
};

static void *wait_for_payload(void *argument)
{
    struct waiter *waiter = argument;
    waiter->result = payload_wait(waiter->payload, 1);
    return NULL;
}

static void test_signals_both_ways(void)
{
    struct extres_shared_object other_side;
    int fd;
    if (extres_shared_create(EXTRES_SHARED_BINARY, 0, 0, &other_side, &fd) != 0)
        tap_bail_out("cannot create a shared object");
    struct waiter waiter = {.result = -1};
    if (!tap_check(import_semaphore_fd(fd, PAYLOAD_BINARY, &waiter.payload) == 0,
                   "a binary semaphore is imported"))
        return;
    pthread_t thread;
    if (pthread_create(&thread, NULL, wait_for_payload, &waiter) != 0)
        tap_bail_out("cannot start a thread");
    while (atomic_load(&other_side.header->waiters) == 0)
        sched_yield();
    extres_shared_signal(&other_side, 0);
    pthread_join(thread, NULL);
    tap_check(waiter.result == 0 && extres_shared_value(&other_side) == 0,
              "the other side's signal ends a wait");
    payload_signal(waiter.payload, 0);
    tap_check(extres_shared_wait(&other_side, 0, 0) == 0, "a signal reaches the other side");
    payload_release(waiter.payload);
    extres_shared_close(&other_side);
}

/* ---- many at once ---- */

static void *import_often(void *argument)
{
    bool *succeeded = argument;
    *succeeded = true;
    for (int i = 0; i < IMPORTS; i++) {
        struct payload *payload;
        struct imported_memory *memory;
        if (import_semaphore_fd(shared_fd(EXTRES_SHARED_TIMELINE), PAYLOAD_TIMELINE, &payload) != 0 ||
            import_memory_fd(shared_fd(EXTRES_SHARED_MEMORY), 1, &memory) != 0) {
            *succeeded = false;
            return NULL;
        }
        payload_release(payload);
        imported_memory_release(memory);
    }
    return NULL;
}

static void test_many_at_once(void)
{
    int descriptors = fd_count();
    pthread_t threads[THREADS];
    bool succeeded[THREADS];
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, import_often, &succeeded[i]) != 0)
            tap_bail_out("cannot start a thread");
    bool all = true;
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        all = all && succeeded[i];
    }
    tap_check(all && fd_count() == descriptors, "%d threads import %d times each, and leak no descriptor",
              THREADS, IMPORTS);
}

static void test_uuid(void)
{
    unsigned char first[16] = {0};
    unsigned char second[16] = {0};
    static const unsigned char none[16] = {0};
    import_device_uuid(first);
    import_device_uuid(second);
    tap_check(memcmp(first, second, 16) == 0 && memcmp(first, none, 16) != 0, "the device has one UUID");
}

int main(void)
{
    test_strangers();
    test_wrong_kinds();
    test_sizes();
    test_memory_lifetime();
    test_payload_lifetime();
    test_signals_both_ways();
    test_many_at_once();
    test_uuid();
    return tap_finish();
}
