/* The clock that every deadline and duration is measured by: it never jumps. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_CLOCK_H
#define HARNESS_CLOCK_H

#include <stdint.h>

uint64_t clock_nanoseconds(void);

/* A duration in seconds as nanoseconds, and back. */
uint64_t clock_from_seconds(double seconds);
double clock_to_seconds(uint64_t nanoseconds);

/* What poll() takes as its timeout so that it ends at the deadline or just after it, never before. */
int clock_poll_timeout(uint64_t deadline);

#endif
