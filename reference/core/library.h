/* The library's own state: untouched, in use, or unusable; and how a call gets in. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_LIBRARY_H
#define REFERENCE_LIBRARY_H

/*
 * Loading the library does nothing. The first call that needs a device starts it: cuInit on the driver side,
 * any on the runtime side. Threads come only with work. A child of fork can use a library that its parent had
 * not started; otherwise, as the threads are gone, every call in it returns cudaErrorInitializationError, the
 * driver's CUDA_ERROR_NOT_INITIALIZED.
 *
 * All functions return 0 or an error number of extres/error_codes.def. Each call of the API goes through one
 * of the enter functions first. They refuse calls from host functions (cudaErrorNotPermitted), and, where a
 * context is wanted, return the error of its earlier asynchronous work: that one is sticky, and nothing works
 * until the device is reset, as the documents say of errors which leave the context corrupted. Every
 * asynchronous failure of this runtime is one: work that was queued behind a failed wait must not run.
 */

struct context;

int library_start(void);

/* For driver calls that need cuInit only. */
int library_enter_driver(void);

/* For driver calls that work on the current context. */
int library_enter_driver_context(struct context **context);

/* For runtime calls that need no context. */
int library_enter_runtime(void);

/* For runtime calls that do: makes device 0's primary context current to a thread that has none. */
int library_enter_runtime_context(struct context **context);

#endif
