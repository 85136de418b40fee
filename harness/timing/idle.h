/* Letting time pass without using a processor, as the thing that is measured and never to synchronise. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_IDLE_H
#define HARNESS_IDLE_H

#include <stdint.h>

/* At least so long. */
void stay_idle(uint64_t nanoseconds);

#endif
