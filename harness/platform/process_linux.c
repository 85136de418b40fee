/* Processes through fork, pidfd, prctl and /proc. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/process.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/library.h"

pid_t process_fork(void)
{
    pid_t parent = getpid();
    fflush(NULL);
    pid_t child = fork();
    if (child != 0)
        return child;
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        process_quit(1); /* it ended before it could be tied to us */
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    return 0;
}

void process_end_with_parent(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

pid_t process_start_beside(const char *program, const char *argument, int descriptor)
{
    char folder[PATH_MAX];
    char path[PATH_MAX + NAME_MAX];
    char *vector[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)argument, NULL};
    posix_spawn_file_actions_t actions;
    pid_t child = -1;
    if (!program_folder(folder, sizeof folder))
        return -1;
    snprintf(path, sizeof path, "%s/%s", folder, program);
    int error = posix_spawn_file_actions_init(&actions);
    if (error == 0) {
        /* A descriptor that is duplicated to its own number loses its close-on-exec there. */
        error = posix_spawn_file_actions_adddup2(&actions, descriptor, descriptor);
        if (error == 0)
            error = posix_spawn(&child, path, &actions, NULL, vector, environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    errno = error;
    return error == 0 ? child : -1;
}

void process_outlive_parent(void)
{
    prctl(PR_SET_PDEATHSIG, 0);
}

void process_reset_signals(void)
{
    for (int number = 1; number <= SIGRTMAX; number++)
        signal(number, SIG_DFL);
}

void process_adopt_orphans(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

_Noreturn void process_quit(int code)
{
    _exit(code);
}

int process_descriptor(pid_t child)
{
    return pidfd_open(child, 0);
}

static void take_end(int status, struct process_end *end)
{
    end->signalled = WIFSIGNALED(status);
    end->code = end->signalled ? WTERMSIG(status) : WEXITSTATUS(status);
}

void process_wait(pid_t child, struct process_end *end)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    take_end(status, end);
}

void process_kill_only(pid_t child)
{
    kill(child, SIGKILL);
}

void process_kill(pid_t child)
{
    kill(-child, SIGKILL);
    kill(child, SIGKILL);
}

/* The parent of a process out of /proc/PID/stat, 0 when it has gone. The name in it may hold spaces and
 * brackets. */
static pid_t parent_of(const char *process)
{
    char path[64];
    char stat[512];
    snprintf(path, sizeof path, "/proc/%.20s/stat", process);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t length = read(fd, stat, sizeof stat - 1);
    close(fd);
    if (length <= 0)
        return 0;
    stat[length] = '\0';
    const char *bracket = strrchr(stat, ')');
    int parent = 0;
    if (bracket == NULL || sscanf(bracket + 1, " %*c %d", &parent) != 1)
        return 0;
    return parent;
}

static void kill_children(void)
{
    DIR *processes = opendir("/proc");
    if (processes == NULL)
        return;
    const struct dirent *entry;
    while ((entry = readdir(processes)) != NULL) {
        if (isdigit((unsigned char)entry->d_name[0]) && parent_of(entry->d_name) == getpid())
            kill((pid_t)strtol(entry->d_name, NULL, 10), SIGKILL);
    }
    closedir(processes);
}

unsigned process_end_children(void)
{
    unsigned ended = 0;
    for (;;) {
        pid_t child = waitpid(-1, NULL, WNOHANG);
        if (child < 0 && errno == ECHILD)
            return ended;
        if (child == 0) {
            /* Each killed child may leave us its own children, so look again after each that ends. */
            kill_children();
            child = waitpid(-1, NULL, 0);
        }
        if (child > 0)
            ended++;
    }
}

void process_take_addresses(size_t size)
{
    /* Where there is no room for it things stay where they are. */
    (void)mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

unsigned process_count_threads(void)
{
    DIR *tasks = opendir("/proc/self/task");
    if (tasks == NULL)
        return 0;
    unsigned count = 0;
    const struct dirent *entry;
    while ((entry = readdir(tasks)) != NULL) {
        if (isdigit((unsigned char)entry->d_name[0]))
            count++;
    }
    closedir(tasks);
    return count;
}

void process_describe_end(const struct process_end *end, char *text, size_t size)
{
    if (!end->signalled) {
        snprintf(text, size, "exit(%d)", end->code);
        return;
    }
    const char *name = sigabbrev_np(end->code);
    if (name != NULL)
        snprintf(text, size, "SIG%s", name);
    else
        snprintf(text, size, "signal %d", end->code);
}

void *process_share_memory(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return NULL;
    process_show_memory(memory, size, false);
    return memory;
}

void process_share_release(void *memory, size_t size)
{
    if (memory != NULL)
        munmap(memory, size);
}

void process_show_memory(void *memory, size_t size, bool shown)
{
    if (memory != NULL)
        madvise(memory, size, shown ? MADV_DOFORK : MADV_DONTFORK);
}
