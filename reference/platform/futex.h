/* Sleeping on a word of memory until somebody changes it: the one way in which this runtime waits. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_PLATFORM_FUTEX_H
#define REFERENCE_PLATFORM_FUTEX_H

#include <stdbool.h>
#include <stdint.h>

#define FUTEX_FOREVER UINT64_MAX /* a timeout that never ends */

/*
 * Sleep while *word is expected. Returns 0 when woken, which does not say that *word changed: look again;
 * -EAGAIN when *word was not expected on entry; -ETIMEDOUT after timeout_nanoseconds, counted from the call
 * on a clock that no one sets; any other negative errno value when the word cannot be slept on. Signals
 * handled meanwhile do not end the sleep. shared_between_processes says that other processes map the word
 * too, and must be the same in the wait and in the wake.
 */
int futex_wait(_Atomic uint32_t *word, uint32_t expected, uint64_t timeout_nanoseconds,
               bool shared_between_processes);

/* Wake all sleepers; no effect where nobody sleeps. Change *word first. */
void futex_wake_all(_Atomic uint32_t *word, bool shared_between_processes);

/*
 * Have one sleeper of *word, if there is any, sleep on *other instead, without waking it. *word must be
 * expected; both are shared between processes. Returns 0 or a negative errno value: -EAGAIN when *word was
 * not expected.
 */
int futex_move_one(_Atomic uint32_t *word, uint32_t expected, _Atomic uint32_t *other);

#endif
