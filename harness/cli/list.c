/* extres list: the ids of cases, as extres run with the same options would select them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/shared.h"
#include "report/cases.h"

static void print_leaf(const struct leaf *leaf)
{
    const struct case_declaration *declaration = leaf->declaration;
    printf("%s\n    %s\n    tier %s", leaf->id, declaration->statement, tier_name(declaration->tier));
    for (size_t i = 0; i < CASE_RULES && declaration->rules[i] != NULL; i++)
        printf("%s%s", i == 0 ? "; rules " : ", ", declaration->rules[i]);
    putchar('\n');
}

static enum exit_code execute(const struct options *options)
{
    struct selection selection;
    if (options->given[OPTION_MARKDOWN]) {
        cases_print_markdown(stdout);
        return EXIT_AS_EXPECTED;
    }
    if (!select_leaves(options, &selection))
        return EXIT_USAGE;
    for (size_t i = 0; i < selection.count; i++) {
        if (options->given[OPTION_LONG])
            print_leaf(selection.leaves[i]);
        else
            puts(selection.leaves[i]->id);
    }
    selection_release(&selection);
    return EXIT_AS_EXPECTED;
}

static const enum option_name list_options[] = {OPTION_FILTER, OPTION_TIER, OPTION_LONG, OPTION_MARKDOWN,
                                                OPTION_COUNT};

const struct command command_list = {
    .name = "list",
    .summary = "List the cases that a run with the same options would select",
    .options = list_options,
    .examples = "  extres list\n"
                "  extres list --tier all --filter '*timeline_fd*' --long\n",
    .execute = execute,
};
