/* The rule catalogue as people and programs read it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_RULES_H
#define HARNESS_REPORT_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "rules/rule.h"

/* The whole catalogue, grouped by the function or object that the ids name. */
void rules_print_text(FILE *stream);
void rules_print_markdown(FILE *stream); /* the page docs/rules.md */
void rules_print_json(FILE *stream);     /* an array, one object a rule */

/* What a rule is about: start and length of "ImportSemaphore" in EXTRES-ImportSemaphore-fd-zero. */
const char *rule_subject(const char *id, size_t *length);

bool rule_same_subject(const char *id, const char *other);

/* "memory: opaque_fd, dmabuf_fd; semaphore: all" of a set of handle types. */
enum { RULE_TYPES_TEXT = 512 };
void rule_types_text(uint32_t types, char text[static RULE_TYPES_TEXT]);

/* How many rules the catalogue has. */
struct rule_counts {
    size_t active[EXTRES_LEVEL_COUNT]; /* by level: those that cases can be made for */
    size_t planned[EXTRES_LEVEL_COUNT];
    size_t all_active;
    size_t all_planned;
};
void rule_count_all(struct rule_counts *counts);

/* Breaks a text into lines of at most width columns, each after an indent of spaces. */
void print_wrapped(FILE *stream, int indent, int width, const char *text);

#endif
