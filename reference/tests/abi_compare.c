/* abi_compare.c: the test reference.abi: names every difference between our declarations and a toolkit's. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "abi_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What CTest takes for a skipped test. */
#define EXIT_SKIPPED 77

struct kind_count {
    const char *kind;
    size_t compared;
};

static struct kind_count kind_counts[] = {
    {"enumerator", 0},  {"size", 0},    {"alignment", 0}, {"offset", 0}, {"member size", 0},
    {"member type", 0}, {"typedef", 0}, {"prototype", 0}, {"macro", 0},  {"exported name", 0},
};

static const size_t kind_total = sizeof(kind_counts) / sizeof(kind_counts[0]);

static int compare_entries(const void *left, const void *right)
{
    const struct abi_entry *a = left;
    const struct abi_entry *b = right;
    int order = strcmp(a->kind, b->kind);
    return order != 0 ? order : strcmp(a->name, b->name);
}

static void count_compared(const char *kind)
{
    for (size_t i = 0; i < kind_total; i++) {
        if (strcmp(kind_counts[i].kind, kind) == 0) {
            kind_counts[i].compared++;
            return;
        }
    }
    fprintf(stderr, "the tables hold a kind of entry that is not known: %s\n", kind);
    abort();
}

static size_t report_only(const char *side, const struct abi_entry *entry)
{
    printf("only %s: %s %s = %lld\n", side, entry->kind, entry->name, entry->value);
    return 1;
}

/* Returns how many differences it printed: 0 or 1. */
static size_t compare_values(const struct abi_entry *ours, const struct abi_entry *toolkit)
{
    count_compared(ours->kind);
    if (ours->value == toolkit->value)
        return 0;
    printf("different: %s %s: %lld in ours, %lld in the toolkit\n", ours->kind, ours->name, ours->value,
           toolkit->value);
    return 1;
}

/* Walks both sorted tables at once. */
static size_t compare_tables(void)
{
    size_t differences = 0;
    size_t i = 0;
    size_t j = 0;
    while (i < abi_ours_count || j < abi_toolkit_count) {
        int order = 0;
        if (i == abi_ours_count)
            order = 1;
        else if (j == abi_toolkit_count)
            order = -1;
        else
            order = compare_entries(&abi_ours[i], &abi_toolkit[j]);
        if (order < 0)
            differences += report_only("in ours", &abi_ours[i++]);
        else if (order > 0)
            differences += report_only("in the toolkit", &abi_toolkit[j++]);
        else
            differences += compare_values(&abi_ours[i++], &abi_toolkit[j++]);
    }
    return differences;
}

/* A kind of which nothing was compared means that the tables were not made as they should be. */
static size_t report_counts(void)
{
    size_t together = 0;
    size_t missing = 0;
    printf("compared with CUDA %d.%d:", abi_toolkit_version / 1000, abi_toolkit_version % 1000 / 10);
    for (size_t i = 0; i < kind_total; i++) {
        printf(" %s %zu,", kind_counts[i].kind, kind_counts[i].compared);
        together += kind_counts[i].compared;
        missing += kind_counts[i].compared == 0;
    }
    printf(" together %zu\n", together);
    return missing;
}

int main(void)
{
    qsort(abi_ours, abi_ours_count, sizeof(abi_ours[0]), compare_entries);
    qsort(abi_toolkit, abi_toolkit_count, sizeof(abi_toolkit[0]), compare_entries);
    size_t differences = compare_tables();
    size_t missing_kinds = report_counts();
    printf("differences %zu, kinds of which nothing was compared %zu\n", differences, missing_kinds);
    if (missing_kinds > 0)
        return EXIT_FAILURE;
    if (differences > 0 && abi_toolkit_version > abi_ours_version) {
        printf(
            "skipped: the toolkit is newer than our declarations of CUDA %d.%d and may have added to them\n",
            abi_ours_version / 1000, abi_ours_version % 1000 / 10);
        return EXIT_SKIPPED;
    }
    return differences == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
