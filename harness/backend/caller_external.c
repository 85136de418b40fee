/* Calls of the module External Resource Interoperability. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "backend/call.h"
#include "backend/guard.h"

#include <stdint.h>

/* Enumerations and CUdeviceptr pass as int and pointer do in the C ABI of every platform that the API is on.
 */
typedef int import_function(void **out, const void *desc);
typedef int map_function(void **out, void *memory, const void *desc);
typedef int destroy_function(void *object);
typedef int batch_function(const void *semaphores, const void *params, unsigned count, void *stream);

/* Stands in the out-parameter before the call. */
static void *const untouched = (void *)(uintptr_t)0x7e57ab1e;

static void note_out(struct caller *caller, int result, void *const *out)
{
    caller->wrote_out_on_failure = result != 0 && out != NULL && *out != untouched;
}

static enum extres_handle_type handle_type_of(const char *object_of, unsigned api_value)
{
    for (int type = 0; type < EXTRES_HANDLE_TYPE_COUNT; type++) {
        const struct extres_handle_type_information *information = &extres_handle_types[type];
        if (information->api_value == api_value && information->object[0] == object_of[0])
            return (enum extres_handle_type)type;
    }
    return EXTRES_HANDLE_TYPE_COUNT;
}

/* The part that both imports share. What the runtime wrote reaches *out only when it says that it succeeded.
 */
static int import(struct call *call, void **out, const void *desc, size_t desc_size)
{
    void *desc_copy = guard_place(GUARD_DESCRIPTOR, desc, desc_size);
    void *value = untouched;
    void **out_copy = out == NULL ? NULL : guard_place(GUARD_OUT, &value, sizeof value);
    call->record.null_argument = out == NULL || desc == NULL;
    call_enter(call);
    int result = ((import_function *)call->address)(out_copy, desc_copy);
    guard_scribble(desc_copy, desc_size);
    note_out(call->caller, result, out_copy);
    if (out != NULL && result == 0) {
        *out = *out_copy;
        call->record.object = *out_copy == untouched ? 0 : (uintptr_t)*out_copy;
    }
    return call_end(call, result);
}

int call_import_memory(struct caller *caller, cudaExternalMemory_t *out,
                       const struct cudaExternalMemoryHandleDesc *desc)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_IMPORT_MEMORY);
    if (desc != NULL) {
        call.record.type = handle_type_of("memory", (unsigned)desc->type);
        call.record.size = desc->size;
        call.record.flags = desc->flags;
        call_gives_fd(&call, desc->handle.fd);
    }
    void *memory = NULL;
    int result = import(&call, out == NULL ? NULL : &memory, desc, sizeof *desc);
    if (out != NULL && result == 0)
        *out = memory;
    return result;
}

int call_import_semaphore(struct caller *caller, cudaExternalSemaphore_t *out,
                          const struct cudaExternalSemaphoreHandleDesc *desc)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_IMPORT_SEMAPHORE);
    if (desc != NULL) {
        call.record.type = handle_type_of("semaphore", (unsigned)desc->type);
        call.record.flags = desc->flags;
        call_gives_fd(&call, desc->handle.fd);
    }
    void *semaphore = NULL;
    int result = import(&call, out == NULL ? NULL : &semaphore, desc, sizeof *desc);
    if (out != NULL && result == 0)
        *out = semaphore;
    return result;
}

int call_map_buffer(struct caller *caller, void **out, cudaExternalMemory_t memory,
                    const struct cudaExternalMemoryBufferDesc *desc)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_MAP_BUFFER);
    call.record.object = (uintptr_t)memory;
    if (desc != NULL) {
        call.record.offset = desc->offset;
        call.record.size = desc->size;
        call.record.flags = desc->flags;
    }
    void *desc_copy = guard_place(GUARD_DESCRIPTOR, desc, sizeof *desc);
    void *value = untouched;
    void **out_copy = out == NULL ? NULL : guard_place(GUARD_OUT, &value, sizeof value);
    call.record.null_argument = out == NULL || desc == NULL;
    call_enter(&call);
    int result = ((map_function *)call.address)(out_copy, memory, desc_copy);
    guard_scribble(desc_copy, sizeof *desc);
    note_out(caller, result, out_copy);
    if (out != NULL && result == 0) {
        *out = *out_copy;
        call.record.pointer = *out_copy == untouched ? 0 : (uintptr_t)*out_copy;
    }
    return call_end(&call, result);
}

static int destroy(struct caller *caller, enum extres_operation operation, void *object)
{
    struct call call = call_begin(caller, operation);
    call.record.object = (uintptr_t)object;
    call_enter(&call);
    return call_end(&call, ((destroy_function *)call.address)(object));
}

int call_destroy_memory(struct caller *caller, cudaExternalMemory_t memory)
{
    return destroy(caller, EXTRES_OPERATION_DESTROY_MEMORY, memory);
}

int call_destroy_semaphore(struct caller *caller, cudaExternalSemaphore_t semaphore)
{
    return destroy(caller, EXTRES_OPERATION_DESTROY_SEMAPHORE, semaphore);
}

/*
 * The part that signal and wait share: the arrays are gone as soon as the call has returned. The stream that
 * the function is given and the one that is meant by it differ where 0 means the per-thread default stream.
 */
static int batch(struct call *call, const void *semaphores, const void *params, size_t params_size,
                 unsigned count, cudaStream_t stream, cudaStream_t meant)
{
    size_t handles_size = count * sizeof(cudaExternalSemaphore_t);
    void *handles_copy = guard_place(GUARD_HANDLES, semaphores, handles_size);
    void *params_copy = guard_place(GUARD_DESCRIPTOR, params, count * params_size);
    call->record.semaphores = semaphores;
    call->record.semaphore_count = count;
    call->record.stream = (uintptr_t)meant;
    call_enter(call);
    int result = ((batch_function *)call->address)(handles_copy, params_copy, count, stream);
    guard_scribble(handles_copy, handles_size);
    guard_scribble(params_copy, count * params_size);
    return call_end(call, result);
}

int call_signal(struct caller *caller, const cudaExternalSemaphore_t *semaphores,
                const struct cudaExternalSemaphoreSignalParams *params, unsigned count, cudaStream_t stream)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_SIGNAL);
    call.record.signals = params;
    return batch(&call, semaphores, params, sizeof *params, count, stream, stream);
}

int call_wait(struct caller *caller, const cudaExternalSemaphore_t *semaphores,
              const struct cudaExternalSemaphoreWaitParams *params, unsigned count, cudaStream_t stream)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_WAIT);
    call.record.waits = params;
    return batch(&call, semaphores, params, sizeof *params, count, stream, stream);
}

int call_signal_per_thread(struct caller *caller, const cudaExternalSemaphore_t *semaphores,
                           const struct cudaExternalSemaphoreSignalParams *params, unsigned count)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_SIGNAL_PTSZ);
    call.record.operation = EXTRES_OPERATION_SIGNAL; /* to the judge another name for it */
    call.record.signals = params;
    return batch(&call, semaphores, params, sizeof *params, count, NULL, cudaStreamPerThread);
}

int call_wait_per_thread(struct caller *caller, const cudaExternalSemaphore_t *semaphores,
                         const struct cudaExternalSemaphoreWaitParams *params, unsigned count)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_WAIT_PTSZ);
    call.record.operation = EXTRES_OPERATION_WAIT;
    call.record.waits = params;
    return batch(&call, semaphores, params, sizeof *params, count, NULL, cudaStreamPerThread);
}
