/* Waiters of one payload: who is released by what, in which order, and how many look when one is released. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "extres/runtime_error.h"
#include "extres/shared_object.h"
#include "payload/payload.h"
#include "tests/tap.h"

enum { THREADS = 64, ROUNDS = 20, LOOKS_OF_ONE_RELEASE = 8, LONGER_THAN_A_SPIN = 100000 /* nanoseconds */ };

/* ---- payloads on shared objects, which are watched or have a wait of their own ---- */

struct counting_payload {
    struct payload payload;
    struct extres_shared_object object;
    _Atomic int looks;
    _Atomic int fail; /* so many waits of its own do */
};

static struct counting_payload *counting(struct payload *payload)
{
    return (struct counting_payload *)payload;
}

static int signal_payload(struct payload *payload, uint64_t value)
{
    extres_shared_signal(&counting(payload)->object, value);
    return 0;
}

static bool try_wait_payload(struct payload *payload, uint64_t value)
{
    atomic_fetch_add(&counting(payload)->looks, 1);
    return extres_shared_try_wait(&counting(payload)->object, value);
}

static int wait_payload(struct payload *payload, uint64_t value)
{
    extres_shared_wait(&counting(payload)->object, value, EXTRES_SHARED_FOREVER);
    return atomic_fetch_sub(&counting(payload)->fail, 1) > 0 ? cudaErrorExternalDevice : cudaSuccess;
}

static void destroy_payload(struct payload *payload)
{
    extres_shared_close(&counting(payload)->object);
    free(payload);
}

static const struct payload_operations watched = {
    .signal = signal_payload,
    .try_wait = try_wait_payload,
    .destroy = destroy_payload,
};

static const struct payload_operations waited = {
    .signal = signal_payload,
    .try_wait = try_wait_payload,
    .wait = wait_payload,
    .destroy = destroy_payload,
};

static struct payload *make_payload(enum payload_kind kind, const struct payload_operations *operations)
{
    struct payload *payload = payload_allocate(sizeof(struct counting_payload));
    int fd;
    if (payload == NULL ||
        extres_shared_create(kind == PAYLOAD_TIMELINE ? EXTRES_SHARED_TIMELINE : EXTRES_SHARED_BINARY, 0, 0,
                             &counting(payload)->object, &fd) != 0)
        tap_bail_out("cannot create a payload");
    payload_initialise(payload, operations, kind);
    struct extres_shared_header *header = counting(payload)->object.header;
    if (operations->wait == NULL)
        payload->watch = (struct payload_watch){&header->sequence, &header->waiters};
    return payload;
}

/* ---- threads that wait ---- */

struct thread {
    pthread_t thread;
    struct payload *payload;
    uint64_t value;
    int result;
    _Atomic bool released;
};

static _Atomic int released;

static void *wait_once(void *argument)
{
    struct thread *thread = argument;
    thread->result = waiters_wait(thread->payload, thread->value);
    atomic_store(&thread->released, true);
    atomic_fetch_add(&released, 1);
    return NULL;
}

static void start(struct thread *thread, struct payload *payload, uint64_t value)
{
    *thread = (struct thread){.payload = payload, .value = value, .result = -1};
    if (pthread_create(&thread->thread, NULL, wait_once, thread) != 0)
        tap_bail_out("cannot start a thread");
}

static void join_all(struct thread *threads)
{
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i].thread, NULL);
}

static void await_released(int count)
{
    while (atomic_load(&released) < count)
        sched_yield();
}

static void await_arrivals(struct payload *payload, uint64_t count)
{
    for (uint64_t arrivals = 0; arrivals < count; sched_yield()) {
        pthread_mutex_lock(&payload->waiters.lock);
        arrivals = payload->waiters.arrivals;
        pthread_mutex_unlock(&payload->waiters.lock);
    }
}

static void await_one_watcher(struct payload *payload)
{
    while (payload->watch.watchers != NULL && atomic_load(payload->watch.watchers) != 1)
        sched_yield();
}

/* ---- tests ---- */

/* Value of thread i: rising, falling, or in no order (37 and THREADS have no common factor). */
static uint64_t rising(int i)
{
    return (uint64_t)i + 1;
}

static uint64_t falling(int i)
{
    return (uint64_t)(THREADS - i);
}

static uint64_t mixed(int i)
{
    return (uint64_t)(i * 37 % THREADS) + 1;
}

static bool only_reached_are_released(const struct thread *threads, uint64_t value)
{
    bool right = true;
    for (int i = 0; i < THREADS; i++)
        right = right && atomic_load(&threads[i].released) == (threads[i].value <= value);
    return right;
}

/* Each value releases one; the first may find many at the front, whom it sends back. */
static void test_one_by_one(const char *name, const struct payload_operations *operations,
                            uint64_t (*value_of)(int i), bool counts_looks)
{
    static struct thread threads[THREADS];
    struct payload *payload = make_payload(PAYLOAD_TIMELINE, operations);
    atomic_store(&released, 0);
    for (int i = 0; i < THREADS; i++)
        start(&threads[i], payload, value_of(i));
    await_arrivals(payload, THREADS);
    bool right = true;
    int most_looks = 0;
    for (int value = 1; value <= THREADS; value++) {
        atomic_store(&counting(payload)->looks, 0);
        payload_signal(payload, (uint64_t)value);
        await_released(value);
        right = right && only_reached_are_released(threads, (uint64_t)value);
        if (value == 1)
            await_one_watcher(payload);
        else if (atomic_load(&counting(payload)->looks) > most_looks)
            most_looks = atomic_load(&counting(payload)->looks);
    }
    join_all(threads);
    tap_check(right && (!counts_looks || most_looks <= LOOKS_OF_ONE_RELEASE),
              "%s: a value releases its own waiter, and few look (%d)", name, most_looks);
    payload_release(payload);
}

static void test_all_at_once(const char *name, const struct payload_operations *operations)
{
    static struct thread threads[THREADS];
    bool right = true;
    for (int round = 0; round < ROUNDS; round++) {
        struct payload *payload = make_payload(PAYLOAD_TIMELINE, operations);
        atomic_store(&released, 0);
        for (int i = 0; i < THREADS; i++)
            start(&threads[i], payload, mixed(i));
        payload_signal(payload, THREADS / 2);
        await_released(THREADS / 2);
        payload_signal(payload, THREADS);
        join_all(threads);
        right = right && counting(payload)->object.header->waiters == 0;
        payload_release(payload);
    }
    tap_check(right, "%s: a value releases all that it reaches, and nobody is left watching", name);
}

static void test_binary(const char *name, const struct payload_operations *operations)
{
    static struct thread threads[THREADS];
    struct payload *payload = make_payload(PAYLOAD_BINARY, operations);
    atomic_store(&released, 0);
    for (int i = 0; i < THREADS; i++) {
        start(&threads[i], payload, 0);
        await_arrivals(payload, (uint64_t)i + 1);
    }
    bool right = true;
    for (int i = 0; i < THREADS; i++) {
        payload_signal(payload, 0);
        await_released(i + 1);
        right = right && atomic_load(&threads[i].released) && atomic_load(&released) == i + 1;
    }
    join_all(threads);
    tap_check(right, "%s: a signal releases the one that came first, and no other", name);
    payload_release(payload);
}

static void test_failure(void)
{
    static struct thread threads[THREADS];
    struct payload *payload = make_payload(PAYLOAD_TIMELINE, &waited);
    int failed = 0;
    atomic_store(&counting(payload)->fail, 1);
    atomic_store(&released, 0);
    for (int i = 0; i < THREADS; i++)
        start(&threads[i], payload, rising(i));
    payload_signal(payload, THREADS);
    join_all(threads);
    for (int i = 0; i < THREADS; i++)
        failed += threads[i].result == cudaErrorExternalDevice;
    tap_check(failed == 1, "a provider's failure is that of the one who waited in it");
    payload_release(payload);
}

/* ---- looking before sleeping ---- */

static bool look_slowly(struct payload *payload, uint64_t value)
{
    (void)value;
    struct timespec start;
    struct timespec now;
    atomic_fetch_add(&counting(payload)->looks, 1);
    clock_gettime(CLOCK_MONOTONIC, &start);
    do
        clock_gettime(CLOCK_MONOTONIC, &now);
    while (now.tv_sec == start.tv_sec && now.tv_nsec - start.tv_nsec < LONGER_THAN_A_SPIN);
    return false;
}

static int wait_no_longer(struct payload *payload, uint64_t value)
{
    (void)payload;
    (void)value;
    return cudaSuccess;
}

/* A look that is a system call takes as long as all of a spin may where the processor is emulated. */
static void test_slow_looks(void)
{
    static const struct payload_operations slow = {
        .signal = signal_payload,
        .try_wait = look_slowly,
        .wait = wait_no_longer,
        .destroy = destroy_payload,
    };
    struct payload *payload = make_payload(PAYLOAD_TIMELINE, &slow);
    int error = payload_wait(payload, 1);
    int looks = atomic_load(&counting(payload)->looks);
    tap_check(error == 0 && looks <= 2, "a wait whose looks are slow sleeps after %d of them", looks);
    payload_release(payload);
}

int main(void)
{
    test_one_by_one("watched, rising", &watched, rising, true);
    test_one_by_one("watched, falling", &watched, falling, true);
    test_one_by_one("watched, mixed", &watched, mixed, true);
    test_one_by_one("waited for, rising", &waited, rising, true);
    test_one_by_one("waited for, falling", &waited, falling, false);
    test_one_by_one("waited for, mixed", &waited, mixed, false);
    test_all_at_once("watched", &watched);
    test_all_at_once("waited for", &waited);
    test_binary("watched", &watched);
    test_binary("waited for", &waited);
    test_failure();
    test_slow_looks();
    return tap_finish();
}
