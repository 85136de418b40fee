/* YAML 1.2 scalars that hold any text, in a form that the smallest readers of TAP understand as well. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/yaml.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"

/* What a double-quoted scalar must not hold as it is. The last three end lines or mark byte order for some
 * readers. */
static const struct escape {
    const char *bytes;
    const char *written;
} escapes[] = {
    {"\"", "\\\""},
    {"\\", "\\\\"},
    {"\n", "\\n"},
    {"\t", "\\t"},
    {"\xE2\x80\xA8", "\\u2028"},
    {"\xE2\x80\xA9", "\\u2029"},
    {"\xEF\xBB\xBF", "\\uFEFF"},
};

enum { ESCAPE_COUNT = sizeof escapes / sizeof *escapes };

static const struct escape *escape_at(const char *text)
{
    for (size_t i = 0; i < ESCAPE_COUNT; i++)
        if (strncmp(text, escapes[i].bytes, strlen(escapes[i].bytes)) == 0)
            return &escapes[i];
    return NULL;
}

static void write_quoted(FILE *stream, const char *printable)
{
    putc('"', stream);
    while (*printable) {
        const struct escape *escape = escape_at(printable);
        if (escape) {
            fputs(escape->written, stream);
            printable += strlen(escape->bytes);
        } else {
            putc(*printable++, stream);
        }
    }
    putc('"', stream);
}

void yaml_write_quoted(FILE *stream, const char *text)
{
    char *printable = text_printable(text, strlen(text));
    write_quoted(stream, printable);
    free(printable);
}

/* The first line tells a reader how far a block is indented, so it must not begin with any kind of space. */
static bool fits_block(const char *printable)
{
    bool visible_start = printable[0] > ' ' && printable[0] < 0x7F;
    for (size_t i = 0; visible_start && i < ESCAPE_COUNT; i++)
        if ((unsigned char)escapes[i].bytes[0] >= 0x80 && strstr(printable, escapes[i].bytes))
            return false;
    return visible_start;
}

static void write_block(FILE *stream, char *printable, int indent)
{
    fputs(" |\n", stream);
    for (char *rest = printable, *line; (line = strsep(&rest, "\n"));)
        fprintf(stream, "%*s%s\n", indent, "", line);
}

void yaml_write_block(FILE *stream, const char *text, int indent)
{
    size_t size = strlen(text);
    while (size && text[size - 1] == '\n')
        size--;
    char *printable = text_printable(text, size);
    if (fits_block(printable)) {
        write_block(stream, printable, indent);
    } else {
        putc(' ', stream);
        write_quoted(stream, printable);
        putc('\n', stream);
    }
    free(printable);
}
