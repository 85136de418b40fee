/* Faults of imports of what another process has made, or imports as well. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/process.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faults/faults.h"
#include "faults/foreign.h"
#include "faults/holder.h"
#include "faults/object.h"
#include "faults/payload.h"

/* Where in the header's page, behind the header, the note is. */
enum { NOTE_PLACE = 2048 };

/* ---- whose an object is ---- */

static const struct origin *earlier_import(const struct origin *origin)
{
    const struct origin *earlier;
    for (size_t i = 0; (earlier = fault_origin_at(i)) != NULL; i++) {
        if (earlier != origin && earlier->file == origin->file)
            return earlier;
    }
    return NULL;
}

/* Descriptors that the maker is about to close are given a moment. */
static void find_maker(struct foreign *foreign, ino_t file)
{
    enum { LOOKS = 200 };
    foreign->maker = fault_child_with(file, &foreign->maker_descriptors);
    for (int i = 0; i < LOOKS && foreign->maker != 0 && foreign->maker_descriptors > 1; i++) {
        fault_nap();
        foreign->maker = fault_child_with(file, &foreign->maker_descriptors);
    }
}

/* NULL for a descriptor that is of no object, such as one that the mutant took for one. */
static struct foreign *create_foreign(int fd, ino_t file)
{
    struct extres_shared_object object;
    if (extres_shared_open(fd, &object) != 0)
        return NULL;
    struct foreign *foreign = calloc(1, sizeof *foreign); /* stays, as the origin does */
    if (foreign == NULL)
        abort();
    foreign->object = object;
    foreign->note = (struct foreign_note *)(void *)((unsigned char *)object.header + NOTE_PLACE);
    foreign->first = atomic_fetch_add(&foreign->note->runtimes, 1) == 0;
    atomic_store(&foreign->note->latest, getpid());
    find_maker(foreign, file);
    return foreign;
}

/* What another process has made this one has mapped nowhere but in the import itself. */
static void find_out(struct origin *origin, int fd)
{
    if (fault_active < FAULT_FIRST_OF_PROCESSES || fault_active > FAULT_LAST_OF_PROCESSES)
        return;
    const struct origin *earlier = earlier_import(origin);
    if (earlier != NULL)
        origin->foreign = earlier->foreign;
    else if (fault_count_mappings(origin->file) == 1)
        origin->foreign = create_foreign(fd, origin->file);
}

/* ---- importing ---- */

static bool refuses(const struct foreign *foreign, enum fault_id open_elsewhere)
{
    /* Every case is in a process group of its own, with its own process at the head. */
    if (fault_is(FAULT_DEVICE_IS_OF_ONE_PROCESS) && getpid() != getpgrp())
        return true;
    return foreign != NULL && fault_is(open_elsewhere) && foreign->maker_descriptors > 1;
}

static bool is_second_copy(const struct foreign *foreign)
{
    return fault_is(FAULT_SECOND_PROCESS_GETS_A_COPY) && foreign != NULL && !foreign->first;
}

enum provider_answer fault_process_memory(struct origin *origin, int fd, struct imported_memory **out)
{
    enum provider_answer answer = PROVIDER_TAKEN;
    find_out(origin, fd);
    const struct foreign *foreign = origin->foreign;
    if (refuses(foreign, FAULT_FOREIGN_MEMORY_OPEN_ELSEWHERE_REFUSED) ||
        (fault_is(FAULT_MEMORY_OF_TWO_RUNTIMES_REFUSED) && foreign != NULL && !foreign->first)) {
        imported_memory_release(*out);
        return PROVIDER_REFUSED;
    }
    if (fault_is(FAULT_FOREIGN_MEMORY_CLEARED) && foreign != NULL)
        memset((*out)->base, 0, (*out)->size);
    if (is_second_copy(foreign) || (fault_is(FAULT_FOREIGN_MEMORY_IS_A_COPY) && foreign != NULL))
        answer = fault_copy_memory(out);
    origin->object = *out;
    return answer;
}

enum provider_answer fault_process_semaphore(struct origin *origin, int fd, struct payload **out)
{
    find_out(origin, fd);
    if (refuses(origin->foreign, FAULT_FOREIGN_SEMAPHORE_OPEN_ELSEWHERE_REFUSED)) {
        payload_release(*out);
        return PROVIDER_REFUSED;
    }
    if (is_second_copy(origin->foreign))
        fault_copy_semaphore((*out)->kind, out);
    origin->object = *out;
    return PROVIDER_TAKEN;
}

/* ---- afterwards ---- */

void fault_process_destroyed(const void *handle)
{
    const struct origin *origin = fault_origin_of_handle(handle);
    if (origin == NULL || origin->foreign == NULL)
        return;
    if (fault_is(FAULT_DESTROY_ENDS_FOREIGN_OBJECT))
        atomic_store(&origin->foreign->note->ended, true);
    if (fault_is(FAULT_SEMAPHORE_DESTROY_FORGETS_SLEEPERS))
        atomic_store(&origin->foreign->object.header->waiters, 0);
}

bool fault_memory_has_lost_its_maker(const struct imported_memory *imported)
{
    const struct origin *origin = fault_origin(imported);
    return origin != NULL && origin->foreign != NULL && fault_has_lost_maker(origin->foreign);
}
