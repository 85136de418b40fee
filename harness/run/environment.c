/* Asking the system who and where we are. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/environment.h"

#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "suite_version.h"

const char *environment_suite_version(void)
{
    return EXTRES_SUITE_VERSION;
}

static char *text_copy(const char *text)
{
    char *copy = strdup(text);
    if (copy == NULL)
        abort();
    return copy;
}

int environment_processors(void)
{
    cpu_set_t processors;
    if (sched_getaffinity(0, sizeof processors, &processors) != 0)
        return 1;
    return CPU_COUNT(&processors);
}

char *environment_host(void)
{
    struct utsname system;
    char text[256];
    int processors = environment_processors();
    if (uname(&system) != 0)
        return text_copy("unknown");
    snprintf(text, sizeof text, "%.64s %.64s %.64s, %d processor%s", system.sysname, system.release,
             system.machine, processors, processors == 1 ? "" : "s");
    return text_copy(text);
}

char *environment_time(void)
{
    char text[32];
    struct tm utc;
    time_t now = time(NULL);
    gmtime_r(&now, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text_copy(text);
}

static bool needs_quotes(const char *argument)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+./,:@%";
    return argument[0] == '\0' || argument[strspn(argument, plain)] != '\0';
}

/* In single quotes only the quote itself means something; it is written as '\''. */
static void write_quoted(FILE *stream, const char *argument)
{
    fputc('\'', stream);
    for (; *argument != '\0'; argument++) {
        if (*argument == '\'')
            fputs("'\\''", stream);
        else
            fputc(*argument, stream);
    }
    fputc('\'', stream);
}

char *environment_command(int count, char *const arguments[])
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (stream == NULL)
        abort();
    for (int i = 0; i < count; i++) {
        if (i > 0)
            fputc(' ', stream);
        if (needs_quotes(arguments[i]))
            write_quoted(stream, arguments[i]);
        else
            fputs(arguments[i], stream);
    }
    fclose(stream);
    return text;
}
