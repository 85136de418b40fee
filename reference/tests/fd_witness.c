/* Watching a descriptor. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fd_witness.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct fd_witness fd_witness_begin(int fd)
{
    struct fd_witness witness = {.fd = fd};
    witness.duplicate = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    witness.flags = fcntl(fd, F_GETFD);
    witness.offset = lseek(fd, 0, SEEK_CUR);
    return witness;
}

/* kcmp is the proof; a kernel that denies it leaves the inode. */
static bool same_file(int one, int other)
{
    long difference = syscall(SYS_kcmp, getpid(), getpid(), KCMP_FILE, one, other);
    if (difference >= 0)
        return difference == 0;
    struct stat a;
    struct stat b;
    return fstat(one, &a) == 0 && fstat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool fd_witness_end(struct fd_witness *witness)
{
    bool unchanged =
        fcntl(witness->fd, F_GETFD) == witness->flags && lseek(witness->fd, 0, SEEK_CUR) == witness->offset;
    if (witness->duplicate >= 0) {
        unchanged = unchanged && same_file(witness->fd, witness->duplicate);
        close(witness->duplicate);
    }
    return unchanged;
}

int fd_count(void)
{
    DIR *directory = opendir("/proc/self/fd");
    if (!directory)
        return -1;
    int count = -3; /* ".", ".." and the directory itself */
    while (readdir(directory))
        count++;
    closedir(directory);
    return count;
}
