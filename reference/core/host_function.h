/* Calling functions of the application from a stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_HOST_FUNCTION_H
#define REFERENCE_HOST_FUNCTION_H

#include "core/stream.h"
#include "extres/driver_stream.h"
#include "extres/runtime_stream.h"

/* All return 0 or an error number of extres/error_codes.def; a function of NULL is cudaErrorInvalidValue. */

/* Not called when the context has failed by then. */
int host_function_launch(struct stream *stream, cudaHostFn_t function, void *data);

/* Called in any case, with the error. flags must be 0; name is passed on, as the caller's name for the
 * stream. */
int host_function_add_runtime_callback(struct stream *stream, cudaStreamCallback_t function, void *data,
                                       unsigned flags, cudaStream_t name);
int host_function_add_driver_callback(struct stream *stream, CUstreamCallback function, void *data,
                                      unsigned flags, CUstream name);

#endif
