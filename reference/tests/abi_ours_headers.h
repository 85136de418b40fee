/* abi_ours_headers.h: the headers that declare our side of the comparison. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/driver.h"
#include "extres/runtime.h"

#include "extres/driver_names.h"
