/* Holding sequences of call records against the judge. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef JUDGE_TESTS_SEQUENCE_H
#define JUDGE_TESTS_SEQUENCE_H

#include "judge/tests/records.h"

struct sequence {
    const struct extres_call_record *records;
    size_t count;
};

/* Of records, one after another. */
#define SEQUENCE(...)                                                             \
    ((struct sequence){(const struct extres_call_record[]){__VA_ARGS__},          \
                       sizeof((const struct extres_call_record[]){__VA_ARGS__}) / \
                           sizeof(struct extres_call_record)})

/* The last call breaks this rule, and nothing else is broken; what the judge says begins with the number of
 * the call and contains the text. */
void expect_broken(const char *name, const char *rule, const char *text, struct sequence sequence);

/* Some call breaks this rule, and no other call any: what follows from it is not reported again. */
void expect_broken_once(const char *name, const char *rule, struct sequence sequence);

/* No rule is broken. */
void expect_legal(const char *name, struct sequence sequence);

/* One sequence of each sort, as near to each other as can be. */
void expect_pair(const char *rule, const char *text, struct sequence broken, struct sequence legal);

/* Every rule that the judge has was broken by some sequence. */
void expect_all_rules_broken(void);

#endif
