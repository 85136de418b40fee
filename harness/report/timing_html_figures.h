/* The figures of a timed run as its page needs them, computed once. Internal to harness/report/timing_html.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_TIMING_HTML_FIGURES_H
#define HARNESS_REPORT_TIMING_HTML_FIGURES_H

#include "timing/statistics.h"

struct side_figures {
    bool measured; /* without this the summary is empty */
    struct summary summary;
};

struct result_figures {
    const struct timing_result *result;
    const char *variant; /* points into the id: "x8"; empty when there is none */
    struct side_figures sides[TIMING_SIDES];
    bool compared;
    struct comparison comparison;
};

/* The results of one measurement over all handle types, APIs and variants; only those with figures. In the
 * order of the record, but those of one series by their parameters: ids are sorted as text, 16 before 2. */
struct timing_group {
    const char *name;                      /* points into the record */
    const struct result_figures **results; /* owned array */
    size_t count;
};

struct timing_figures {
    const struct timing_record *record; /* must outlive this */
    struct side_figures floors[FLOOR_COUNT];
    struct result_figures *results; /* as many as the record has, in its order; owned */
    struct timing_group *groups;    /* in the order in which the record first names them; owned */
    size_t group_count;
};

/* Aborts when there is no memory. */
void timing_figures_make(struct timing_figures *figures, const struct timing_record *record);
void timing_figures_release(struct timing_figures *figures);

/* Samples of what failed on one side are not shown of the other either: they are in the record. */
bool has_figures(const struct result_figures *result);

/* Whether no result of the group before this one has its statement. */
bool is_first_statement(const struct timing_group *group, size_t index);

/* The median of the floor of a measurement; 0 when it was not measured. */
double floor_median(const struct timing_figures *figures, enum timing_floor floor);

#endif
