/* The parts of the page of a timed run, one a file. Internal to it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_TIMING_HTML_PARTS_H
#define HARNESS_REPORT_TIMING_HTML_PARTS_H

#include "report/markup.h"
#include "report/timing_html_figures.h"

/* Style sheets. They have none of the characters <, > and &, which HTML and XML take differently there. */
extern const char timing_page_style[];
extern const char timing_picture_style[];

/* What was measured on what, and how to read the rest. */
void write_summary(struct markup *markup, const struct timing_figures *figures);

/* The ratios of all ids that were compared; nothing when none was. */
void write_forest(struct markup *markup, const struct timing_figures *figures);

/* One section a measurement: curves, tables, and for each id its plots. */
void write_group(struct markup *markup, const struct timing_figures *figures, size_t index);

void write_tables(struct markup *markup, const struct timing_figures *figures,
                  const struct timing_group *group);

/* Scaling curves; nothing when no series of the group has two parameters. */
void write_curves(struct markup *markup, const struct timing_figures *figures,
                  const struct timing_group *group);

/* Distribution and ECDF of one id, side by side. */
void write_sample_plots(struct markup *markup, const struct timing_figures *figures,
                        const struct result_figures *result);

#endif
