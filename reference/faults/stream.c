/* Faults of streams, and of the last error of a thread. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/stream.h"

#include "core/handle.h"
#include "core/stream.h"

_Atomic int fault_last_error;

int fault_run_now(struct operation operation)
{
    int error = operation_execute(&operation, cudaSuccess);
    operation_drop(&operation);
    return error;
}

void fault_stream_destroy(void *handle)
{
    struct stream *stream = handle_acquire(handle, HANDLE_STREAM);
    if (stream == NULL)
        return;
    if (fault_is(FAULT_STREAM_DESTROY_DROPS_WORK))
        atomic_store(&stream->abandoned, true);
    if (fault_is(FAULT_STREAM_DESTROY_BLOCKS))
        stream_synchronize(stream);
    handle_release(handle);
}
