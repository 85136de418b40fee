/* A second device in a case: whether there is one, and making it or the first the current one. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_CASE_DEVICE_H
#define HARNESS_CASE_DEVICE_H

#include "case/case.h"

/* The case is skipped where the backend has one device only. Nothing of the second is in use so far. */
void needs_second_device(struct test *t);

/*
 * The case is skipped where the exporter's objects are of one device: those must be imported on that one
 * (CUDA C++ Programming Guide, Vulkan interop: matching device UUIDs).
 */
void needs_objects_of_any_device(struct test *t);

/* Makes the device current for the case's thread: the one under test, as before the case, or the second. */
void select_first_device(struct test *t);
void select_second_device(struct test *t);

/*
 * On the second device, which must be the current one: a stream of it that has worked. make_stream and
 * the like are for the first device.
 */
cudaStream_t make_stream_on_second(struct test *t);

#endif
