/* What driver API functions share: getting in, and finding the stream that a handle means. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_DRIVER_CALL_H
#define REFERENCE_DRIVER_CALL_H

#include "core/stream.h"
#include "extres/driver_error.h"
#include "extres/handles.h"

/*
 * Get in, and pin the stream that is meant until stream_release. A stream that the application created needs
 * no current context; a default stream does. Returns 0 or an error number.
 */
int driver_enter_stream(CUstream handle, enum default_stream default_stream, struct stream **stream);

#endif
