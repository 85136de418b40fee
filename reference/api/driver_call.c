/* What driver API functions share: getting in, and finding the stream that a handle means. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "api/driver_call.h"

#include "core/library.h"
#include "core/thread.h"

int driver_enter_stream(CUstream handle, enum default_stream default_stream, struct stream **stream)
{
    int error = library_enter_driver();
    return error != cudaSuccess ? error : stream_acquire(handle, default_stream, thread_current(), stream);
}
