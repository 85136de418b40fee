/* Looking up the plain pointers that measurements call. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/test.h"

#include "timing/hot_calls.h"

#include <string.h>

/* Where the pointer to an operation's function lies in a structure of such pointers. */
struct place {
    enum extres_operation operation;
    size_t offset;
};

/* All function pointers are of one size, and a structure of them has no other members. */
typedef void (*any_function)(void);

static void fill(struct test *t, const struct place *places, size_t count, void *out)
{
    for (size_t i = 0; i < count; i++) {
        any_function address = t->caller.backend->symbols[t->caller.api][places[i].operation].address;
        memcpy((unsigned char *)out + places[i].offset, &address, sizeof address);
    }
}

#define PLACE(operation, member)                                         \
    {                                                                    \
        EXTRES_OPERATION_##operation, offsetof(struct hot_calls, member) \
    }

static const struct place places[] = {
    PLACE(SIGNAL, signal),
    PLACE(WAIT, wait),
    PLACE(IMPORT_SEMAPHORE, take_semaphore),
    PLACE(DESTROY_SEMAPHORE, destroy_semaphore),
    PLACE(IMPORT_MEMORY, take_memory),
    PLACE(DESTROY_MEMORY, destroy_memory),
    PLACE(MAP_BUFFER, map),
    PLACE(FREE, free),
    PLACE(STREAM_QUERY, stream_query),
    PLACE(STREAM_WAIT_EVENT, stream_wait_event),
    PLACE(EVENT_RECORD, event_record),
    PLACE(EVENT_QUERY, event_query),
    PLACE(EVENT_DESTROY, event_destroy),
    PLACE(LAUNCH_HOST_FUNCTION, launch_host_function),
};
#undef PLACE

struct hot_calls hot_calls_of(struct test *t)
{
    static const enum extres_operation needed[] = {EXTRES_OPERATION_SIGNAL, EXTRES_OPERATION_WAIT,
                                                   EXTRES_OPERATION_STREAM_QUERY};
    bool of_memory = (EXTRES_TYPE_BIT(t->leaf->type) & MEMORY_FD) != 0;
    struct hot_calls calls;
    _Static_assert(sizeof calls == sizeof places / sizeof places[0] * sizeof(any_function),
                   "every member has its place in the table");
    for (size_t i = 0; i < sizeof needed / sizeof needed[0] && !of_memory; i++)
        needs_function(t, needed[i]);
    fill(t, places, sizeof places / sizeof places[0], &calls);
    return calls;
}

#define PLACE(operation, member)                                               \
    {                                                                          \
        EXTRES_OPERATION_##operation, offsetof(struct hot_graph_calls, member) \
    }

static const struct place graph_places[] = {
    PLACE(GRAPH_CREATE, create),          PLACE(GRAPH_ADD_SIGNAL_NODE, add_signal),
    PLACE(GRAPH_ADD_WAIT_NODE, add_wait), PLACE(GRAPH_INSTANTIATE, instantiate),
    PLACE(GRAPH_LAUNCH, launch),          PLACE(GRAPH_EXEC_DESTROY, destroy_executable),
    PLACE(GRAPH_DESTROY, destroy),
};
#undef PLACE

struct hot_graph_calls hot_graph_calls_of(struct test *t)
{
    struct hot_graph_calls calls;
    _Static_assert(sizeof calls == sizeof graph_places / sizeof graph_places[0] * sizeof(any_function),
                   "every member has its place in the table");
    for (size_t i = 0; i < sizeof graph_places / sizeof graph_places[0]; i++)
        needs_function(t, graph_places[i].operation);
    fill(t, graph_places, sizeof graph_places / sizeof graph_places[0], &calls);
    return calls;
}
