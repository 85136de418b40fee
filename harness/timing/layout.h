/* Layout: where code and data lie in a process, made a matter of chance. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TIMING_LAYOUT_H
#define HARNESS_TIMING_LAYOUT_H

#include <stdint.h>

/*
 * Where things lie changes what a short call costs by some per cent (Mytkowicz, Diwan, Hauswirth and Sweeney
 * 2009), and what two processes inherit from the same parent lies in the same place in all of them: what one
 * side happens to gain by it would be taken for a difference between the runtimes. This makes it differ from
 * process to process instead, where the comparison of many pairs sees it as the noise that it is (Curtsinger
 * and Berger 2013). Called before the runtime is loaded; what it takes stays taken for the life of the
 * process.
 */
void layout_shake(uint64_t seed);

/* Calls a function with the stack moved by chance, too. */
void layout_call_shaken(uint64_t seed, void (*function)(void *context), void *context);

#endif
