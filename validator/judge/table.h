/* Tables of the judge: what is known of a handle or pointer, found by its number. Private to validator/judge.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef JUDGE_TABLE_H
#define JUDGE_TABLE_H

#include <stddef.h>
#include <stdint.h>

/* First member of what a table holds. */
struct table_entry {
    uint64_t key;
    struct table_entry *next;
};

struct table {
    struct table_entry **buckets;
    size_t bucket_count;
    size_t count;
};

/* NULL when there is none. */
void *table_find(const struct table *table, uint64_t key);

/*
 * The entry of this key, made of size bytes of zeros behind its head when there was none. NULL without
 * memory: then the judge knows less, and judges less.
 */
void *table_put(struct table *table, uint64_t key, size_t size);

void table_remove(struct table *table, uint64_t key);

/*
 * The entries one after another, in no order: from NULL to the first, from the last to NULL. The table must
 * not change meanwhile.
 */
void *table_next(const struct table *table, const void *entry);
void table_clear(struct table *table);

#endif
