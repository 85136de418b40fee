/* Which processes have an object mapped or open. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/holder.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 64, LINE_SIZE = 512 };

size_t fault_count_mappings(ino_t file)
{
    char line[LINE_SIZE];
    size_t count = 0;
    unsigned long inode;
    FILE *maps = fopen("/proc/self/maps", "re");
    if (maps == NULL)
        return 0;
    /* "address permissions offset device inode path" */
    while (fgets(line, sizeof line, maps) != NULL)
        count += sscanf(line, "%*s %*s %*s %*s %lu", &inode) == 1 && inode == file;
    fclose(maps);
    return count;
}

size_t fault_count_open(pid_t process, ino_t file)
{
    char path[PATH_SIZE];
    struct stat status;
    size_t count = 0;
    snprintf(path, sizeof path, "/proc/%d/fd", (int)process);
    DIR *folder = opendir(path);
    if (folder == NULL)
        return 0;
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        count += fstatat(dirfd(folder), entry->d_name, &status, 0) == 0 && status.st_ino == file;
    closedir(folder);
    return count;
}

pid_t fault_child_with(ino_t file, size_t *descriptors)
{
    char path[PATH_SIZE];
    char line[LINE_SIZE] = "";
    char *rest = NULL;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *children = fopen(path, "re");
    if (children == NULL)
        return 0;
    if (fgets(line, sizeof line, children) == NULL)
        line[0] = '\0';
    fclose(children);
    for (const char *child = strtok_r(line, " ", &rest); child != NULL; child = strtok_r(NULL, " ", &rest)) {
        pid_t process = (pid_t)strtol(child, NULL, 10);
        *descriptors = fault_count_open(process, file);
        if (*descriptors > 0)
            return process;
    }
    return 0;
}
