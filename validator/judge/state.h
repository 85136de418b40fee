/* What the judge remembers, and the rules in groups. Private to validator/judge. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef JUDGE_STATE_H
#define JUDGE_STATE_H

#include <pthread.h>
#include <stdbool.h>

#include "judge/judge.h"
#include "judge/judge_rule.h"
#include "judge/table.h"

/* An earlier call, for messages and as a point in time; number 0: there was none. */
struct past_call {
    uint64_t number;
    char function[48];
};

/* Where the operations are that were enqueued on a semaphore. */
struct enqueued {
    bool any;
    bool several_streams; /* then only the completion of all work tells that they are done */
    uint64_t stream;
    uint64_t stream_created; /* tells a stream from a later one with the same handle */
};

/*
 * An object that was imported. It stays after its destruction: its history explains later violations. A
 * runtime may give out one handle for several imports of an object, and a handle again after its destruction.
 */
struct object {
    struct table_entry entry; /* key: the handle */
    bool is_memory;           /* else a semaphore */
    enum extres_handle_type type;
    bool undefined;   /* imported in a way that leaves undefined what follows */
    unsigned imports; /* that were not destroyed; 0 too when a destruction failed, as nothing is known then */
    int fd;           /* -1 when it was imported from none */
    bool fd_open;     /* the number was still open after the import: it is the runtime's */
    uint64_t size;
    struct past_call imported;
    struct past_call destroyed;
    struct enqueued enqueued;
};

/*
 * The buffers mapped at one address, which may be several, and which is kept after they were freed; or a
 * mipmapped array, by its handle.
 */
struct mapping {
    struct table_entry entry; /* key: the pointer, or the handle */
    bool is_array;
    unsigned count; /* of mappings that were not freed */
    bool undefined; /* one was mapped in a way that the documents leave undefined */
    uint64_t memory;
    uint64_t memory_imported; /* number of the call, to tell the object from a later one */
    struct past_call mapped;
    struct past_call freed;
};

/* A stream that was made by a call which the judge has seen. */
struct stream {
    struct table_entry entry; /* key: the handle */
    uint64_t created;
    uint64_t complete_since; /* number of the call that showed it complete; 0: it was given work since */
};

/* The runtime API's last error on one thread, as far as the calls seen tell. */
struct last_error {
    bool known;
    bool peeked; /* known from cudaPeekAtLastError */
    int code;
    struct past_call set; /* by this call, or reset by it */
};

struct thread {
    struct table_entry entry; /* key: its number */
    bool selected_device;
    struct last_error last_error;
};

struct extres_judge {
    pthread_mutex_t lock; /* guards all below, held for one record at a time */
    extres_judge_report *report;
    void *context;

    /* Of the record at hand. */
    uint64_t number;
    bool alone;            /* no other call overlapped with it, and all before it were seen */
    struct thread *thread; /* NULL when memory was short */

    uint64_t last_ended;
    struct table threads;
    bool thread_forgotten; /* for want of memory */
    struct table memory;
    struct table semaphores;
    struct table mappings;

    struct table streams;
    size_t busy_streams;   /* of those */
    bool untracked_work;   /* there may be work in a stream that is not among them, or no longer */
    uint64_t default_work; /* number of the last call that gave a default stream work */
    bool graph_launched;   /* any semaphore may be signalled or waited on by launches of graphs */
    bool work_failed;      /* an asynchronous error came up: codes say nothing about their calls any more */

    bool device_selected;
    bool several_devices; /* were selected: which one an object or thread belongs to is not followed */
    uint64_t device;      /* the one that was selected */
};

/* Reports a broken rule, with the number and name of the call, and counts it. The text is in printf's form.
 */
__attribute__((format(printf, 4, 5))) size_t judge_report(struct extres_judge *judge,
                                                          const struct extres_call_record *call,
                                                          enum judge_rule rule, const char *format, ...);

/* Texts for messages. A text holds one description at a time; the function returns it. */
struct text {
    char characters[256];
};
/* "InvalidValue (1)", with the name that the API has for it. */
const char *describe_code(struct text *text, enum extres_api api, int code);
/* "timeline_fd semaphore 0x2a (imported in call 3 by F from fd 7, destroyed in call 9 by G)". */
const char *describe_object(struct text *text, const struct object *object);

/* The call at hand, to be remembered. */
struct past_call past_call(const struct extres_judge *judge, const struct extres_call_record *call);

bool call_is_import(const struct extres_call_record *call);
/* The object in question is memory, not a semaphore. */
bool call_is_of_memory(const struct extres_call_record *call);

bool batch_has_null_element(const struct extres_call_record *call);

/* What is known of a handle, living or not; NULL when nothing is. */
struct object *judge_object(struct extres_judge *judge, bool memory, uint64_t handle);
/* The object when it lives for certain; else NULL. */
struct object *judge_live_object(struct extres_judge *judge, bool memory, uint64_t handle);
/* The mapping that the call frees, freed already or not: NULL when it is none that this function frees. */
struct mapping *judge_freed_mapping(struct extres_judge *judge, const struct extres_call_record *call);
/* A handle that was imported, and then destroyed as often as imported. */
bool object_is_destroyed(const struct object *object);

/* Initialisation, capture and the like: the general notes allow these codes anywhere. */
bool code_is_of_environment(int code);
/* What asynchronous work has died of: may come up at any call. */
bool code_is_of_work(int code);
/* By its description such a code is about the arguments of the call that returns it. */
bool code_blames_arguments(int code);

/* The codes of calls that refuse a living object are judged: no other call overlapped, and the object is the
 * current device's. */
bool refusal_is_judged(const struct extres_judge *judge);
/* The stream is a default one, or was created and not destroyed. */
bool stream_is_known(const struct extres_judge *judge, uint64_t handle);
/* Some enqueued work is not known to have completed without an error. */
bool work_is_outstanding(const struct extres_judge *judge);
/* All signals and waits that were enqueued on the semaphore are known to have completed. */
bool semaphore_is_quiet(const struct extres_judge *judge, const struct object *semaphore);
/* The documents leave open or undefined what this call does. */
bool call_is_undefined(struct extres_judge *judge, const struct extres_call_record *call);

/* The groups of rules. Each looks at a record and at what was before it, and returns how many rules it broke.
 */
size_t judge_fds(struct extres_judge *judge, const struct extres_call_record *call);
size_t judge_codes(struct extres_judge *judge, const struct extres_call_record *call);
size_t judge_accepted(struct extres_judge *judge, const struct extres_call_record *call);
size_t judge_refused(struct extres_judge *judge, const struct extres_call_record *call);
size_t judge_streams(struct extres_judge *judge, const struct extres_call_record *call);
size_t judge_last_error(struct extres_judge *judge, const struct extres_call_record *call);

/* Then each subject takes up what the call did. */
void remember_objects(struct extres_judge *judge, const struct extres_call_record *call, bool undefined);
void remember_mappings(struct extres_judge *judge, const struct extres_call_record *call, bool undefined);
void remember_work(struct extres_judge *judge, const struct extres_call_record *call);
void remember_last_error(struct extres_judge *judge, const struct extres_call_record *call, bool undefined);
void remember_device(struct extres_judge *judge, const struct extres_call_record *call);

#endif
