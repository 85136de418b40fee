/* Statuses and their names; releasing a result. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/result.h"

#include <stdlib.h>
#include <string.h>

struct status_fact {
    const char *name;
    bool is_bad;
};

static const struct status_fact status_facts[STATUS_COUNT] = {
    [STATUS_PASS] = {"pass", false},    [STATUS_FAIL] = {"fail", true},
    [STATUS_WARN] = {"warn", false},    [STATUS_SKIP] = {"skip", false},
    [STATUS_CRASH] = {"crash", true},   [STATUS_TIMEOUT] = {"timeout", true},
    [STATUS_BROKEN] = {"broken", true}, [STATUS_XFAIL] = {"xfail", false},
    [STATUS_XPASS] = {"xpass", true},   [STATUS_WAIVED] = {"waived", false},
    [STATUS_FLAKY] = {"flaky", true},   [STATUS_NOTRUN] = {"notrun", false},
};

const char *status_name(enum status status)
{
    return status_facts[status].name;
}

enum status status_from_name(const char *name)
{
    int status = 0;
    while (status < STATUS_COUNT && strcmp(status_facts[status].name, name) != 0)
        status++;
    return (enum status)status;
}

bool status_is_bad(enum status status)
{
    return status_facts[status].is_bad;
}

void case_result_release(struct case_result *result)
{
    free(result->id);
    free(result->statement);
    free(result->file);
    free(result->reason);
    free(result->exporter);
    free(result->findings);
    free(result->output);
    memset(result, 0, sizeof *result);
}
