/* What a stream can show, when it is a terminal. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool terminal_is(FILE *stream)
{
    int fd = fileno(stream); /* -1 for a stream into memory */
    return fd >= 0 && isatty(fd);
}

bool terminal_has_colour(FILE *stream)
{
    const char *refused = getenv("NO_COLOR");
    const char *kind = getenv("TERM");
    return terminal_is(stream) && !(refused && *refused) && kind && *kind && strcmp(kind, "dumb") != 0;
}

int terminal_width(FILE *stream)
{
    const char *columns = getenv("COLUMNS");
    long wanted = columns ? strtol(columns, NULL, 10) : 0;
    if (wanted > 0 && wanted < 10000)
        return (int)wanted;
    struct winsize size;
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col)
        return size.ws_col;
    return 80;
}
