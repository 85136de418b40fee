/* Which process made an object: found by looking at who has it mapped or open. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/maker.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 64, LINE_SIZE = 512 };

/* "address permissions offset device inode path" */
static ino_t inode_of_line(char *line)
{
    char *rest = NULL;
    const char *field = strtok_r(line, " ", &rest);
    for (int i = 0; i < 4 && field != NULL; i++)
        field = strtok_r(NULL, " ", &rest);
    return field == NULL ? 0 : (ino_t)strtoul(field, NULL, 10);
}

bool maker_is_elsewhere(ino_t inode)
{
    char line[LINE_SIZE];
    int mapped = 0;
    FILE *maps = fopen("/proc/self/maps", "re");
    if (maps == NULL)
        return false;
    while (fgets(line, sizeof line, maps) != NULL)
        mapped += inode_of_line(line) == inode;
    fclose(maps);
    return mapped == 1;
}

static size_t count_open(pid_t process, ino_t inode)
{
    char path[PATH_SIZE];
    struct stat status;
    size_t count = 0;
    snprintf(path, sizeof path, "/proc/%d/fd", (int)process);
    DIR *folder = opendir(path);
    if (folder == NULL)
        return 0;
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        count += fstatat(dirfd(folder), entry->d_name, &status, 0) == 0 && status.st_ino == inode;
    closedir(folder);
    return count;
}

pid_t maker_among_children(ino_t inode, size_t *descriptors)
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
        *descriptors = count_open(process, inode);
        if (*descriptors > 0)
            return process;
    }
    return 0;
}

bool maker_is_alive(pid_t maker)
{
    return kill(maker, 0) == 0;
}
