/* The shared object: an external memory or semaphore in a memfd, for machines without any GPU driver. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_SHARED_OBJECT_H
#define EXTRES_SHARED_OBJECT_H

/*
 * One file descriptor carries one object, and passes between processes as any descriptor does. The file
 * starts with a header page; a memory object's payload follows it. docs/shared-object.md is the description
 * for people who want to write another implementation.
 *
 * All functions are thread-safe and, as the state lives in the shared page alone, process-safe. They return 0
 * or a negative errno value. None of them takes ownership of a descriptor that it is given.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXTRES_SHARED_MAGIC                                                         \
    UINT64_C(0x4a424f5345525458) /* the bytes "XTRESOBJ" on a little-endian machine \
                                  */
#define EXTRES_SHARED_VERSION     1u
#define EXTRES_SHARED_HEADER_SIZE 4096u
#define EXTRES_SHARED_FOREVER     UINT64_MAX /* a timeout that never ends */

enum extres_shared_kind {
    EXTRES_SHARED_MEMORY = 1,
    EXTRES_SHARED_BINARY = 2,
    EXTRES_SHARED_TIMELINE = 3,
};

/* The header page as every process sees it; all integers in the byte order of the machine. */
struct extres_shared_header {
    uint64_t magic;
    uint32_t version;
    uint32_t kind;
    uint64_t memory_size;      /* bytes of payload of a memory object, 0 of a semaphore */
    _Atomic uint64_t value;    /* timeline: the value; binary: 1 signalled, 0 not */
    _Atomic uint32_t sequence; /* futex word: grows by one with a signal when anybody may sleep */
    _Atomic uint32_t waiters;  /* how many may sleep on sequence: a signal wakes only when there are any */
};

/*
 * An object mapped into this process. Filled by create and open, emptied by close; not to be copied. The kind
 * is the one that create gave or open checked: another process can write into the header at any time.
 */
struct extres_shared_object {
    struct extres_shared_header *header; /* NULL when closed */
    unsigned char *memory; /* a memory object's payload, aligned to the header's size; NULL for a semaphore */
    size_t mapped_size;    /* the header and the payload, in bytes */
    enum extres_shared_kind kind;
};

/*
 * Make an object and a descriptor for it. *out_fd is the caller's to close; the mapping lives on without it.
 * memory_size, in bytes, counts for EXTRES_SHARED_MEMORY alone, where 0 is -EINVAL; initial_value counts for
 * the semaphores alone, where any value but 0 makes a binary one signalled. Memory starts as zeros.
 */
int extres_shared_create(enum extres_shared_kind kind, uint64_t memory_size, uint64_t initial_value,
                         struct extres_shared_object *out, int *out_fd);

/*
 * Map the object that fd carries, which must be open for reading and writing. -ENOMSG when the file is no
 * shared object at all, a file whose size is not sealed among them, -EPROTO when it is one of another version
 * or damaged, -EBADF when fd is not open; any other error is that of mapping it. Nothing that another process
 * does to the file afterwards can make this mapping fault. The caller keeps fd, and may close it at once.
 */
int extres_shared_open(int fd, struct extres_shared_object *out);

/* Unmap. Nobody may use the object then or at that time; closing a closed one has no effect. */
void extres_shared_close(struct extres_shared_object *object);

enum extres_shared_kind extres_shared_kind_of(const struct extres_shared_object *object);

/* Bytes of payload, 0 for a semaphore. */
uint64_t extres_shared_memory_size(const struct extres_shared_object *object);

/* The value that a timeline holds, or 1 and 0 for a binary semaphore that is signalled or not. */
uint64_t extres_shared_value(const struct extres_shared_object *object);

/*
 * Signal: a timeline takes the value as given; a binary semaphore becomes signalled, whatever value says.
 * What this thread wrote before is visible to whoever the signal releases.
 */
void extres_shared_signal(struct extres_shared_object *object, uint64_t value);

/* True when the wait is satisfied now. On a binary semaphore that consumes the signal. */
bool extres_shared_try_wait(struct extres_shared_object *object, uint64_t value);

/*
 * Wait until the timeline is at least value, or until a binary signal was consumed. -ETIMEDOUT after the
 * time, which counts on CLOCK_MONOTONIC; a timeout of 0 looks once. Any other error is one of the futex.
 */
int extres_shared_wait(struct extres_shared_object *object, uint64_t value, uint64_t timeout_nanoseconds);

/*
 * Not of this library: a runtime that imports shared objects exports a function of this name, which returns
 * EXTRES_SHARED_VERSION, so that who makes such objects knows that it may hand them over.
 */
int extres_imports_shared_objects(void);

#endif
