/* Records of timed runs: the names of their statuses, and letting go of them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/record.h"

#include <stdlib.h>
#include <string.h>

#include "timing/record_format.h"

const char record_format[] = "extres-timing";

static const char *const status_names[TIMING_STATUS_COUNT] = {
    [TIMING_MEASURED] = "measured", [TIMING_SKIPPED] = "skip",  [TIMING_FAILED] = "fail",
    [TIMING_BROKEN] = "broken",     [TIMING_CRASHED] = "crash", [TIMING_TIMED_OUT] = "timeout",
};

const char *timing_status_name(enum timing_status status)
{
    return status_names[status];
}

static void release_blocks(struct timing_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++)
        free(blocks->blocks[i].values);
    free(blocks->blocks);
}

static void release_side(struct timing_side *side)
{
    free(side->backend);
    free(side->runtime_library);
    free(side->driver_library);
    free(side->device);
    free(side->environment);
}

static void release_result(struct timing_result *result)
{
    free(result->id);
    free(result->series);
    free(result->statement);
    free(result->operation);
    free(result->reason);
    free(result->exporter);
    for (size_t i = 0; i < TIMING_SIDES; i++)
        release_blocks(&result->sides[i]);
}

void timing_record_release(struct timing_record *record)
{
    free(record->suite_version);
    free(record->command);
    free(record->started);
    free(record->host);
    free(record->mode);
    for (size_t i = 0; i < record->fact_count; i++) {
        free(record->facts[i].name);
        free(record->facts[i].value);
    }
    free(record->facts);
    for (size_t i = 0; i < TIMING_SIDES; i++)
        release_side(&record->sides[i]);
    for (size_t i = 0; i < FLOOR_COUNT; i++)
        release_blocks(&record->floors[i]);
    for (size_t i = 0; i < record->result_count; i++)
        release_result(&record->results[i]);
    free(record->results);
    memset(record, 0, sizeof *record);
}
