/* Very many imports, one after the other: no descriptor of them is left in the process. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 10000, WARM_UP = 500, MIDDLE = (WARM_UP + ROUNDS) / 2, SIZE = 64 * 1024 };

/* After the first rounds, which may fill caches, in the middle and at the end. */
enum { READINGS = 3 };
static const uint64_t read_after[READINGS] = {WARM_UP, MIDDLE, ROUNDS};

/* What a runtime may come to have more and more of, at each reading. */
struct footprint {
    size_t descriptors[READINGS];
    size_t threads[READINGS];
    size_t resident[READINGS];  /* KiB of memory */
    size_t addresses[READINGS]; /* KiB that are mapped, used or not */
};

static size_t count_threads(struct test *t)
{
    DIR *folder = opendir("/proc/self/task");
    size_t count = 0;
    if (folder == NULL)
        BROKEN(t, "cannot list threads");
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

/* A line of the kernel's account of this process, in KiB. */
static size_t kibibytes_of(struct test *t, const char *key)
{
    char line[128];
    size_t kibibytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    if (status == NULL)
        BROKEN(t, "cannot tell how much memory the process has");
    while (kibibytes == 0 && fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, key, strlen(key)) == 0)
            kibibytes = strtoul(line + strlen(key), NULL, 10);
    }
    fclose(status);
    return kibibytes;
}

/* Takes the reading that is due after this round, if one is. */
static void end_round(struct test *t, uint64_t round, struct footprint *footprint)
{
    release_traps(t);
    for (int i = 0; i < READINGS; i++) {
        if (round != read_after[i])
            continue;
        footprint->descriptors[i] = count_open_fds(t);
        footprint->threads[i] = count_threads(t);
        footprint->resident[i] = kibibytes_of(t, "VmRSS:");
        footprint->addresses[i] = kibibytes_of(t, "VmSize:");
    }
}

/* What grows in the one half and not in the other is a cache, or memory that the allocator has not given
 * back. */
static void observe_growth(struct test *t, const char *what, const size_t readings[READINGS], size_t bound)
{
    if (readings[1] >= readings[0] + bound && readings[2] >= readings[1] + bound)
        OBSERVE(t,
                "%s grew from %zu by way of %zu to %zu in %d rounds",
                what,
                readings[0],
                readings[1],
                readings[2],
                ROUNDS - WARM_UP);
}

/*
 * The documents say that descriptors are closed, and nothing of threads and memory, whose growth is recorded.
 * A descriptor every tenth round or half a page every round is a leak; less may be what the harness itself
 * remembers of each import.
 */
static void expect_flat(struct test *t, const struct footprint *footprint)
{
    enum { BOUND = ROUNDS / 10, HALF = BOUND / 2, KIBIBYTES_OF_HALF = ROUNDS };
    expect_growth_below(
        t, "open descriptors", footprint->descriptors[0], footprint->descriptors[READINGS - 1], BOUND);
    observe_growth(t, "threads", footprint->threads, HALF);
    observe_growth(t, "resident KiB", footprint->resident, KIBIBYTES_OF_HALF);
    observe_growth(t, "mapped KiB", footprint->addresses, KIBIBYTES_OF_HALF);
}

CASE(semaphore_rounds,
     .name = "import.ten_thousand_rounds",
     .statement = "Ten thousand imports that signal and are destroyed leave no descriptor in the process",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-DestroySemaphore-releases-references", "EXTRES-ImportSemaphore-fd-ownership"},
     .tier = TIER_STRESS,
     .timeout_milliseconds = 60000)
{
    struct footprint footprint = {.descriptors = {0}};
    struct outside *outside = make_semaphore(t);
    cudaStream_t stream = make_stream(t);

    for (uint64_t round = 1; round <= ROUNDS; round++) {
        cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
        enqueue_signal(t, semaphore, round, stream);
        enqueue_wait(t, semaphore, round, stream);
        EXPECT_SUCCESS(t, call_stream_synchronize(caller_of(t), stream));
        EXPECT_SUCCESS(t, call_destroy_semaphore(caller_of(t), semaphore));
        end_round(t, round, &footprint);
    }
    expect_flat(t, &footprint);
}

CASE(memory_rounds,
     .name = "import.ten_thousand_rounds",
     .statement =
         "Ten thousand imports that are mapped, freed and destroyed leave no descriptor in the process",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-fd-ownership", "EXTRES-DestroyMemory-succeeds", "EXTRES-MapBuffer-free"},
     .tier = TIER_STRESS,
     .timeout_milliseconds = 60000)
{
    struct footprint footprint = {.descriptors = {0}};
    struct outside *outside = make_memory(t, SIZE);
    unsigned char byte = 0;
    cudaStream_t stream = make_stream(t);

    for (unsigned round = 1; round <= ROUNDS; round++) {
        cudaExternalMemory_t memory = import_memory(t, outside);
        unsigned char *buffer = map_buffer(t, memory, 0, SIZE);
        EXPECT_SUCCESS(t, call_copy_async(caller_of(t), &byte, buffer + SIZE - 1, 1, stream));
        EXPECT_SUCCESS(t, call_stream_synchronize(caller_of(t), stream));
        EXPECT_SUCCESS(t, call_free(caller_of(t), buffer));
        EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), memory));
        end_round(t, round, &footprint);
    }
    expect_flat(t, &footprint);
}
