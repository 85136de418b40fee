/* The Vulkan provider against a Vulkan application: memory and semaphores both ways. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "extres/runtime_error.h"
#include "extres/shared_object.h"
#include "import/provider.h"
#include "tests/fd_witness.h"
#include "tests/tap.h"
#include "tests/vulkan_side.h"

#define MILLISECOND UINT64_C(1000000)
#define LOST        (20000 * MILLISECOND) /* far longer than any wake-up takes */
#define HOLD        (20 * MILLISECOND)    /* how long a wait is watched for not ending */

enum { MEMORY_SIZE = 65536, ROUNDS = 1000, WAITERS = 8 };

/* ---- memory ---- */

static void test_memory(struct vulkan_side *side)
{
    if (!side->has_memory) {
        tap_skip("memory", "the device exports none");
        return;
    }
    struct vulkan_side_memory exported;
    int fd = vulkan_side_export_memory(side, MEMORY_SIZE, &exported);
    struct imported_memory *memory;

    static const uint64_t wrong_sizes[] = {0, UINT64_C(1) << 20, UINT64_MAX};
    for (size_t i = 0; i < sizeof wrong_sizes / sizeof *wrong_sizes; i++) {
        struct fd_witness witness = fd_witness_begin(fd);
        int error = import_memory_fd(fd, wrong_sizes[i], &memory);
        tap_check(error == cudaErrorInvalidResourceHandle && fd_witness_end(&witness),
                  "memory: %llu bytes of %d are refused, fd untouched", (unsigned long long)wrong_sizes[i],
                  MEMORY_SIZE);
    }
    struct payload *payload;
    struct fd_witness witness = fd_witness_begin(fd);
    int as_binary = import_semaphore_fd(fd, PAYLOAD_BINARY, &payload);
    int as_timeline = import_semaphore_fd(fd, PAYLOAD_TIMELINE, &payload);
    tap_check(as_binary != 0 && as_timeline != 0 && fd_witness_end(&witness),
              "memory: is imported as no semaphore (%d %d), fd untouched", as_binary, as_timeline);

    int second = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (!tap_check(import_memory_fd(fd, MEMORY_SIZE, &memory) == 0, "memory: is imported"))
        return;
    tap_check(fcntl(fd, F_GETFD) < 0 && errno == EBADF,
              "memory: the descriptor is the runtime's, and closed");
    unsigned char *base = memory->base;
    exported.base[0] = 1;
    exported.base[MEMORY_SIZE - 1] = 2;
    tap_check(base[0] == 1 && base[MEMORY_SIZE - 1] == 2, "memory: what Vulkan writes is read");
    base[0] = 3;
    base[MEMORY_SIZE - 1] = 4;
    tap_check(exported.base[0] == 3 && exported.base[MEMORY_SIZE - 1] == 4,
              "memory: Vulkan reads what is written");
    struct imported_memory *again;
    tap_check(import_memory_fd(second, MEMORY_SIZE, &again) == 0 && ((unsigned char *)again->base)[0] == 3,
              "memory: a duplicate of the descriptor is the same memory");
    vulkan_side_free_memory(side, &exported);
    imported_memory_release(again);
    tap_check(base[0] == 3 && base[MEMORY_SIZE - 1] == 4, "memory: outlives its exporter");
    imported_memory_release(memory);
}

/* ---- binary semaphores ---- */

struct pair {
    VkSemaphore exported;
    struct payload *imported;
};

static struct pair make_pair(struct vulkan_side *side, VkSemaphoreType type, enum payload_kind kind)
{
    struct pair pair = {0};
    int fd = vulkan_side_export_semaphore(side, type, &pair.exported);
    if (fd < 0 || import_semaphore_fd(fd, kind, &pair.imported) != 0)
        tap_bail_out("cannot import a semaphore");
    return pair;
}

static void destroy_pair(struct vulkan_side *side, struct pair *pair)
{
    payload_release(pair->imported);
    vkDestroySemaphore(side->device, pair->exported, NULL);
}

/* A thread that waits for a payload, and tells a timeline of our own when that is done. */
struct waiter {
    struct payload *payload;
    uint64_t value;
    struct extres_shared_object done;
    pthread_t thread;
    int result;
};

static void *run_waiter(void *argument)
{
    struct waiter *waiter = argument;
    waiter->result = payload_wait(waiter->payload, waiter->value);
    extres_shared_signal(&waiter->done, 1);
    return NULL;
}

static void start_waiter(struct waiter *waiter, struct payload *payload, uint64_t value)
{
    *waiter = (struct waiter){.payload = payload, .value = value, .result = -1};
    int fd;
    if (extres_shared_create(EXTRES_SHARED_TIMELINE, 0, 0, &waiter->done, &fd) != 0)
        tap_bail_out("cannot create a shared object");
    close(fd);
    if (pthread_create(&waiter->thread, NULL, run_waiter, waiter) != 0)
        tap_bail_out("cannot start a thread");
}

static bool is_blocked(struct waiter *waiter, uint64_t watched_nanoseconds)
{
    return extres_shared_wait(&waiter->done, 1, watched_nanoseconds) == -ETIMEDOUT;
}

static bool ends_well(struct waiter *waiter)
{
    if (is_blocked(waiter, LOST))
        return false;
    pthread_join(waiter->thread, NULL);
    extres_shared_close(&waiter->done);
    return waiter->result == 0;
}

static void test_wrong_imports(struct vulkan_side *side)
{
    VkSemaphore semaphore;
    int fd = vulkan_side_export_semaphore(side, VK_SEMAPHORE_TYPE_BINARY, &semaphore);
    struct fd_witness witness = fd_witness_begin(fd);
    struct imported_memory *memory;
    struct payload *payload;
    int as_memory = import_memory_fd(fd, 64, &memory);
    /* A driver whose descriptors all look alike may take the one for the other: nothing here can tell. */
    int as_timeline = side->has_timeline ? cudaErrorInvalidResourceHandle
                                         : import_semaphore_fd(fd, PAYLOAD_TIMELINE, &payload);
    tap_check(as_memory != 0 && as_timeline == cudaErrorInvalidResourceHandle && fd_witness_end(&witness),
              "binary: is imported as nothing else (%d %d), fd untouched", as_memory, as_timeline);
    close(fd);
    vkDestroySemaphore(side->device, semaphore, NULL);

    fd = memfd_create("plain", MFD_CLOEXEC);
    if (ftruncate(fd, 4096) < 0)
        tap_bail_out("cannot make a memfd");
    witness = fd_witness_begin(fd);
    tap_check(import_semaphore_fd(fd, PAYLOAD_BINARY, &payload) == cudaErrorOperatingSystem &&
                  fd_witness_end(&witness),
              "binary: a plain memfd is none, whatever the driver thinks of it");
    close(fd);
}

static void test_binary_both_ways(struct vulkan_side *side)
{
    struct pair pair = make_pair(side, VK_SEMAPHORE_TYPE_BINARY, PAYLOAD_BINARY);
    tap_check(vulkan_side_signal(side, pair.exported) && payload_wait(pair.imported, 0) == 0,
              "binary: a wait ends that comes after Vulkan's signal");
    struct waiter waiter;
    start_waiter(&waiter, pair.imported, 0);
    bool blocked = is_blocked(&waiter, HOLD);
    tap_check(vulkan_side_signal(side, pair.exported) && ends_well(&waiter) && blocked,
              "binary: a wait blocks until Vulkan's signal");
    tap_check(payload_signal(pair.imported, 0) == 0 && vulkan_side_wait(side, pair.exported, LOST),
              "binary: a signal reaches Vulkan");
    destroy_pair(side, &pair);

    struct pair ping = make_pair(side, VK_SEMAPHORE_TYPE_BINARY, PAYLOAD_BINARY);
    struct pair pong = make_pair(side, VK_SEMAPHORE_TYPE_BINARY, PAYLOAD_BINARY);
    int round = 0;
    while (round < ROUNDS && vulkan_side_signal(side, ping.exported) && payload_wait(ping.imported, 0) == 0 &&
           payload_signal(pong.imported, 0) == 0 && vulkan_side_wait(side, pong.exported, LOST))
        round++;
    tap_check(round == ROUNDS, "binary: %d rounds", ROUNDS);
    destroy_pair(side, &ping);
    destroy_pair(side, &pong);
}

/* Waits that all block at once, ended in the opposite order: one queue for all would never end the last. */
static void test_many_blocked_waits(struct vulkan_side *side)
{
    struct pair pairs[WAITERS];
    struct waiter waiters[WAITERS];
    for (int i = 0; i < WAITERS; i++) {
        pairs[i] = make_pair(side, VK_SEMAPHORE_TYPE_BINARY, PAYLOAD_BINARY);
        start_waiter(&waiters[i], pairs[i].imported, 0);
    }
    bool blocked = true;
    for (int i = 0; i < WAITERS; i++)
        blocked = blocked && is_blocked(&waiters[i], MILLISECOND);
    struct pair free_pair = make_pair(side, VK_SEMAPHORE_TYPE_BINARY, PAYLOAD_BINARY);
    tap_check(blocked && payload_signal(free_pair.imported, 0) == 0 &&
                  payload_wait(free_pair.imported, 0) == 0,
              "binary: a signal passes %d blocked waits", WAITERS);
    destroy_pair(side, &free_pair);
    bool ended = true;
    for (int i = WAITERS - 1; i >= 0 && ended; i--)
        ended = vulkan_side_signal(side, pairs[i].exported) && ends_well(&waiters[i]);
    tap_check(ended, "binary: they end in the opposite order");
    for (int i = 0; i < WAITERS && ended; i++)
        destroy_pair(side, &pairs[i]);
}

static void test_orphans(struct vulkan_side *side)
{
    int descriptors = fd_count();
    struct pair pair = make_pair(side, VK_SEMAPHORE_TYPE_BINARY, PAYLOAD_BINARY);
    vkDestroySemaphore(side->device, pair.exported, NULL);
    tap_check(payload_signal(pair.imported, 0) == 0 && payload_wait(pair.imported, 0) == 0,
              "binary: the payload outlives its exporter");
    payload_release(pair.imported);
    tap_check(fd_count() == descriptors, "binary: no descriptor stays open");
}

/* ---- timelines ---- */

static void test_timeline(struct vulkan_side *side)
{
    if (!side->has_timeline) {
        tap_skip("timeline", "the device exports none");
        return;
    }
    struct pair pair = make_pair(side, VK_SEMAPHORE_TYPE_TIMELINE, PAYLOAD_TIMELINE);
    struct waiter waiter;
    start_waiter(&waiter, pair.imported, 5);
    VkSemaphoreSignalInfo signal = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_SIGNAL_INFO, .semaphore = pair.exported, .value = 4};
    vkSignalSemaphore(side->device, &signal);
    bool blocked = is_blocked(&waiter, HOLD);
    signal.value = 6;
    vkSignalSemaphore(side->device, &signal);
    tap_check(ends_well(&waiter) && blocked, "timeline: a wait for 5 blocks through 4 and ends at 6");
    uint64_t value = 0;
    tap_check(payload_signal(pair.imported, 9) == 0 &&
                  vkGetSemaphoreCounterValue(side->device, pair.exported, &value) == VK_SUCCESS && value == 9,
              "timeline: a signal reaches Vulkan");
    destroy_pair(side, &pair);
}

/* ---- processes ---- */

static void send_fd(int connection, int fd)
{
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control = {0};
    char byte = 0;
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = control.space,
                             .msg_controllen = sizeof control.space};
    control.header.cmsg_len = CMSG_LEN(sizeof(int));
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
    sendmsg(connection, &message, 0);
}

static int receive_fd(int connection)
{
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    char byte;
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = control.space,
                             .msg_controllen = sizeof control.space};
    int fd = -1;
    if (recvmsg(connection, &message, MSG_CMSG_CLOEXEC) == 1 && CMSG_FIRSTHDR(&message))
        memcpy(&fd, CMSG_DATA(&control.header), sizeof fd);
    return fd;
}

/* The importing process: answers the first semaphore on the second, then exits in a blocked wait. */
_Noreturn static void serve(int connection)
{
    struct payload *payloads[2];
    for (int i = 0; i < 2; i++)
        if (import_semaphore_fd(receive_fd(connection), PAYLOAD_BINARY, &payloads[i]) != 0)
            _exit(2);
    for (int round = 0; round < ROUNDS; round++)
        if (payload_wait(payloads[0], 0) != 0 || payload_signal(payloads[1], 0) != 0)
            _exit(3);
    struct waiter waiter;
    start_waiter(&waiter, payloads[0], 0);
    exit(is_blocked(&waiter, HOLD) ? 0 : 4);
}

/* Runs before this process touches Vulkan, as a driver does not survive a fork. Returns the child. */
static pid_t start_server(int *out_connection)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        tap_bail_out("cannot make a socket pair");
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        serve(ends[1]);
    }
    close(ends[1]);
    *out_connection = ends[0];
    return child;
}

static void test_processes(struct vulkan_side *side, pid_t server, int connection)
{
    VkSemaphore semaphores[2];
    for (int i = 0; i < 2; i++) {
        int fd = vulkan_side_export_semaphore(side, VK_SEMAPHORE_TYPE_BINARY, &semaphores[i]);
        send_fd(connection, fd);
        close(fd);
    }
    int round = 0;
    while (round < ROUNDS && vulkan_side_signal(side, semaphores[0]) &&
           vulkan_side_wait(side, semaphores[1], LOST))
        round++;
    tap_check(round == ROUNDS, "processes: %d rounds", ROUNDS);
    int status;
    bool ended = waitpid(server, &status, 0) == server && WIFEXITED(status);
    tap_check(ended && WEXITSTATUS(status) == 0, "processes: one that has a blocked wait can exit");
    for (int i = 0; i < 2; i++)
        vkDestroySemaphore(side->device, semaphores[i], NULL);
}

int main(void)
{
    int connection;
    pid_t server = start_server(&connection);
    unsigned char uuid[VK_UUID_SIZE];
    import_device_uuid(uuid);
    struct vulkan_side side;
    if (!vulkan_side_open(&side, uuid)) {
        tap_skip("the Vulkan provider", "no Vulkan device that exports anything");
        close(connection);
        waitpid(server, NULL, 0);
        return tap_finish();
    }
    test_memory(&side);
    if (side.has_binary) {
        test_processes(&side, server, connection);
        test_wrong_imports(&side);
        test_binary_both_ways(&side);
        test_many_blocked_waits(&side);
        test_orphans(&side);
        close(connection);
    } else {
        tap_skip("binary semaphores", "the device exports none");
        close(connection);
        waitpid(server, NULL, 0);
    }
    test_timeline(&side);
    vulkan_side_close(&side);
    return tap_finish();
}
