/* The section of one measurement in the page of a timed run. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_html_parts.h"

#include <stdio.h>

#include "report/timing_html_words.h"

static void write_paragraph(struct markup *markup, const struct timing_figures *figures,
                            const struct timing_result *result)
{
    double median = floor_median(figures, result->floor);
    markup_start(markup, "p");
    markup_print(markup, "%s. Times are of one %s. Floor: %s", result->statement, result->operation,
                 floor_title(result->floor));
    if (median > 0) {
        char text[DURATION_TEXT];
        format_duration(median, text);
        markup_print(markup, ", %s", text);
    }
    markup_text(markup, ".");
    markup_end(markup);
}

/* Variants may have their own statements and floors; each is said once. */
static void write_introduction(struct markup *markup, const struct timing_figures *figures,
                               const struct timing_group *group)
{
    for (size_t i = 0; i < group->count; i++)
        if (is_first_statement(group, i))
            write_paragraph(markup, figures, group->results[i]->result);
}

static void write_all_plots(struct markup *markup, const struct timing_figures *figures,
                            const struct timing_group *group)
{
    markup_start(markup, "details");
    markup_element_print(markup, "summary", "Distribution and ECDF of each id (%zu)", group->count);
    for (size_t i = 0; i < group->count; i++)
        write_sample_plots(markup, figures, group->results[i]);
    markup_end(markup);
}

void write_group(struct markup *markup, const struct timing_figures *figures, size_t index)
{
    const struct timing_group *group = &figures->groups[index];
    char anchor[48];
    snprintf(anchor, sizeof anchor, "measurement-%zu", index + 1);
    markup_start(markup, "section");
    markup_attribute(markup, "id", anchor);
    markup_element(markup, "h2", group->name);
    write_introduction(markup, figures, group);
    write_curves(markup, figures, group);
    write_tables(markup, figures, group);
    write_all_plots(markup, figures, group);
    markup_end(markup);
}
