/* Comparing descriptors through kcmp where the kernel has it, else by device and inode. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "backend/fd_watch.h"

#include <fcntl.h>
#include <linux/kcmp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Duplicates go up, so that they do not change which low numbers the runtime gets next; as far as the limit
 * lets. */
static int held_from(void)
{
    enum { FAR_UP = 600 };
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur / 2 > FAR_UP)
        return FAR_UP;
    return (int)(limit.rlim_cur / 2);
}

struct fd_hold fd_hold_begin(int fd)
{
    return (struct fd_hold){.fd = fd, .held = fcntl(fd, F_DUPFD_CLOEXEC, held_from())};
}

bool fd_identity(int fd, uint64_t *device, uint64_t *inode)
{
    struct stat status;
    if (fstat(fd, &status) != 0)
        return false;
    *device = (uint64_t)status.st_dev;
    *inode = (uint64_t)status.st_ino;
    return true;
}

/* All files of some kinds (character devices, anonymous inodes) share an inode: only kcmp tells those apart.
 */
bool fd_same_file(int first, int second)
{
    pid_t self = getpid();
    long order = syscall(SYS_kcmp, self, self, KCMP_FILE, (unsigned long)first, (unsigned long)second);
    if (order >= 0)
        return order == 0;
    uint64_t devices[2];
    uint64_t inodes[2];
    return fd_identity(first, &devices[0], &inodes[0]) && fd_identity(second, &devices[1], &inodes[1]) &&
           devices[0] == devices[1] && inodes[0] == inodes[1];
}

enum extres_fd_fate fd_hold_end(struct fd_hold *hold)
{
    enum extres_fd_fate fate = EXTRES_FD_SAME;
    if (fcntl(hold->fd, F_GETFD) < 0)
        fate = EXTRES_FD_CLOSED;
    else if (!fd_same_file(hold->fd, hold->held))
        fate = EXTRES_FD_REPLACED;
    close(hold->held);
    hold->held = -1;
    return fate;
}

bool fd_occupy(int fd)
{
    int file = memfd_create("extres.sentinel", MFD_CLOEXEC);
    if (file < 0)
        return false;
    if (file == fd)
        return true;
    /* Asks for the lowest free number from fd on: another than fd means that fd was taken meanwhile. */
    int placed = fcntl(file, F_DUPFD_CLOEXEC, fd);
    close(file);
    if (placed >= 0 && placed != fd)
        close(placed);
    return placed == fd;
}
