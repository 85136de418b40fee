/* Approximate search: the ids that hold the literal part of a pattern with the fewest changes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/nearest.h"

#include <stdio.h>
#include <string.h>

enum {
    LITERAL = 128,
    SUGGESTIONS = 3,
};

/* The longest piece of a glob without wildcards. */
static void longest_literal(const char *pattern, char *literal, size_t size)
{
    size_t longest = 0;
    literal[0] = '\0';
    while (*pattern != '\0') {
        size_t length = strcspn(pattern, "*?[]");
        if (length > longest && length < size) {
            longest = length;
            memcpy(literal, pattern, length);
            literal[length] = '\0';
        }
        pattern += length + (pattern[length] != '\0');
    }
}

static unsigned least(unsigned a, unsigned b, unsigned c)
{
    unsigned smaller = a < b ? a : b;
    return smaller < c ? smaller : c;
}

/*
 * The fewest insertions, deletions and replacements that make the literal a piece of text (Sellers' variant
 * of the edit distance: a match may begin and end anywhere). Literal is shorter than LITERAL.
 */
static unsigned distance_within(const char *literal, const char *text)
{
    unsigned column[LITERAL]; /* column[i]: cost of the literal's first i characters ending here in text */
    size_t length = strlen(literal);
    for (size_t i = 0; i <= length; i++)
        column[i] = (unsigned)i;
    unsigned best = column[length];
    for (; *text != '\0'; text++) {
        unsigned diagonal = column[0]; /* of the column before, one character shorter */
        for (size_t i = 1; i <= length; i++) {
            unsigned above = column[i];
            /* The analyser does not see that the literal ends where its length says. */
            /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
            column[i] = least(above + 1, column[i - 1] + 1, diagonal + (literal[i - 1] != *text));
            diagonal = above;
        }
        if (column[length] < best)
            best = column[length];
    }
    return best;
}

struct suggestion {
    const char *id;
    unsigned distance;
};

/* Keeps the best in order; among equals the first stays first. */
static void insert(struct suggestion best[SUGGESTIONS], struct suggestion candidate)
{
    for (size_t i = 0; i < SUGGESTIONS; i++) {
        if (best[i].id == NULL || candidate.distance < best[i].distance) {
            struct suggestion moved = best[i];
            best[i] = candidate;
            candidate = moved;
            if (candidate.id == NULL)
                return;
        }
    }
}

void nearest_ids(const char *first, size_t element_size, size_t count, const char *pattern, char *text,
                 size_t size)
{
    char literal[LITERAL];
    struct suggestion best[SUGGESTIONS] = {{NULL, 0}};
    longest_literal(pattern, literal, sizeof literal);
    for (size_t i = 0; i < count; i++) {
        const char *id = first + i * element_size;
        insert(best, (struct suggestion){id, distance_within(literal, id)});
    }

    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < SUGGESTIONS && best[i].id != NULL; i++) {
        int length = snprintf(text + used, size - used, "%s%s", i == 0 ? "; near to it: " : ", ", best[i].id);
        if (length < 0 || (size_t)length >= size - used)
            return;
        used += (size_t)length;
    }
}
