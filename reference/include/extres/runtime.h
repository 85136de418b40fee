/* runtime.h: our declarations of the CUDA 13 runtime API, as far as external resources need it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_RUNTIME_H
#define EXTRES_RUNTIME_H

/*
 * Names, values, layouts and prototypes are CUDA's; the test reference.abi compares them with a toolkit.
 * Unless a comment says otherwise:
 * - A function may be called from any thread, and works on the calling thread's current device.
 * - It returns cudaSuccess or the error, and then writes nothing through its pointers. It may also return the
 * error of earlier asynchronous work.
 * - Sizes, pitches and offsets are bytes.
 * - A function whose name ends in _ptsz or _ptds is its namesake with the per-thread default stream in place
 * of the legacy one, where the stream is 0 or is implied. Programs get it by compiling for per-thread default
 * streams.
 * - The caller owns what a create, import, map or allocate call returned, until the matching destroy or free.
 */
#include "extres/handles.h"
#include "extres/runtime_array.h"
#include "extres/runtime_device.h"
#include "extres/runtime_device_attribute.h"
#include "extres/runtime_device_properties.h"
#include "extres/runtime_error.h"
#include "extres/runtime_external.h"
#include "extres/runtime_graph.h"
#include "extres/runtime_memory.h"
#include "extres/runtime_stream.h"

#endif
