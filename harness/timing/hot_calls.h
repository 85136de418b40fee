/* The backend's functions as plain pointers, for measurements: no guard, no audit, no judge around them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_HOT_CALLS_H
#define HARNESS_HOT_CALLS_H

/*
 * Both APIs lay out their descriptors alike and pass enumerations, handles and device pointers alike
 * (backend/caller.c checks the former), so that one set of types serves both. Functions return the runtime's
 * code, 0 for success. A crash in one of them is reported without the function's name.
 */

#include "case/case.h"

struct hot_calls {
    int (*signal)(const cudaExternalSemaphore_t *semaphores,
                  const struct cudaExternalSemaphoreSignalParams *params, unsigned count,
                  cudaStream_t stream);
    int (*wait)(const cudaExternalSemaphore_t *semaphores,
                const struct cudaExternalSemaphoreWaitParams *params, unsigned count, cudaStream_t stream);
    int (*take_semaphore)(cudaExternalSemaphore_t *out, const struct cudaExternalSemaphoreHandleDesc *desc);
    int (*destroy_semaphore)(cudaExternalSemaphore_t semaphore);
    int (*take_memory)(cudaExternalMemory_t *out, const struct cudaExternalMemoryHandleDesc *desc);
    int (*destroy_memory)(cudaExternalMemory_t memory);
    int (*map)(void **out, cudaExternalMemory_t memory, const struct cudaExternalMemoryBufferDesc *desc);
    int (*free)(void *pointer);
    int (*stream_query)(cudaStream_t stream);
    int (*stream_wait_event)(cudaStream_t stream, cudaEvent_t event, unsigned flags);
    int (*event_record)(cudaEvent_t event, cudaStream_t stream);
    int (*event_query)(cudaEvent_t event);
    int (*event_destroy)(cudaEvent_t event);
    int (*launch_host_function)(cudaStream_t stream, void (*function)(void *), void *data);
};

/* NULL where the backend lacks one: who calls it says so before, by needs_function(). Skips without signal,
 * wait and stream query, which all measurements of semaphores need. */
struct hot_calls hot_calls_of(struct test *t);

/*
 * Graphs, which a runtime may lack altogether. Their handles are pointers in both APIs, and so are the nodes;
 * the parameters of a node are an array of handles, one of signal or wait parameters, and their count.
 */
struct hot_node_params {
    const cudaExternalSemaphore_t *semaphores;
    const void *params;
    unsigned count;
};

struct hot_graph_calls {
    int (*create)(void **graph, unsigned flags);
    int (*add_signal)(void **node, void *graph, void *const *dependencies, size_t dependency_count,
                      const struct hot_node_params *params);
    int (*add_wait)(void **node, void *graph, void *const *dependencies, size_t dependency_count,
                    const struct hot_node_params *params);
    int (*instantiate)(void **executable, void *graph, unsigned long long flags);
    int (*launch)(void *executable, cudaStream_t stream);
    int (*destroy_executable)(void *executable);
    int (*destroy)(void *graph);
};

/* Skips where the backend lacks one of them. */
struct hot_graph_calls hot_graph_calls_of(struct test *t);

#endif
