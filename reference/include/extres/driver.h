/* driver.h: our declarations of the CUDA 13 driver API, as far as external resources need it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_DRIVER_H
#define EXTRES_DRIVER_H

/*
 * Names, values, layouts and prototypes are CUDA's; the test reference.abi compares them with a toolkit.
 * Functions have the names that libcuda exports; a program written with the unversioned ones (cuMemAlloc for
 * cuMemAlloc_v2) includes driver_names.h too. Unless a comment says otherwise:
 * - A function may be called from any thread, after cuInit, and works on the calling thread's current
 * context.
 * - It returns CUDA_SUCCESS or the error, and then writes nothing through its pointers.
 * CUDA_ERROR_NOT_INITIALIZED means that cuInit was not called, CUDA_ERROR_INVALID_CONTEXT that no context is
 * current. It may also return the error of earlier asynchronous work.
 * - Sizes, pitches and offsets are bytes.
 * - A function whose name ends in _ptsz or _ptds is its namesake with the per-thread default stream in place
 * of the legacy one, where the stream is 0 or is implied.
 * - The caller owns what a create, import, map or allocate call returned, until the matching destroy or free.
 */
#include "extres/driver_array.h"
#include "extres/driver_device.h"
#include "extres/driver_device_attribute.h"
#include "extres/driver_error.h"
#include "extres/driver_external.h"
#include "extres/driver_graph.h"
#include "extres/driver_memory.h"
#include "extres/driver_stream.h"
#include "extres/handles.h"

#endif
