/* abi_ours.c: the ABI as our headers declare it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "abi_table.h"

#include "extres/driver.h"
#include "extres/runtime.h"

struct abi_entry abi_ours[] = {
#include "abi_ours.inc"
};

const size_t abi_ours_count = sizeof(abi_ours) / sizeof(abi_ours[0]);

const int abi_ours_version = CUDA_VERSION;
