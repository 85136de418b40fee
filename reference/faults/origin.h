/* What the mutant remembers of the objects that were imported: which file each is of. Within this folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_ORIGIN_H
#define REFERENCE_FAULTS_ORIGIN_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct foreign; /* foreign.h */

/* One import; never forgotten, but taken over by a later one at the same address. */
struct origin {
    const void *object; /* the payload, or the imported memory */
    void *handle;       /* of a semaphore */
    ino_t file;
    struct foreign *foreign; /* when another process has made it, and the active fault is about that */
    pthread_mutex_t use;     /* for whoever lets only one thread use an object at a time */
    _Atomic uint64_t count;  /* for whoever counts */
};

/* An object was imported through a descriptor, which is still open. No lock: cases import on one thread. */
struct origin *fault_remember(const void *object, int fd);

/* A semaphore was imported, the one that was remembered last: its handle. */
void fault_origin_imported(void *handle);

/* NULL when it was not imported. */
struct origin *fault_origin(const void *object);
struct origin *fault_origin_of_handle(const void *handle);

/* All that are remembered, from 0; NULL behind the last. */
struct origin *fault_origin_at(size_t index);

/* The file that a descriptor is of; 0 when it is not open. */
ino_t fault_file_of(int fd);

/* Whether a descriptor of the object's file is open in this process. */
bool fault_is_open_here(const struct origin *origin);

#endif
