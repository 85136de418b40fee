/* What writer and reader of records agree on; docs/timing.md describes the fields. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_RECORD_FORMAT_H
#define HARNESS_RECORD_FORMAT_H

/* "extres-timing", the value of "format". */
extern const char record_format[];

enum {
    RECORD_VERSION = 1,
    RECORD_DIGITS = 5, /* of a sample: finer than any clock tells, and a third of the bytes of all digits */

    /* A record beyond these was not written by us. */
    RECORD_MOST_BLOCKS = 128,
    RECORD_MOST_SAMPLES = 1 << 20, /* of one process */
};

#endif
