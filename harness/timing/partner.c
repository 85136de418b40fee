/* Asking the exporter's process for answers, and taking them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/test.h"

#include "timing/partner.h"

#include "exporters/remote.h"

void ask_partner(struct test *t, const struct semaphore *seen, const struct semaphore *answered,
                 uint64_t rounds)
{
    const struct remote_answering answering = {
        .seen_value = seen->value,
        .answered_value = answered->value,
        .rounds = rounds,
        .timeout_nanoseconds = patience(t),
        .timeline = is_timeline(t),
    };
    if (!remote_begin_answering(seen->outside, answered->outside, &answering))
        other_side_failed(t, "be asked for answers");
}

void expect_partner_done(struct test *t, const struct semaphore *seen)
{
    if (!remote_end_answering(seen->outside))
        other_side_failed(t, "answer every signal");
}
