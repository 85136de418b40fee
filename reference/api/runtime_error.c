/* Errors, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/runtime_error.h"

#include <stddef.h>

#include "api/export.h"
#include "core/context.h"
#include "core/error.h"
#include "core/thread.h"
#include "faults/faults.h"

#define UNKNOWN_ERROR "unrecognized error code"

/* What went wrong asynchronously stays until the device is reset; it comes before what a single call
 * reported. */
static int sticky_error(void)
{
    struct context *context = thread_current();
    return context == NULL ? cudaSuccess : context_error(context);
}

EXTRES_EXPORT cudaError_t cudaPeekAtLastError(void)
{
    int sticky = sticky_error();
    int error = sticky != cudaSuccess ? sticky : thread_last_error();
    if (fault_is(FAULT_LAST_ERROR_RESET_BY_PEEK))
        thread_set_last_error(cudaSuccess);
    return (cudaError_t)error;
}

EXTRES_EXPORT cudaError_t cudaGetLastError(void)
{
    cudaError_t error = cudaPeekAtLastError();
    if (!fault_is(FAULT_LAST_ERROR_NOT_RESET))
        thread_set_last_error(cudaSuccess);
    return error;
}

EXTRES_EXPORT const char *cudaGetErrorName(cudaError_t error)
{
    const char *name = error_runtime_name((int)error);
    return name == NULL ? UNKNOWN_ERROR : name;
}

EXTRES_EXPORT const char *cudaGetErrorString(cudaError_t error)
{
    const char *text = error_runtime_name((int)error) == NULL ? NULL : error_description((int)error);
    return text == NULL ? UNKNOWN_ERROR : text;
}
