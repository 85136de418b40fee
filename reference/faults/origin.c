/* What the mutant remembers of the objects that were imported: which file each is of. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/origin.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faults/holder.h"

enum { REMEMBERED = 16384 };

static struct origin origins[REMEMBERED];
static struct origin *latest;
static _Atomic size_t origin_count;

ino_t fault_file_of(int fd)
{
    struct stat status;
    return fstat(fd, &status) == 0 ? status.st_ino : 0;
}

bool fault_is_open_here(const struct origin *origin)
{
    return fault_count_open(getpid(), origin->file) > 0;
}

struct origin *fault_origin_at(size_t index)
{
    return index < origin_count ? &origins[index] : NULL;
}

struct origin *fault_origin(const void *object)
{
    for (size_t i = 0; i < origin_count; i++) {
        if (origins[i].object == object)
            return &origins[i];
    }
    return NULL;
}

struct origin *fault_origin_of_handle(const void *handle)
{
    for (size_t i = 0; i < origin_count; i++) {
        if (origins[i].handle == handle)
            return &origins[i];
    }
    return NULL;
}

struct origin *fault_remember(const void *object, int fd)
{
    struct origin *origin = fault_origin(object);
    if (origin == NULL && origin_count == REMEMBERED)
        abort();
    if (origin == NULL)
        origin = &origins[origin_count++];
    *origin = (struct origin){.object = object, .file = fault_file_of(fd)};
    pthread_mutex_init(&origin->use, NULL);
    latest = origin;
    return origin;
}

void fault_origin_imported(void *handle)
{
    latest->handle = handle;
}
