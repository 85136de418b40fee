/* Sleeping on a word of memory until somebody changes it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_FUTEX_H
#define HARNESS_FUTEX_H

#include <stdint.h>

#define FUTEX_FOREVER UINT64_MAX /* a timeout that never ends */

/*
 * Sleeps while *word is expected, at most timeout_nanoseconds. Returning does not say that *word changed:
 * look again. The word may lie in memory that is shared between processes.
 */
void futex_sleep(_Atomic uint32_t *word, uint32_t expected, uint64_t timeout_nanoseconds);

/* Wakes all that sleep on the word, in this process and in others. Change *word first. */
void futex_wake(_Atomic uint32_t *word);

#endif
