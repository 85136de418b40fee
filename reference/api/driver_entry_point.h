/* The driver API's functions by name: one search behind cuGetProcAddress and cudaGetDriverEntryPoint. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_DRIVER_ENTRY_POINT_H
#define REFERENCE_DRIVER_ENTRY_POINT_H

#include "core/stream.h"

/*
 * symbol is the name without a version suffix, flags is of CUdriverProcAddress_flags, compiled_for is what
 * its default means. Returns 0 with *status of CUdriverProcAddressQueryResult, and *function NULL unless that
 * says success; or cudaErrorInvalidValue. Any thread.
 */
int driver_entry_point(const char *symbol, void **function, unsigned version, unsigned long long flags,
                       enum default_stream compiled_for, int *status);

#endif
