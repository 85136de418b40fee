/* extres compare: two recorded runs side by side. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/command.h"
#include "report/timing_table.h"

static bool is_slower(const struct records_comparison *comparison)
{
    for (size_t i = 0; i < comparison->result_count; i++)
        if (comparison->results[i].comparison.difference == DIFFERENCE_SLOWER)
            return true;
    return false;
}

/* Whether nothing was lost for want of comparability. */
static bool is_complete(const struct records_comparison *comparison)
{
    for (size_t i = 0; i < comparison->obstacle_count; i++)
        if (!comparison->obstacles[i].expected)
            return false;
    return comparison->result_count > 0;
}

static enum exit_code compare(const struct timing_record *a, const struct timing_record *b)
{
    struct records_comparison comparison;
    records_compare(a, b, &comparison);
    timing_table_print_compared(stdout, &comparison);
    bool slower = is_slower(&comparison), complete = is_complete(&comparison);
    bool any = comparison.result_count > 0;
    records_comparison_release(&comparison);
    if (slower)
        return EXIT_NOT_CONFORMING;
    if (complete)
        return EXIT_AS_EXPECTED;
    return complain(EXIT_CANNOT_RUN, any ? "not all could be compared" : "nothing could be compared");
}

static enum exit_code execute(const struct options *options)
{
    struct timing_record a, b;
    char error[512];
    if (!options->given[OPTION_TIMING_RECORDS])
        return complain(EXIT_USAGE, "compare: say what: --timing for the records of two timed runs");
    if (!timing_record_read(options->operands[0], &a, error, sizeof error))
        return complain(EXIT_USAGE, "compare: %s", error);
    if (!timing_record_read(options->operands[1], &b, error, sizeof error)) {
        timing_record_release(&a);
        return complain(EXIT_USAGE, "compare: %s", error);
    }
    enum exit_code code = compare(&a, &b);
    timing_record_release(&a);
    timing_record_release(&b);
    return code;
}

static const enum option_name compare_options[] = {OPTION_TIMING_RECORDS, OPTION_COUNT};

const struct command command_compare = {
    .name = "compare",
    .summary = "Compare two recorded runs: 0 nothing slower, 1 something slower, 3 they cannot be compared",
    .operand = "A.json",
    .second_operand = "B.json",
    .options = compare_options,
    .examples = "  extres compare --timing before.json after.json\n"
                "  extres bench --json before.json && extres bench --backend ./new.so --json after.json\n",
    .execute = execute,
};
