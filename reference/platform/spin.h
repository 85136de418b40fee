/* Spinning: how long a thread looks before it sleeps, and how it tells the processor that it does. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_PLATFORM_SPIN_H
#define REFERENCE_PLATFORM_SPIN_H

/* Looks before sleeping: about 10 microseconds on processors of the last ten years, less on older ones. */
#define SPIN_LOOKS 200

static inline void spin_pause(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
}

#endif
