/* Journals made up for the tests of the reports. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_TESTS_SAMPLES_H
#define HARNESS_REPORT_TESTS_SAMPLES_H

#include "report/report.h"

struct sample {
    const char *name;
    struct journal_contents journal; /* static data, not to be released */
};

/* empty: no case; conforming: pass, warn and skip; statuses: one of each, cut short; hostile: bad bytes
 * everywhere. */
extern const struct sample samples[];
extern const size_t sample_count;

/* Aborts when there is none. */
const struct journal_contents *sample_find(const char *name);

/* Runs a reporter over a whole journal and releases it. */
void sample_replay(const struct journal_contents *journal, struct reporter *reporter);

/* What one is given for sample_replay: "tap", "progress" or "quiet". Aborts for another. */
struct reporter *sample_reporter(const char *format, FILE *stream);

#endif
