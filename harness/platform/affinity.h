/* Keeping a measuring thread on one processor, and the threads that a runtime starts off it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_AFFINITY_H
#define HARNESS_AFFINITY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Of the processors that the process was allowed when affinity_free() was first called, the last is for the
 * measuring thread, as the first ones get most of the interrupts. Threads inherit what their creator may use,
 * so a process that measures calls affinity_free() before anything that may start threads, and
 * affinity_narrow() before it takes samples. Where two threads of a runtime hand work to one another each
 * needs a processor: with fewer than four the others are free on all of them. Called from one thread.
 */

/* The calling thread, and those that it starts from now on: off the measuring thread's processor, or free. */
bool affinity_free(void);

/* The calling thread alone: on the measuring thread's processor. False, and nothing has changed, when the
 * system does not allow it. */
bool affinity_narrow(void);

/* The calling thread, and those that it starts from now on: off the measuring thread's processor whenever
 * there is any other. False, and nothing has changed, when there is none. */
bool affinity_apart(void);

/* What these do here, as one line for a record: "measuring on processor 7, others on 0-6". */
void affinity_describe(char *text, size_t size);

#endif
