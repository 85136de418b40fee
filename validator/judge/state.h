/* What the judge remembers, and the rules in groups. Private to validator/judge. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef JUDGE_STATE_H
#define JUDGE_STATE_H

#include <pthread.h>
#include <stdbool.h>

#include "judge/judge.h"
#include "judge/table.h"

enum { JUDGE_THREADS = 64 };

/* An object that was imported. It stays after its destruction: its history explains later violations. */
struct object {
    struct table_entry entry; /* key: the handle */
    enum extres_handle_type type;
    int fd;
    uint64_t size;
    uint64_t imported_by;  /* number of the call */
    uint64_t destroyed_by; /* number of the call, 0 while the object lives */
};

/* A buffer mapped onto imported memory, kept after it was freed as objects are. */
struct mapping {
    struct table_entry entry; /* key: the pointer */
    uint64_t mapped_by;
    uint64_t freed_by;
};

/* A stream that was made by a call which the judge has seen. */
struct stream {
    struct table_entry entry; /* key: the handle */
    bool idle;                /* seen complete, and given no work since */
};

/* The runtime API's last error on one thread, as far as the calls seen tell. */
struct last_error {
    pthread_t thread;
    bool known;
    int code;
};

struct extres_judge {
    pthread_mutex_t lock; /* guards all below, held for one record at a time */
    extres_judge_report *report;
    void *context;
    uint64_t calls;
    struct table objects[2]; /* memory, semaphores: their handles may be the same numbers */
    struct table mappings;
    struct table streams;
    struct last_error threads[JUDGE_THREADS];
    size_t thread_count; /* threads that have called; one beyond JUDGE_THREADS when there were more */
};

/*
 * Reports one broken rule and counts it. The text is in printf's form. With more than one thread calling, the
 * order of records is not the order of calls: rules that need it are not judged then.
 */
__attribute__((format(printf, 3, 4))) size_t judge_report(struct extres_judge *judge, const char *rule,
                                                          const char *format, ...);
bool judge_order_is_known(const struct extres_judge *judge);

bool call_is_import(const struct extres_call_record *call);
bool call_is_of_memory(const struct extres_call_record *call);

/* The live object of a handle that is given to this call, NULL when the judge knows none. */
struct object *judge_live_object(const struct extres_judge *judge, bool memory, uint64_t handle);

/*
 * True for codes that the general notes allow anywhere: errors of initialisation, and those of earlier
 * asynchronous work.
 */
bool code_is_of_general_notes(int code);

/* The groups of rules. Each takes a record, returns how many rules it broke, and updates what is remembered.
 */
size_t judge_fds(struct extres_judge *judge, const struct extres_call_record *call);
size_t judge_codes(struct extres_judge *judge, const struct extres_call_record *call);
size_t judge_objects(struct extres_judge *judge, const struct extres_call_record *call);
size_t judge_streams(struct extres_judge *judge, const struct extres_call_record *call);
size_t judge_last_error(struct extres_judge *judge, const struct extres_call_record *call);

#endif
