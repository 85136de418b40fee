/* The names and descriptions of error numbers. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_ERROR_H
#define REFERENCE_ERROR_H

/* Static strings. The name in the API that the function says, NULL where it has no such code. */
const char *error_runtime_name(int number);
const char *error_driver_name(int number);

/* NULL for a number that is no error code at all. */
const char *error_description(int number);

#endif
