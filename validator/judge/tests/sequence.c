/* Running sequences of call records past a judge, each past one of its own. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/sequence.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "judge/tests/tap.h"

enum { RULES = 64 };

static bool was_broken[RULES];

/* What a judge said of one sequence. */
struct outcome {
    size_t violations;
    size_t of_last_call;
    const struct extres_rule *rule; /* the last one */
    char text[1024];
};

static void take_violation(void *context, const struct extres_violation *violation)
{
    struct outcome *outcome = context;
    outcome->violations++;
    outcome->rule = violation->rule;
    snprintf(outcome->text, sizeof outcome->text, "%s", violation->text);
    for (size_t i = 0; i < extres_judge_rule_count() && i < RULES; i++) {
        if (extres_judge_rule_at(i) == violation->rule)
            was_broken[i] = true;
    }
}

static struct outcome judge_sequence(struct sequence sequence)
{
    struct outcome outcome = {.violations = 0};
    struct extres_judge *judge = extres_judge_create(take_violation, &outcome);
    for (size_t i = 0; judge != NULL && i < sequence.count; i++)
        outcome.of_last_call = extres_judge_observe(judge, &sequence.records[i]);
    extres_judge_destroy(judge);
    return outcome;
}

static void print_outcome(const struct outcome *outcome)
{
    tap_comment("%zu violations, %zu in the last call", outcome->violations, outcome->of_last_call);
    if (outcome->rule != NULL)
        tap_comment("%s: %s", outcome->rule->id, outcome->text);
}

static bool names_call(const char *text, struct sequence sequence)
{
    char head[128];
    int length = snprintf(head, sizeof head, "call %zu, %s, ", sequence.count,
                          sequence.records[sequence.count - 1].function);
    return strncmp(text, head, (size_t)length) == 0;
}

void expect_broken(const char *name, const char *rule, const char *text, struct sequence sequence)
{
    struct outcome outcome = judge_sequence(sequence);
    bool holds = outcome.violations == 1 && outcome.of_last_call == 1 && outcome.rule != NULL &&
                 strcmp(outcome.rule->id, rule) == 0 && strstr(outcome.text, text) != NULL &&
                 names_call(outcome.text, sequence);
    if (!tap_check(holds, "broken: %s", name))
        print_outcome(&outcome);
}

void expect_broken_once(const char *name, const char *rule, struct sequence sequence)
{
    struct outcome outcome = judge_sequence(sequence);
    bool holds = outcome.violations == 1 && outcome.rule != NULL && strcmp(outcome.rule->id, rule) == 0;
    if (!tap_check(holds, "broken once: %s", name))
        print_outcome(&outcome);
}

void expect_legal(const char *name, struct sequence sequence)
{
    struct outcome outcome = judge_sequence(sequence);
    if (!tap_check(outcome.violations == 0, "legal: %s", name))
        print_outcome(&outcome);
}

void expect_pair(const char *rule, const char *text, struct sequence broken, struct sequence legal)
{
    expect_broken(rule, rule, text, broken);
    expect_legal(rule, legal);
}

void expect_all_rules_broken(void)
{
    for (size_t i = 0; i < extres_judge_rule_count(); i++) {
        const struct extres_rule *rule = extres_judge_rule_at(i);
        if (tap_check(rule != NULL, "rule %zu of the judge is in the catalogue", i))
            tap_check(i < RULES && was_broken[i], "a sequence broke %s", rule->id);
    }
}
