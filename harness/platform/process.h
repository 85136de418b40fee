/* Processes: forking, waiting, killing, behind a thin line so that another platform can follow. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_PROCESS_H
#define HARNESS_PROCESS_H

/*
 * For a harness whose processes have one thread each. A process that process_fork() made leads a process
 * group of its own, so that it can be killed with what it started, and a terminal's Ctrl-C passes it by.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* How a process ended. */
struct process_end {
    bool signalled;
    int code; /* exit code, or the signal's number */
};

/*
 * Like fork(), -1 with errno included. Standard streams are flushed first, so that the child has nothing of
 * ours to print. The child leads its own group, is killed when its parent ends, and has no signal blocked.
 */
pid_t process_fork(void);

/* The calling process is no longer killed when its parent ends. */
void process_outlive_parent(void);

/* Gives every signal its default disposition. */
void process_reset_signals(void);

/* Orphans among the descendants of the calling process become its children, instead of init's. */
void process_adopt_orphans(void);

/* Ends the calling process at once: nothing is flushed, no destructor and no exit handler runs. */
_Noreturn void process_quit(int code);

/* A descriptor that polls readable once the child has ended; the caller closes it. -1 with errno. */
int process_descriptor(pid_t child);

/* Waits for the end of a child for as long as it takes. */
void process_wait(pid_t child, struct process_end *end);

/*
 * Starts a program of this one's folder with one argument and with one descriptor beside the standard ones,
 * in the group of the calling process. Safe in a process with threads. -1 with errno.
 */
pid_t process_start_beside(const char *program, const char *argument, int descriptor);

/* The calling process is killed when its parent ends, and ends now if it has ended already. */
void process_end_with_parent(void);

/* SIGKILL for a child alone. */
void process_kill_only(pid_t child);

/* SIGKILL for a child and for its group. */
void process_kill(pid_t child);

/* Kills and reaps every child of the calling process, and theirs if it adopts orphans. Returns how many. */
unsigned process_end_children(void);

/* What the calling process maps from now on does not get these addresses. For the rest of its life. */
void process_take_addresses(size_t size);

/* Threads of the calling process; 0 when the system cannot tell. */
unsigned process_count_threads(void);

/* "SIGSEGV" or "exit(3)". */
void process_describe_end(const struct process_end *end, char *text, size_t size);

/*
 * Zeroed memory that is shared with every process to which it is shown. NULL with errno. Freed by _release,
 * NULL too.
 */
void *process_share_memory(size_t size);
void process_share_release(void *memory, size_t size);

/*
 * Whether the processes that the calling one forks from now on get the memory. At first it is hidden, so that
 * a wild write in one process reaches only what that process was meant to have. NULL is no memory.
 */
void process_show_memory(void *memory, size_t size, bool shown);

#endif
