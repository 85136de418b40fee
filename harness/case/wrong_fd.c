/* Making descriptors of every wrong kind, by a table. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/wrong_fd.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "backend/fd_watch.h"
#include "case/test.h"
#include "platform/clock.h"

static int open_negative(struct test *t)
{
    (void)t;
    return -1;
}

static int open_closed(struct test *t)
{
    (void)t;
    int fd = eventfd(0, EFD_CLOEXEC);
    if (fd >= 0)
        close(fd);
    return fd;
}

static int open_beyond_limit(struct test *t)
{
    (void)t;
    enum { BEYOND_ANY_LIMIT = 0x7ffffff0 };
    return BEYOND_ANY_LIMIT;
}

/* The two ends of a pipe; the one that is not wanted stays open, so that the other stays as it is. */
static int open_pipe(size_t end)
{
    int ends[2];
    return pipe2(ends, O_CLOEXEC) == 0 ? ends[end] : -1;
}

static int open_pipe_read(struct test *t)
{
    (void)t;
    return open_pipe(0);
}

static int open_pipe_write(struct test *t)
{
    (void)t;
    return open_pipe(1);
}

static int open_socket(struct test *t)
{
    (void)t;
    return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int open_eventfd(struct test *t)
{
    (void)t;
    return eventfd(0, EFD_CLOEXEC);
}

static int open_timerfd(struct test *t)
{
    (void)t;
    return timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
}

static int open_epoll(struct test *t)
{
    (void)t;
    return epoll_create1(EPOLL_CLOEXEC);
}

static int open_regular_file(struct test *t)
{
    enum { SIZE = 64 * 1024 };
    FILE *file = tmpfile();
    int fd = file == NULL ? -1 : fcntl(fileno(file), F_DUPFD_CLOEXEC, 0);
    if (fd < 0)
        BROKEN(t, "cannot make a regular file");
    fclose(file);
    if (ftruncate(fd, SIZE) != 0)
        BROKEN(t, "cannot give a regular file a size");
    return fd;
}

static int open_directory(struct test *t)
{
    (void)t;
    return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int open_dev_null(struct test *t)
{
    (void)t;
    return open("/dev/null", O_RDWR | O_CLOEXEC);
}

static int open_memfd(struct test *t)
{
    enum { SIZE = 64 * 1024 };
    int fd = memfd_create("extres.plain", MFD_CLOEXEC);
    if (fd >= 0 && ftruncate(fd, SIZE) != 0)
        BROKEN(t, "cannot give a memory file a size");
    return fd;
}

static int export_semaphore(struct test *t, enum extres_handle_type type)
{
    struct outside *outside = t->exporter->operations->create(t->exporter, type, 0, 0);
    if (outside == NULL)
        BROKEN(t, "the exporter %s cannot make a semaphore: %s", t->exporter->operations->name,
               t->exporter->operations->error(t->exporter));
    return t->exporter->operations->export_fd(outside);
}

static int open_other_object(struct test *t)
{
    enum { SIZE = 64 * 1024 };
    static const enum extres_handle_type semaphores[] = {EXTRES_SEMAPHORE_OPAQUE_FD,
                                                         EXTRES_SEMAPHORE_TIMELINE_FD};
    if (!(EXTRES_TYPE_BIT(t->leaf->type) & ANY_MEMORY_FD))
        return t->exporter->operations->export_fd(make_memory(t, SIZE));
    for (size_t i = 0; i < sizeof semaphores / sizeof semaphores[0]; i++) {
        if (t->exporter_offers & EXTRES_TYPE_BIT(semaphores[i]))
            return export_semaphore(t, semaphores[i]);
    }
    skip(t, "the exporter %s makes no semaphore", t->exporter->operations->name);
}

struct kind {
    int (*open)(struct test *t);
    bool is_open; /* what it returns is an open descriptor, to be watched */
};

static const struct kind kinds[WRONG_FD_COUNT] = {
    [WRONG_FD_negative] = {open_negative, false},
    [WRONG_FD_closed] = {open_closed, false},
    [WRONG_FD_beyond_limit] = {open_beyond_limit, false},
    [WRONG_FD_pipe_read] = {open_pipe_read, true},
    [WRONG_FD_pipe_write] = {open_pipe_write, true},
    [WRONG_FD_socket] = {open_socket, true},
    [WRONG_FD_eventfd] = {open_eventfd, true},
    [WRONG_FD_timerfd] = {open_timerfd, true},
    [WRONG_FD_epoll] = {open_epoll, true},
    [WRONG_FD_regular_file] = {open_regular_file, true},
    [WRONG_FD_directory] = {open_directory, true},
    [WRONG_FD_dev_null] = {open_dev_null, true},
    [WRONG_FD_memfd] = {open_memfd, true},
    [WRONG_FD_other_object] = {open_other_object, true},
};

int make_wrong_fd(struct test *t, enum wrong_fd kind)
{
    int fd = kinds[kind].open(t);
    if (!kinds[kind].is_open)
        return fd;
    if (fd < 0)
        BROKEN(t, "cannot open a descriptor of the wrong kind");
    caller_watch(&t->caller, fd, "a descriptor of the wrong kind");
    return fd;
}

void needs_descriptors(struct test *t, size_t count)
{
    enum { AMPLE_DESCRIPTORS = 65536 };
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        BROKEN(t, "cannot tell how many descriptors may be open");
    if (limit.rlim_max < count)
        skip(t, "the process may have no more than %llu descriptors open",
             (unsigned long long)limit.rlim_max);
    /* A runtime may hold some of its own for each import: what is to be had is had. */
    rlim_t wanted = limit.rlim_max < AMPLE_DESCRIPTORS ? limit.rlim_max : AMPLE_DESCRIPTORS;
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        BROKEN(t, "cannot raise the number of descriptors that may be open");
}

void expect_closed(struct test *t, int number, int duplicate)
{
    uint64_t deadline = clock_nanoseconds() + patience(t);
    while (fd_same_file(number, duplicate) && clock_nanoseconds() < deadline)
        sched_yield();
    EXPECT(t, !fd_same_file(number, duplicate),
           "descriptor %d is still open, and of the same file, %.1f s after its import was destroyed", number,
           (double)patience(t) / 1e9);
}

size_t count_open_fds(struct test *t)
{
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL)
        BROKEN(t, "cannot list open descriptors");
    size_t count = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        count += entry->d_name[0] != '.';
    closedir(folder);
    /* The folder's own descriptor was among them. */
    return count - 1;
}

void expect_growth_below(struct test *t, const char *what, size_t before, size_t after, size_t bound)
{
    EXPECT(t, after < before + bound, "%s grew from %zu to %zu: they are leaked", what, before, after);
}

void release_traps(struct test *t)
{
    caller_release_traps(&t->caller);
}
