/* Making call records. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/records.h"

#include <string.h>

static const char *const names[EXTRES_OPERATION_COUNT][EXTRES_API_COUNT] = {
#define NAMES(name, runtime, driver) [EXTRES_OPERATION_##name] = {runtime, driver},
    EXTRES_OPERATIONS(NAMES)
#undef NAMES
};

/* What records point to, taken in turn. */
struct storage {
    char function[64];
    cudaExternalSemaphore_t semaphores[2];
    struct cudaExternalSemaphoreSignalParams signals[2];
    struct cudaExternalSemaphoreWaitParams waits[2];
    struct extres_fd_record fd;
};

static struct storage *next_storage(void)
{
    enum { RING = 256 }; /* a record has up to three */
    static struct storage ring[RING];
    static size_t next;
    struct storage *storage = &ring[next++ % RING];
    memset(storage, 0, sizeof *storage);
    return storage;
}

static const char *first_name(enum extres_operation operation, enum extres_api api)
{
    struct storage *storage = next_storage();
    const char *all = names[operation][api];
    memcpy(storage->function, all, strcspn(all, " "));
    return storage->function;
}

struct extres_call_record call(enum extres_operation operation)
{
    return (struct extres_call_record){.api = EXTRES_API_RUNTIME,
                                       .operation = operation,
                                       .function = first_name(operation, EXTRES_API_RUNTIME),
                                       .type = EXTRES_HANDLE_TYPE_COUNT,
                                       .fd = -1};
}

static struct extres_call_record import(enum extres_operation operation, enum extres_handle_type type,
                                        uint64_t object, int fd)
{
    struct extres_call_record record = call(operation);
    record.type = type;
    record.object = object;
    record.fd = fd;
    return fd < 0 ? record : given_fd_was(record, EXTRES_FD_CLOSED);
}

struct extres_call_record import_timeline(uint64_t semaphore, int fd)
{
    return import(EXTRES_OPERATION_IMPORT_SEMAPHORE, EXTRES_SEMAPHORE_TIMELINE_FD, semaphore, fd);
}

struct extres_call_record import_binary(uint64_t semaphore, int fd)
{
    return import(EXTRES_OPERATION_IMPORT_SEMAPHORE, EXTRES_SEMAPHORE_OPAQUE_FD, semaphore, fd);
}

struct extres_call_record import_memory(uint64_t memory, int fd)
{
    struct extres_call_record record =
        import(EXTRES_OPERATION_IMPORT_MEMORY, EXTRES_MEMORY_OPAQUE_FD, memory, fd);
    record.size = SIZE;
    return record;
}

static struct extres_call_record of_object(enum extres_operation operation, uint64_t object)
{
    struct extres_call_record record = call(operation);
    record.object = object;
    return record;
}

struct extres_call_record destroy_semaphore(uint64_t semaphore)
{
    return of_object(EXTRES_OPERATION_DESTROY_SEMAPHORE, semaphore);
}

struct extres_call_record destroy_memory(uint64_t memory)
{
    return of_object(EXTRES_OPERATION_DESTROY_MEMORY, memory);
}

struct extres_call_record map_buffer(uint64_t memory, uint64_t offset, uint64_t size, uint64_t pointer)
{
    struct extres_call_record record = of_object(EXTRES_OPERATION_MAP_BUFFER, memory);
    record.offset = offset;
    record.size = size;
    record.pointer = pointer;
    return record;
}

static struct extres_call_record of_pointer(enum extres_operation operation, uint64_t pointer)
{
    struct extres_call_record record = call(operation);
    record.pointer = pointer;
    return record;
}

struct extres_call_record free_buffer(uint64_t pointer)
{
    return of_pointer(EXTRES_OPERATION_FREE, pointer);
}

struct extres_call_record map_array(uint64_t memory, uint64_t offset, uint64_t array)
{
    struct extres_call_record record = of_object(EXTRES_OPERATION_MAP_ARRAY, memory);
    record.offset = offset;
    record.pointer = array;
    return record;
}

struct extres_call_record free_array(uint64_t array)
{
    return of_pointer(EXTRES_OPERATION_FREE_ARRAY, array);
}

struct extres_call_record allocate(uint64_t pointer)
{
    return of_pointer(EXTRES_OPERATION_MALLOC, pointer);
}

static struct extres_call_record batch(enum extres_operation operation, const uint64_t handles[2],
                                       size_t count, uint64_t stream)
{
    struct extres_call_record record = call(operation);
    struct storage *storage = next_storage();
    for (size_t i = 0; i < count; i++)
        storage->semaphores[i] = (cudaExternalSemaphore_t)(uintptr_t)handles[i];
    record.semaphores = storage->semaphores;
    record.semaphore_count = count;
    record.signals = operation == EXTRES_OPERATION_SIGNAL ? storage->signals : NULL;
    record.waits = operation == EXTRES_OPERATION_WAIT ? storage->waits : NULL;
    record.stream = stream;
    return record;
}

struct extres_call_record signal_one(uint64_t semaphore, uint64_t stream)
{
    return batch(EXTRES_OPERATION_SIGNAL, (const uint64_t[]){semaphore, 0}, 1, stream);
}

struct extres_call_record wait_one(uint64_t semaphore, uint64_t stream)
{
    return batch(EXTRES_OPERATION_WAIT, (const uint64_t[]){semaphore, 0}, 1, stream);
}

struct extres_call_record signal_two(uint64_t first, uint64_t second, uint64_t stream)
{
    return batch(EXTRES_OPERATION_SIGNAL, (const uint64_t[]){first, second}, 2, stream);
}

struct extres_call_record wait_two(uint64_t first, uint64_t second, uint64_t stream)
{
    return batch(EXTRES_OPERATION_WAIT, (const uint64_t[]){first, second}, 2, stream);
}

struct extres_call_record stream_call(enum extres_operation operation, uint64_t stream)
{
    struct extres_call_record record = call(operation);
    bool about_stream =
        operation == EXTRES_OPERATION_STREAM_CREATE || operation == EXTRES_OPERATION_STREAM_DESTROY ||
        operation == EXTRES_OPERATION_STREAM_QUERY || operation == EXTRES_OPERATION_STREAM_SYNCHRONIZE;
    if (about_stream)
        record.object = stream;
    else
        record.stream = stream;
    return record;
}

struct extres_call_record returning(struct extres_call_record record, int result)
{
    record.result = result;
    if (result != 0 && record.fd_count > 0)
        return given_fd_was(record, EXTRES_FD_SAME);
    return record;
}

struct extres_call_record of_driver(struct extres_call_record record)
{
    record.api = EXTRES_API_DRIVER;
    record.function = first_name(record.operation, EXTRES_API_DRIVER);
    return record;
}

struct extres_call_record by_thread(struct extres_call_record record, uint64_t thread)
{
    record.thread = thread;
    return record;
}

struct extres_call_record during(struct extres_call_record record, uint64_t began, uint64_t ended)
{
    record.began = began;
    record.ended = ended;
    return record;
}

static struct storage *storage_of(const struct extres_call_record *record)
{
    return (struct storage *)((char *)(uintptr_t)record->semaphores - offsetof(struct storage, semaphores));
}

/* Those of the record, or of the first element. */
struct extres_call_record with_flags(struct extres_call_record record, unsigned flags)
{
    record.flags = flags;
    if (record.signals != NULL)
        storage_of(&record)->signals[0].flags = flags;
    if (record.waits != NULL)
        storage_of(&record)->waits[0].flags = flags;
    return record;
}

struct extres_call_record with_type(struct extres_call_record record, enum extres_handle_type type)
{
    record.type = type;
    return record;
}

struct extres_call_record with_null_argument(struct extres_call_record record)
{
    record.null_argument = true;
    record.pointer = 0;
    if (record.operation != EXTRES_OPERATION_MAP_BUFFER)
        record.object = 0;
    return record;
}

struct extres_call_record left_undefined(struct extres_call_record record)
{
    record.undefined = true;
    return record;
}

static struct extres_call_record with_fd(struct extres_call_record record, struct extres_fd_record fd)
{
    struct storage *storage = next_storage();
    storage->fd = fd;
    record.fds = &storage->fd;
    record.fd_count = 1;
    return record;
}

struct extres_call_record given_fd_was(struct extres_call_record record, enum extres_fd_fate fate)
{
    return with_fd(record, (struct extres_fd_record){record.fd, true, fate, "the handle given"});
}

struct extres_call_record other_fd_was(struct extres_call_record record, int fd, enum extres_fd_fate fate)
{
    return with_fd(record, (struct extres_fd_record){fd, false, fate, "the application's file"});
}
