/* Tests of the bounded output buffer around its edges. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/tests/check.h"

static struct output output;

/* Prints numbered lines of 8 bytes until there are size bytes, in pieces of odd length. */
static void print_lines(size_t size)
{
    char *bytes = malloc(size + 8);
    size_t length = 0;
    output_reset(&output);
    for (unsigned number = 0; length < size; number++)
        length += (size_t)snprintf(bytes + length, 9, "%07u\n", number % 10000000);
    for (size_t at = 0; at < size;) {
        size_t piece = size - at < 4999 ? size - at : 4999;
        output_append(&output, bytes + at, piece);
        at += piece;
    }
    free(bytes);
}

static void test_whole(size_t size, const char *name)
{
    print_lines(size);
    char *text = output_text(&output);
    check(strlen(text) == size && strstr(text, "left out") == NULL, name);
    free(text);
}

static void test_cut(void)
{
    const size_t size = 10 * 1024 * 1024;
    char last[16];
    char mark[64];
    print_lines(size);
    snprintf(last, sizeof last, "%07zu\n", size / 8 - 1);
    snprintf(mark, sizeof mark, "\n[%zu bytes left out]\n", size - OUTPUT_HEAD - OUTPUT_TAIL);
    char *text = output_text(&output);
    check(strncmp(text, "0000000\n0000001\n", 16) == 0, "the start of a long output is kept");
    check(strcmp(text + strlen(text) - 8, last) == 0, "the end of a long output is kept");
    check(strstr(text, mark) != NULL, "it is said how much is missing");
    check(strlen(text) == OUTPUT_HEAD + OUTPUT_TAIL + strlen(mark), "a long output is bounded");
    const char *tail = strstr(text, mark) + strlen(mark);
    check(atol(tail) == (long)((size - OUTPUT_TAIL) / 8), "the tail begins where it should");
    free(text);
}

int main(void)
{
    test_whole(0, "no output is an empty text");
    test_whole(OUTPUT_HEAD - 1, "less than the head is kept whole");
    test_whole(OUTPUT_HEAD + 1, "a little more than the head is kept whole");
    test_whole(OUTPUT_HEAD + OUTPUT_TAIL, "as much as fits is kept whole");
    test_cut();
    return check_end();
}
