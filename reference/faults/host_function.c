/* Faults of host functions. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/host_function.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "faults/payload.h"
#include "faults/stream.h"

/* The function of the application; whoever calls it frees this. */
struct launched {
    cudaHostFn_t function;
    void *data;
};

static _Atomic int running;

bool fault_in_host_function(void)
{
    return atomic_load(&running) != 0;
}

static void call(struct launched *launched)
{
    launched->function(launched->data);
    free(launched);
}

static void *call_in_thread(void *launched)
{
    call(launched);
    return NULL;
}

static void call_beside(void *launched)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, call_in_thread, launched) != 0)
        abort();
    pthread_detach(thread);
}

static void call_in_the_open(void *launched)
{
    enum { NAPS = 40 }; /* long enough for whoever looks for signals now and then */
    atomic_fetch_add(&running, 1);
    call(launched);
    for (int i = 0; i < NAPS; i++)
        fault_nap();
    atomic_fetch_sub(&running, 1);
}

static void call_through(struct operation *operation, cudaHostFn_t function)
{
    struct launched *launched = malloc(sizeof *launched);
    if (launched == NULL)
        abort();
    *launched = (struct launched){operation->as.call.function, operation->as.call.data};
    operation->as.call.function = function;
    operation->as.call.data = launched;
}

bool fault_launch(struct stream *stream, struct operation *operation)
{
    if (fault_is(FAULT_HOST_FUNCTION_NOT_AWAITED))
        call_through(operation, call_beside);
    if (fault_is(FAULT_HOST_FUNCTION_HIDES_SIGNALS))
        call_through(operation, call_in_the_open);
    if (!fault_is(FAULT_HOST_FUNCTION_OVERTAKES_WAIT) || progress_idle(stream->progress))
        return false;
    fault_run_now(*operation);
    return true;
}
