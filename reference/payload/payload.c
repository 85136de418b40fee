/* Payloads: their lifetime, and how long to spin before sleeping. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "payload/payload.h"

#include <stdatomic.h>
#include <time.h>

#include "faults/payload.h"

#define SPIN_NANOSECONDS       INT64_C(10000)
#define TRIES_BETWEEN_CLOCKS   32
#define NANOSECONDS_PER_SECOND INT64_C(1000000000)

void payload_initialise(struct payload *payload, const struct payload_operations *operations,
                        enum payload_kind kind)
{
    payload->operations = operations;
    payload->kind = kind;
    atomic_init(&payload->references, 1);
}

struct payload *payload_retain(struct payload *payload)
{
    atomic_fetch_add_explicit(&payload->references, 1, memory_order_relaxed);
    return payload;
}

void payload_release(struct payload *payload)
{
    /* Release: what this thread did to the payload precedes its end. Acquire: so does what others did. */
    if (atomic_fetch_sub_explicit(&payload->references, 1, memory_order_acq_rel) == 1)
        payload->operations->destroy(payload);
}

int payload_signal(struct payload *payload, uint64_t value)
{
    if (fault_any() && fault_signal(payload, value))
        return 0;
    return payload->operations->signal(payload, value);
}

/* Tell the processor that this is a spin, so that it leaves its sibling thread the core. */
static void relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __asm__ volatile("pause");
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static int64_t monotonic_nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NANOSECONDS_PER_SECOND + now.tv_nsec;
}

/* A signal that comes within the time of a wake-up is cheaper to catch than to sleep for. */
static bool spin(struct payload *payload, uint64_t value)
{
    int64_t end = monotonic_nanoseconds() + SPIN_NANOSECONDS;
    do {
        for (int i = 0; i < TRIES_BETWEEN_CLOCKS; i++) {
            if (payload->operations->try_wait(payload, value))
                return true;
            relax();
        }
    } while (monotonic_nanoseconds() < end);
    return false;
}

int payload_wait(struct payload *payload, uint64_t value)
{
    if (fault_any() && fault_wait(payload, value))
        return 0;
    if (payload->operations->try_wait && spin(payload, value))
        return 0;
    return payload->operations->wait(payload, value);
}
