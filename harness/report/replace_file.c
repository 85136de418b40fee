/* Writes a file whole or not at all: beside its place first, synced, then renamed over it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/detail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_whole(int fd, const char *bytes, size_t size)
{
    while (size) {
        ssize_t written = write(fd, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

/* errno says why when false. The file is closed in either case. */
static bool fill_and_close(int fd, const char *bytes, size_t size)
{
    bool good = write_whole(fd, bytes, size) && fsync(fd) == 0;
    int reason = errno;
    if (close(fd) != 0 && good)
        return false;
    errno = reason;
    return good;
}

bool replace_file(const char *path, const void *bytes, size_t size, char *error, size_t error_size)
{
    struct stat old;
    if (stat(path, &old) == 0 && !S_ISREG(old.st_mode)) {
        snprintf(error, error_size, "cannot write %s: it is there and is no regular file", path);
        return false;
    }
    char *temporary;
    if (asprintf(&temporary, "%s.tmp-%ld", path, (long)getpid()) < 0)
        abort();
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool good = fd >= 0 && fill_and_close(fd, bytes, size) && rename(temporary, path) == 0;
    if (!good) {
        snprintf(error, error_size, "cannot write %s: %s", path, strerror(errno));
        if (fd >= 0)
            unlink(temporary);
    }
    free(temporary);
    return good;
}
