/* The other side in a case: objects of the exporter, and what it does with them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "case/test.h"
#include "exporters/remote.h"

/* Work that the exporter cannot do is never the runtime's fault, unless a second runtime does the work. */
_Noreturn void other_side_failed(struct test *t, const char *what)
{
    bool missing = false;
    if (t->other_runtime != NULL && remote_runtime_failed(t->other_runtime, &missing)) {
        const char *text = t->other_runtime->operations->error(t->other_runtime);
        if (missing)
            skip(t, "in the other process: %s", text);
        EXPECT(t, false, "in the other process, which was to %s: %s", what, text);
    }
    broken(t, "the exporter %s cannot %s: %s", t->exporter->operations->name, what,
           t->exporter->operations->error(t->exporter));
}

static struct outside *make_outside(struct test *t, enum extres_handle_type type, uint64_t size,
                                    uint64_t initial_value)
{
    if (t->exporter == NULL)
        skip(t, "no exporter: %s", t->exporter_missing);
    struct outside *outside = t->exporter->operations->create(t->exporter, type, size, initial_value);
    if (outside == NULL)
        other_side_failed(t, "make the object");
    return outside;
}

struct outside *make_memory(struct test *t, uint64_t size)
{
    bool of_memory = (t->leaf->declaration->types & ANY_MEMORY_FD) != 0;
    enum extres_handle_type type = of_memory ? t->leaf->type : EXTRES_MEMORY_OPAQUE_FD;
    if (!of_memory && t->exporter != NULL && !(t->exporter_offers & EXTRES_TYPE_BIT(type)))
        skip(t, "the exporter %s makes no memory", t->exporter->operations->name);
    return make_outside(t, type, size, 0);
}

struct outside *make_semaphore(struct test *t)
{
    return make_outside(t, t->leaf->type, 0, 0);
}

struct outside *make_semaphore_at(struct test *t, uint64_t initial_value)
{
    return make_outside(t, t->leaf->type, 0, initial_value);
}

struct outside *make_semaphore_of(struct test *t, enum extres_handle_type type)
{
    if (t->exporter != NULL && !(t->exporter_offers & EXTRES_TYPE_BIT(type)))
        skip(t, "the exporter %s makes no %s semaphore", t->exporter->operations->name,
             extres_handle_types[type].name);
    return make_outside(t, type, 0, 0);
}

struct outside *make_large_memory(struct test *t, uint64_t size)
{
    if (t->exporter == NULL)
        skip(t, "no exporter: %s", t->exporter_missing);
    struct outside *outside = t->exporter->operations->create(t->exporter, t->leaf->type, size, 0);
    if (outside == NULL)
        skip(t, "the exporter %s cannot make %" PRIu64 " bytes of memory: %s", t->exporter->operations->name,
             size, t->exporter->operations->error(t->exporter));
    return outside;
}

int export_fd(struct test *t, struct outside *outside)
{
    int fd = t->exporter->operations->export_fd(outside);
    if (fd < 0)
        other_side_failed(t, "export a descriptor");
    caller_watch(&t->caller, fd, "exported, not given away");
    return fd;
}

int duplicate_fd(struct test *t, int fd)
{
    int duplicate = dup(fd);
    if (duplicate < 0)
        broken(t, "cannot duplicate a descriptor: %s", strerror(errno));
    caller_watch(&t->caller, duplicate, "duplicated, not given away");
    return duplicate;
}

int export_fd_at(struct test *t, struct outside *outside, int number)
{
    int fd = t->exporter->operations->export_fd(outside);
    if (fd < 0)
        other_side_failed(t, "export a descriptor");
    int moved = dup2(fd, number);
    if (fd != number)
        close(fd);
    if (moved != number)
        broken(t, "cannot have descriptor %d: %s", number, strerror(errno));
    caller_watch(&t->caller, number, "exported, not given away");
    return number;
}

uint64_t size_outside(struct test *t, struct outside *outside)
{
    return t->exporter->operations->memory_size(outside);
}

void signal_outside(struct test *t, struct outside *outside, uint64_t value)
{
    if (!t->exporter->operations->signal(outside, value))
        other_side_failed(t, "signal");
}

bool try_signal_outside(struct test *t, struct outside *outside, uint64_t value)
{
    return t->exporter->operations->signal(outside, value);
}

static bool released_outside(struct test *t, struct outside *outside, uint64_t value, uint64_t timeout)
{
    bool released = false;
    if (!t->exporter->operations->wait(outside, value, timeout, &released))
        other_side_failed(t, "wait");
    return released;
}

bool sees_signal_outside(struct test *t, struct outside *outside, uint64_t value)
{
    return released_outside(t, outside, value, patience(t));
}

bool has_signal_outside(struct test *t, struct outside *outside, uint64_t value)
{
    return released_outside(t, outside, value, hold_window(t));
}

void expect_signal_outside(struct test *t, struct outside *outside, uint64_t value)
{
    EXPECT(t, sees_signal_outside(t, outside, value),
           "the exporter saw no signal (value %" PRIu64 ") within %.1f s", value, (double)patience(t) / 1e9);
}

void expect_no_signal_outside(struct test *t, struct outside *outside, uint64_t value)
{
    EXPECT(t, !has_signal_outside(t, outside, value),
           "the exporter saw a signal (value %" PRIu64 ") that nothing has made yet", value);
}

uint64_t value_outside(struct test *t, struct outside *outside)
{
    uint64_t value;
    if (!t->exporter->operations->value(outside, &value))
        other_side_failed(t, "tell the value");
    return value;
}

void expect_value_outside(struct test *t, struct outside *outside, uint64_t value)
{
    expect_signal_outside(t, outside, value);
    expect_equal(t, "the value that the exporter sees", value_outside(t, outside), value);
}

void expect_exact_signal_outside(struct test *t, struct outside *outside, uint64_t value)
{
    if (is_timeline(t))
        expect_value_outside(t, outside, value);
    else
        expect_signal_outside(t, outside, value);
}

void destroy_outside(struct test *t, struct outside *outside)
{
    t->exporter->operations->destroy(outside);
}

/* A byte that depends on all of its place and the seed, so that shifted or stale data is not taken for right.
 */
static unsigned char pattern_byte(uint64_t place, unsigned seed)
{
    uint64_t mixed = (place + 1) * UINT64_C(0x9e3779b97f4a7c15) + seed * UINT64_C(0xbf58476d1ce4e5b9);
    return (unsigned char)(mixed >> 56);
}

void pattern_fill(unsigned char *bytes, uint64_t offset, size_t size, unsigned seed)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = pattern_byte(offset + i, seed);
}

size_t pattern_mismatch(const unsigned char *bytes, uint64_t offset, size_t size, unsigned seed)
{
    size_t i = 0;
    while (i < size && bytes[i] == pattern_byte(offset + i, seed))
        i++;
    return i;
}

unsigned char *make_host_bytes(struct test *t, uint64_t offset, size_t size, unsigned seed)
{
    unsigned char *bytes = malloc(size == 0 ? 1 : size);
    if (bytes == NULL)
        broken(t, "no memory for %zu bytes", size);
    pattern_fill(bytes, offset, size, seed);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (unsigned char)~bytes[i];
    return bytes;
}

void fill_outside(struct test *t, struct outside *outside, uint64_t offset, size_t size, unsigned seed)
{
    unsigned char *bytes = make_host_bytes(t, offset, size, seed);
    pattern_fill(bytes, offset, size, seed);
    bool written = t->exporter->operations->write(outside, offset, bytes, size);
    free(bytes);
    if (!written)
        other_side_failed(t, "write memory");
}

void expect_pattern(struct test *t, const char *who, const unsigned char *bytes, uint64_t offset, size_t size,
                    unsigned seed)
{
    size_t mismatch = pattern_mismatch(bytes, offset, size, seed);
    EXPECT(t, mismatch == size,
           "%s finds other data at offset %" PRIu64 ", byte %zu of %zu: %#x, expected %#x", who,
           offset + mismatch, mismatch, size, mismatch < size ? bytes[mismatch] : 0,
           pattern_byte(offset + mismatch, seed));
}

void expect_moved_pattern_outside(struct test *t, struct outside *outside, uint64_t offset, size_t size,
                                  uint64_t pattern_offset, unsigned seed)
{
    unsigned char *bytes = make_host_bytes(t, pattern_offset, size, seed);
    if (!t->exporter->operations->read(outside, offset, bytes, size))
        other_side_failed(t, "read memory");
    expect_pattern(t, "the exporter", bytes, pattern_offset, size, seed);
    free(bytes);
}

void expect_pattern_outside(struct test *t, struct outside *outside, uint64_t offset, size_t size,
                            unsigned seed)
{
    expect_moved_pattern_outside(t, outside, offset, size, offset, seed);
}

void expect_bytes_outside(struct test *t, struct outside *outside, uint64_t offset, size_t size,
                          unsigned char byte)
{
    size_t same = 0;
    unsigned char *bytes = make_host_bytes(t, offset, size, 0);
    memset(bytes, (unsigned char)~byte, size);
    if (!t->exporter->operations->read(outside, offset, bytes, size))
        other_side_failed(t, "read memory");
    while (same < size && bytes[same] == byte)
        same++;
    EXPECT(t, same == size, "the exporter finds another byte at offset %" PRIu64 ": %#x, expected %#x",
           offset + same, same < size ? bytes[same] : 0, byte);
    free(bytes);
}

/* A copy that is complete when it returns, whatever else is blocked. */
static void copy_now(struct test *t, void *to, const void *from, size_t size)
{
    cudaStream_t stream = own_stream(t);
    EXPECT_SUCCESS(t, call_copy_async(&t->caller, to, from, size, stream));
    EXPECT_SUCCESS(t, call_stream_synchronize(&t->caller, stream));
}

void fill_device(struct test *t, void *pointer, uint64_t offset, size_t size, unsigned seed)
{
    unsigned char *bytes = make_host_bytes(t, offset, size, seed);
    pattern_fill(bytes, offset, size, seed);
    copy_now(t, pointer, bytes, size);
    free(bytes);
}

void expect_pattern_device(struct test *t, const void *pointer, uint64_t offset, size_t size, unsigned seed)
{
    unsigned char *bytes = make_host_bytes(t, offset, size, seed);
    copy_now(t, bytes, pointer, size);
    expect_pattern(t, "the device", bytes, offset, size, seed);
    free(bytes);
}
