/* Descriptors through close_range and /proc. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/descriptor.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

void descriptor_fill_standard(void)
{
    int opened;
    do
        opened = open("/dev/null", O_RDWR);
    while (opened >= 0 && opened <= STDERR_FILENO);
    if (opened >= 0)
        close(opened);
}

bool descriptor_set_standard(int output)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    int target = output >= 0 ? output : nothing;
    bool done = nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(target, STDOUT_FILENO) >= 0 &&
                dup2(target, STDERR_FILENO) >= 0;
    if (nothing > STDERR_FILENO)
        close(nothing);
    return done;
}

void descriptor_close_others(int keep)
{
    const unsigned first = STDERR_FILENO + 1;
    if (keep > (int)first)
        close_range(first, (unsigned)keep - 1, 0);
    close_range(keep >= (int)first ? (unsigned)keep + 1 : first, ~0U, 0);
}

/* Major numbers of Documentation/admin-guide/devices.txt. */
static bool is_harmless(unsigned major_number)
{
    enum { MEMORY = 1, TERMINAL = 4, CONSOLE = 5, PSEUDO_FIRST = 128, PSEUDO_LAST = 143 };
    return major_number == MEMORY || major_number == TERMINAL || major_number == CONSOLE ||
           (major_number >= PSEUDO_FIRST && major_number <= PSEUDO_LAST);
}

unsigned descriptor_count_devices(void)
{
    DIR *descriptors = opendir("/proc/self/fd");
    if (descriptors == NULL)
        return 0;
    unsigned count = 0;
    const struct dirent *entry;
    while ((entry = readdir(descriptors)) != NULL) {
        struct stat status;
        if (!isdigit((unsigned char)entry->d_name[0]) || fstat(atoi(entry->d_name), &status) != 0)
            continue;
        if ((S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) && !is_harmless(major(status.st_rdev)))
            count++;
    }
    closedir(descriptors);
    return count;
}
