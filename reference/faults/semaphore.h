/* Faults of semaphore handles, and of the calls that put signals and waits into a stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_SEMAPHORE_H
#define REFERENCE_FAULTS_SEMAPHORE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/external_semaphore.h"
#include "core/operation.h"
#include "core/stream.h"
#include "faults/faults.h"

/* A semaphore was imported: the handle that the mutant returns for it. */
void *fault_semaphore_imported(void *handle);

/* A semaphore is being destroyed by a call of its own. */
void fault_semaphore_destroyed(void *handle);

/* Instead of the operation one that does nothing, as what it waits for is done. */
void fault_omit(struct stream *stream, struct operation *operation);

/* The stream into which the mutant puts operations of this kind. */
struct stream *fault_stream(struct stream *stream, enum operation_kind kind);

/* The mutant leaves out this element of a batch. */
bool fault_skips(enum operation_kind kind, size_t index, size_t count);

/* Element index of a batch was read: what the mutant reads. */
void fault_element(enum operation_kind kind, const struct semaphore_batch *batch, size_t index, void **handle,
                   unsigned long long *value);

/* The operation of element index is about to be put into the stream: what the mutant puts there instead. */
void fault_enqueue(struct stream *stream, size_t index, struct operation *operation);

/* The operation goes into a stream of its own; in its place comes one that waits for that stream. */
void fault_run_beside(struct stream *stream, struct operation *operation);

#endif
