/* The program extres_other_process: the other process of a case, which starts it. Without the libraries of
 * reports. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "exporters/remote.h"
#include "platform/descriptor.h"

int main(int argument_count, char *arguments[])
{
    descriptor_fill_standard();
    signal(SIGPIPE, SIG_IGN);
    if (argument_count != 2) {
        fputs("extres_other_process: cases of extres start this, with the number of a socket\n", stderr);
        return EXIT_USAGE;
    }
    return remote_serve((int)strtol(arguments[1], NULL, 10));
}
