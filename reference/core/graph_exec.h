/* Executable graphs: launching them, and changing what later launches do. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_GRAPH_EXEC_H
#define REFERENCE_GRAPH_EXEC_H

#include "core/external_semaphore.h"
#include "core/graph.h"

struct context;
struct stream;

/*
 * An executable graph is the application's to use from one thread at a time, as a graph is. All functions
 * return 0 or an error number of extres/error_codes.def; a handle that is wrong is cudaErrorInvalidValue.
 */

/* owner may be NULL: no reset destroys it. flags as of cudaGraphInstantiate. */
int graph_exec_create(const struct graph *graph, unsigned long long flags, const struct context *owner,
                      void **handle);

/* Launches that are queued or running still run to their end. */
int graph_exec_destroy(const void *handle);

/* One piece of work of the stream, behind the launches of the same executable graph in any stream. */
int graph_exec_launch(const void *handle, struct stream *stream);

/* Let later launches do this at the node made of source, a node with as many semaphores and of the same kind.
 */
int graph_exec_set_semaphores(const void *handle, const void *source, enum operation_kind kind,
                              const struct semaphore_batch *batch);

#endif
