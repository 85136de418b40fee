/* Events: what they stand for, and when. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/check.h"
#include "tests/fixture.h"
#include "tests/reference_test.h"

/* Two independent streams, an event, and a semaphore to block with. */
struct scene {
    struct external external;
    cudaStream_t first;
    cudaStream_t second;
    cudaEvent_t event;
};

static void open_scene(struct scene *scene)
{
    external_open(&scene->external, EXTRES_SHARED_TIMELINE, 0);
    SUCCEEDS(cudaStreamCreateWithFlags(&scene->first, cudaStreamNonBlocking));
    SUCCEEDS(cudaStreamCreateWithFlags(&scene->second, cudaStreamNonBlocking));
    SUCCEEDS(cudaEventCreate(&scene->event));
}

static void close_scene(struct scene *scene)
{
    SUCCEEDS(cudaEventDestroy(scene->event));
    SUCCEEDS(cudaStreamDestroy(scene->first));
    SUCCEEDS(cudaStreamDestroy(scene->second));
    external_close(&scene->external);
    cudaGetLastError();
}

void test_event_wait(void)
{
    struct scene scene;
    _Atomic int count = 0;
    open_scene(&scene);
    SUCCEEDS(cudaEventQuery(scene.event)); /* never recorded */
    SUCCEEDS(cudaEventSynchronize(scene.event));
    SUCCEEDS(cudaStreamWaitEvent(scene.second, scene.event, 0));

    external_wait(&scene.external, 1, scene.first);
    SUCCEEDS(cudaEventRecord(scene.event, scene.first));
    SUCCEEDS(cudaStreamWaitEvent(scene.second, scene.event, 0));
    enqueue_count(scene.second, &count);
    EQUAL(cudaEventQuery(scene.event), cudaErrorNotReady);
    EQUAL(cudaGetLastError(), cudaSuccess);
    hold();
    EQUAL(count, 0);
    extres_shared_signal(&scene.external.object, 1);
    SUCCEEDS(cudaEventSynchronize(scene.event));
    SUCCEEDS(cudaEventQuery(scene.event));
    SUCCEEDS(cudaStreamSynchronize(scene.second));
    EQUAL(count, 1);
    EQUAL(cudaStreamWaitEvent(scene.second, scene.event, 2), cudaErrorInvalidValue);
    EQUAL(cudaEventRecordWithFlags(scene.event, scene.first, 2), cudaErrorInvalidValue);
    close_scene(&scene);
}

void test_event_record_again(void)
{
    struct scene scene;
    _Atomic int count = 0;
    open_scene(&scene);
    external_wait(&scene.external, 1, scene.first);
    SUCCEEDS(cudaEventRecord(scene.event, scene.first));
    SUCCEEDS(cudaStreamWaitEvent(scene.second, scene.event, 0));
    external_wait(&scene.external, 2, scene.first);
    SUCCEEDS(cudaEventRecord(scene.event, scene.first));
    enqueue_count(scene.second, &count);
    extres_shared_signal(&scene.external.object, 1);
    SUCCEEDS(cudaStreamSynchronize(scene.second)); /* waits for the first record only */
    EQUAL(count, 1);
    EQUAL(cudaEventQuery(scene.event), cudaErrorNotReady); /* the event stands for the second */
    extres_shared_signal(&scene.external.object, 2);
    SUCCEEDS(cudaEventSynchronize(scene.event));
    close_scene(&scene);
}

void test_event_elapsed(void)
{
    struct scene scene;
    cudaEvent_t end = NULL;
    cudaEvent_t untimed = NULL;
    float milliseconds = -1;
    open_scene(&scene);
    SUCCEEDS(cudaEventCreate(&end));
    SUCCEEDS(cudaEventCreateWithFlags(&untimed, cudaEventDisableTiming));
    EQUAL(cudaEventElapsedTime(&milliseconds, scene.event, end), cudaErrorInvalidResourceHandle);
    SUCCEEDS(cudaEventRecord(scene.event, scene.first));
    SUCCEEDS(cudaEventRecord(untimed, scene.first));
    external_wait(&scene.external, 1, scene.first);
    SUCCEEDS(cudaEventRecord(end, scene.first));
    EQUAL(cudaEventElapsedTime(&milliseconds, scene.event, end), cudaErrorNotReady);
    SUCCEEDS(cudaEventSynchronize(scene.event));
    hold();
    extres_shared_signal(&scene.external.object, 1);
    SUCCEEDS(cudaStreamSynchronize(scene.first));
    SUCCEEDS(cudaEventElapsedTime(&milliseconds, scene.event, end));
    CHECK(milliseconds >= 1);
    SUCCEEDS(cudaEventElapsedTime(&milliseconds, end, scene.event));
    CHECK(milliseconds <= -1);
    EQUAL(cudaEventElapsedTime(&milliseconds, untimed, end), cudaErrorInvalidResourceHandle);
    EQUAL(cudaEventElapsedTime(NULL, scene.event, end), cudaErrorInvalidValue);
    SUCCEEDS(cudaEventDestroy(end));
    SUCCEEDS(cudaEventDestroy(untimed));
    close_scene(&scene);
}

void test_event_flags(void)
{
    cudaEvent_t event = NULL;
    EQUAL(cudaEventCreateWithFlags(&event, 8), cudaErrorInvalidValue);
    EQUAL(cudaEventCreateWithFlags(&event, cudaEventInterprocess), cudaErrorInvalidValue);
    EQUAL(cudaEventCreateWithFlags(&event, cudaEventInterprocess | cudaEventDisableTiming),
          cudaErrorNotSupported);
    EQUAL(cudaEventCreate(NULL), cudaErrorInvalidValue);
    SUCCEEDS(cudaEventCreateWithFlags(&event, cudaEventBlockingSync | cudaEventDisableTiming));
    SUCCEEDS(cudaEventDestroy(event));
    cudaGetLastError();
}

void test_event_destroy_pending(void)
{
    struct scene scene;
    cudaEvent_t event = NULL;
    _Atomic int count = 0;
    open_scene(&scene);
    SUCCEEDS(cudaEventCreate(&event));
    external_wait(&scene.external, 1, scene.first);
    SUCCEEDS(cudaEventRecord(event, scene.first));
    SUCCEEDS(cudaStreamWaitEvent(scene.second, event, 0));
    enqueue_count(scene.second, &count);
    SUCCEEDS(cudaEventDestroy(event));
    EQUAL(cudaEventQuery(event), cudaErrorInvalidResourceHandle);
    hold();
    EQUAL(count, 0);
    extres_shared_signal(&scene.external.object, 1);
    SUCCEEDS(cudaStreamSynchronize(scene.second));
    EQUAL(count, 1);
    close_scene(&scene);
}
