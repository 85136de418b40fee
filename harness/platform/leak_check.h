/* Leak checking in a process that ends without running exit handlers. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LEAK_CHECK_H
#define HARNESS_LEAK_CHECK_H

#include <stdbool.h>

/*
 * True when memory has been lost so far; the report went to standard error. Only a build with the address
 * sanitizer can tell; in every other build this is false.
 */
bool leak_check_finds_any(void);

#endif
