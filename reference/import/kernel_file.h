/* What kind of kernel file a descriptor is of: how a driver's descriptors are told from all others. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_IMPORT_KERNEL_FILE_H
#define REFERENCE_IMPORT_KERNEL_FILE_H

#include <stdbool.h>
#include <sys/types.h>

/* Two files of the same kind have the same type and, but for the digits in it, the same name in /proc. */
struct kernel_file {
    mode_t type;      /* S_IFMT of the file; 0 when nothing is known */
    char target[256]; /* what the link in /proc/self/fd reads, without its digits */
};

/* Look at fd, and leave it untouched. False when it is not open or its name is not to be had or too long. */
bool kernel_file_describe(int fd, struct kernel_file *out);

/*
 * False for files that no driver hands out as memory or as a semaphore: pipes, sockets, folders, event files.
 * Telling these at once spares whoever imports one by mistake the loading of every Vulkan driver.
 */
bool kernel_file_may_be_exported(const struct kernel_file *file);

bool kernel_file_same_kind(const struct kernel_file *one, const struct kernel_file *other);

#endif
