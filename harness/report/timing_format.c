/* Figures of a timed run as people read them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_format.h"

#include <stdio.h>
#include <string.h>

enum { GROUP_PARTS = 3, TIER_PARTS = 1 };

static const struct unit {
    double nanoseconds;
    const char *name;
} units[] = {{1, "ns"}, {1e3, "us"}, {1e6, "ms"}, {1e9, "s"}};

void format_nanoseconds(double nanoseconds, char text[static NANOSECONDS_TEXT])
{
    size_t last = sizeof units / sizeof *units - 1, unit = 0;
    /* From 999.5 on three digits would be 1000. */
    while (unit < last && nanoseconds / units[unit].nanoseconds >= 999.5)
        unit++;
    double value = nanoseconds / units[unit].nanoseconds;
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    snprintf(text, NANOSECONDS_TEXT, "%.*f %s", decimals, value, units[unit].name);
}

/* What follows so many parts that end with a dot; NULL when there are not so many. */
static const char *after_parts(const char *id, int parts)
{
    for (; parts > 0 && id != NULL; parts--) {
        const char *dot = strchr(id, '.');
        id = dot != NULL ? dot + 1 : NULL;
    }
    return id;
}

const char *timing_short_name(const struct timing_result *result)
{
    const char *name = after_parts(result->id, GROUP_PARTS + TIER_PARTS);
    return name != NULL ? name : result->id;
}

size_t timing_group_length(const struct timing_result *result)
{
    const char *name = timing_short_name(result);
    const char *tier = after_parts(result->id, GROUP_PARTS);
    return name != result->id ? (size_t)(tier - result->id) - 1 : 0;
}

bool timing_is_throughput(const struct timing_result *result)
{
    return strstr(timing_short_name(result), "throughput") != NULL;
}
