/* What the tests of the reference work with: external objects that the test controls from the other side. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_TESTS_FIXTURE_H
#define REFERENCE_TESTS_FIXTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "extres/runtime.h"
#include "extres/shared_object.h"

/* A semaphore, as its exporter and as the runtime see it. */
struct external {
    struct extres_shared_object object;
    cudaExternalSemaphore_t semaphore;
};

void external_open(struct external *external, enum extres_shared_kind kind, uint64_t initial_value);

/* Leaves the handle alone when it is NULL, for tests that have destroyed it. */
void external_close(struct external *external);

/* Enqueue a wait or a signal of one semaphore; checked. */
void external_wait(struct external *external, uint64_t value, cudaStream_t stream);
void external_signal(struct external *external, uint64_t value, cudaStream_t stream);

/* A descriptor for a new shared object that only the caller's fd keeps; fd in *fd. */
struct cudaExternalSemaphoreHandleDesc semaphore_descriptor(enum extres_shared_kind kind, int *fd);
struct cudaExternalMemoryHandleDesc memory_descriptor(uint64_t size, int *fd);

/* Long enough that work which is not held back would be done. Nothing depends on it but the power to notice.
 */
void hold(void);

/* A host function that adds one to the atomic int that it is given, and enqueueing it; checked. */
void count_up(void *counter);
void enqueue_count(cudaStream_t stream, _Atomic int *counter);

/* Is this descriptor open? */
bool is_open(int fd);

#endif
