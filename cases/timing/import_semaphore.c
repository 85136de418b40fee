/* What it costs to import a semaphore and to destroy the import. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/measuring.h"

enum { MOST_IMPORTS = 64 };

struct import_semaphore {
    struct hot_calls calls;
    struct semaphore semaphore;
    cudaStream_t stream;
    struct cudaExternalSemaphoreHandleDesc descs[MOST_IMPORTS];
};

static void open_import(struct test *t, void *state, uint64_t parameter)
{
    struct import_semaphore *s = state;
    (void)parameter;
    s->calls = hot_calls_of(t);
    needs_function(t, EXTRES_OPERATION_DESTROY_SEMAPHORE);
    open_semaphore(t, &s->semaphore);
    s->stream = make_stream(t);
}

static void close_import(struct test *t, void *state)
{
    struct import_semaphore *s = state;
    close_stream(t, &s->stream);
    close_semaphore(t, &s->semaphore);
}

/* An import of the same object reaches the exporter, and its destruction leaves the object as it is. */
static void expect_import_works(struct test *t, struct import_semaphore *s)
{
    cudaExternalSemaphore_t again = import_semaphore(t, s->semaphore.outside);
    uint64_t value = ++s->semaphore.value;
    enqueue_signal(t, again, value, s->stream);
    expect_signal_outside(t, s->semaphore.outside, value);
    expect_finishes(t, s->stream);
    EXPECT_SUCCESS(t, call_destroy_semaphore(caller_of(t), again));
    release_traps(t);
}

static int import_and_destroy(const struct import_semaphore *s,
                              const struct cudaExternalSemaphoreHandleDesc *desc)
{
    cudaExternalSemaphore_t semaphore = NULL;
    int code = s->calls.take_semaphore(&semaphore, desc);
    return code != 0 ? code : s->calls.destroy_semaphore(semaphore);
}

static uint64_t sample_import(struct test *t, void *state, uint64_t imports)
{
    struct import_semaphore *s = state;
    int code = 0;
    for (uint64_t i = 0; i < imports; i++)
        s->descs[i] = semaphore_desc(t, give_fd(t, s->semaphore.outside));

    uint64_t start = clock_nanoseconds();
    for (uint64_t i = 0; i < imports && code == 0; i++)
        code = import_and_destroy(s, &s->descs[i]);
    uint64_t end = clock_nanoseconds();

    EXPECT_SUCCESS(t, code);
    expect_import_works(t, s);
    return end - start;
}

MEASUREMENT(import_destroy,
            .name = "import_destroy",
            .statement = "What it costs to import a semaphore and to destroy the import again",
            .operation = "pair",
            .types = TIMELINE_FD | BINARY_FD,
            .floor = FLOOR_CLOCK_READ,
            .most_operations = MOST_IMPORTS,
            .state_size = sizeof(struct import_semaphore),
            .open = open_import,
            .sample = sample_import,
            .close = close_import)
