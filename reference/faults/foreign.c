/* Faults of objects that another process made, or whose other importer is another process. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/foreign.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "extres/shared_object.h"
#include "faults/maker.h"
#include "faults/payload.h"

/* Where in the header's page, behind the header, mutants count the processes that have imported the object.
 */
enum { NOTE_OFFSET = 2048, IMPORTS = 64 };

/* An import of this process. No lock: cases import on one thread, before anything signals or waits. */
struct import {
    const void *imported; /* a payload or memory */
    ino_t inode;
    bool foreign; /* made by another process */
    pid_t maker;  /* that process when it is a child of this one; else 0 */
    size_t maker_descriptors;
    bool first; /* no other process had imported it before */
    struct extres_shared_object object;
    _Atomic unsigned signals;   /* made through this import */
    _Atomic uint64_t signalled; /* FOREIGN_SIGNAL_STAYS: the value, or 1 for a binary signal */
};

static struct import imports[IMPORTS];
static size_t import_count;

static bool is_about_processes(void)
{
    return fault_active >= FAULT_FOREIGN_WAIT_DEAF && fault_active <= FAULT_MEMORY_OF_TWO_RUNTIMES_REFUSED;
}

static _Atomic unsigned *runtimes_of(const struct import *import)
{
    return (_Atomic unsigned *)(void *)((unsigned char *)import->object.header + NOTE_OFFSET);
}

static const struct import *known(ino_t inode)
{
    for (size_t i = 0; i < import_count; i++) {
        if (imports[i].inode == inode)
            return &imports[i];
    }
    return NULL;
}

static struct import *import_of(const void *imported)
{
    for (size_t i = import_count; i-- > 0;) {
        if (imports[i].imported == imported)
            return imports[i].foreign ? &imports[i] : NULL;
    }
    return NULL;
}

/* Descriptors that the maker is about to close are given a moment. */
static void find_maker(struct import *import)
{
    enum { LOOKS = 200 };
    import->maker = maker_among_children(import->inode, &import->maker_descriptors);
    for (int i = 0; i < LOOKS && import->maker != 0 && import->maker_descriptors > 1; i++) {
        fault_nap();
        import->maker = maker_among_children(import->inode, &import->maker_descriptors);
    }
}

static struct import *add_import(int fd, const void *imported)
{
    struct stat status;
    struct import *import = &imports[import_count];
    if (import_count == IMPORTS || fstat(fd, &status) != 0)
        return NULL;
    const struct import *earlier = known(status.st_ino);
    import->imported = imported;
    import->inode = status.st_ino;
    import->foreign = earlier != NULL ? earlier->foreign : maker_is_elsewhere(status.st_ino);
    if (import->foreign)
        find_maker(import);
    if (extres_shared_open(fd, &import->object) != 0)
        return NULL;
    import->first = earlier != NULL ? earlier->first : atomic_fetch_add(runtimes_of(import), 1) == 0;
    import_count++;
    return import;
}

enum provider_answer fault_foreign_memory(int fd, struct imported_memory *memory)
{
    const struct import *import = is_about_processes() ? add_import(fd, memory) : NULL;
    if (import == NULL)
        return PROVIDER_TAKEN;
    bool refused = (fault_is(FAULT_FOREIGN_MEMORY_OPEN_ELSEWHERE_REFUSED) && import->maker_descriptors > 1) ||
                   (fault_is(FAULT_MEMORY_OF_TWO_RUNTIMES_REFUSED) && !import->first);
    return refused ? PROVIDER_REFUSED : PROVIDER_TAKEN;
}

enum provider_answer fault_foreign_semaphore(int fd, struct payload *payload)
{
    const struct import *import = is_about_processes() ? add_import(fd, payload) : NULL;
    bool refused = import != NULL && fault_is(FAULT_FOREIGN_SEMAPHORE_OPEN_ELSEWHERE_REFUSED) &&
                   import->maker_descriptors > 1;
    return refused ? PROVIDER_REFUSED : PROVIDER_TAKEN;
}

bool fault_memory_is_foreign(const struct imported_memory *memory)
{
    return import_of(memory) != NULL;
}

static bool lost_maker(const struct import *import)
{
    return import->maker != 0 && !maker_is_alive(import->maker);
}

bool fault_memory_has_lost_its_maker(const struct imported_memory *memory)
{
    const struct import *import = import_of(memory);
    return import != NULL && lost_maker(import);
}

void fault_foreign_destroyed(void)
{
    if (fault_is(FAULT_SEMAPHORE_DESTROY_FORGETS_SLEEPERS) && import_count > 0 &&
        imports[import_count - 1].foreign)
        atomic_store(&imports[import_count - 1].object.header->waiters, 0);
}

/* ---- signals ---- */

static bool is_alone(const struct import *import)
{
    return atomic_load(runtimes_of(import)) == 1;
}

static bool loses_signal(const struct import *import)
{
    enum { MOST = 10 };
    bool pair = import_count == 1 && !is_alone(import);
    return (fault_is(FAULT_FIRST_RUNTIME_SIGNAL_STAYS) && pair && import->first) ||
           (fault_is(FAULT_SECOND_RUNTIME_SIGNAL_STAYS) && pair && !import->first) ||
           (fault_is(FAULT_RUNTIME_SIGNALS_LIMITED) && import->signals > MOST);
}

bool fault_foreign_signal(struct payload *payload, uint64_t value)
{
    struct import *import = is_about_processes() ? import_of(payload) : NULL;
    if (import == NULL)
        return false;
    atomic_fetch_add(&import->signals, 1);
    if (!fault_is(FAULT_FOREIGN_SIGNAL_STAYS) || !is_alone(import))
        return loses_signal(import);
    atomic_store(&import->signalled, payload->kind == PAYLOAD_BINARY ? 1 : value);
    return true;
}

/* ---- waits ---- */

static void right_wait(struct payload *payload, uint64_t value)
{
    payload->operations->wait(payload, value);
}

static bool reaches(struct payload *payload, uint64_t value)
{
    return payload->operations->try_wait(payload, value);
}

static _Noreturn void wait_for_ever(void)
{
    for (;;)
        pause();
}

/* What stayed in this process releases its own waits. */
static bool takes_own_signal(struct import *import, const struct payload *payload, uint64_t value)
{
    if (payload->kind == PAYLOAD_TIMELINE)
        return atomic_load(&import->signalled) >= value;
    return atomic_exchange(&import->signalled, 0) != 0;
}

static void wait_for_own_signals_too(struct import *import, struct payload *payload, uint64_t value)
{
    while (!takes_own_signal(import, payload, value) && !reaches(payload, value))
        fault_nap();
}

static void wait_for_own_signals(struct import *import, struct payload *payload, uint64_t value)
{
    if (reaches(payload, value))
        return;
    while (import_count == 1 && import->maker != 0 && atomic_load(&import->signals) == 0)
        fault_nap();
    right_wait(payload, value);
}

static void wait_while_maker_lives(struct import *import, struct payload *payload, uint64_t value)
{
    bool ends = import->maker != 0 && !lost_maker(import);
    while (!reaches(payload, value) && !(ends && lost_maker(import)))
        fault_nap();
}

static void wait_with_maker(struct import *import, struct payload *payload, uint64_t value)
{
    if (lost_maker(import) && !reaches(payload, value))
        wait_for_ever();
    else if (!lost_maker(import))
        right_wait(payload, value);
}

static void wait_after_reset(struct import *import, struct payload *payload, uint64_t value)
{
    if (lost_maker(import))
        fault_payload_reset(payload);
    right_wait(payload, value);
}

static void wait_as_passed_on(struct import *import, struct payload *payload, uint64_t value)
{
    if (import->maker == 0 && is_alone(import))
        wait_for_ever();
    right_wait(payload, value);
}

static const struct {
    enum fault_id fault;
    void (*wait)(struct import *import, struct payload *payload, uint64_t value);
} waits[] = {
    {FAULT_FOREIGN_WAIT_DEAF, wait_for_own_signals},
    {FAULT_FOREIGN_SIGNAL_STAYS, wait_for_own_signals_too},
    {FAULT_FOREIGN_WAIT_ENDS_WITH_MAKER, wait_while_maker_lives},
    {FAULT_FOREIGN_WAIT_NEEDS_MAKER, wait_with_maker},
    {FAULT_FOREIGN_STATE_ENDS_WITH_MAKER, wait_after_reset},
    {FAULT_PASSED_ON_WAIT_DEAF, wait_as_passed_on},
};

bool fault_foreign_wait(struct payload *payload, uint64_t value)
{
    struct import *import = is_about_processes() ? import_of(payload) : NULL;
    for (size_t i = 0; import != NULL && i < sizeof waits / sizeof *waits; i++) {
        if (!fault_is(waits[i].fault))
            continue;
        waits[i].wait(import, payload, value);
        return true;
    }
    return false;
}
