/* What the process of a case printed: the start and the end of it, whatever its length. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_OUTPUT_H
#define HARNESS_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    OUTPUT_HEAD = 16 * 1024,
    OUTPUT_TAIL = 48 * 1024,
};

/* Plain data, for shared memory. Zeroed, it is empty. */
struct output {
    uint64_t total;         /* bytes that were printed, kept or not */
    char head[OUTPUT_HEAD]; /* the first of them */
    char tail[OUTPUT_TAIL]; /* a ring of the last of those after the head */
};

void output_reset(struct output *output);
void output_append(struct output *output, const char *bytes, size_t size);

/* Appends what one read takes from a descriptor that does not block. False when there was nothing to read. */
bool output_drain(struct output *output, int descriptor);

/* The text of it, printable, with a line that says how much is missing in the middle. malloc'ed. */
char *output_text(const struct output *output);

#endif
