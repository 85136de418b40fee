/* Very many imports, one after the other: nothing of them is left in the process. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 10000, WARM_UP = 500, SIZE = 64 * 1024 };

/* What a runtime may not have more and more of. */
struct footprint {
    size_t descriptors;
    size_t threads;
    size_t resident;  /* KiB of memory */
    size_t addresses; /* KiB that are mapped, used or not */
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

static struct footprint take_footprint(struct test *t)
{
    release_traps(t);
    return (struct footprint){.descriptors = count_open_fds(t),
                              .threads = count_threads(t),
                              .resident = kibibytes_of(t, "VmRSS:"),
                              .addresses = kibibytes_of(t, "VmSize:")};
}

/* A descriptor every tenth round or half a page every round is a leak; less is a cache, or what the harness
 * itself remembers of each import. */
static void expect_flat(struct test *t, struct footprint before)
{
    enum { BOUND = ROUNDS / 10, KIBIBYTES = 2 * ROUNDS };
    struct footprint after = take_footprint(t);
    expect_growth_below(t, "open descriptors", before.descriptors, after.descriptors, BOUND);
    expect_growth_below(t, "threads", before.threads, after.threads, BOUND);
    expect_growth_below(t, "resident KiB", before.resident, after.resident, KIBIBYTES);
    expect_growth_below(t, "mapped KiB", before.addresses, after.addresses, KIBIBYTES);
}

CASE(semaphore_rounds,
     .name = "import.ten_thousand_rounds",
     .statement = "Ten thousand imports that signal and are destroyed leave nothing in the process",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-DestroySemaphore-releases-references", "EXTRES-ImportSemaphore-fd-ownership"},
     .tier = TIER_STRESS,
     .timeout_milliseconds = 60000)
{
    struct footprint before = {.descriptors = 0};
    struct outside *outside = make_semaphore(t);
    cudaStream_t stream = make_stream(t);

    for (uint64_t round = 1; round <= ROUNDS; round++) {
        cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
        enqueue_signal(t, semaphore, round, stream);
        enqueue_wait(t, semaphore, round, stream);
        EXPECT_SUCCESS(t, call_stream_synchronize(caller_of(t), stream));
        EXPECT_SUCCESS(t, call_destroy_semaphore(caller_of(t), semaphore));
        if (round == WARM_UP)
            before = take_footprint(t);
        release_traps(t);
    }
    expect_flat(t, before);
}

CASE(memory_rounds,
     .name = "import.ten_thousand_rounds",
     .statement = "Ten thousand imports that are mapped, freed and destroyed leave nothing in the process",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-fd-ownership", "EXTRES-DestroyMemory-succeeds", "EXTRES-MapBuffer-free"},
     .tier = TIER_STRESS,
     .timeout_milliseconds = 60000)
{
    struct footprint before = {.descriptors = 0};
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
        if (round == WARM_UP)
            before = take_footprint(t);
        release_traps(t);
    }
    expect_flat(t, before);
}
