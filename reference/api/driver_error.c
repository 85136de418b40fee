/* Errors, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/driver_error.h"

#include <stddef.h>

#include "api/export.h"
#include "core/error.h"

static CUresult answer(const char *found, const char **text)
{
    if (text == NULL)
        return CUDA_ERROR_INVALID_VALUE;
    *text = found;
    return found == NULL ? CUDA_ERROR_INVALID_VALUE : CUDA_SUCCESS;
}

EXTRES_EXPORT CUresult cuGetErrorName(CUresult error, const char **text)
{
    return answer(error_driver_name((int)error), text);
}

EXTRES_EXPORT CUresult cuGetErrorString(CUresult error, const char **text)
{
    const char *name = error_driver_name((int)error);
    return answer(name == NULL ? NULL : error_description((int)error), text);
}
