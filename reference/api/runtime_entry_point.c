/* Driver entry points by name, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "api/driver_entry_point.h"
#include "api/export.h"
#include "api/runtime_call.h"
#include "core/library.h"
#include "extres/runtime_device.h"

/* What cudaEnableDefault means: that the caller was compiled for one default stream or for the other. */
static int find(const char *symbol, void **function, unsigned version, unsigned long long flags,
                enum cudaDriverEntryPointQueryResult *status, enum default_stream compiled_for)
{
    int error = library_enter_runtime();
    if (error != cudaSuccess)
        return error;
    int result = 0;
    error = driver_entry_point(symbol, function, version, flags, compiled_for, &result);
    if (error == cudaSuccess && status != NULL)
        *status = (enum cudaDriverEntryPointQueryResult)result; /* the two APIs number them alike */
    return error;
}

EXTRES_EXPORT cudaError_t cudaGetDriverEntryPoint(const char *symbol, void **function,
                                                  unsigned long long flags,
                                                  enum cudaDriverEntryPointQueryResult *status)
{
    return runtime_result(find(symbol, function, CUDART_VERSION, flags, status, DEFAULT_STREAM_LEGACY));
}

EXTRES_EXPORT cudaError_t cudaGetDriverEntryPoint_ptsz(const char *symbol, void **function,
                                                       unsigned long long flags,
                                                       enum cudaDriverEntryPointQueryResult *status)
{
    return runtime_result(find(symbol, function, CUDART_VERSION, flags, status, DEFAULT_STREAM_PER_THREAD));
}

EXTRES_EXPORT cudaError_t cudaGetDriverEntryPointByVersion(const char *symbol, void **function,
                                                           unsigned int cuda_version,
                                                           unsigned long long flags,
                                                           enum cudaDriverEntryPointQueryResult *status)
{
    return runtime_result(find(symbol, function, cuda_version, flags, status, DEFAULT_STREAM_LEGACY));
}

EXTRES_EXPORT cudaError_t cudaGetDriverEntryPointByVersion_ptsz(const char *symbol, void **function,
                                                                unsigned int cuda_version,
                                                                unsigned long long flags,
                                                                enum cudaDriverEntryPointQueryResult *status)
{
    return runtime_result(find(symbol, function, cuda_version, flags, status, DEFAULT_STREAM_PER_THREAD));
}
