/* Tests of an exporter's memory: what is written is read, inside the object and nowhere else. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void fill_pattern(unsigned char *bytes, size_t size, unsigned seed)
{
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (unsigned char)(i * 7 + (i >> 8) + seed);
    }
}

static bool round_trip(const struct subject *subject, struct outside *memory, uint64_t offset, size_t size)
{
    unsigned char *sent = malloc(size);
    unsigned char *got = calloc(1, size);
    fill_pattern(sent, size, (unsigned)offset);
    bool same = subject->operations->write(memory, offset, sent, size) &&
                subject->operations->read(memory, offset, got, size) && memcmp(sent, got, size) == 0;
    free(sent);
    free(got);
    return same;
}

static void test_ranges(const struct subject *subject, struct outside *memory, uint64_t size)
{
    const struct exporter_operations *exporter = subject->operations;
    unsigned char byte = 1;
    check_call(subject, round_trip(subject, memory, 0, 1), "the first byte");
    check_call(subject, round_trip(subject, memory, 3, 4097), "an odd offset and size");
    check_call(subject, round_trip(subject, memory, size - 1, 1), "the last byte");
    check_call(subject, round_trip(subject, memory, 0, size), "all of it");
    check(!exporter->write(memory, size, &byte, 1), "%s: a byte after the end is refused", exporter->name);
    check(!exporter->read(memory, UINT64_MAX, &byte, 1), "%s: an offset that overflows is refused",
          exporter->name);
    unsigned char around[3] = {1, 2, 3};
    unsigned char seen[3] = {0};
    const unsigned char expected[3] = {1, 9, 3};
    check_call(subject,
               exporter->write(memory, 100, around, 3) &&
                   exporter->write(memory, 101, &(unsigned char){9}, 1) &&
                   exporter->read(memory, 100, seen, 3) && memcmp(seen, expected, 3) == 0,
               "a write leaves its neighbours alone");
}

void test_memory(const struct subject *subject, enum extres_handle_type type)
{
    if (!offered(subject, type)) {
        skip(extres_handle_types[type].name, "not offered");
        return;
    }
    const struct exporter_operations *exporter = subject->operations;
    const uint64_t size = 1024 * 1024 + 5;
    struct outside *memory = exporter->create(subject->exporter, type, size, 0);
    if (!check_call(subject, memory != NULL, "memory is made")) {
        return;
    }
    check_call(subject, exporter->memory_size(memory) >= size, "its size is at least what was asked for");
    test_ranges(subject, memory, size);
    bool released = true;
    check(!exporter->signal(memory, 1) && !exporter->wait(memory, 1, 0, &released),
          "%s: memory is no semaphore", exporter->name);
    int first = exporter->export_fd(memory);
    int second = exporter->export_fd(memory);
    check_call(subject, first >= 0 && second >= 0 && first != second, "two exports, two descriptors");
    close(first);
    close(second);
    check_call(subject, round_trip(subject, memory, 0, 64),
               "closing the descriptors leaves the memory alone");
    check(exporter->create(subject->exporter, type, 0, 0) == NULL, "%s: no memory of size 0", exporter->name);
    exporter->destroy(memory);
}
