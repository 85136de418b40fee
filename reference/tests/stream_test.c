/* Streams: order within one, independence of several, and what else they do. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdatomic.h>

#include "tests/check.h"
#include "tests/fixture.h"
#include "tests/reference_test.h"

#define STEPS 1000

struct order {
    int next;
    bool wrong;
};

struct step {
    struct order *order;
    int number;
};

static void take_step(void *argument)
{
    struct step *step = argument;
    step->order->wrong |= step->order->next != step->number;
    step->order->next++;
}

void test_stream_order(void)
{
    static struct step steps[STEPS];
    struct order order = {0};
    cudaStream_t stream = NULL;
    SUCCEEDS(cudaStreamCreate(&stream));
    for (int i = 0; i < STEPS; i++) {
        steps[i] = (struct step){&order, i};
        SUCCEEDS(cudaLaunchHostFunc(stream, take_step, &steps[i]));
    }
    SUCCEEDS(cudaStreamSynchronize(stream));
    EQUAL(order.next, STEPS);
    CHECK(!order.wrong);
    SUCCEEDS(cudaStreamDestroy(stream));
}

void test_stream_independence(void)
{
    struct external external;
    cudaStream_t blocked = NULL;
    cudaStream_t free_stream = NULL;
    _Atomic int behind = 0;
    _Atomic int beside = 0;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    SUCCEEDS(cudaStreamCreate(&blocked));
    SUCCEEDS(cudaStreamCreate(&free_stream));
    external_wait(&external, 5, blocked);
    enqueue_count(blocked, &behind);
    enqueue_count(free_stream, &beside);
    SUCCEEDS(cudaStreamSynchronize(free_stream));
    EQUAL(beside, 1);
    hold();
    EQUAL(behind, 0);
    extres_shared_signal(&external.object, 4);
    hold();
    EQUAL(behind, 0);
    extres_shared_signal(&external.object, 5);
    SUCCEEDS(cudaStreamSynchronize(blocked));
    EQUAL(behind, 1);
    SUCCEEDS(cudaStreamDestroy(blocked));
    SUCCEEDS(cudaStreamDestroy(free_stream));
    external_close(&external);
}

void test_stream_query(void)
{
    struct external external;
    cudaStream_t stream = NULL;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    SUCCEEDS(cudaStreamCreate(&stream));
    SUCCEEDS(cudaStreamQuery(stream));
    SUCCEEDS(cudaStreamSynchronize(stream));
    external_wait(&external, 1, stream);
    EQUAL(cudaStreamQuery(stream), cudaErrorNotReady);
    extres_shared_signal(&external.object, 1);
    while (cudaStreamQuery(stream) == cudaErrorNotReady)
        hold();
    SUCCEEDS(cudaStreamQuery(stream));
    SUCCEEDS(cudaStreamDestroy(stream));
    external_close(&external);
}

void test_stream_destroy_pending(void)
{
    struct external first;
    struct external last;
    cudaStream_t stream = NULL;
    _Atomic int count = 0;
    external_open(&first, EXTRES_SHARED_TIMELINE, 0);
    external_open(&last, EXTRES_SHARED_TIMELINE, 0);
    SUCCEEDS(cudaStreamCreate(&stream));
    external_wait(&first, 1, stream);
    enqueue_count(stream, &count);
    external_signal(&last, 1, stream);
    SUCCEEDS(cudaStreamDestroy(stream));
    EQUAL(cudaStreamQuery(stream), cudaErrorInvalidResourceHandle);
    hold();
    EQUAL(count, 0);
    extres_shared_signal(&first.object, 1);
    SUCCEEDS(extres_shared_wait(&last.object, 1, EXTRES_SHARED_FOREVER));
    EQUAL(count, 1);
    SUCCEEDS(cudaDeviceSynchronize());
    external_close(&first);
    external_close(&last);
    cudaGetLastError();
}

void test_stream_properties(void)
{
    cudaStream_t stream = NULL;
    cudaStream_t other = NULL;
    unsigned flags = 9;
    int priority = 9;
    unsigned long long id = 0;
    unsigned long long other_id = 0;
    SUCCEEDS(cudaStreamCreateWithPriority(&stream, cudaStreamNonBlocking, -1));
    SUCCEEDS(cudaStreamCreateWithPriority(&other, cudaStreamDefault, 7));
    SUCCEEDS(cudaStreamGetFlags(stream, &flags));
    EQUAL(flags, cudaStreamNonBlocking);
    SUCCEEDS(cudaStreamGetPriority(stream, &priority));
    EQUAL(priority, -1);
    SUCCEEDS(cudaStreamGetPriority(other, &priority));
    EQUAL(priority, 0);
    SUCCEEDS(cudaStreamGetId(stream, &id));
    SUCCEEDS(cudaStreamGetId(other, &other_id));
    CHECK(id != other_id);
    SUCCEEDS(cudaStreamGetId(NULL, &id));
    SUCCEEDS(cudaStreamGetId(cudaStreamLegacy, &other_id));
    EQUAL(id, other_id);
    SUCCEEDS(cudaStreamGetId_ptsz(NULL, &id));
    SUCCEEDS(cudaStreamGetId(cudaStreamPerThread, &other_id));
    EQUAL(id, other_id);
    EQUAL(cudaStreamCreateWithFlags(&stream, 2), cudaErrorInvalidValue);
    EQUAL(cudaStreamCreate(NULL), cudaErrorInvalidValue);
    EQUAL(cudaStreamGetFlags(stream, NULL), cudaErrorInvalidValue);
    EQUAL(cudaStreamDestroy(cudaStreamLegacy), cudaErrorInvalidResourceHandle);
    EQUAL(cudaStreamDestroy(cudaStreamPerThread), cudaErrorInvalidResourceHandle);
    SUCCEEDS(cudaStreamDestroy(stream));
    SUCCEEDS(cudaStreamDestroy(other));
    cudaGetLastError();
}

static void call_the_api(void *result)
{
    *(cudaError_t *)result = cudaStreamQuery(NULL);
}

void test_stream_host_function(void)
{
    cudaError_t result = cudaSuccess;
    SUCCEEDS(cudaLaunchHostFunc(NULL, call_the_api, &result));
    SUCCEEDS(cudaStreamSynchronize(NULL));
    EQUAL(result, cudaErrorNotPermitted);
    EQUAL(cudaLaunchHostFunc(NULL, NULL, NULL), cudaErrorInvalidValue);
    EQUAL(cudaGetLastError(), cudaErrorInvalidValue);
}

struct seen {
    cudaStream_t stream;
    cudaError_t status;
};

static void see(cudaStream_t stream, cudaError_t status, void *data)
{
    *(struct seen *)data = (struct seen){stream, status};
}

void test_stream_callback(void)
{
    cudaStream_t stream = NULL;
    struct seen seen = {NULL, cudaErrorUnknown};
    SUCCEEDS(cudaStreamCreate(&stream));
    SUCCEEDS(cudaStreamAddCallback(stream, see, &seen, 0));
    SUCCEEDS(cudaStreamSynchronize(stream));
    CHECK(seen.stream == stream);
    EQUAL(seen.status, cudaSuccess);
    EQUAL(cudaStreamAddCallback(stream, see, &seen, 1), cudaErrorInvalidValue);
    EQUAL(cudaStreamAddCallback(stream, NULL, &seen, 0), cudaErrorInvalidValue);
    SUCCEEDS(cudaStreamDestroy(stream));
    cudaGetLastError();
}

void test_stream_long_queue(void)
{
    struct external external;
    cudaStream_t stream = NULL;
    _Atomic int count = 0;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    SUCCEEDS(cudaStreamCreate(&stream));
    external_wait(&external, 1, stream);
    for (int i = 0; i < 10000; i++)
        enqueue_count(stream, &count);
    EQUAL(count, 0);
    extres_shared_signal(&external.object, 1);
    SUCCEEDS(cudaStreamSynchronize(stream));
    EQUAL(count, 10000);
    SUCCEEDS(cudaStreamDestroy(stream));
    external_close(&external);
}

enum { LEGACY, PER_THREAD, BLOCKING, NON_BLOCKING, ROLES };

/* Does work in the second wait for earlier work in the first? They are different streams. */
static bool is_ordered(int first, int second)
{
    bool has_legacy = first == LEGACY || second == LEGACY;
    bool has_non_blocking = first == NON_BLOCKING || second == NON_BLOCKING;
    return has_legacy && !has_non_blocking;
}

static void check_pair(cudaStream_t first, cudaStream_t second, bool ordered)
{
    struct external external;
    _Atomic int count = 0;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    external_wait(&external, 1, first);
    enqueue_count(second, &count);
    if (!ordered)
        SUCCEEDS(cudaStreamSynchronize(second));
    hold();
    EQUAL(count, ordered ? 0 : 1);
    extres_shared_signal(&external.object, 1);
    SUCCEEDS(cudaDeviceSynchronize());
    EQUAL(count, 1);
    external_close(&external);
}

void test_default_stream_matrix(void)
{
    cudaStream_t streams[ROLES] = {[LEGACY] = cudaStreamLegacy, [PER_THREAD] = cudaStreamPerThread};
    SUCCEEDS(cudaStreamCreate(&streams[BLOCKING]));
    SUCCEEDS(cudaStreamCreateWithFlags(&streams[NON_BLOCKING], cudaStreamNonBlocking));
    for (int first = 0; first < ROLES; first++) {
        for (int second = 0; second < ROLES; second++) {
            if (first != second)
                check_pair(streams[first], streams[second], is_ordered(first, second));
        }
    }
    SUCCEEDS(cudaStreamDestroy(streams[BLOCKING]));
    SUCCEEDS(cudaStreamDestroy(streams[NON_BLOCKING]));
}

void test_default_stream_synchronise(void)
{
    struct external external;
    cudaStream_t blocking = NULL;
    cudaStream_t non_blocking = NULL;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    SUCCEEDS(cudaStreamCreate(&blocking));
    SUCCEEDS(cudaStreamCreateWithFlags(&non_blocking, cudaStreamNonBlocking));
    external_wait(&external, 1, non_blocking);
    SUCCEEDS(cudaStreamQuery(NULL));
    SUCCEEDS(cudaStreamSynchronize(NULL));
    external_wait(&external, 1, blocking);
    EQUAL(cudaStreamQuery(NULL), cudaErrorNotReady);
    extres_shared_signal(&external.object, 1);
    SUCCEEDS(cudaStreamSynchronize(NULL));
    SUCCEEDS(cudaStreamQuery(blocking));
    SUCCEEDS(cudaStreamDestroy(blocking));
    SUCCEEDS(cudaStreamDestroy(non_blocking));
    external_close(&external);
}

static void *take_id(void *id)
{
    SUCCEEDS(cudaStreamGetId(cudaStreamPerThread, id));
    return NULL;
}

void test_default_stream_per_thread(void)
{
    unsigned long long mine = 0;
    unsigned long long others = 0;
    take_id(&mine);
    pthread_t thread;
    SUCCEEDS(pthread_create(&thread, NULL, take_id, &others));
    SUCCEEDS(pthread_join(thread, NULL));
    CHECK(mine != others && others != 0);
    SUCCEEDS(cudaStreamGetId(cudaStreamPerThread, &others));
    EQUAL(mine, others);
}
