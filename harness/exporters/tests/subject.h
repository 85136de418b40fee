/* The exporter under test, and TAP lines about it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_EXPORTERS_SUBJECT_H
#define HARNESS_EXPORTERS_SUBJECT_H

#include <stdbool.h>
#include <stdint.h>

#include "exporter.h"

/* One TAP line. Returns passed. */
bool check(bool passed, const char *format, ...) __attribute__((format(printf, 2, 3)));
void skip(const char *what, const char *why);

/* The plan; what main returns. */
int finish_tests(void);

struct subject {
    const struct exporter_operations *operations;
    const unsigned char *uuid;
    struct exporter *exporter; /* when open */
    uint32_t offers;
};

/* Says why it did not open as a comment. */
bool open_subject(struct subject *subject);

/* Every test ends with this: the other API has no complaint. */
void close_subject(struct subject *subject, const char *what);

/* check() for a call of the exporter, which says why it failed. */
bool check_call(const struct subject *subject, bool passed, const char *what);

bool offered(const struct subject *subject, enum extres_handle_type type);

#endif
