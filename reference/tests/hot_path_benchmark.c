/* Benchmark: what the hot path of semaphores costs, beside the floors of the machine. Prints, judges nothing.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "extres/runtime.h"
#include "platform/futex.h"
#include "tests/check.h"
#include "tests/fixture.h"

/*
 * Usage: hot_path_benchmark [WAITERS], 0 for nothing that blocks. A figure is a median of so many samples.
 * Streams are made to block for a millisecond where the text says blocked: by then they do not spin any more.
 */
enum {
    SAMPLES = 1000,
    CALLS = 256, /* a sample, timed as one: a clock costs about as much as a call */
    WARM_ROUNDS = 50,
    ROUNDS = 400,
    SLOW_SAMPLES = 300,
    DEFAULT_WAITERS = 4096,
    LOOKS = 200,
};

/* ---- samples ---- */

static double samples[SAMPLES];

static double nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void let_block(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

static int by_size(const void *first, const void *second)
{
    double a = *(const double *)first;
    double b = *(const double *)second;
    return (a > b) - (a < b);
}

static double median(size_t count)
{
    qsort(samples, count, sizeof samples[0], by_size);
    return samples[count / 2];
}

/* A host function: the moment at which a stream comes by. */
static void keep_time(void *time)
{
    *(double *)time = nanoseconds();
}

static void enqueue_time(cudaStream_t stream, double *time)
{
    SUCCEEDS(cudaLaunchHostFunc(stream, keep_time, time));
}

/*
 * What hands over to what is on processors of its own; left to itself the system now and then puts both on
 * one, where nothing can be handed over without a switch. This program is on NEAR.
 */
enum processor { NEAR, FAR };

static void run_on(enum processor processor)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    SUCCEEDS(sched_setaffinity(0, sizeof set, &set));
}

/* A thread starts where its maker is allowed to be: that of a stream, with its first work. */
static cudaStream_t make_stream(enum processor processor)
{
    cudaStream_t stream = NULL;
    _Atomic int count = 0;
    run_on(processor);
    SUCCEEDS(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
    enqueue_count(stream, &count);
    SUCCEEDS(cudaStreamSynchronize(stream));
    run_on(NEAR);
    return stream;
}

static pthread_t start_far(void *(*entry)(void *), void *argument)
{
    pthread_t thread;
    run_on(FAR);
    SUCCEEDS(pthread_create(&thread, NULL, entry, argument));
    run_on(NEAR);
    return thread;
}

/* ---- enqueueing ---- */

/* Through pointers, as an application that finds the functions at run time calls them. */
static cudaError_t (*volatile signal_function)(const cudaExternalSemaphore_t *,
                                               const struct cudaExternalSemaphoreSignalParams *, unsigned,
                                               cudaStream_t) = cudaSignalExternalSemaphoresAsync;
static cudaError_t (*volatile wait_function)(const cudaExternalSemaphore_t *,
                                             const struct cudaExternalSemaphoreWaitParams *, unsigned,
                                             cudaStream_t) = cudaWaitExternalSemaphoresAsync;

static void enqueue_signals(struct external *external, cudaStream_t stream)
{
    struct cudaExternalSemaphoreSignalParams parameters = {.params.fence.value = 1};
    for (int i = 0; i < CALLS; i++)
        signal_function(&external->semaphore, &parameters, 1, stream);
}

static void enqueue_waits(struct external *external, cudaStream_t stream)
{
    struct cudaExternalSemaphoreWaitParams parameters = {.params.fence.value = 1};
    for (int i = 0; i < CALLS; i++)
        wait_function(&external->semaphore, &parameters, 1, stream);
}

/* Nanoseconds a call; the stream is held up meanwhile, or drains while it is filled. */
static double enqueue(void (*calls)(struct external *external, cudaStream_t stream), bool held)
{
    struct external gate;
    struct external external;
    external_open(&gate, EXTRES_SHARED_TIMELINE, 0);
    external_open(&external, EXTRES_SHARED_TIMELINE, 1);
    cudaStream_t stream = make_stream(FAR);
    for (uint64_t i = 0; i < SAMPLES; i++) {
        if (held)
            external_wait(&gate, i + 1, stream);
        else
            external_signal(&external, 1, stream); /* its worker is awake */
        double start = nanoseconds();
        calls(&external, stream);
        samples[i] = (nanoseconds() - start) / CALLS;
        extres_shared_signal(&gate.object, i + 1);
        SUCCEEDS(cudaStreamSynchronize(stream));
    }
    SUCCEEDS(cudaStreamDestroy(stream));
    external_close(&external);
    external_close(&gate);
    return median(SAMPLES);
}

/* ---- handing over while both sides spin ---- */

struct floor {
    _Alignas(64) _Atomic uint32_t ping;
    _Alignas(64) _Atomic uint32_t pong;
    double woken;
};

static void *answer_spinning(void *argument)
{
    struct floor *floor = argument;
    for (uint32_t round = 1; round <= SAMPLES * ROUNDS; round++) {
        while (atomic_load_explicit(&floor->ping, memory_order_acquire) != round)
            ;
        atomic_store_explicit(&floor->pong, round, memory_order_release);
    }
    return NULL;
}

static double spin_floor(void)
{
    static struct floor floor;
    uint32_t round = 0;
    pthread_t thread = start_far(answer_spinning, &floor);
    for (size_t i = 0; i < SAMPLES; i++) {
        double start = nanoseconds();
        for (int j = 0; j < ROUNDS; j++) {
            atomic_store_explicit(&floor.ping, ++round, memory_order_release);
            while (atomic_load_explicit(&floor.pong, memory_order_acquire) != round)
                ;
        }
        samples[i] = (nanoseconds() - start) / (2 * ROUNDS);
    }
    SUCCEEDS(pthread_join(thread, NULL));
    return median(SAMPLES);
}

/* Two streams pass one value to and fro, all of it enqueued before the start; one of them takes the time. */
static double hand_over(enum extres_shared_kind kind)
{
    struct external ping;
    struct external pong;
    external_open(&ping, kind, 0);
    external_open(&pong, kind, 0);
    cudaStream_t serves = make_stream(NEAR);
    cudaStream_t answers = make_stream(FAR);
    uint64_t value = 0;
    double times[2];
    for (size_t i = 0; i < SLOW_SAMPLES; i++) {
        uint64_t first = value + 1;
        for (int round = 0; round < WARM_ROUNDS + ROUNDS; round++) {
            value++;
            external_wait(&ping, value, answers);
            external_signal(&pong, value, answers);
            if (round == WARM_ROUNDS)
                enqueue_time(serves, &times[0]);
            if (round > 0)
                external_signal(&ping, value, serves);
            external_wait(&pong, value, serves);
        }
        enqueue_time(serves, &times[1]);
        extres_shared_signal(&ping.object, first);
        SUCCEEDS(cudaStreamSynchronize(serves));
        SUCCEEDS(cudaStreamSynchronize(answers));
        samples[i] = (times[1] - times[0]) / (2 * ROUNDS);
    }
    SUCCEEDS(cudaStreamDestroy(serves));
    SUCCEEDS(cudaStreamDestroy(answers));
    external_close(&ping);
    external_close(&pong);
    return median(SLOW_SAMPLES);
}

/* ---- handing over to one that is blocked ---- */

static void *answer_sleeping(void *argument)
{
    struct floor *floor = argument;
    for (uint32_t round = 1; round <= SLOW_SAMPLES; round++) {
        while (atomic_load(&floor->ping) != round)
            futex_wait(&floor->ping, round - 1, FUTEX_FOREVER, true);
        floor->woken = nanoseconds();
        atomic_store(&floor->pong, round);
        futex_wake_all(&floor->pong, true);
    }
    return NULL;
}

static double futex_floor(void)
{
    static struct floor floor;
    pthread_t thread = start_far(answer_sleeping, &floor);
    for (uint32_t round = 1; round <= SLOW_SAMPLES; round++) {
        let_block();
        double start = nanoseconds();
        atomic_store(&floor.ping, round);
        futex_wake_all(&floor.ping, true);
        while (atomic_load(&floor.pong) != round)
            futex_wait(&floor.pong, round - 1, FUTEX_FOREVER, true);
        samples[round - 1] = floor.woken - start;
    }
    SUCCEEDS(pthread_join(thread, NULL));
    return median(SLOW_SAMPLES);
}

static void wait_a_little(void *nothing)
{
    (void)nothing;
    let_block();
}

/* From a stream that runs to one that is blocked. */
static double blocked_hand_over(void)
{
    struct external external;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    cudaStream_t signals = make_stream(NEAR);
    cudaStream_t waits = make_stream(FAR);
    double times[2];
    for (uint64_t i = 0; i < SLOW_SAMPLES; i++) {
        external_wait(&external, i + 1, waits);
        enqueue_time(waits, &times[1]);
        SUCCEEDS(cudaLaunchHostFunc(signals, wait_a_little, NULL));
        enqueue_time(signals, &times[0]);
        external_signal(&external, i + 1, signals);
        SUCCEEDS(cudaStreamSynchronize(waits));
        samples[i] = times[1] - times[0];
    }
    SUCCEEDS(cudaStreamDestroy(signals));
    SUCCEEDS(cudaStreamDestroy(waits));
    external_close(&external);
    return median(SLOW_SAMPLES);
}

/* ---- many waiters ---- */

struct release {
    double signal;     /* what it cost the stream that signalled */
    double completion; /* from the signal to the next operation of the one stream that it released */
};

/* count streams are blocked on one value each, in rising or falling order; the first of them are released. */
static struct release release_one_of(int count, bool rising)
{
    static double ended[LOOKS];
    double begun[LOOKS];
    double signalled[LOOKS];
    struct external external;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    cudaStream_t signals = make_stream(NEAR);
    cudaStream_t *streams = calloc((size_t)count, sizeof *streams);
    for (int i = 0; i < count; i++) {
        int place = rising ? i : count - 1 - i;
        streams[place] = make_stream(FAR);
        external_wait(&external, (uint64_t)place + 1, streams[place]);
        if (place < LOOKS)
            enqueue_time(streams[place], &ended[place]);
    }
    nanosleep(&(struct timespec){.tv_sec = count > 1}, NULL);
    for (int i = 0; i < LOOKS; i++) {
        if (i >= count) { /* the one waiter waits again */
            external_wait(&external, (uint64_t)i + 1, streams[0]);
            enqueue_time(streams[0], &ended[i]);
        }
        SUCCEEDS(cudaLaunchHostFunc(signals, wait_a_little, NULL));
        enqueue_time(signals, &begun[i]);
        external_signal(&external, (uint64_t)i + 1, signals);
        enqueue_time(signals, &signalled[i]);
        SUCCEEDS(cudaStreamSynchronize(streams[i < count ? i : 0]));
        SUCCEEDS(cudaStreamSynchronize(signals));
    }
    extres_shared_signal(&external.object, UINT64_MAX);
    for (int i = 0; i < count; i++)
        SUCCEEDS(cudaStreamDestroy(streams[i]));
    SUCCEEDS(cudaStreamDestroy(signals));
    SUCCEEDS(cudaDeviceSynchronize());
    external_close(&external);
    free(streams);
    struct release release;
    for (int i = 0; i < LOOKS; i++)
        samples[i] = signalled[i] - begun[i];
    release.signal = median(LOOKS);
    for (int i = 0; i < LOOKS; i++)
        samples[i] = ended[i] - begun[i];
    release.completion = median(LOOKS);
    return release;
}

static void print(const char *what, double figure, double floor)
{
    if (floor > 0)
        printf("%-48s %9.0f ns %6.2f times its floor of %.0f ns\n", what, figure, figure / floor, floor);
    else
        printf("%-48s %9.0f ns\n", what, figure);
    fflush(stdout);
}

static void print_release(const char *order, int count, bool rising, struct release one)
{
    char what[64];
    struct release many = release_one_of(count, rising);
    snprintf(what, sizeof what, "signal, 1 of %d released, %s", count, order);
    print(what, many.signal, one.signal);
    snprintf(what, sizeof what, "release, 1 of %d, %s", count, order);
    print(what, many.completion, one.completion);
}

int main(int argc, char **argv)
{
    int waiters = argc > 1 ? atoi(argv[1]) : DEFAULT_WAITERS;
    print("enqueue signal, stream held up", enqueue(enqueue_signals, true), 0);
    print("enqueue wait, stream held up", enqueue(enqueue_waits, true), 0);
    print("enqueue signal, stream running", enqueue(enqueue_signals, false), 0);
    print("enqueue satisfied wait, stream running", enqueue(enqueue_waits, false), 0);
    double spin = spin_floor();
    print("hand-over, spinning, timeline", hand_over(EXTRES_SHARED_TIMELINE), spin);
    print("hand-over, spinning, binary", hand_over(EXTRES_SHARED_BINARY), spin);
    if (waiters == 0)
        return 0;
    double futex = futex_floor();
    print("hand-over, blocked", blocked_hand_over(), futex);
    struct release one = release_one_of(1, true);
    print("signal, 1 of 1 released", one.signal, 0);
    print("release, 1 of 1", one.completion, 0);
    print_release("rising", waiters, true, one);
    print_release("falling", waiters, false, one);
    return checks_failed() != 0;
}
