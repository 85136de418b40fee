/* Calls to the backend: one function for each operation, the same for both APIs, every one watched and
 * judged. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_CALLER_H
#define HARNESS_CALLER_H

/*
 * The runtime and the driver API number their errors alike and lay out their descriptors alike (caller.c
 * checks the latter when it is compiled), so one set of functions, with the runtime's types, serves both.
 * Each call
 *   - copies descriptors and arrays to guarded memory, and scribbles over them as soon as the call returns;
 *   - notes which function runs, so that a crash or a hang can be laid at its door;
 *   - looks at every watched file descriptor before and after, and hands the record to the judge.
 * Functions return the runtime's code, 0 for success. A function that the backend lacks does not return: it
 * ends the case as skipped, with the symbol's name.
 *
 * A caller may be used by several threads once it is initialised; watching of descriptors is for its first
 * thread alone.
 */

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/backend.h"
#include "extres/runtime.h"
#include "judge/judge.h"
#include "run/recorder.h"

enum { CALLER_WATCHES = 32 };

/* A descriptor that is ours and must stay as it is, whatever the runtime is called for. */
struct watched_fd {
    int fd;
    bool trap; /* a file of the caller's own, put at a number that an import had closed */
    uint64_t device;
    uint64_t inode;
    const char *what;
};

struct caller {
    const struct backend *backend;
    enum extres_api api;
    struct recorder *recorder;
    struct extres_judge *judge;
    /* Called for a symbol that is missing; must not return. */
    void (*missing)(void *context, const char *symbol);
    void *context;
    pthread_mutex_t lock; /* guards what the recorder says of the running call, and the next member */
    pthread_t running_in; /* the thread that entered a call last: its call is the one that is named */
    uint64_t moments;     /* calls that began or ended: the judge's order of them; guarded by lock too */
    bool undefined_input; /* the calls are of a case about what the documents leave undefined or open */
    /* The last import or mapping failed, and wrote its out-parameter all the same. */
    atomic_bool wrote_out_on_failure;
    bool watches_nothing; /* several threads make calls at once: descriptors come and go beside each call */
    struct watched_fd watches[CALLER_WATCHES];
    size_t watch_count;
};

/* True when the backend has the function, so that calling it does not end the case. */
bool caller_has(const struct caller *caller, enum extres_operation operation);

/* Watch fd until it is forgotten; what says for messages what it is. */
void caller_watch(struct caller *caller, int fd, const char *what);
void caller_forget(struct caller *caller, int fd);

/* Closes the files that were put at numbers which imports had closed, so that counting descriptors is exact.
 */
void caller_release_traps(struct caller *caller);

/* Before several threads make calls at once: from now on no call is held to what becomes of descriptors. */
void caller_stop_watching(struct caller *caller);

/* Initialises the API; select_device makes the device current on this thread and has its context made. */
int call_initialise(struct caller *caller);
int call_device_count(struct caller *caller, int *count);
int call_select_device(struct caller *caller, int device);
bool call_device_uuid(struct caller *caller, int device, unsigned char uuid[16]);
bool call_device_name(struct caller *caller, int device, char *name, size_t size);
int call_versions(struct caller *caller, int *runtime, int *driver);
int call_device_attribute(struct caller *caller, int *value, int attribute, int device);
/* Of the runtime API alone: destroys all that this process made on the current device. */
int call_device_reset(struct caller *caller);
int call_device_synchronize(struct caller *caller);

/* desc may be NULL, as may out, to be passed on as they are. *out is written on success alone. */
int call_import_memory(struct caller *caller, cudaExternalMemory_t *out,
                       const struct cudaExternalMemoryHandleDesc *desc);
int call_map_buffer(struct caller *caller, void **out, cudaExternalMemory_t memory,
                    const struct cudaExternalMemoryBufferDesc *desc);
int call_destroy_memory(struct caller *caller, cudaExternalMemory_t memory);
int call_import_semaphore(struct caller *caller, cudaExternalSemaphore_t *out,
                          const struct cudaExternalSemaphoreHandleDesc *desc);
int call_signal(struct caller *caller, const cudaExternalSemaphore_t *semaphores,
                const struct cudaExternalSemaphoreSignalParams *params, unsigned count, cudaStream_t stream);
int call_wait(struct caller *caller, const cudaExternalSemaphore_t *semaphores,
              const struct cudaExternalSemaphoreWaitParams *params, unsigned count, cudaStream_t stream);
/* The same in the default stream as applications have it that are compiled for per-thread default streams. */
int call_signal_per_thread(struct caller *caller, const cudaExternalSemaphore_t *semaphores,
                           const struct cudaExternalSemaphoreSignalParams *params, unsigned count);
int call_wait_per_thread(struct caller *caller, const cudaExternalSemaphore_t *semaphores,
                         const struct cudaExternalSemaphoreWaitParams *params, unsigned count);
int call_destroy_semaphore(struct caller *caller, cudaExternalSemaphore_t semaphore);

int call_malloc(struct caller *caller, void **out, size_t size);
int call_free(struct caller *caller, void *pointer);
/* Either pointer may be of the host or of the device. */
int call_copy(struct caller *caller, void *to, const void *from, size_t size);
int call_copy_async(struct caller *caller, void *to, const void *from, size_t size, cudaStream_t stream);
int call_set_async(struct caller *caller, void *pointer, unsigned char value, size_t size,
                   cudaStream_t stream);

int call_stream_create(struct caller *caller, cudaStream_t *out, unsigned flags);
int call_stream_destroy(struct caller *caller, cudaStream_t stream);
int call_stream_query(struct caller *caller, cudaStream_t stream);
int call_stream_synchronize(struct caller *caller, cudaStream_t stream);
int call_stream_wait_event(struct caller *caller, cudaStream_t stream, cudaEvent_t event);
int call_event_create(struct caller *caller, cudaEvent_t *out);
int call_event_record(struct caller *caller, cudaEvent_t event, cudaStream_t stream);
int call_event_query(struct caller *caller, cudaEvent_t event);
int call_event_synchronize(struct caller *caller, cudaEvent_t event);
int call_launch_host_function(struct caller *caller, cudaStream_t stream, void (*function)(void *),
                              void *data);

/* The runtime API's last error; the driver API has none, and answers 0. */
int call_get_last_error(struct caller *caller);
int call_peek_at_last_error(struct caller *caller);

/* What the backend calls a code, else its number in words. text is filled and returned. */
const char *call_error_name(struct caller *caller, int code, char *text, size_t size);

#endif
