/* The DRM provider against objects that this test makes through libdrm itself. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xf86drm.h>

#include "extres/runtime_error.h"
#include "extres/shared_object.h"
#include "import/drm_node.h"
#include "import/provider.h"
#include "tests/fd_witness.h"
#include "tests/tap.h"

#define MILLISECOND UINT64_C(1000000)
#define LOST        (60000 * MILLISECOND) /* far longer than any wake-up takes, in an emulator too */
#define HOLD        (20 * MILLISECOND)    /* how long a wait is watched for not ending */

enum { ROUNDS = 100, WAITERS = 8, IMPORTS = 100 };

/* The other side: a handle of this test's own opening of the node. */
struct side {
    int node;
    uint32_t handle;
};

static struct side make_side(int node)
{
    struct side side = {.node = node};
    if (drmSyncobjCreate(node, 0, &side.handle) != 0)
        tap_bail_out("cannot create a syncobj");
    return side;
}

static int export_side(const struct side *side)
{
    int fd;
    if (drmSyncobjHandleToFD(side->node, side->handle, &fd) != 0)
        tap_bail_out("cannot export a syncobj");
    return fd;
}

static struct payload *import_side(const struct side *side, enum payload_kind kind)
{
    struct payload *payload;
    if (import_semaphore_fd(export_side(side), kind, &payload) != 0)
        tap_bail_out("cannot import a syncobj");
    return payload;
}

static void destroy_side(const struct side *side)
{
    drmSyncobjDestroy(side->node, side->handle);
}

static uint64_t value_of(const struct side *side)
{
    uint64_t value = 0;
    uint32_t handle = side->handle;
    if (drmSyncobjQuery(side->node, &handle, &value, 1) != 0)
        tap_bail_out("cannot query a syncobj");
    return value;
}

static bool set_value(const struct side *side, uint64_t value)
{
    return drmSyncobjTimelineSignal(side->node, &side->handle, &value, 1) == 0;
}

/* Whether a fence is in the syncobj and is signalled: what a binary semaphore holds. */
static bool is_signalled(const struct side *side)
{
    uint32_t handle = side->handle;
    return drmSyncobjWait(side->node, &handle, 1, 0, DRM_SYNCOBJ_WAIT_FLAGS_WAIT_FOR_SUBMIT, NULL) == 0;
}

/* ---- waiting threads ---- */

/* Waits for a payload, and tells a timeline of our own, which all waiters of a test share, when that is done.
 */
struct waiter {
    struct payload *payload;
    uint64_t value;
    struct extres_shared_object *done;
    _Atomic unsigned *ended;
    pthread_t thread;
    int result;
};

static struct extres_shared_object new_timeline(void)
{
    struct extres_shared_object timeline;
    int fd;
    if (extres_shared_create(EXTRES_SHARED_TIMELINE, 0, 0, &timeline, &fd) != 0)
        tap_bail_out("cannot create a shared object");
    close(fd);
    return timeline;
}

static void *run_waiter(void *argument)
{
    struct waiter *waiter = argument;
    waiter->result = payload_wait(waiter->payload, waiter->value);
    extres_shared_signal(waiter->done, atomic_fetch_add(waiter->ended, 1) + 1);
    return NULL;
}

static void start_waiter(struct waiter *waiter)
{
    waiter->result = -1;
    if (pthread_create(&waiter->thread, NULL, run_waiter, waiter) != 0)
        tap_bail_out("cannot start a thread");
}

static bool reaches(struct extres_shared_object *done, uint64_t count, uint64_t nanoseconds)
{
    return extres_shared_wait(done, count, nanoseconds) == 0;
}

/* ---- imports ---- */

static void test_ownership(int node)
{
    struct side side = make_side(node);
    int fd = export_side(&side);
    struct imported_memory *memory = NULL;
    struct fd_witness witness = fd_witness_begin(fd);
    tap_check(import_memory_fd(fd, 4096, &memory) == cudaErrorInvalidResourceHandle && !memory &&
                  fd_witness_end(&witness),
              "a syncobj is imported as no memory, fd untouched");
    struct payload *payload;
    tap_check(import_semaphore_fd(fd, PAYLOAD_TIMELINE, &payload) == 0 && fcntl(fd, F_GETFD) < 0 &&
                  errno == EBADF,
              "a syncobj is imported, and its descriptor is the runtime's and closed");
    destroy_side(&side);
    tap_check(payload_signal(payload, 4) == 0 && payload_wait(payload, 4) == 0,
              "the payload outlives its exporter's handle");
    payload_release(payload);

    int descriptors = fd_count();
    for (int i = 0; i < IMPORTS; i++) {
        side = make_side(node);
        payload_release(import_side(&side, i % 2 ? PAYLOAD_BINARY : PAYLOAD_TIMELINE));
        destroy_side(&side);
    }
    tap_check(fd_count() == descriptors, "%d imports leave no descriptor", IMPORTS);
}

/* ---- timelines ---- */

static void test_timeline(int node)
{
    struct side side = make_side(node);
    struct payload *payload = import_side(&side, PAYLOAD_TIMELINE);
    struct extres_shared_object done = new_timeline();
    _Atomic unsigned ended = 0;
    struct waiter waiter = {.payload = payload, .value = 5, .done = &done, .ended = &ended};

    tap_check(payload_wait(payload, 0) == 0, "timeline: nobody waits for 0");
    start_waiter(&waiter);
    bool blocked = set_value(&side, 4) && !reaches(&done, 1, HOLD);
    bool released = set_value(&side, 6) && reaches(&done, 1, LOST);
    tap_check(blocked, "timeline: a wait for 5 blocks through 4");
    tap_check(released && waiter.result == 0, "timeline: and ends at 6");
    pthread_join(waiter.thread, NULL);

    tap_check(payload_signal(payload, UINT64_C(1) << 40) == 0 && value_of(&side) == UINT64_C(1) << 40,
              "timeline: a signal reaches the other side");
    tap_check(payload_signal(payload, 7) == 0 && value_of(&side) == UINT64_C(1) << 40 &&
                  payload_wait(payload, UINT64_C(1) << 40) == 0,
              "timeline: the kernel leaves the value when it is signalled backwards");
    tap_check(payload_signal(payload, UINT64_MAX) == 0 && value_of(&side) == UINT64_MAX &&
                  payload_wait(payload, UINT64_MAX) == 0,
              "timeline: the largest value");
    payload_release(payload);
    destroy_side(&side);
    extres_shared_close(&done);
}

/* Waits for different values of one timeline, released one by one. */
static void test_timeline_waiters(int node)
{
    struct side side = make_side(node);
    struct extres_shared_object done = new_timeline();
    _Atomic unsigned ended = 0;
    struct waiter waiters[WAITERS];
    for (unsigned i = 0; i < WAITERS; i++) {
        waiters[i] = (struct waiter){
            .payload = import_side(&side, PAYLOAD_TIMELINE), .value = i + 1, .done = &done, .ended = &ended};
        start_waiter(&waiters[i]);
    }
    bool in_turn = !reaches(&done, 1, HOLD);
    for (unsigned i = 0; i < WAITERS; i++)
        in_turn = in_turn && set_value(&side, i + 1) && reaches(&done, i + 1, LOST) &&
                  !reaches(&done, i + 2, MILLISECOND);
    tap_check(in_turn, "timeline: %d waits for %d values end one by one", WAITERS, WAITERS);
    for (unsigned i = 0; i < WAITERS && in_turn; i++) {
        pthread_join(waiters[i].thread, NULL);
        payload_release(waiters[i].payload);
    }
    destroy_side(&side);
    extres_shared_close(&done);
}

/* ---- binary semaphores ---- */

static void test_binary(int node)
{
    struct side side = make_side(node);
    struct payload *payload = import_side(&side, PAYLOAD_BINARY);
    struct extres_shared_object done = new_timeline();
    _Atomic unsigned ended = 0;
    struct waiter waiter = {.payload = payload, .done = &done, .ended = &ended};
    start_waiter(&waiter);
    bool blocked = !reaches(&done, 1, HOLD);
    bool released = drmSyncobjSignal(node, &side.handle, 1) == 0 && reaches(&done, 1, LOST);
    tap_check(blocked, "binary: a wait blocks");
    tap_check(released && waiter.result == 0, "binary: until the other side's signal");
    tap_check(!is_signalled(&side), "binary: which it consumes");
    pthread_join(waiter.thread, NULL);
    tap_check(payload_signal(payload, 0) == 0 && is_signalled(&side),
              "binary: a signal reaches the other side");
    bool satisfied = payload_wait(payload, 0) == 0;
    tap_check(satisfied && !is_signalled(&side), "binary: a satisfied wait consumes too");
    payload_release(payload);
    destroy_side(&side);
    extres_shared_close(&done);
}

/* Many waits for one semaphore through imports of their own: one signal, one wait. */
static void test_binary_waiters(int node)
{
    struct side side = make_side(node);
    struct extres_shared_object done = new_timeline();
    _Atomic unsigned ended = 0;
    struct waiter waiters[WAITERS];
    for (unsigned i = 0; i < WAITERS; i++) {
        waiters[i] =
            (struct waiter){.payload = import_side(&side, PAYLOAD_BINARY), .done = &done, .ended = &ended};
        start_waiter(&waiters[i]);
    }
    bool one_each = !reaches(&done, 1, HOLD);
    for (unsigned i = 0; i < WAITERS; i++)
        one_each = one_each && drmSyncobjSignal(node, &side.handle, 1) == 0 && reaches(&done, i + 1, LOST) &&
                   !reaches(&done, i + 2, MILLISECOND);
    tap_check(one_each && !is_signalled(&side), "binary: %d signals end %d waits, one each", WAITERS,
              WAITERS);
    for (unsigned i = 0; i < WAITERS && one_each; i++) {
        pthread_join(waiters[i].thread, NULL);
        payload_release(waiters[i].payload);
    }
    destroy_side(&side);
    extres_shared_close(&done);
}

/* ---- processes ---- */

/* Answers the first semaphore on the second, then exits while a wait of its is blocked. */
_Noreturn static void serve(struct payload *question, struct payload *answer)
{
    for (int round = 0; round < ROUNDS; round++)
        if (payload_wait(question, 0) != 0 || payload_signal(answer, 0) != 0)
            _exit(3);
    struct extres_shared_object done = new_timeline();
    _Atomic unsigned ended = 0;
    struct waiter waiter = {.payload = question, .done = &done, .ended = &ended};
    start_waiter(&waiter);
    exit(reaches(&done, 1, HOLD) ? 4 : 0);
}

static void test_processes(int node)
{
    struct side question = make_side(node);
    struct side answer = make_side(node);
    int question_fd = export_side(&question);
    int answer_fd = export_side(&answer);
    struct payload *asked = import_side(&question, PAYLOAD_BINARY);
    struct payload *answered = import_side(&answer, PAYLOAD_BINARY);
    pid_t child = fork();
    if (child == 0) {
        struct payload *payloads[2];
        if (import_semaphore_fd(question_fd, PAYLOAD_BINARY, &payloads[0]) != 0 ||
            import_semaphore_fd(answer_fd, PAYLOAD_BINARY, &payloads[1]) != 0)
            _exit(2);
        serve(payloads[0], payloads[1]);
    }
    close(question_fd);
    close(answer_fd);
    int round = 0;
    while (round < ROUNDS && payload_signal(asked, 0) == 0 && payload_wait(answered, 0) == 0)
        round++;
    tap_check(round == ROUNDS, "processes: %d rounds", ROUNDS);
    int status;
    bool ended = waitpid(child, &status, 0) == child && WIFEXITED(status);
    tap_check(ended && WEXITSTATUS(status) == 0, "processes: one that has a blocked wait can exit");
    payload_release(asked);
    payload_release(answered);
    destroy_side(&question);
    destroy_side(&answer);
}

int main(void)
{
    if (drm_node() < 0) {
        tap_skip("the DRM provider", "no DRM node with timeline syncobjs");
        return tap_finish();
    }
    char *path = drmGetDeviceNameFromFd2(drm_node());
    int node = open(path, O_RDWR | O_CLOEXEC);
    free(path);
    if (node < 0)
        tap_bail_out("cannot open the node a second time");
    test_processes(node);
    test_ownership(node);
    test_timeline(node);
    test_timeline_waiters(node);
    test_binary(node);
    test_binary_waiters(node);
    close(node);
    return tap_finish();
}
