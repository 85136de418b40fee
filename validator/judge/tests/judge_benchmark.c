/* Benchmark: what a record of a signal or wait costs the one who gives it to the judge. Prints, judges
 * nothing. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "judge/tests/records.h"

enum {
    OBJECTS = 64,
    STREAMS = 8,
    BATCHES = 2000,
    CALLS = 512, /* a batch, timed as one: a clock costs about as much as a call */
    FIRST_OBJECT = 0x1000,
    FIRST_STREAM = 0x9000,
};

static void take_violation(void *context, const struct extres_violation *violation)
{
    (void)context;
    fprintf(stderr, "%s\n", violation->text);
}

static double nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* Objects and streams as they are in a program that runs. */
static void set_up(struct extres_judge *judge)
{
    for (uint64_t i = 0; i < OBJECTS; i++) {
        struct extres_call_record import = import_timeline(FIRST_OBJECT + i * 64, (int)i);
        extres_judge_observe(judge, &import);
    }
    for (uint64_t i = 0; i < STREAMS; i++) {
        struct extres_call_record create = stream_call(EXTRES_OPERATION_STREAM_CREATE, FIRST_STREAM + i * 64);
        extres_judge_observe(judge, &create);
    }
}

/* A signal and a wait of one semaphore each, by turns, over all objects and streams. */
static double time_batch(struct extres_judge *judge, struct extres_call_record *signal,
                         struct extres_call_record *wait)
{
    cudaExternalSemaphore_t semaphore = NULL;
    signal->semaphores = &semaphore;
    wait->semaphores = &semaphore;
    double start = nanoseconds();
    for (uint64_t i = 0; i < CALLS; i++) {
        struct extres_call_record *record = i % 2 == 0 ? signal : wait;
        semaphore = (cudaExternalSemaphore_t)(uintptr_t)(FIRST_OBJECT + i / 2 % OBJECTS * 64);
        record->stream = FIRST_STREAM + i % STREAMS * 64;
        extres_judge_observe(judge, record);
    }
    return (nanoseconds() - start) / CALLS;
}

static int by_size(const void *first, const void *second)
{
    double a = *(const double *)first;
    double b = *(const double *)second;
    return (a > b) - (a < b);
}

int main(void)
{
    static double batches[BATCHES];
    struct extres_judge *judge = extres_judge_create(take_violation, NULL);
    if (judge == NULL) {
        fputs("no memory for the judge\n", stderr);
        return 1;
    }
    set_up(judge);
    struct extres_call_record signal = signal_one(FIRST_OBJECT, FIRST_STREAM);
    struct extres_call_record wait = wait_one(FIRST_OBJECT, FIRST_STREAM);
    for (size_t i = 0; i < BATCHES; i++)
        batches[i] = time_batch(judge, &signal, &wait);
    extres_judge_destroy(judge);
    qsort(batches, BATCHES, sizeof batches[0], by_size);
    printf("extres_judge_observe, signals and waits of 1 semaphore, %d objects, %d streams, 1 thread: "
           "minimum %.0f ns, median %.0f ns over %d batches of %d calls\n",
           OBJECTS, STREAMS, batches[0], batches[BATCHES / 2], BATCHES, CALLS);
    return 0;
}
