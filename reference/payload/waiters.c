/* Waiters: the threads blocked on one payload, in the order in which they will be released. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "payload/waiters.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "extres/runtime_error.h"
#include "payload/payload.h"
#include "platform/futex.h"

/* What a thread behind the front is told. */
enum news { NONE_YET, SATISFIED, TO_THE_FRONT };

/* On the stack of the thread that waits. */
struct waiter {
    uint64_t key;          /* its place in the order: lower is earlier */
    struct waiter *next;   /* of the front, or of those to be woken; in the heap, the next sibling */
    struct waiter *child;  /* in the heap: the first of those below it */
    _Atomic uint32_t news; /* what it sleeps on behind the front */
};

void waiters_initialise(struct waiters *waiters)
{
    *waiters = (struct waiters){.front = NULL};
    pthread_mutex_init(&waiters->lock, NULL);
}

void waiters_finish(struct waiters *waiters)
{
    pthread_mutex_destroy(&waiters->lock);
}

/* ---- the heap: a pairing heap (Fredman, Sedgewick, Sleator and Tarjan, 1986) ---- */

/* One heap of two, either of which may be NULL. */
static struct waiter *meld(struct waiter *first, struct waiter *second)
{
    if (first == NULL || second == NULL)
        return first == NULL ? second : first;
    struct waiter *top = second->key < first->key ? second : first;
    struct waiter *below = top == first ? second : first;
    below->next = top->child;
    top->child = below;
    top->next = NULL;
    return top;
}

/* One heap of the siblings from this one on: melded in pairs, and then the pairs from the last to the first.
 */
static struct waiter *meld_siblings(struct waiter *sibling)
{
    struct waiter *pairs = NULL;
    while (sibling != NULL) {
        struct waiter *second = sibling->next;
        struct waiter *rest = second == NULL ? NULL : second->next;
        struct waiter *pair = meld(sibling, second);
        pair->next = pairs;
        pairs = pair;
        sibling = rest;
    }
    struct waiter *heap = NULL;
    while (pairs != NULL) {
        struct waiter *rest = pairs->next;
        pairs->next = NULL;
        heap = meld(heap, pairs);
        pairs = rest;
    }
    return heap;
}

static struct waiter *remove_first(struct waiters *waiters)
{
    struct waiter *first = waiters->behind;
    waiters->behind = meld_siblings(first->child);
    first->child = NULL;
    first->next = NULL;
    return first;
}

/* ---- the front, with the lock held ---- */

static bool is_before_front(const struct waiters *waiters, uint64_t key)
{
    return waiters->front == NULL || key < waiters->front->key;
}

static void enter_front(struct waiters *waiters, struct waiter *waiter)
{
    waiter->next = waiters->front;
    waiters->front = waiter;
}

static void leave_front(struct waiters *waiters, struct waiter *waiter)
{
    struct waiter **place = &waiters->front;
    while (*place != waiter)
        place = &(*place)->next;
    *place = waiter->next;
}

static void go_behind(struct waiters *waiters, struct waiter *waiter)
{
    waiter->next = NULL;
    atomic_store_explicit(&waiter->news, NONE_YET, memory_order_relaxed);
    waiters->behind = meld(waiters->behind, waiter);
}

/*
 * Those behind that are satisfied too, in order. A binary signal releases one wait, and who left has had it;
 * to ask for another would be to take it from the next in order.
 */
static struct waiter *remove_satisfied(struct payload *payload)
{
    struct waiters *waiters = &payload->waiters;
    struct waiter *first = NULL;
    struct waiter **end = &first;
    if (payload->kind == PAYLOAD_BINARY || payload->operations->try_wait == NULL)
        return NULL;
    while (waiters->behind != NULL && payload->operations->try_wait(payload, waiters->behind->key)) {
        *end = remove_first(waiters);
        end = &(*end)->next;
    }
    return first;
}

static struct waiter *next_to_front(struct waiters *waiters)
{
    if (waiters->behind == NULL || !is_before_front(waiters, waiters->behind->key))
        return NULL;
    struct waiter *next = remove_first(waiters);
    enter_front(waiters, next);
    return next;
}

/* ---- behind the front ---- */

/*
 * The waiter may be gone as soon as it has the news: the wake-up then names a word on a stack that is used
 * otherwise, at worst one that somebody sleeps on, who looks again.
 */
static void tell(struct waiter *waiter, enum news news)
{
    atomic_store_explicit(&waiter->news, news, memory_order_release);
    futex_wake_all(&waiter->news, true);
}

static void tell_satisfied(struct waiter *waiter)
{
    while (waiter != NULL) {
        struct waiter *rest = waiter->next;
        tell(waiter, SATISFIED);
        waiter = rest;
    }
}

static enum news await_news(struct waiter *waiter)
{
    uint32_t news;
    while ((news = atomic_load_explicit(&waiter->news, memory_order_acquire)) == NONE_YET)
        futex_wait(&waiter->news, NONE_YET, FUTEX_FOREVER, true);
    return (enum news)news;
}

/* ---- at the front: in a provider's wait ---- */

static int wait_in_provider(struct payload *payload, struct waiter *waiter, uint64_t value)
{
    struct waiters *waiters = &payload->waiters;
    int error = payload->operations->wait(payload, value);
    pthread_mutex_lock(&waiters->lock);
    leave_front(waiters, waiter);
    struct waiter *satisfied = remove_satisfied(payload);
    struct waiter *next = next_to_front(waiters);
    pthread_mutex_unlock(&waiters->lock);
    tell_satisfied(satisfied);
    if (next != NULL)
        tell(next, TO_THE_FRONT);
    return error;
}

/* ---- at the front: on a watch ---- */

/*
 * The protocol is that of a shared object's wait (docs/shared-object.md): whoever is at the front is counted
 * as a watcher from before its first look. The next one inherits the count of the one that leaves, which
 * looks and sleeps for it: it has read the sequence, then found the next one not satisfied, and then moves
 * it. Any later signal changes the sequence, and either we find it changed and wake, or the signal, which
 * wakes after changing it, finds the next one where it was moved to. With the lock held, so that the next one
 * cannot leave, and its word be another's, before it has been moved.
 */
static void hand_over_watch(struct payload *payload, struct waiter *next, uint32_t sequence)
{
    atomic_store_explicit(&next->news, TO_THE_FRONT, memory_order_release);
    futex_move_one(&next->news, TO_THE_FRONT, payload->watch.sequence);
    if (atomic_load(payload->watch.sequence) != sequence)
        futex_wake_all(payload->watch.sequence, true);
}

/* The sequence is one that was read before the payload was found to satisfy, or has failed to be slept on. */
static void leave_watch(struct payload *payload, struct waiter *waiter, uint32_t sequence)
{
    struct waiters *waiters = &payload->waiters;
    pthread_mutex_lock(&waiters->lock);
    leave_front(waiters, waiter);
    struct waiter *satisfied = remove_satisfied(payload);
    struct waiter *next = next_to_front(waiters);
    if (next != NULL)
        hand_over_watch(payload, next, sequence);
    else
        atomic_fetch_sub(payload->watch.watchers, 1);
    pthread_mutex_unlock(&waiters->lock);
    tell_satisfied(satisfied);
}

/* False for the first at the front. What it stands behind is counted as a watcher, and wakes it in time. */
static bool step_back(struct payload *payload, struct waiter *waiter)
{
    struct waiters *waiters = &payload->waiters;
    pthread_mutex_lock(&waiters->lock);
    bool steps_back = waiters->front != waiter;
    if (steps_back) {
        leave_front(waiters, waiter);
        go_behind(waiters, waiter);
        atomic_fetch_sub(payload->watch.watchers, 1);
    }
    pthread_mutex_unlock(&waiters->lock);
    return steps_back;
}

static int watch(struct payload *payload, struct waiter *waiter, uint64_t value)
{
    for (;;) {
        uint32_t sequence = atomic_load(payload->watch.sequence);
        bool satisfied = payload->operations->try_wait(payload, value);
        if (!satisfied && step_back(payload, waiter)) {
            if (await_news(waiter) == SATISFIED)
                return cudaSuccess;
            continue;
        }
        int error = satisfied ? 0 : futex_wait(payload->watch.sequence, sequence, FUTEX_FOREVER, true);
        if (!satisfied && (error == 0 || error == -EAGAIN))
            continue;
        leave_watch(payload, waiter, sequence);
        return satisfied ? cudaSuccess : cudaErrorOperatingSystem;
    }
}

/* ---- waiting ---- */

/* Join; true when at the front, where those go that are before all that are there. */
static bool arrive(struct payload *payload, struct waiter *waiter)
{
    struct waiters *waiters = &payload->waiters;
    pthread_mutex_lock(&waiters->lock);
    uint64_t arrival = waiters->arrivals++;
    if (payload->kind == PAYLOAD_BINARY)
        waiter->key = arrival;
    bool front = is_before_front(waiters, waiter->key);
    if (front)
        enter_front(waiters, waiter);
    else
        go_behind(waiters, waiter);
    if (front && payload->watch.sequence != NULL)
        atomic_fetch_add(payload->watch.watchers, 1);
    pthread_mutex_unlock(&waiters->lock);
    return front;
}

int waiters_wait(struct payload *payload, uint64_t value)
{
    struct waiter waiter = {.key = value};
    if (!arrive(payload, &waiter) && await_news(&waiter) == SATISFIED)
        return cudaSuccess;
    return payload->watch.sequence == NULL ? wait_in_provider(payload, &waiter, value)
                                           : watch(payload, &waiter, value);
}
