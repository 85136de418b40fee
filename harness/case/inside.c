/* This side in a case: imports, mappings, streams and semaphore operations of the runtime under test. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "case/test.h"
#include "platform/clock.h"

struct caller *caller_of(struct test *t)
{
    return &t->caller;
}

bool is_timeline(const struct test *t)
{
    return extres_handle_types[t->leaf->type].is_timeline;
}

void let_threads_call(struct test *t)
{
    caller_stop_watching(&t->caller);
}

bool is_dma_buf(const struct test *t)
{
    return t->leaf->type == EXTRES_MEMORY_DMABUF_FD;
}

int device_of(const struct test *t)
{
    return t->device;
}

static struct cudaExternalSemaphoreHandleDesc semaphore_desc_of(enum extres_handle_type type, int fd)
{
    struct cudaExternalSemaphoreHandleDesc desc = {
        .type = (enum cudaExternalSemaphoreHandleType)extres_handle_types[type].api_value};
    desc.handle.fd = fd;
    return desc;
}

struct cudaExternalSemaphoreHandleDesc semaphore_desc(struct test *t, int fd)
{
    return semaphore_desc_of(t->leaf->type, fd);
}

/* In a case of a semaphore's type the memory beside it is OPAQUE_FD. */
static enum extres_handle_type memory_type(const struct test *t)
{
    return is_dma_buf(t) ? EXTRES_MEMORY_DMABUF_FD : EXTRES_MEMORY_OPAQUE_FD;
}

struct cudaExternalMemoryHandleDesc memory_desc(struct test *t, int fd, struct outside *outside)
{
    struct cudaExternalMemoryHandleDesc desc = {
        .type = (enum cudaExternalMemoryHandleType)extres_handle_types[memory_type(t)].api_value,
        .size = t->exporter->operations->memory_size(outside),
        .flags = t->exporter->operations->memory_dedicated(outside) ? cudaExternalMemoryDedicated : 0};
    desc.handle.fd = fd;
    return desc;
}

/* The plainest import of the type: what it is refused with, every import of the type is. */
static int plain_import(struct test *t, enum extres_handle_type type)
{
    if (EXTRES_TYPE_BIT(type) & ANY_MEMORY_FD) {
        enum { SIZE = 64 * 1024 };
        cudaExternalMemory_t memory = NULL;
        struct outside *outside = make_memory(t, SIZE);
        struct cudaExternalMemoryHandleDesc desc = memory_desc(t, export_fd(t, outside), outside);
        return call_import_memory(&t->caller, &memory, &desc);
    }
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc =
        semaphore_desc_of(type, export_fd(t, make_semaphore_of(t, type)));
    return call_import_semaphore(&t->caller, &semaphore, &desc);
}

/* dma_bufs import on some platforms only, and no document says with which code they do not on others. */
static bool says_unsupported(enum extres_handle_type type, int code)
{
    return code == cudaErrorNotSupported || (type == EXTRES_MEMORY_DMABUF_FD && code != 0);
}

/*
 * A runtime may decline a whole handle type, and says so with NotSupported; any other code is a failure, and
 * so is declining one object of a type of which it takes others.
 */
static void expect_imported(struct test *t, enum extres_handle_type type, const char *call, int code)
{
    char name[96];
    bool imported = (t->imported & EXTRES_TYPE_BIT(type)) != 0;
    if (says_unsupported(type, code) && !imported && says_unsupported(type, plain_import(t, type)))
        skip(t, "the runtime does not support importing %s %s: %s", extres_handle_types[type].object,
             extres_handle_types[type].name, call_error_name(&t->caller, code, name, sizeof name));
    expect_success(t, call, code);
    t->imported |= EXTRES_TYPE_BIT(type);
}

cudaExternalSemaphore_t import_semaphore_fd(struct test *t, int fd)
{
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, fd);
    expect_imported(t, t->leaf->type, "import of a valid semaphore",
                    call_import_semaphore(&t->caller, &semaphore, &desc));
    return semaphore;
}

cudaExternalSemaphore_t import_semaphore(struct test *t, struct outside *outside)
{
    return import_semaphore_fd(t, export_fd(t, outside));
}

void import_semaphores(struct test *t, size_t count, struct outside *outside[],
                       cudaExternalSemaphore_t semaphores[])
{
    for (size_t i = 0; i < count; i++) {
        outside[i] = make_semaphore(t);
        semaphores[i] = import_semaphore(t, outside[i]);
        release_traps(t);
    }
}

cudaExternalSemaphore_t import_semaphore_of(struct test *t, struct outside *outside,
                                            enum extres_handle_type type)
{
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc_of(type, export_fd(t, outside));
    expect_imported(t, type, "import of a valid semaphore",
                    call_import_semaphore(&t->caller, &semaphore, &desc));
    return semaphore;
}

cudaExternalMemory_t import_memory_fd(struct test *t, int fd, struct outside *outside)
{
    cudaExternalMemory_t memory = NULL;
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, fd, outside);
    expect_imported(t, memory_type(t), "import of valid memory",
                    call_import_memory(&t->caller, &memory, &desc));
    return memory;
}

cudaExternalMemory_t import_memory(struct test *t, struct outside *outside)
{
    return import_memory_fd(t, export_fd(t, outside), outside);
}

void *map_buffer(struct test *t, cudaExternalMemory_t memory, uint64_t offset, uint64_t size)
{
    void *pointer = NULL;
    struct cudaExternalMemoryBufferDesc desc = {.offset = offset, .size = size};
    EXPECT_SUCCESS(t, call_map_buffer(&t->caller, &pointer, memory, &desc));
    return pointer;
}

void require_set_up(struct test *t, const char *what, int code)
{
    char name[96];
    if (code != 0)
        BROKEN(t, "%s: %s", what, call_error_name(&t->caller, code, name, sizeof name));
}

/* The first work of a stream may be slow for reasons of its own; a stream that has worked once is not. */
static cudaStream_t create_stream(struct test *t, unsigned flags)
{
    cudaStream_t stream = NULL;
    EXPECT_SUCCESS(t, call_stream_create(&t->caller, &stream, flags));
    uint64_t start = clock_nanoseconds();
    EXPECT_SUCCESS(t, call_set_async(&t->caller, t->own_buffer, 1, sizeof(uint32_t), stream));
    EXPECT_SUCCESS(t, call_stream_synchronize(&t->caller, stream));
    uint64_t round_trip = clock_nanoseconds() - start;
    if (t->idle_round_trip == 0 || round_trip < t->idle_round_trip)
        t->idle_round_trip = round_trip;
    return stream;
}

cudaStream_t own_stream(struct test *t)
{
    if (t->own_stream == NULL) {
        require_set_up(t, "cannot allocate device memory",
                       call_malloc(&t->caller, &t->own_buffer, sizeof(uint32_t)));
        t->own_stream = create_stream(t, cudaStreamNonBlocking);
    }
    return t->own_stream;
}

cudaStream_t make_stream(struct test *t)
{
    own_stream(t);
    return create_stream(t, cudaStreamNonBlocking);
}

cudaStream_t make_blocking_stream(struct test *t)
{
    own_stream(t);
    return create_stream(t, cudaStreamDefault);
}

void *make_buffer(struct test *t, size_t size)
{
    void *pointer = NULL;
    cudaStream_t stream = own_stream(t);
    require_set_up(t, "cannot allocate device memory", call_malloc(&t->caller, &pointer, size));
    EXPECT_SUCCESS(t, call_set_async(&t->caller, pointer, 0, size, stream));
    EXPECT_SUCCESS(t, call_stream_synchronize(&t->caller, stream));
    return pointer;
}

void launch_host_function(struct test *t, cudaStream_t stream, void (*function)(void *), void *argument)
{
    int code = call_launch_host_function(&t->caller, stream, function, argument);
    if (code == cudaErrorNotSupported)
        skip(t, "the runtime does not support host functions");
    expect_success(t, "launching a host function", code);
}

cudaEvent_t make_event(struct test *t)
{
    cudaEvent_t event = NULL;
    EXPECT_SUCCESS(t, call_event_create(&t->caller, &event));
    return event;
}

struct cudaExternalSemaphoreSignalParams signal_params(uint64_t value)
{
    struct cudaExternalSemaphoreSignalParams params = {.flags = 0};
    params.params.fence.value = value;
    return params;
}

struct cudaExternalSemaphoreWaitParams wait_params(uint64_t value)
{
    struct cudaExternalSemaphoreWaitParams params = {.flags = 0};
    params.params.fence.value = value;
    return params;
}

void enqueue_signal(struct test *t, cudaExternalSemaphore_t semaphore, uint64_t value, cudaStream_t stream)
{
    struct cudaExternalSemaphoreSignalParams params = signal_params(value);
    EXPECT_SUCCESS(t, call_signal(&t->caller, &semaphore, &params, 1, stream));
}

void enqueue_wait(struct test *t, cudaExternalSemaphore_t semaphore, uint64_t value, cudaStream_t stream)
{
    struct cudaExternalSemaphoreWaitParams params = wait_params(value);
    EXPECT_SUCCESS(t, call_wait(&t->caller, &semaphore, &params, 1, stream));
}

void expect_usable_semaphore(struct test *t, cudaExternalSemaphore_t semaphore, struct outside *outside)
{
    enqueue_signal(t, semaphore, 1, own_stream(t));
    expect_signal_outside(t, outside, 1);
    expect_finishes(t, own_stream(t));
}

void expect_usable_memory(struct test *t, cudaExternalMemory_t memory, struct outside *outside)
{
    enum { SIZE = 4096, SEED = 77 };
    expect_maps(t, memory, outside, SIZE, SEED);
}

void *expect_maps(struct test *t, cudaExternalMemory_t memory, struct outside *outside, size_t size,
                  unsigned seed)
{
    void *buffer = map_buffer(t, memory, 0, size);
    fill_outside(t, outside, 0, size, seed);
    expect_pattern_device(t, buffer, 0, size, seed);
    return buffer;
}

void expect_wait_holds(struct test *t, cudaExternalSemaphore_t semaphore, struct outside *outside,
                       uint64_t value, cudaStream_t stream)
{
    enqueue_wait(t, semaphore, value, stream);
    expect_blocked(t, stream);
    signal_outside(t, outside, value);
    expect_finishes(t, stream);
}

void expect_released_by_stream(struct test *t, cudaExternalSemaphore_t waits, cudaStream_t waiting,
                               cudaExternalSemaphore_t signals, cudaStream_t signalling, uint64_t value)
{
    enqueue_wait(t, waits, value, waiting);
    expect_blocked(t, waiting);
    enqueue_signal(t, signals, value, signalling);
    expect_finishes(t, signalling);
    expect_finishes(t, waiting);
}
