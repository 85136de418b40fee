/* Hash tables with chains, doubled when they are full. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/table.h"

#include <stdlib.h>

enum { FIRST_BUCKETS = 64 };

/* Handles are pointers or small numbers: mix, so that neither falls into few buckets. */
static size_t bucket_of(const struct table *table, uint64_t key)
{
    return (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (table->bucket_count - 1);
}

void *table_find(const struct table *table, uint64_t key)
{
    if (table->bucket_count == 0)
        return NULL;
    struct table_entry *entry = table->buckets[bucket_of(table, key)];
    while (entry != NULL && entry->key != key)
        entry = entry->next;
    return entry;
}

static int grow(struct table *table)
{
    struct table larger = {.bucket_count = table->bucket_count == 0 ? FIRST_BUCKETS : table->bucket_count * 2,
                           .count = table->count};
    larger.buckets = calloc(larger.bucket_count, sizeof *larger.buckets);
    if (larger.buckets == NULL)
        return -1;
    for (size_t i = 0; i < table->bucket_count; i++) {
        for (struct table_entry *entry = table->buckets[i], *next; entry != NULL; entry = next) {
            struct table_entry **bucket = &larger.buckets[bucket_of(&larger, entry->key)];
            next = entry->next;
            entry->next = *bucket;
            *bucket = entry;
        }
    }
    free(table->buckets);
    *table = larger;
    return 0;
}

void *table_put(struct table *table, uint64_t key, size_t size)
{
    struct table_entry *entry = table_find(table, key);
    if (entry != NULL)
        return entry;
    if (table->count == table->bucket_count && grow(table) != 0)
        return NULL;
    entry = calloc(1, size);
    if (entry == NULL)
        return NULL;
    struct table_entry **bucket = &table->buckets[bucket_of(table, key)];
    entry->key = key;
    entry->next = *bucket;
    *bucket = entry;
    table->count++;
    return entry;
}

void table_remove(struct table *table, uint64_t key)
{
    if (table->bucket_count == 0)
        return;
    struct table_entry **link = &table->buckets[bucket_of(table, key)];
    while (*link != NULL && (*link)->key != key)
        link = &(*link)->next;
    struct table_entry *entry = *link;
    if (entry == NULL)
        return;
    *link = entry->next;
    free(entry);
    table->count--;
}

void *table_next(const struct table *table, const void *entry)
{
    const struct table_entry *previous = entry;
    if (previous != NULL && previous->next != NULL)
        return previous->next;
    size_t bucket = previous == NULL ? 0 : bucket_of(table, previous->key) + 1;
    while (bucket < table->bucket_count && table->buckets[bucket] == NULL)
        bucket++;
    return bucket < table->bucket_count ? table->buckets[bucket] : NULL;
}

void table_clear(struct table *table)
{
    for (size_t i = 0; i < table->bucket_count; i++) {
        for (struct table_entry *entry = table->buckets[i], *next; entry != NULL; entry = next) {
            next = entry->next;
            free(entry);
        }
    }
    free(table->buckets);
    *table = (struct table){.buckets = NULL};
}
