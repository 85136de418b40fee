/* Prints a made-up journal in one of the formats, for tests that feed it to other programs. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/tests/samples.h"

#include <string.h>

int main(int argument_count, char **arguments)
{
    if (argument_count < 3) {
        fprintf(stderr, "usage: %s tap|progress|quiet SAMPLE, or %s junit SAMPLE FILE\n", arguments[0],
                arguments[0]);
        return 2;
    }
    const struct journal_contents *journal = sample_find(arguments[2]);
    if (strcmp(arguments[1], "junit") != 0) {
        sample_replay(journal, sample_reporter(arguments[1], stdout));
        return ferror(stdout) ? 1 : 0;
    }
    char error[512] = "no file was named";
    if (argument_count > 3 && report_junit(journal, arguments[3], error, sizeof error))
        return 0;
    fprintf(stderr, "%s\n", error);
    return 1;
}
