/* Faults of imports: another object than the one that the descriptor is of. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/object.h"

#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "extres/shared_object.h"
#include "faults/faults.h"
#include "faults/import.h"
#include "faults/origin.h"
#include "faults/payload.h"
#include "faults/wrong_file.h"

enum {
    IMPORT_LIMIT = 16,
    SEMAPHORE_LIMIT = 48,
    REMEMBERED_OBJECTS = 256,
    REMEMBERED_NUMBERS = 1024,
    MEBIBYTE = 1024 * 1024
};

/* ---- objects of the mutant's own ---- */

static enum provider_answer own_memory(uint64_t size, struct imported_memory **out)
{
    struct extres_shared_object object;
    int fd = -1;
    if (extres_shared_create(EXTRES_SHARED_MEMORY, size == 0 ? 1 : size, 0, &object, &fd) != 0)
        return PROVIDER_REFUSED;
    extres_shared_close(&object);
    enum provider_answer answer = provider_shared_object.import_memory(fd, size == 0 ? 1 : size, out);
    close(fd);
    return answer;
}

static enum provider_answer own_semaphore(enum payload_kind kind, uint64_t value, struct payload **out)
{
    struct extres_shared_object object;
    int fd = -1;
    enum extres_shared_kind shared = kind == PAYLOAD_TIMELINE ? EXTRES_SHARED_TIMELINE : EXTRES_SHARED_BINARY;
    if (extres_shared_create(shared, 0, value, &object, &fd) != 0)
        return PROVIDER_REFUSED;
    extres_shared_close(&object);
    enum provider_answer answer = provider_shared_object.import_semaphore(fd, kind, out);
    close(fd);
    return answer;
}

struct imported_memory *fault_new_memory(uint64_t size)
{
    struct imported_memory *memory = NULL;
    return own_memory(size, &memory) == PROVIDER_TAKEN ? memory : NULL;
}

/* ---- instead of a refusal ---- */

enum provider_answer fault_accept_memory(enum provider_answer answer, int fd, uint64_t size,
                                         struct imported_memory **out)
{
    bool accepted = (fault_is(FAULT_MEMORY_SIZE_ZERO_ACCEPTED) && size == 0) ||
                    (fault_is(FAULT_MEMORY_NEGATIVE_FD_ACCEPTED) && fd < 0) ||
                    fault_is(FAULT_MEMORY_FOREIGN_TYPE_ACCEPTED) ||
                    (fault_is(FAULT_MEMORY_KIND_UNCHECKED) && answer == PROVIDER_REFUSED) ||
                    fault_takes_wrong_file(fd, true);
    return accepted ? own_memory(size, out) : answer;
}

enum provider_answer fault_accept_semaphore(enum provider_answer answer, int fd, enum payload_kind kind,
                                            bool any_semaphore, struct payload **out)
{
    bool accepted =
        (fault_is(FAULT_SEMAPHORE_NEGATIVE_FD_ACCEPTED) && fd < 0) ||
        fault_is(FAULT_SEMAPHORE_FOREIGN_TYPE_ACCEPTED) ||
        ((fault_is(FAULT_SEMAPHORE_KIND_UNCHECKED) || any_semaphore) && answer == PROVIDER_REFUSED) ||
        fault_takes_wrong_file(fd, false);
    return accepted ? own_semaphore(kind, 0, out) : answer;
}

/* ---- instead of the object ---- */

/* Whether an object came in before, through whatever descriptor. */
static bool is_known(int fd)
{
    static ino_t known[REMEMBERED_OBJECTS];
    static size_t count;
    ino_t file = fault_file_of(fd);
    for (size_t i = 0; i < count; i++) {
        if (known[i] == file)
            return true;
    }
    if (count < REMEMBERED_OBJECTS)
        known[count++] = file;
    return false;
}

static enum provider_answer refuse_memory(struct imported_memory *memory)
{
    imported_memory_release(memory);
    return PROVIDER_REFUSED;
}

enum provider_answer fault_copy_memory(struct imported_memory **out)
{
    struct imported_memory *original = *out;
    enum provider_answer answer = own_memory(original->size, out);
    if (answer == PROVIDER_TAKEN)
        memcpy((*out)->base, original->base, original->size);
    imported_memory_release(original);
    return answer;
}

static void make_private(int fd, const struct imported_memory *memory)
{
    mmap(memory->base, memory->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd,
         EXTRES_SHARED_HEADER_SIZE);
}

/* The object that this number led to first. */
static void find_memory_by_number(int fd, struct imported_memory **out)
{
    static struct imported_memory *found[REMEMBERED_NUMBERS];
    if (fd >= REMEMBERED_NUMBERS)
        return;
    if (found[fd] == NULL) {
        found[fd] = imported_memory_retain(*out);
        return;
    }
    imported_memory_release(*out);
    *out = imported_memory_retain(found[fd]);
}

/* The object's pages from a place on give way to others. */
static void take_away_beyond(const struct imported_memory *memory, uint64_t place)
{
    const uint64_t too_large = UINT64_C(1) << 32;
    if (memory->size <= place || memory->size > too_large)
        return;
    mmap((unsigned char *)memory->base + place, memory->size - place, PROT_READ | PROT_WRITE,
         MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

enum provider_answer fault_exchange_memory(int fd, struct imported_memory **out)
{
    static unsigned imports;
    if (fault_is(FAULT_MEMORY_IMPORTS_LIMITED) && imports++ == IMPORT_LIMIT)
        return refuse_memory(*out);
    if (fault_is(FAULT_MEMORY_SECOND_IMPORT_REFUSED) && is_known(fd))
        return refuse_memory(*out);
    if (fault_is(FAULT_MEMORY_IS_A_SNAPSHOT))
        return fault_copy_memory(out);
    if (fault_is(FAULT_MEMORY_SECOND_IMPORT_IS_A_COPY) && is_known(fd))
        return fault_copy_memory(out);
    if (fault_is(FAULT_MEMORY_IS_COPY_ON_WRITE))
        make_private(fd, *out);
    if (fault_is(FAULT_MEMORY_CACHED_BY_NUMBER))
        find_memory_by_number(fd, out);
    if (fault_is(FAULT_MEMORY_BEYOND_32_MIB_IS_PRIVATE))
        take_away_beyond(*out, 32 * MEBIBYTE);
    if (fault_is(FAULT_MAP_STARTS_BEFORE_THE_OBJECT))
        (*out)->base = (unsigned char *)(*out)->base - EXTRES_SHARED_HEADER_SIZE;
    return PROVIDER_TAKEN;
}

void fault_copy_semaphore(enum payload_kind kind, struct payload **out)
{
    struct payload *original = *out;
    uint64_t value = fault_payload_value(original);
    if (own_semaphore(kind, value, out) == PROVIDER_TAKEN)
        payload_release(original);
}

/* The object that this number led to first. */
static void find_by_number(int fd, struct payload **out)
{
    static struct payload *found[REMEMBERED_NUMBERS];
    if (fd >= REMEMBERED_NUMBERS)
        return;
    if (found[fd] == NULL) {
        found[fd] = payload_retain(*out);
        return;
    }
    payload_release(*out);
    *out = payload_retain(found[fd]);
}

static enum provider_answer refuse_semaphore(struct payload *payload)
{
    payload_release(payload);
    return PROVIDER_REFUSED;
}

enum provider_answer fault_exchange_semaphore(int fd, enum payload_kind kind, struct payload **out)
{
    static unsigned imports;
    if (fault_is(FAULT_SEMAPHORE_IMPORTS_LIMITED) && imports++ == SEMAPHORE_LIMIT)
        return refuse_semaphore(*out);
    if (fault_is(FAULT_SEMAPHORE_IS_A_COPY))
        fault_copy_semaphore(kind, out);
    if (fault_is(FAULT_SEMAPHORE_SECOND_IMPORT_IS_A_COPY) && is_known(fd))
        fault_copy_semaphore(kind, out);
    if (fault_is(FAULT_SEMAPHORE_SECOND_IMPORT_IS_MUTE) && is_known(fd))
        fault_make_mute(*out);
    if (fault_is(FAULT_SEMAPHORE_OF_ANOTHER_DEVICE_IS_A_COPY) && fault_on_another_device())
        fault_copy_semaphore(kind, out);
    if (fault_is(FAULT_SEMAPHORE_STATE_RESET))
        fault_payload_reset(*out);
    if (fault_is(FAULT_SEMAPHORE_CACHED_BY_NUMBER))
        find_by_number(fd, out);
    return PROVIDER_TAKEN;
}
