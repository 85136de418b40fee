/* A bounded buffer of output: a head, and a ring of the last bytes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/output.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/report.h"

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

void output_reset(struct output *output)
{
    output->total = 0;
}

void output_append(struct output *output, const char *bytes, size_t size)
{
    /* Every index follows from total alone, so none is out of bounds even if a case scribbled over it. */
    while (size > 0) {
        size_t chunk;
        if (output->total < OUTPUT_HEAD) {
            size_t at = (size_t)output->total;
            chunk = smaller(size, OUTPUT_HEAD - at);
            memcpy(output->head + at, bytes, chunk);
        } else {
            size_t at = (size_t)((output->total - OUTPUT_HEAD) % OUTPUT_TAIL);
            chunk = smaller(size, OUTPUT_TAIL - at);
            memcpy(output->tail + at, bytes, chunk);
        }
        output->total += chunk;
        bytes += chunk;
        size -= chunk;
    }
}

bool output_drain(struct output *output, int descriptor)
{
    char bytes[16 * 1024];
    ssize_t count = read(descriptor, bytes, sizeof bytes);
    if (count > 0)
        output_append(output, bytes, (size_t)count);
    return count > 0;
}

static size_t append(char *text, size_t at, const char *bytes, size_t size)
{
    memcpy(text + at, bytes, size);
    return at + size;
}

char *output_text(const struct output *output)
{
    enum { MARK = 80 };
    uint64_t total = output->total;
    uint64_t after_head = total > OUTPUT_HEAD ? total - OUTPUT_HEAD : 0;
    size_t length = 0;
    char *bytes = malloc(OUTPUT_HEAD + MARK + OUTPUT_TAIL);
    if (bytes == NULL)
        abort();

    length = append(bytes, length, output->head, (size_t)(total - after_head));
    if (after_head <= OUTPUT_TAIL) {
        length = append(bytes, length, output->tail, (size_t)after_head);
    } else {
        size_t oldest = (size_t)(after_head % OUTPUT_TAIL);
        length += (size_t)snprintf(bytes + length, MARK, "\n[%" PRIu64 " bytes left out]\n",
                                   after_head - OUTPUT_TAIL);
        length = append(bytes, length, output->tail + oldest, OUTPUT_TAIL - oldest);
        length = append(bytes, length, output->tail, oldest);
    }
    char *text = text_printable(bytes, length);
    free(bytes);
    return text;
}
