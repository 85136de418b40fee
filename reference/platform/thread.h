/* Threads and processes: starting a worker, and learning of a fork. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_PLATFORM_THREAD_H
#define REFERENCE_PLATFORM_THREAD_H

/*
 * Start a thread that nobody joins. It takes none of the signals sent to the process: they are for the
 * threads of the application. Returns 0 or a negative errno value.
 */
int thread_start(void *(*entry)(void *), void *argument);

/* Have handler called in every child forked from now on, in its only thread. Returns 0 or a negative errno
 * value. */
int thread_on_fork(void (*handler)(void));

#endif
