/* The shared object: making, opening, signalling and waiting, as docs/shared-object.md describes it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/shared_object.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "platform/futex.h"

#define NANOSECONDS_PER_SECOND UINT64_C(1000000000)
#define REQUIRED_SEALS         (F_SEAL_SHRINK | F_SEAL_GROW)

/* Other processes, perhaps built by another compiler, read the same page. */
static_assert(sizeof(struct extres_shared_header) == 40, "the header's layout is public");
static_assert(offsetof(struct extres_shared_header, memory_size) == 16, "the header's layout is public");
static_assert(offsetof(struct extres_shared_header, value) == 24, "the header's layout is public");
static_assert(offsetof(struct extres_shared_header, sequence) == 32, "the header's layout is public");
static_assert(offsetof(struct extres_shared_header, waiters) == 36, "the header's layout is public");
static_assert(ATOMIC_INT_LOCK_FREE == 2 && ATOMIC_LLONG_LOCK_FREE == 2, "a lock would not be shared");

static const char *const file_names[] = {
    [EXTRES_SHARED_MEMORY] = "extres.memory",
    [EXTRES_SHARED_BINARY] = "extres.binary",
    [EXTRES_SHARED_TIMELINE] = "extres.timeline",
};

static bool is_kind(uint32_t kind)
{
    return kind >= EXTRES_SHARED_MEMORY && kind <= EXTRES_SHARED_TIMELINE;
}

/* ---- mapping ---- */

static int map_file(int fd, size_t size, enum extres_shared_kind kind, struct extres_shared_object *out)
{
    unsigned char *base = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (base == MAP_FAILED)
        return -errno;
    *out = (struct extres_shared_object){
        .header = (struct extres_shared_header *)(void *)base,
        .memory = kind == EXTRES_SHARED_MEMORY ? base + EXTRES_SHARED_HEADER_SIZE : NULL,
        .mapped_size = size,
        .kind = kind,
    };
    return 0;
}

/* Size and map the new file, write its header, and only then seal its size: that makes it a shared object. */
static int fill_file(int fd, enum extres_shared_kind kind, uint64_t memory_size, uint64_t value,
                     struct extres_shared_object *out)
{
    size_t file_size = (size_t)(EXTRES_SHARED_HEADER_SIZE + memory_size);
    if (ftruncate(fd, (off_t)file_size) < 0)
        return -errno;
    int error = map_file(fd, file_size, kind, out);
    if (error)
        return error;
    out->header->magic = EXTRES_SHARED_MAGIC;
    out->header->version = EXTRES_SHARED_VERSION;
    out->header->kind = kind;
    out->header->memory_size = memory_size;
    atomic_init(&out->header->value, value);
    if (fcntl(fd, F_ADD_SEALS, REQUIRED_SEALS | F_SEAL_SEAL) < 0) {
        error = -errno;
        extres_shared_close(out);
    }
    return error;
}

int extres_shared_create(enum extres_shared_kind kind, uint64_t memory_size, uint64_t initial_value,
                         struct extres_shared_object *out, int *out_fd)
{
    if (!is_kind(kind))
        return -EINVAL;
    if (kind == EXTRES_SHARED_MEMORY) {
        if (memory_size == 0 || memory_size > INT64_MAX - EXTRES_SHARED_HEADER_SIZE)
            return -EINVAL;
        initial_value = 0;
    } else {
        memory_size = 0;
        if (kind == EXTRES_SHARED_BINARY)
            initial_value = initial_value != 0;
    }

    int fd = memfd_create(file_names[kind], MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return -errno;
    int error = fill_file(fd, kind, memory_size, initial_value, out);
    if (error) {
        close(fd);
        return error;
    }
    *out_fd = fd;
    return 0;
}

/*
 * The size of a file that can neither shrink nor grow any more, or a negative errno value. Such a file is the
 * only one that can be mapped without fear of SIGBUS from a process that cuts it off later, so this is asked
 * before one byte is read. Huge pages are left out: they can be lacking when a mapping is touched.
 */
static off_t sealed_size(int fd)
{
    int seals = fcntl(fd, F_GET_SEALS);
    if (seals < 0 && errno == EBADF)
        return -EBADF;
    if (seals < 0 || (seals & REQUIRED_SEALS) != REQUIRED_SEALS)
        return -ENOMSG;
    struct statfs file_system;
    if (fstatfs(fd, &file_system) < 0 || file_system.f_type != TMPFS_MAGIC)
        return -ENOMSG;
    struct stat status;
    if (fstat(fd, &status) < 0)
        return -errno;
    return status.st_size;
}

int extres_shared_open(int fd, struct extres_shared_object *out)
{
    off_t file_size = sealed_size(fd);
    if (file_size < 0)
        return (int)file_size;

    /* The header is judged in a copy, as another process may change the page meanwhile. */
    struct extres_shared_header header;
    if (pread(fd, &header, sizeof header, 0) != (ssize_t)sizeof header || header.magic != EXTRES_SHARED_MAGIC)
        return -ENOMSG;
    if (header.version != EXTRES_SHARED_VERSION || !is_kind(header.kind))
        return -EPROTO;
    if ((header.memory_size != 0) != (header.kind == EXTRES_SHARED_MEMORY))
        return -EPROTO;
    if (file_size < (off_t)EXTRES_SHARED_HEADER_SIZE ||
        header.memory_size != (uint64_t)file_size - EXTRES_SHARED_HEADER_SIZE)
        return -EPROTO;
    return map_file(fd, (size_t)file_size, (enum extres_shared_kind)header.kind, out);
}

void extres_shared_close(struct extres_shared_object *object)
{
    if (object->header)
        munmap(object->header, object->mapped_size);
    *object = (struct extres_shared_object){0};
}

/* ---- looking ---- */

enum extres_shared_kind extres_shared_kind_of(const struct extres_shared_object *object)
{
    return object->kind;
}

uint64_t extres_shared_memory_size(const struct extres_shared_object *object)
{
    /* Not from the header, which another process may have changed: this much is mapped. */
    return object->memory ? object->mapped_size - EXTRES_SHARED_HEADER_SIZE : 0;
}

uint64_t extres_shared_value(const struct extres_shared_object *object)
{
    return atomic_load(&object->header->value);
}

/* ---- signal and wait ---- */

/*
 * Why no wake-up is lost. A signal does, in this order:   A wait does, in this order:
 *   S1  write value                                         W1  add 1 to waiters
 *   S2  read waiters; done when it is 0                     W2  read sequence
 *   S3  add 1 to sequence; wake all                         W3  look at value; satisfied: leave
 *                                                           W4  sleep if sequence is still what W2 read
 * All of S1 to S3 and W1 to W3 are sequentially consistent, so there is one order of them that everybody
 * agrees on. Should W3 miss S1, then W3 comes before S1 in it. So does W1, hence S2 reads a waiter, and S3
 * follows. And so does W2, hence it read the sequence before S3: W4 either finds the new sequence and does
 * not sleep, or, the kernel comparing and queueing under one lock, sleeps before the wake arrives and is
 * woken by it. With acquire and release alone, S2 could be performed before S1 is visible, and W3 before W1
 * is: each would miss the other.
 *
 * (The sequence wraps. A sleeper would be missed only if 2^32 signals fell between its W2 and its W4.)
 *
 * The sequence stays as it is where nobody waits, which is to say sleeps: a wait that spins, on another
 * processor, then gets the line with the value once and not a second time.
 *
 * The signal wakes all, for a binary semaphore too. Were one waiter woken, and killed or timed out before it
 * took the signal, the others would sleep on beside a signalled semaphore. A waiter that was killed leaves
 * waiters one too high for good; that costs each later signal a system call and nothing else.
 */
void extres_shared_signal(struct extres_shared_object *object, uint64_t value)
{
    struct extres_shared_header *header = object->header;
    atomic_store(&header->value, object->kind == EXTRES_SHARED_BINARY ? 1 : value);
    if (atomic_load(&header->waiters) == 0)
        return;
    atomic_fetch_add(&header->sequence, 1);
    futex_wake_all(&header->sequence, true);
}

bool extres_shared_try_wait(struct extres_shared_object *object, uint64_t value)
{
    struct extres_shared_header *header = object->header;
    if (object->kind == EXTRES_SHARED_TIMELINE)
        return atomic_load(&header->value) >= value;
    uint64_t signalled = 1;
    return atomic_compare_exchange_strong(&header->value, &signalled, 0);
}

static uint64_t monotonic_nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NANOSECONDS_PER_SECOND + (uint64_t)now.tv_nsec;
}

/* When a timeout that begins now ends; one too long for the clock never does. */
static uint64_t deadline_after(uint64_t timeout)
{
    uint64_t now = monotonic_nanoseconds();
    return timeout > EXTRES_SHARED_FOREVER - now ? EXTRES_SHARED_FOREVER : now + timeout;
}

static uint64_t time_left(uint64_t deadline)
{
    if (deadline == EXTRES_SHARED_FOREVER)
        return FUTEX_FOREVER;
    uint64_t now = monotonic_nanoseconds();
    return now < deadline ? deadline - now : 0;
}

/* W2 to W4, until satisfied or out of time. Being woken means nothing but that it is time to look again. */
static int sleep_until_satisfied(struct extres_shared_object *object, uint64_t value, uint64_t deadline)
{
    for (;;) {
        uint32_t sequence = atomic_load(&object->header->sequence);
        if (extres_shared_try_wait(object, value))
            return 0;
        uint64_t left = time_left(deadline);
        if (left == 0)
            return -ETIMEDOUT;
        int error = futex_wait(&object->header->sequence, sequence, left, true);
        if (error && error != -EAGAIN && error != -ETIMEDOUT)
            return error;
    }
}

int extres_shared_wait(struct extres_shared_object *object, uint64_t value, uint64_t timeout_nanoseconds)
{
    if (extres_shared_try_wait(object, value))
        return 0;
    uint64_t deadline = deadline_after(timeout_nanoseconds);
    atomic_fetch_add(&object->header->waiters, 1);
    int error = sleep_until_satisfied(object, value, deadline);
    atomic_fetch_sub(&object->header->waiters, 1);
    return error;
}
