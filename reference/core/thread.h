/* What a thread of the application has of its own: current context, last error, default stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_THREAD_H
#define REFERENCE_THREAD_H

#include <stdbool.h>

#include "core/context.h"

/* All functions concern the calling thread. Contexts may be NULL where it says so. */

/* Once, before any other; returns 0 or an error number of extres/error_codes.def. */
int thread_initialise_library(void);

/* The context on top of the stack, NULL when it is empty. */
struct context *thread_current(void);

/* Replace the top, or take it away (NULL). */
int thread_set_current(struct context *context);
int thread_push(struct context *context);

/* Take away and return the top; NULL when there is none. */
struct context *thread_pop(void);

/* The thread's own default stream in this context, made at its first use, destroyed when the thread ends. */
int thread_stream(struct context *context, void **handle);

/* The runtime API's last error. */
int thread_last_error(void);
void thread_set_last_error(int error);

/* Around a host function of the application: it must not call the API. */
void thread_enter_host_function(void);
void thread_leave_host_function(void);
bool thread_is_in_host_function(void);

/* Give back what the calling thread has; for the thread in which the process ends. */
void thread_finish(void);

#endif
