/* Descriptors of the calling process: what stays open across a fork, and which are devices. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_DESCRIPTOR_H
#define HARNESS_DESCRIPTOR_H

#include <stdbool.h>

/* Opens /dev/null as each of the three standard descriptors that is closed, so that no other file takes its
 * place. */
void descriptor_fill_standard(void);

/* Points standard input at nothing; standard output and error at output, or at nothing when that is negative.
 */
bool descriptor_set_standard(int output);

/* Closes everything above the three standard descriptors but keep. */
void descriptor_close_others(int keep);

/*
 * How many devices are open. Memory devices (/dev/null, /dev/urandom) and terminals do not count: programs
 * share those without harm.
 */
unsigned descriptor_count_devices(void);

#endif
