/* Calls about memory, streams, events and host functions. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "backend/call.h"

typedef int malloc_function(void **out, size_t size);
typedef int pointer_function(void *pointer);
typedef int create_function(void **out, unsigned flags);
typedef int pair_function(void *first, void *second);
typedef int wait_event_function(void *stream, void *event, unsigned flags);
typedef int launch_function(void *stream, void (*function)(void *), void *data);
typedef int runtime_copy_function(void *to, const void *from, size_t size, int kind);
typedef int driver_copy_function(unsigned long long to, unsigned long long from, size_t size);
typedef int runtime_copy_async_function(void *to, const void *from, size_t size, int kind, void *stream);
typedef int driver_copy_async_function(unsigned long long to, unsigned long long from, size_t size,
                                       void *stream);
typedef int runtime_set_async_function(void *pointer, int value, size_t size, void *stream);
typedef int driver_set_async_function(unsigned long long pointer, unsigned char value, size_t size,
                                      void *stream);

static int make(struct caller *caller, enum extres_operation operation, void **out, unsigned flags)
{
    struct call call = call_begin(caller, operation);
    call_enter(&call);
    int result = ((create_function *)call.address)(out, flags);
    call.record.object = result == 0 ? (uintptr_t)*out : 0;
    return call_end(&call, result);
}

/* A function of one object and nothing else. */
static int of_object(struct caller *caller, enum extres_operation operation, void *object)
{
    struct call call = call_begin(caller, operation);
    call.record.object = (uintptr_t)object;
    call_enter(&call);
    return call_end(&call, ((pointer_function *)call.address)(object));
}

int call_malloc(struct caller *caller, void **out, size_t size)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_MALLOC);
    call.record.size = size;
    call_enter(&call);
    int result = ((malloc_function *)call.address)(out, size);
    call.record.pointer = result == 0 ? (uintptr_t)*out : 0;
    return call_end(&call, result);
}

int call_free(struct caller *caller, void *pointer)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_FREE);
    call.record.pointer = (uintptr_t)pointer;
    call_enter(&call);
    return call_end(&call, ((pointer_function *)call.address)(pointer));
}

int call_copy(struct caller *caller, void *to, const void *from, size_t size)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_COPY);
    call.record.pointer = (uintptr_t)to;
    call.record.size = size;
    call_enter(&call);
    if (caller->api == EXTRES_API_RUNTIME)
        return call_end(&call, ((runtime_copy_function *)call.address)(to, from, size, cudaMemcpyDefault));
    return call_end(&call, ((driver_copy_function *)call.address)((uintptr_t)to, (uintptr_t)from, size));
}

int call_copy_async(struct caller *caller, void *to, const void *from, size_t size, cudaStream_t stream)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_COPY_ASYNC);
    call.record.pointer = (uintptr_t)to;
    call.record.size = size;
    call.record.stream = (uintptr_t)stream;
    call_enter(&call);
    if (caller->api == EXTRES_API_RUNTIME)
        return call_end(
            &call, ((runtime_copy_async_function *)call.address)(to, from, size, cudaMemcpyDefault, stream));
    return call_end(
        &call, ((driver_copy_async_function *)call.address)((uintptr_t)to, (uintptr_t)from, size, stream));
}

int call_set_async(struct caller *caller, void *pointer, unsigned char value, size_t size,
                   cudaStream_t stream)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_SET_ASYNC);
    call.record.pointer = (uintptr_t)pointer;
    call.record.size = size;
    call.record.stream = (uintptr_t)stream;
    call_enter(&call);
    if (caller->api == EXTRES_API_RUNTIME)
        return call_end(&call, ((runtime_set_async_function *)call.address)(pointer, value, size, stream));
    return call_end(&call,
                    ((driver_set_async_function *)call.address)((uintptr_t)pointer, value, size, stream));
}

int call_stream_create(struct caller *caller, cudaStream_t *out, unsigned flags)
{
    void *stream = NULL;
    int result = make(caller, EXTRES_OPERATION_STREAM_CREATE, &stream, flags);
    *out = stream;
    return result;
}

int call_stream_destroy(struct caller *caller, cudaStream_t stream)
{
    return of_object(caller, EXTRES_OPERATION_STREAM_DESTROY, stream);
}

int call_stream_query(struct caller *caller, cudaStream_t stream)
{
    return of_object(caller, EXTRES_OPERATION_STREAM_QUERY, stream);
}

int call_stream_synchronize(struct caller *caller, cudaStream_t stream)
{
    return of_object(caller, EXTRES_OPERATION_STREAM_SYNCHRONIZE, stream);
}

int call_stream_wait_event(struct caller *caller, cudaStream_t stream, cudaEvent_t event)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_STREAM_WAIT_EVENT);
    call.record.stream = (uintptr_t)stream;
    call.record.object = (uintptr_t)event;
    call_enter(&call);
    return call_end(&call, ((wait_event_function *)call.address)(stream, event, 0));
}

int call_event_create(struct caller *caller, cudaEvent_t *out)
{
    void *event = NULL;
    int result = make(caller, EXTRES_OPERATION_EVENT_CREATE, &event, cudaEventDisableTiming);
    *out = event;
    return result;
}

int call_event_record(struct caller *caller, cudaEvent_t event, cudaStream_t stream)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_EVENT_RECORD);
    call.record.object = (uintptr_t)event;
    call.record.stream = (uintptr_t)stream;
    call_enter(&call);
    return call_end(&call, ((pair_function *)call.address)(event, stream));
}

int call_event_query(struct caller *caller, cudaEvent_t event)
{
    return of_object(caller, EXTRES_OPERATION_EVENT_QUERY, event);
}

int call_event_synchronize(struct caller *caller, cudaEvent_t event)
{
    return of_object(caller, EXTRES_OPERATION_EVENT_SYNCHRONIZE, event);
}

int call_launch_host_function(struct caller *caller, cudaStream_t stream, void (*function)(void *),
                              void *data)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_LAUNCH_HOST_FUNCTION);
    call.record.stream = (uintptr_t)stream;
    call_enter(&call);
    return call_end(&call, ((launch_function *)call.address)(stream, function, data));
}
