/* The shared object: signal and wait between processes and threads. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/shared_object.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/tap.h"

#define MILLISECOND UINT64_C(1000000)
#define LOST        (30000 * MILLISECOND) /* far longer than any wake-up takes */

enum { ROUNDS = 10000, WAITERS = 8 };

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000 * MILLISECOND + (uint64_t)time.tv_nsec;
}

/* A wait that lost its wake-up succeeds all the same, by its last look at the end: so time is taken. */
static bool wait_in_time(struct extres_shared_object *object, uint64_t value)
{
    uint64_t start = now();
    return extres_shared_wait(object, value, LOST) == 0 && now() - start < LOST;
}

static struct extres_shared_object create(enum extres_shared_kind kind, uint64_t size_or_value, int *out_fd)
{
    struct extres_shared_object object;
    if (extres_shared_create(kind, size_or_value, size_or_value, &object, out_fd) != 0)
        tap_bail_out("cannot create a shared object");
    return object;
}

/* An object without a descriptor: for threads, and for children that inherit the mapping. */
static struct extres_shared_object create_mapping(enum extres_shared_kind kind, uint64_t initial_value)
{
    int fd;
    struct extres_shared_object object = create(kind, initial_value, &fd);
    close(fd);
    return object;
}

static bool exited_well(pid_t child)
{
    int status;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* ---- making and opening ---- */

static void test_round_trip(void)
{
    int fd;
    struct extres_shared_object memory = create(EXTRES_SHARED_MEMORY, 10000, &fd);
    struct extres_shared_object other;
    tap_check(extres_shared_open(fd, &other) == 0 && extres_shared_memory_size(&other) == 10000 &&
                  extres_shared_kind_of(&other) == EXTRES_SHARED_MEMORY,
              "a memory object opens with its kind and size");
    tap_check((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0, "the descriptor does not survive exec");
    close(fd);
    memset(memory.memory, 0x5a, 10000);
    tap_check(other.memory != memory.memory && other.memory[0] == 0x5a && other.memory[9999] == 0x5a,
              "both mappings are the same memory, without the descriptor");
    extres_shared_close(&memory);
    extres_shared_close(&other);
    extres_shared_close(&other);

    struct extres_shared_object timeline = create(EXTRES_SHARED_TIMELINE, 7, &fd);
    tap_check(extres_shared_open(fd, &other) == 0 && extres_shared_value(&other) == 7 &&
                  extres_shared_memory_size(&other) == 0 && other.memory == NULL,
              "a timeline opens with its value");
    close(fd);
    extres_shared_signal(&other, UINT64_MAX);
    tap_check(extres_shared_value(&timeline) == UINT64_MAX && extres_shared_try_wait(&timeline, UINT64_MAX),
              "a timeline goes to the last value");
    extres_shared_close(&timeline);
    extres_shared_close(&other);

    struct extres_shared_object none;
    tap_check(extres_shared_create(EXTRES_SHARED_MEMORY, 0, 0, &none, &fd) == -EINVAL &&
                  extres_shared_create(EXTRES_SHARED_MEMORY, UINT64_MAX, 0, &none, &fd) == -EINVAL &&
                  extres_shared_create((enum extres_shared_kind)4, 0, 0, &none, &fd) == -EINVAL,
              "no memory, too much memory and an unknown kind are invalid");
}

/* ---- time ---- */

static void test_timeouts(void)
{
    struct extres_shared_object binary = create_mapping(EXTRES_SHARED_BINARY, 0);
    uint64_t start = now();
    tap_check(extres_shared_wait(&binary, 0, 50 * MILLISECOND) == -ETIMEDOUT &&
                  now() - start >= 50 * MILLISECOND,
              "a wait that nobody answers lasts its time");
    tap_check(extres_shared_wait(&binary, 0, 0) == -ETIMEDOUT, "a timeout of 0 looks once");
    tap_check(atomic_load(&binary.header->waiters) == 0, "waits that timed out leave no waiter behind");
    extres_shared_signal(&binary, 0);
    tap_check(extres_shared_wait(&binary, 0, 0) == 0 && extres_shared_value(&binary) == 0,
              "a wait after the signal consumes it");
    extres_shared_signal(&binary, 0);
    extres_shared_signal(&binary, 0);
    tap_check(extres_shared_try_wait(&binary, 0) && !extres_shared_try_wait(&binary, 0),
              "two signals without a wait are one");
    extres_shared_close(&binary);
}

struct wait_job {
    struct extres_shared_object *object;
    uint64_t value;
    uint64_t timeout;
    int result;
    uint64_t duration;
};

static void *run_wait(void *argument)
{
    struct wait_job *job = argument;
    uint64_t start = now();
    job->result = extres_shared_wait(job->object, job->value, job->timeout);
    job->duration = now() - start;
    return NULL;
}

static void await_waiters(struct extres_shared_object *object, uint32_t count)
{
    while (atomic_load(&object->header->waiters) < count)
        sched_yield();
}

static void test_endless_timeouts(void)
{
    static const uint64_t timeouts[] = {EXTRES_SHARED_FOREVER, EXTRES_SHARED_FOREVER - 1, INT64_MAX};
    for (size_t i = 0; i < sizeof timeouts / sizeof *timeouts; i++) {
        struct extres_shared_object timeline = create_mapping(EXTRES_SHARED_TIMELINE, 0);
        struct wait_job job = {&timeline, 5, timeouts[i], -1, 0};
        pthread_t thread;
        if (pthread_create(&thread, NULL, run_wait, &job) != 0)
            tap_bail_out("cannot start a thread");
        await_waiters(&timeline, 1);
        extres_shared_signal(&timeline, 4);
        struct extres_shared_object pause = create_mapping(EXTRES_SHARED_BINARY, 0);
        extres_shared_wait(&pause, 0, 5 * MILLISECOND);
        extres_shared_close(&pause);
        bool still_waits = atomic_load(&timeline.header->waiters) == 1;
        extres_shared_signal(&timeline, 6);
        pthread_join(thread, NULL);
        tap_check(still_waits && job.result == 0, "timeout %#llx: waits through 4 for 5, ends at 6",
                  (unsigned long long)timeouts[i]);
        extres_shared_close(&timeline);
    }
}

static void do_nothing(int number)
{
    (void)number;
}

static void test_interruptions(void)
{
    struct sigaction action = {.sa_handler = do_nothing};
    sigaction(SIGUSR1, &action, NULL);
    struct extres_shared_object binary = create_mapping(EXTRES_SHARED_BINARY, 0);
    struct wait_job job = {&binary, 0, LOST, -1, 0};
    pthread_t thread;
    if (pthread_create(&thread, NULL, run_wait, &job) != 0)
        tap_bail_out("cannot start a thread");
    await_waiters(&binary, 1);
    for (int i = 0; i < 1000; i++)
        pthread_kill(thread, SIGUSR1);
    bool still_waits = atomic_load(&binary.header->waiters) == 1;
    extres_shared_signal(&binary, 0);
    pthread_join(thread, NULL);
    tap_check(still_waits && job.result == 0 && job.duration < LOST, "signal handlers do not end a wait");
    extres_shared_close(&binary);
}

/* ---- processes ---- */

static bool play(struct extres_shared_object *mine, struct extres_shared_object *theirs, bool serves)
{
    for (uint64_t round = 1; round <= ROUNDS; round++) {
        if (serves)
            extres_shared_signal(theirs, round);
        if (!wait_in_time(mine, round))
            return false;
        if (!serves)
            extres_shared_signal(theirs, round);
    }
    return true;
}

static void test_ping_pong(enum extres_shared_kind kind, const char *name)
{
    int ping_fd;
    int pong_fd;
    struct extres_shared_object ping = create(kind, 0, &ping_fd);
    struct extres_shared_object pong = create(kind, 0, &pong_fd);
    pid_t child = fork();
    if (child == 0) {
        /* Its own mapping from the descriptor alone, as a stranger would have. */
        struct extres_shared_object their_ping;
        struct extres_shared_object their_pong;
        bool opened =
            extres_shared_open(ping_fd, &their_ping) == 0 && extres_shared_open(pong_fd, &their_pong) == 0;
        _exit(opened && play(&their_ping, &their_pong, false) ? 0 : 1);
    }
    close(ping_fd);
    close(pong_fd);
    bool played = play(&pong, &ping, true);
    tap_check(exited_well(child) && played, "%s: %d rounds between two processes, no lost wake-up", name,
              ROUNDS);
    extres_shared_close(&ping);
    extres_shared_close(&pong);
}

static void test_killed_waiter(enum extres_shared_kind kind, const char *name)
{
    struct extres_shared_object object = create_mapping(kind, 0);
    for (uint32_t killed = 1; killed <= 3; killed++) {
        pid_t victim = fork();
        if (victim == 0)
            _exit(extres_shared_wait(&object, 1, EXTRES_SHARED_FOREVER) != 0);
        await_waiters(&object, killed);
        kill(victim, SIGKILL);
        waitpid(victim, NULL, 0);
    }
    pid_t survivor = fork();
    if (survivor == 0)
        _exit(!wait_in_time(&object, 1));
    await_waiters(&object, 4);
    extres_shared_signal(&object, 1);
    tap_check(exited_well(survivor), "%s: three killed waiters do not keep a signal from the fourth", name);
    extres_shared_close(&object);
}

/* ---- threads ---- */

struct crowd {
    struct extres_shared_object gate;   /* binary: what all wait for */
    struct extres_shared_object passed; /* timeline: how many waits have ended */
    _Atomic uint64_t count;
    _Atomic bool closing;
    _Atomic int lost;
};

static void *pass_gate(void *argument)
{
    struct crowd *crowd = argument;
    while (!atomic_load(&crowd->closing)) {
        if (!wait_in_time(&crowd->gate, 0)) {
            atomic_fetch_add(&crowd->lost, 1);
            return NULL;
        }
        extres_shared_signal(&crowd->passed, atomic_fetch_add(&crowd->count, 1) + 1);
    }
    return NULL;
}

/* Each signal is answered before the next, so one that released two would leave the count ahead for good. */
static void test_one_released_per_signal(void)
{
    struct crowd crowd = {.gate = create_mapping(EXTRES_SHARED_BINARY, 0),
                          .passed = create_mapping(EXTRES_SHARED_TIMELINE, 0)};
    pthread_t threads[WAITERS];
    for (int i = 0; i < WAITERS; i++)
        if (pthread_create(&threads[i], NULL, pass_gate, &crowd) != 0)
            tap_bail_out("cannot start a thread");
    bool one_each = true;
    uint64_t signals = 0;
    while (signals < ROUNDS + WAITERS && one_each) {
        if (signals == ROUNDS) { /* none may go back to waiting: what is left is one signal for each */
            await_waiters(&crowd.gate, WAITERS);
            atomic_store(&crowd.closing, true);
        }
        extres_shared_signal(&crowd.gate, 0);
        signals++;
        one_each =
            extres_shared_wait(&crowd.passed, signals, LOST) == 0 && atomic_load(&crowd.count) == signals;
    }
    for (int i = 0; i < WAITERS; i++)
        pthread_join(threads[i], NULL);
    tap_check(one_each && atomic_load(&crowd.count) == signals && atomic_load(&crowd.lost) == 0,
              "%d threads on one binary semaphore: one is released by each of %d signals", WAITERS, ROUNDS);
    extres_shared_close(&crowd.gate);
    extres_shared_close(&crowd.passed);
}

static void test_all_released_by_timeline(void)
{
    struct extres_shared_object timeline = create_mapping(EXTRES_SHARED_TIMELINE, 0);
    struct wait_job jobs[WAITERS];
    pthread_t threads[WAITERS];
    for (int i = 0; i < WAITERS; i++) {
        jobs[i] = (struct wait_job){&timeline, 1 + (uint64_t)i, LOST, -1, 0};
        if (pthread_create(&threads[i], NULL, run_wait, &jobs[i]) != 0)
            tap_bail_out("cannot start a thread");
    }
    await_waiters(&timeline, WAITERS);
    extres_shared_signal(&timeline, WAITERS);
    bool all = true;
    for (int i = 0; i < WAITERS; i++) {
        pthread_join(threads[i], NULL);
        all = all && jobs[i].result == 0 && jobs[i].duration < LOST;
    }
    tap_check(all, "one timeline signal releases all waits at or below it");
    extres_shared_close(&timeline);
}

int main(void)
{
    /* Those that fork come before those that start threads. */
    test_round_trip();
    test_timeouts();
    test_ping_pong(EXTRES_SHARED_BINARY, "binary");
    test_ping_pong(EXTRES_SHARED_TIMELINE, "timeline");
    test_killed_waiter(EXTRES_SHARED_BINARY, "binary");
    test_killed_waiter(EXTRES_SHARED_TIMELINE, "timeline");
    test_endless_timeouts();
    test_interruptions();
    test_one_released_per_signal();
    test_all_released_by_timeline();
    return tap_finish();
}
