/* Cache lines: keeping what one thread writes apart from what another does. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_PLATFORM_CACHE_LINE_H
#define REFERENCE_PLATFORM_CACHE_LINE_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Bytes, on the processors that this runs on. Where lines are longer, things get slower and stay right. */
#define CACHE_LINE 64

/* Zeroed memory that starts a line, for objects with members aligned to lines. For free(); NULL without
 * memory.
 */
static inline void *cache_line_allocate(size_t size)
{
    size_t whole = (size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    void *memory = aligned_alloc(CACHE_LINE, whole);
    return memory == NULL ? NULL : memset(memory, 0, whole);
}

/*
 * The calling thread is about to write there: have the line come from whichever processor has it meanwhile.
 * (The compiler's own prefetch asks for a copy to read, which does not help, unless it is told that the
 * processor knows the other one; every 64-bit x86 processor does, or ignores it.)
 */
static inline void cache_line_expect_write(const void *address)
{
#if defined(__x86_64__)
    __asm__ volatile("prefetchw %0" : : "m"(*(const char *)address));
#else
    __builtin_prefetch(address, 1);
#endif
}

#endif
