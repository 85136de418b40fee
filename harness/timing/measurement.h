/* Measurements: how one is declared, and what the harness asks of it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_MEASUREMENT_H
#define HARNESS_MEASUREMENT_H

/*
 * A measurement has three functions with a declaration below them:
 *
 *     MEASUREMENT(enqueue_signal,
 *                 .name = "enqueue_signal",
 *                 .statement = "What it costs the host to put a signal into a stream that is held up",
 *                 .operation = "call",
 *                 .types = TIMELINE_FD | BINARY_FD,
 *                 .floor = FLOOR_CLOCK_READ,
 *                 .variants = {{"x1", 1, 256}, {"x8", 8, 32}},
 *                 .state_size = sizeof(struct enqueue),
 *                 .open = open_enqueue, .sample = sample_signal, .close = close_enqueue)
 *
 * For each handle type, each API and each variant it is a case of the tier `timing`, with an id such as
 * `rt.semaphore.timeline_fd.timing.enqueue_signal_x8`. `extres run --tier timing` shows that it can be taken
 * here; `extres bench` takes it.
 *
 * open makes the objects in the state, which is zeroed before, through the vocabulary of case.h, whose
 * expectations may end it. sample performs that many operations and returns how many nanoseconds of
 * clock_nanoseconds() they took, between two readings of it: what has to be done before and after, it does
 * outside of these. It calls the runtime by the plain function pointers of hot_calls.h, for the judge and the
 * guards cost more than what is measured, and it must see by some effect that the operations took place, or
 * fail. close releases all that open has made so far, also where a skip has ended open: one process takes
 * many measurements, one after the other.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "case/case.h"

/* What no implementation can be faster than: measured in the same run, by floors.c. */
enum timing_floor {
    FLOOR_CLOCK_READ,       /* reading the clock once: the least that can be told apart from nothing */
    FLOOR_SPIN_HAND_OVER,   /* a cache line from one spinning thread to another */
    FLOOR_SPIN_ROUND_TRIP,  /* the same, there and back */
    FLOOR_FUTEX_HAND_OVER,  /* waking a thread that has just gone to sleep */
    FLOOR_FUTEX_AFTER_1_MS, /* waking a thread that has slept for so long */
    FLOOR_FUTEX_AFTER_10_MS,
    FLOOR_FUTEX_AFTER_100_MS,
    FLOOR_FUTEX_YIELDING_AFTER_1_MS, /* the same, of 1 ms, when whoever wakes it then goes to sleep */
    FLOOR_COUNT,
};

enum {
    MEASUREMENT_VARIANTS = 8,
    MEASUREMENT_STATE = 512 * 1024, /* bytes, at most */
};

/* The same measurement with another parameter: a batch size, a number of streams. */
struct measurement_variant {
    const char *name; /* "x8": added to the measurement's name after an underscore */
    uint64_t parameter;
    uint64_t most_operations; /* in one sample of this variant; 0: as the measurement says */
};

struct measurement {
    const char *name;
    const char *statement; /* one line: what the figure is */
    const char *operation; /* what one operation is, in the singular: "call", "hand-over" */
    uint32_t types;        /* EXTRES_TYPE_BIT of every handle type that it is for */
    uint32_t apis;         /* bits 1u << enum extres_api; 0 for both */
    enum timing_floor floor;
    bool other_process; /* the exporter acts in a process of its own */
    bool hands_over; /* two threads beside the measuring one do, each with a processor, while that is away */
    uint64_t
        most_operations; /* in one sample, as queues of devices are bounded; 1: a sample is one latency */
    struct measurement_variant variants[MEASUREMENT_VARIANTS]; /* none: it is taken once, with parameter 0 */
    size_t state_size; /* of what the functions are given, at most MEASUREMENT_STATE */
    void (*open)(struct test *t, void *state, uint64_t parameter);
    uint64_t (*sample)(struct test *t, void *state, uint64_t operations);
    void (*close)(struct test *t, void *state);
    const char *file;
    int line;
};

#define MEASUREMENT(identifier, ...)                                     \
    static const struct measurement identifier##_measurement = {         \
        .file = __FILE__, .line = __LINE__, __VA_ARGS__};                \
    __attribute__((constructor)) static void identifier##_register(void) \
    {                                                                    \
        measurement_add(&identifier##_measurement);                      \
    }

/* Called before main: adds a case of the tier timing to the registry for each variant. */
void measurement_add(const struct measurement *measurement);

/* Of one sample of the declaration's variant. */
uint64_t measurement_most_operations(const struct case_declaration *declaration);

/* "clock read", "spinning hand-over", ...; and the short name that records use: "clock_read". */
const char *floor_title(enum timing_floor floor);
const char *floor_name(enum timing_floor floor);

#endif
