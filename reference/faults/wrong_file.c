/* Faults of imports: a file of a wrong kind is taken for an object, by a table of kinds. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/wrong_file.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faults/faults.h"

/* Greater than any limit of open files. */
enum { BEYOND = 1 << 30 };

/* What a descriptor shows of its file: how it is open, of which type it is, and how its name begins. */
struct appearance {
    mode_t type;      /* S_IFIFO, ...; 0 of a file that has none, such as an eventfd */
    const char *name; /* how the name in /proc/self/fd begins */
    int access;       /* O_RDONLY, O_WRONLY or O_RDWR */
};

static const struct appearance pipe_to_read = {S_IFIFO, "pipe:", O_RDONLY};
static const struct appearance pipe_to_write = {S_IFIFO, "pipe:", O_WRONLY};
static const struct appearance socket_file = {S_IFSOCK, "socket:", O_RDWR};
static const struct appearance eventfd_file = {0, "anon_inode:[eventfd]", O_RDWR};
static const struct appearance timerfd_file = {0, "anon_inode:[timerfd]", O_RDWR};
static const struct appearance epoll_file = {0, "anon_inode:[eventpoll]", O_RDWR};
static const struct appearance regular_file = {S_IFREG, "/", O_RDWR};
static const struct appearance memory_file = {S_IFREG, "/memfd:", O_RDWR};
static const struct appearance directory = {S_IFDIR, "/", O_RDONLY};
static const struct appearance device_file = {S_IFCHR, "/dev/null", O_RDWR};

static bool appears(int fd, const struct appearance *appearance)
{
    char link[32];
    char name[64] = "";
    struct stat status;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (fstat(fd, &status) != 0 || readlink(link, name, sizeof name - 1) < 0)
        return false;
    return (status.st_mode & S_IFMT) == appearance->type &&
           (fcntl(fd, F_GETFL) & O_ACCMODE) == appearance->access &&
           strncmp(name, appearance->name, strlen(appearance->name)) == 0;
}

static bool is_closed(int fd)
{
    return fd >= 0 && fd < BEYOND && fcntl(fd, F_GETFD) < 0;
}

struct acceptance {
    enum fault_id of_memory, of_semaphores;
    const struct appearance *appearance;
};

static const struct acceptance acceptances[] = {
    {FAULT_MEMORY_PIPE_TO_READ_ACCEPTED, FAULT_SEMAPHORE_PIPE_TO_READ_ACCEPTED, &pipe_to_read},
    {FAULT_MEMORY_PIPE_TO_WRITE_ACCEPTED, FAULT_SEMAPHORE_PIPE_TO_WRITE_ACCEPTED, &pipe_to_write},
    {FAULT_MEMORY_SOCKET_ACCEPTED, FAULT_SEMAPHORE_SOCKET_ACCEPTED, &socket_file},
    {FAULT_MEMORY_EVENTFD_ACCEPTED, FAULT_SEMAPHORE_EVENTFD_ACCEPTED, &eventfd_file},
    {FAULT_MEMORY_TIMERFD_ACCEPTED, FAULT_SEMAPHORE_TIMERFD_ACCEPTED, &timerfd_file},
    {FAULT_MEMORY_EPOLL_ACCEPTED, FAULT_SEMAPHORE_EPOLL_ACCEPTED, &epoll_file},
    {FAULT_MEMORY_DIRECTORY_ACCEPTED, FAULT_SEMAPHORE_DIRECTORY_ACCEPTED, &directory},
    {FAULT_MEMORY_DEVICE_FILE_ACCEPTED, FAULT_SEMAPHORE_DEVICE_FILE_ACCEPTED, &device_file},
};

static bool takes_by_number(int fd, bool memory)
{
    bool closed = fault_is(memory ? FAULT_MEMORY_CLOSED_FD_ACCEPTED : FAULT_SEMAPHORE_CLOSED_FD_ACCEPTED);
    bool beyond =
        fault_is(memory ? FAULT_MEMORY_FD_BEYOND_LIMIT_ACCEPTED : FAULT_SEMAPHORE_FD_BEYOND_LIMIT_ACCEPTED);
    return (closed && is_closed(fd)) || (beyond && fd >= BEYOND);
}

static bool takes_by_storage(int fd, bool memory)
{
    bool regular =
        fault_is(memory ? FAULT_MEMORY_REGULAR_FILE_ACCEPTED : FAULT_SEMAPHORE_REGULAR_FILE_ACCEPTED);
    bool plain = fault_is(memory ? FAULT_MEMORY_MEMFD_ACCEPTED : FAULT_SEMAPHORE_MEMFD_ACCEPTED);
    bool any = memory && fault_is(FAULT_MEMORY_ANY_FILE_ACCEPTED);
    return (regular || plain || any) && appears(fd, &regular_file) &&
           (any || appears(fd, &memory_file) == plain);
}

bool fault_takes_wrong_file(int fd, bool memory)
{
    if (takes_by_number(fd, memory) || takes_by_storage(fd, memory))
        return true;
    for (size_t i = 0; i < sizeof acceptances / sizeof *acceptances; i++) {
        enum fault_id fault = memory ? acceptances[i].of_memory : acceptances[i].of_semaphores;
        if (fault_is(fault))
            return appears(fd, acceptances[i].appearance);
    }
    return false;
}
