/* Writes the record of a run that never took place, for tests of the command line. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "timing/tests/samples.h"

int main(int argument_count, char **arguments)
{
    struct timing_record record;
    char error[256];
    if (argument_count != 5) {
        fprintf(stderr, "usage: %s FILE SIDES SEED FACTOR\n", arguments[0]);
        return 2;
    }
    const struct sample_setting setting = {
        .sides = strtoul(arguments[2], NULL, 10),
        .seed = strtoul(arguments[3], NULL, 10),
        .factor = strtod(arguments[4], NULL),
        .side_factor = 1,
    };
    sample_record(&setting, &record);
    bool written = timing_record_write(&record, arguments[1], error, sizeof error);
    if (!written)
        fprintf(stderr, "%s\n", error);
    timing_record_release(&record);
    return written ? 0 : 1;
}
