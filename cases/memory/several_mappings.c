/* Several mappings at once, and one after the other: each is its own range, and is freed by itself. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"
#include "case/orders.h"

#include <pthread.h>

enum { PART = 64 * 1024, SEED = 21 };

CASE(map_many,
     .name = "map.many_at_once",
     .statement = "Sixty-four parts of an object can be mapped at once, each at its own place",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-overlap-allowed", "EXTRES-MapBuffer-offset"})
{
    enum { MAPPINGS = 64, PAGE = 4096, WHOLE = MAPPINGS * PAGE };
    struct outside *outside = make_memory(t, WHOLE);
    cudaExternalMemory_t memory = import_memory(t, outside);
    void *parts[MAPPINGS];
    for (uint64_t i = 0; i < MAPPINGS; i++)
        parts[i] = map_buffer(t, memory, i * PAGE, PAGE);

    fill_outside(t, outside, 0, WHOLE, SEED);
    for (uint64_t i = 0; i < MAPPINGS; i++)
        expect_pattern_device(t, parts[i], i * PAGE, PAGE, SEED);
}

enum { PARTS = ORDERED, WHOLE = PARTS * PART };

CASE(free_in_every_order,
     .name = "free.in_every_order",
     .statement = "Three mappings can be freed in every order, and those left stay the object's memory",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-free", "EXTRES-MapBuffer-same-memory"})
{
    for (unsigned order = 0; order < ORDERS; order++) {
        struct outside *outside = make_memory(t, WHOLE);
        cudaExternalMemory_t memory = import_memory(t, outside);
        void *parts[PARTS];
        for (int i = 0; i < PARTS; i++)
            parts[i] = map_buffer(t, memory, (uint64_t)i * PART, PART);
        for (unsigned gone = 0; gone < PARTS; gone++) {
            fill_outside(t, outside, 0, WHOLE, SEED + gone);
            for (unsigned left = gone; left < PARTS; left++) {
                int part = every_order[order][left];
                expect_pattern_device(t, parts[part], (uint64_t)part * PART, PART, SEED + gone);
            }
            EXPECT_SUCCESS(t, call_free(caller_of(t), parts[every_order[order][gone]]));
        }
    }
}

CASE(map_again_elsewhere,
     .name = "map.again_elsewhere",
     .statement = "After a mapping was freed, another range of the object can be mapped, and is that range",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-offset", "EXTRES-MapBuffer-free"})
{
    struct outside *outside = make_memory(t, WHOLE);
    cudaExternalMemory_t memory = import_memory(t, outside);
    fill_outside(t, outside, 0, WHOLE, SEED);

    for (uint64_t part = 0; part < PARTS; part++) {
        void *buffer = map_buffer(t, memory, part * PART, PART);
        expect_pattern_device(t, buffer, part * PART, PART, SEED);
        EXPECT_SUCCESS(t, call_free(caller_of(t), buffer));
    }
}

struct freeing_thread {
    struct caller *caller;
    void *buffer;
    int code;
};

static void *free_in_thread(void *argument)
{
    struct freeing_thread *thread = argument;
    thread->code = call_free(thread->caller, thread->buffer);
    return NULL;
}

CASE(free_in_another_thread,
     .name = "free.in_another_thread",
     .statement = "A mapping can be freed by another thread than the one that made it",
     .types = MEMORY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-MapBuffer-free"})
{
    needs_function(t, EXTRES_OPERATION_FREE);
    struct outside *outside = make_memory(t, PART);
    struct freeing_thread freeing = {.caller = caller_of(t),
                                     .buffer = map_buffer(t, import_memory(t, outside), 0, PART)};
    pthread_t thread;
    fill_outside(t, outside, 0, PART, SEED);
    expect_pattern_device(t, freeing.buffer, 0, PART, SEED);

    if (pthread_create(&thread, NULL, free_in_thread, &freeing) != 0)
        BROKEN(t, "cannot start a thread");
    pthread_join(thread, NULL);
    EXPECT_SUCCESS(t, freeing.code);
}
