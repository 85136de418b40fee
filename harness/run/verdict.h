/* From what a case left behind to the verdict on it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_VERDICT_H
#define HARNESS_VERDICT_H

#include "case/registry.h"
#include "run/result.h"
#include "run/worker.h"

/* The status, and in reason, which may stay empty, what the findings alone do not tell. */
enum status verdict_decide(const struct worker_outcome *outcome, char *reason, size_t reason_size);

/* The whole result of a leaf. Seals the recorder. The caller releases the result. */
void verdict_result(const struct leaf *leaf, const struct worker_outcome *outcome, struct case_result *out);

#endif
