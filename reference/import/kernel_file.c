/* Telling kinds of kernel files apart. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "import/kernel_file.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Digits count objects (memfd names) or are inode numbers (pipes and sockets): they differ in one kind. */
static void strip_digits(char *text)
{
    char *end = text;
    for (const char *next = text; *next; next++)
        if (*next < '0' || *next > '9')
            *end++ = *next;
    *end = '\0';
}

bool kernel_file_describe(int fd, struct kernel_file *out)
{
    struct stat status;
    if (fstat(fd, &status) < 0)
        return false;
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, out->target, sizeof out->target);
    if (length < 0 || length == (ssize_t)sizeof out->target)
        return false;
    out->target[length] = '\0';
    strip_digits(out->target);
    out->type = status.st_mode & S_IFMT;
    return true;
}

bool kernel_file_may_be_exported(const struct kernel_file *file)
{
    static const char *const never[] = {"anon_inode:[eventfd]", "anon_inode:[eventpoll]",
                                        "anon_inode:[timerfd]", "anon_inode:[pidfd]",
                                        "anon_inode:inotify",   "/dev/null"};
    if (file->type == S_IFIFO || file->type == S_IFSOCK || file->type == S_IFDIR)
        return false;
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        if (strcmp(file->target, never[i]) == 0)
            return false;
    }
    return true;
}

bool kernel_file_same_kind(const struct kernel_file *one, const struct kernel_file *other)
{
    return one->type == other->type && strcmp(one->target, other->target) == 0;
}
