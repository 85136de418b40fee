/* Calls of several threads: whose records come in another order than the calls were made in. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "judge/tests/sequence.h"
#include "judge/tests/tap.h"
#include "judge/tests/tests.h"

static struct extres_call_record create(void)
{
    return stream_call(EXTRES_OPERATION_STREAM_CREATE, STREAM);
}

static struct extres_call_record work(void)
{
    return stream_call(EXTRES_OPERATION_SET_ASYNC, STREAM);
}

static struct extres_call_record query(int code)
{
    return returning(stream_call(EXTRES_OPERATION_STREAM_QUERY, STREAM), code);
}

static void test_uncounted(void)
{
    expect_legal("two threads, and no word of when",
                 SEQUENCE(by_thread(create(), 1), by_thread(call(EXTRES_OPERATION_DEVICE_COUNT), 2),
                          by_thread(query(NOT_READY), 1)));
    expect_legal("a destruction that may have been under way",
                 SEQUENCE(by_thread(import_memory(M, FD), 1),
                          by_thread(call(EXTRES_OPERATION_DEVICE_COUNT), 2),
                          by_thread(returning(destroy_memory(M), INVALID_HANDLE), 1)));
    expect_legal("an address that another thread may have got meanwhile",
                 SEQUENCE(by_thread(import_memory(M, FD), 1), by_thread(map_buffer(M, 0, SIZE, P), 1),
                          by_thread(free_buffer(P), 1), by_thread(call(EXTRES_OPERATION_DEVICE_COUNT), 2),
                          by_thread(free_buffer(P), 1)));
}

static void test_counted(void)
{
    expect_broken(
        "one call after another, in two threads", "EXTRES-Stream-query", "complete in call 1",
        SEQUENCE(during(by_thread(create(), 1), 1, 2), during(by_thread(query(NOT_READY), 2), 3, 4)));
    expect_legal("work of another thread whose record is not there yet",
                 SEQUENCE(during(by_thread(create(), 1), 1, 2), during(by_thread(query(NOT_READY), 1), 5, 6),
                          during(by_thread(work(), 2), 3, 4)));
    expect_legal("work of another thread that is under way",
                 SEQUENCE(during(by_thread(create(), 1), 1, 2), during(by_thread(query(NOT_READY), 1), 4, 5),
                          during(by_thread(work(), 2), 3, 6)));
    expect_legal("a call that began meanwhile",
                 SEQUENCE(during(by_thread(create(), 1), 1, 2), during(by_thread(query(NOT_READY), 1), 3, 5),
                          during(by_thread(work(), 2), 4, 6)));
    expect_legal("completion that was seen while another thread gave work",
                 SEQUENCE(during(by_thread(create(), 1), 1, 2), during(by_thread(work(), 2), 4, 5),
                          during(by_thread(query(0), 1), 3, 6),
                          during(by_thread(query(NOT_READY), 1), 7, 8)));
    struct extres_call_record synchronize = call(EXTRES_OPERATION_DEVICE_SYNCHRONIZE);
    expect_legal("a device that was synchronized while another thread gave work",
                 SEQUENCE(during(by_thread(create(), 1), 1, 2), during(by_thread(work(), 2), 4, 5),
                          during(by_thread(synchronize, 1), 3, 6),
                          during(by_thread(query(NOT_READY), 1), 7, 8)));
    expect_legal("a later record in the place of one that is missing",
                 SEQUENCE(during(by_thread(create(), 1), 1, 2), during(by_thread(query(0), 2), 7, 8),
                          during(by_thread(query(NOT_READY), 1), 5, 6), during(by_thread(work(), 3), 3, 4)));
    expect_broken("calls that overlap, and then one alone", "EXTRES-Stream-query", "complete in call 4",
                  SEQUENCE(during(by_thread(create(), 1), 1, 2), during(by_thread(work(), 2), 3, 6),
                           during(by_thread(query(NOT_READY), 1), 4, 5), during(by_thread(query(0), 1), 7, 8),
                           during(by_thread(query(NOT_READY), 2), 9, 10)));
}

enum { THREADS = 4, ROUNDS = 500 };

struct traffic {
    struct extres_judge *judge;
    atomic_uint_least64_t *moments;
    uint64_t handle;
};

static void count_violation(void *context, const struct extres_violation *violation)
{
    atomic_uint *violations = context;
    (void)violation;
    atomic_fetch_add(violations, 1);
}

static void observe(const struct traffic *traffic, struct extres_call_record record)
{
    record.began = atomic_fetch_add(traffic->moments, 1) + 1;
    record.ended = atomic_fetch_add(traffic->moments, 1) + 1;
    extres_judge_observe(traffic->judge, &record);
}

/* Of its own handle in this thread: a legal life of a semaphore, and the last error of a refused one. */
static void *make_traffic(void *context)
{
    const struct traffic *traffic = context;
    struct extres_call_record import = {.operation = EXTRES_OPERATION_IMPORT_SEMAPHORE,
                                        .function = "import",
                                        .type = EXTRES_SEMAPHORE_TIMELINE_FD,
                                        .fd = -1,
                                        .undefined = true,
                                        .object = traffic->handle};
    struct extres_call_record refused = {
        .operation = EXTRES_OPERATION_DESTROY_SEMAPHORE, .function = "destroy", .result = INVALID_HANDLE};
    struct extres_call_record destroy = {
        .operation = EXTRES_OPERATION_DESTROY_SEMAPHORE, .function = "destroy", .object = traffic->handle};
    struct extres_call_record get = {
        .operation = EXTRES_OPERATION_GET_LAST_ERROR, .function = "get", .result = INVALID_HANDLE};
    for (int round = 0; round < ROUNDS; round++) {
        observe(traffic, import);
        observe(traffic, refused);
        observe(traffic, get);
        observe(traffic, destroy);
    }
    return NULL;
}

static void test_real_threads(void)
{
    atomic_uint violations = 0;
    atomic_uint_least64_t moments = 0;
    struct extres_judge *judge = extres_judge_create(count_violation, &violations);
    struct traffic traffic[THREADS];
    pthread_t threads[THREADS];
    int started = 0;
    for (; judge != NULL && started < THREADS; started++) {
        traffic[started] = (struct traffic){judge, &moments, (uint64_t)started + 1};
        if (pthread_create(&threads[started], NULL, make_traffic, &traffic[started]) != 0)
            break;
    }
    for (int i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    extres_judge_destroy(judge);
    tap_check(started == THREADS && violations == 0, "legal: %d threads at once", THREADS);
}

static void *get_last_error(void *context)
{
    const struct extres_call_record get = {.operation = EXTRES_OPERATION_GET_LAST_ERROR, .function = "get"};
    extres_judge_observe(context, &get);
    return NULL;
}

static void *fail(void *context)
{
    const struct extres_call_record failed = {
        .operation = EXTRES_OPERATION_DESTROY_SEMAPHORE, .function = "destroy", .result = INVALID_HANDLE};
    extres_judge_observe(context, &failed);
    return NULL;
}

/* The library that makes threads likes to give a new one the identity of the last that ended. */
static void test_successive_threads(void)
{
    atomic_uint violations = 0;
    struct extres_judge *judge = extres_judge_create(count_violation, &violations);
    void *(*const bodies[])(void *) = {fail, get_last_error};
    bool started = judge != NULL;
    for (size_t i = 0; started && i < 2; i++) {
        pthread_t thread;
        started = pthread_create(&thread, NULL, bodies[i], judge) == 0;
        if (started)
            pthread_join(thread, NULL);
    }
    extres_judge_destroy(judge);
    tap_check(started && violations == 0, "legal: the last error of a thread ends with the thread");
}

void test_threads(void)
{
    test_uncounted();
    test_counted();
    test_real_threads();
    test_successive_threads();
}
