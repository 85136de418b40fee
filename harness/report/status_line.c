/* The status line: erased with spaces, which any terminal knows, not with escape codes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/status_line.h"

#include <stdarg.h>
#include <string.h>

#include "platform/clock.h"
#include "report/terminal.h"

enum { LINE_SIZE = 256 };

static const double redraw_seconds = 0.05;

static bool just_shown(const struct status_line *line, uint64_t now)
{
    return line->length > 0 && now - line->shown < clock_from_seconds(redraw_seconds);
}

void status_line_show(struct status_line *line, const char *format, ...)
{
    char text[LINE_SIZE];
    va_list arguments;
    uint64_t now = clock_nanoseconds();
    if (!terminal_is(line->stream) || just_shown(line, now))
        return;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    size_t room = (size_t)terminal_width(line->stream) - 1; /* the last column may wrap */
    if (strlen(text) > room)
        text[room] = '\0';
    status_line_erase(line);
    line->length = strlen(text);
    line->shown = now;
    fputs(text, line->stream);
    fflush(line->stream);
}

void status_line_erase(struct status_line *line)
{
    if (line->length > 0)
        fprintf(line->stream, "\r%*s\r", (int)line->length, "");
    line->length = 0;
}
