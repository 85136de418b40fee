/* Text that may be printed, stored as XML and read by people, made from bytes that may be anything. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

/* Well-formed UTF-8 of two bytes and more, after table 3-7 of the Unicode standard: no overlong form, no
 * surrogate and nothing above U+10FFFF has a row. Third and fourth bytes are always 80 to BF. */
struct utf8_row {
    unsigned char first_low, first_high;
    unsigned char second_low, second_high;
    size_t length;
};

static const struct utf8_row utf8_rows[] = {
    {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
    {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
    {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

static bool is_between(unsigned char byte, unsigned char low, unsigned char high)
{
    return byte >= low && byte <= high;
}

static bool matches_row(const struct utf8_row *row, const unsigned char *bytes, size_t left)
{
    if (!is_between(bytes[0], row->first_low, row->first_high) || left < row->length ||
        !is_between(bytes[1], row->second_low, row->second_high))
        return false;
    for (size_t i = 2; i < row->length; i++)
        if (!is_between(bytes[i], 0x80, 0xBF))
            return false;
    return true;
}

/* U+0080 to U+009F are control characters; U+FFFE and U+FFFF must not stand in XML. */
static bool is_unprintable_character(const unsigned char *bytes)
{
    return (bytes[0] == 0xC2 && bytes[1] < 0xA0) ||
           (bytes[0] == 0xEF && bytes[1] == 0xBF && bytes[2] >= 0xBE);
}

/* Bytes of the printable character that begins here, 0 when none does. */
static size_t printable_length(const unsigned char *bytes, size_t left)
{
    if (bytes[0] < 0x80)
        return (bytes[0] >= 0x20 && bytes[0] != 0x7F) || bytes[0] == '\n' || bytes[0] == '\t';
    for (size_t i = 0; i < sizeof utf8_rows / sizeof *utf8_rows; i++)
        if (matches_row(&utf8_rows[i], bytes, left))
            return is_unprintable_character(bytes) ? 0 : utf8_rows[i].length;
    return 0;
}

char *text_printable(const char *bytes, size_t size)
{
    static const char digits[] = "0123456789ABCDEF";
    const unsigned char *source = (const unsigned char *)bytes;
    char *text = size < SIZE_MAX / 4 ? malloc(4 * size + 1) : NULL; /* each byte becomes \xNN at worst */
    if (!text)
        abort();

    char *end = text;
    for (size_t i = 0; i < size;) {
        size_t length = printable_length(source + i, size - i);
        if (length) {
            memcpy(end, source + i, length);
            end += length;
            i += length;
        } else {
            *end++ = '\\';
            *end++ = 'x';
            *end++ = digits[source[i] >> 4];
            *end++ = digits[source[i] & 15];
            i++;
        }
    }
    *end = '\0';
    char *fitted = realloc(text, (size_t)(end - text) + 1);
    return fitted ? fitted : text;
}

void text_make_printable(char *text, size_t size)
{
    char *clean = text_printable(text, strnlen(text, size));
    size_t length = strlen(clean);
    if (length >= size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)clean[length] & 0xC0) == 0x80)
            length--;
    }
    memcpy(text, clean, length);
    text[length] = '\0';
    free(clean);
}
