/* For tests: a write over all memory that the calling process shares with any other. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_RUN_TESTS_WILD_WRITE_H
#define HARNESS_RUN_TESTS_WILD_WRITE_H

/* Fills it with this byte, whatever was there. */
void wild_write(unsigned char byte);

#endif
