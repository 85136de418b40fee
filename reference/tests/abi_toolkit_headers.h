/* abi_toolkit_headers.h: the headers that declare the toolkit's side of the comparison. */
/* SPDX-License-Identifier: Apache-2.0 */

/* Makes the toolkit declare every exported name, the per-thread variants too, whichever the program's own
 * choice. */
#define __CUDA_API_VERSION_INTERNAL

/* Keeps it from marking what it deprecates. */
#define CUDA_ENABLE_DEPRECATED

#include <cuda.h>
#include <cuda_runtime_api.h>
