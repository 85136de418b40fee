/* abi_toolkit.c: the ABI as a CUDA toolkit's headers declare it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "abi_table.h"
#include "abi_toolkit_headers.h"

struct abi_entry abi_toolkit[] = {
#include "abi_toolkit.inc"
};

const size_t abi_toolkit_count = sizeof(abi_toolkit) / sizeof(abi_toolkit[0]);

const int abi_toolkit_version = CUDA_VERSION;
