/* What all runtime API functions share: getting in, and returning an error that becomes the last error. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_RUNTIME_CALL_H
#define REFERENCE_RUNTIME_CALL_H

#include "core/stream.h"
#include "extres/runtime_error.h"
#include "extres/runtime_stream.h"

/*
 * The last step of a call. Errors become the thread's last error; success leaves it, and so does not-ready,
 * which the Programming Guide (Error Checking) says is no error and is not reported by cudaGetLastError.
 */
cudaError_t runtime_result(int error);

/* Get in, and pin the stream that is meant until stream_release. Returns 0 or an error number. */
int runtime_enter_stream(cudaStream_t handle, enum default_stream default_stream, struct stream **stream);

#endif
