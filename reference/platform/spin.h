/* Spinning: how long a thread looks before it sleeps, and how it tells the processor that it does. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_PLATFORM_SPIN_H
#define REFERENCE_PLATFORM_SPIN_H

#include <stdbool.h>
#include <stdint.h>

/*
 *     struct spin spin = SPIN_BEGIN;
 *     do {
 *         if (condition)
 *             return;
 *     } while (spin_again(&spin));
 */
struct spin {
    unsigned looks;
    uint64_t end; /* on CLOCK_MONOTONIC, once it is known */
};

#define SPIN_BEGIN ((struct spin){.looks = 0})

/* A clock costs more than a look. */
#define SPIN_LOOKS_BETWEEN_CLOCKS 32u

/* False when the time is up, about 4 microseconds after the first call. For spin_again, and where a look
 * costs more. */
bool spin_has_time(struct spin *spin);

/* Whether to look once more, after a moment in which the processor may favour its other threads. */
static inline bool spin_again(struct spin *spin)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
    return ++spin->looks % SPIN_LOOKS_BETWEEN_CLOCKS != 0 || spin_has_time(spin);
}

#endif
