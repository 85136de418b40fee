/* A second device in a case: whether there is one, and making it or the first the current one. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/test.h"

#include "case/device.h"

static int count_devices(struct test *t)
{
    int count = 0;
    require_set_up(t, "the devices cannot be counted", call_device_count(&t->caller, &count));
    return count;
}

void needs_second_device(struct test *t)
{
    if (count_devices(t) < 2)
        skip(t, "the backend has one device only");
    /* The helpers' own stream is of the first device, whichever is current when it is needed. */
    own_stream(t);
}

void needs_objects_of_any_device(struct test *t)
{
    if (t->exporter != NULL && !t->exporter->operations->of_any_device)
        skip(t, "objects of the exporter %s are of one device, and may be imported on that one only",
             t->exporter->operations->name);
}

void select_first_device(struct test *t)
{
    EXPECT_SUCCESS(t, call_select_device(&t->caller, t->device));
}

void select_second_device(struct test *t)
{
    int second = (t->device + 1) % count_devices(t);
    EXPECT_SUCCESS(t, call_select_device(&t->caller, second));
}

cudaStream_t make_stream_on_second(struct test *t)
{
    cudaStream_t stream = NULL;
    void *buffer = NULL;
    require_set_up(t, "cannot allocate device memory", call_malloc(&t->caller, &buffer, sizeof(uint32_t)));
    EXPECT_SUCCESS(t, call_stream_create(&t->caller, &stream, cudaStreamNonBlocking));
    EXPECT_SUCCESS(t, call_set_async(&t->caller, buffer, 1, sizeof(uint32_t), stream));
    EXPECT_SUCCESS(t, call_stream_synchronize(&t->caller, stream));
    return stream;
}
