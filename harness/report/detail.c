/* One result as text: the pieces of which more than one report is made. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/detail.h"

#include <stdlib.h>
#include <string.h>

const struct finding *leading_finding(const struct case_result *result)
{
    for (size_t i = 0; i < result->finding_count; i++)
        if (result->findings[i].kind == FINDING_FAIL || result->findings[i].kind == FINDING_BROKEN)
            return &result->findings[i];
    return result->finding_count ? &result->findings[0] : NULL;
}

void text_stream_open(struct text_stream *memory)
{
    memory->stream = open_memstream(&memory->text, &memory->size);
    if (!memory->stream)
        abort();
}

char *text_stream_close(struct text_stream *memory)
{
    if (fclose(memory->stream) != 0)
        abort();
    return memory->text;
}

char *text_copy(const char *text)
{
    char *copy = strdup(text);
    if (!copy)
        abort();
    return copy;
}

char *text_one_line(const char *text)
{
    char *line = text_printable(text, strlen(text));
    for (char *c = line; *c; c++)
        if (*c == '\n' || *c == '\t')
            *c = ' ';
    return line;
}

char *finding_line(const struct finding *finding)
{
    struct text_stream line;
    text_stream_open(&line);
    if (finding->file[0])
        fprintf(line.stream, "%s:%d: ", finding->file, finding->line);
    if (finding->rule[0])
        fprintf(line.stream, "%s: ", finding->rule);
    fputs(finding->text, line.stream);
    char *raw = text_stream_close(&line);
    char *text = text_one_line(raw);
    free(raw);
    return text;
}

/* Quoted only where a shell would take a byte for more than itself, so that commands stay readable. */
static void write_shell_word(FILE *stream, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./,+-:@%";
    if (*word && !word[strspn(word, plain)]) {
        fputs(word, stream);
        return;
    }
    putc('\'', stream);
    for (; *word; word++)
        if (*word == '\'')
            fputs("'\\''", stream);
        else
            putc(*word, stream);
    putc('\'', stream);
}

static void write_option(FILE *stream, const char *option, const char *value)
{
    if (!*value)
        return;
    char *line = text_one_line(value);
    fprintf(stream, " %s ", option);
    write_shell_word(stream, line);
    free(line);
}

char *reproduction_command(const char *backend, const struct case_result *result)
{
    struct text_stream command;
    text_stream_open(&command);
    fputs("./extres run", command.stream);
    write_option(command.stream, "--backend", backend);
    write_option(command.stream, "--exporter", result->exporter);
    write_option(command.stream, "--filter", result->id);
    return text_stream_close(&command);
}

void format_seconds(double seconds, char text[static SECONDS_TEXT])
{
    unsigned long long milliseconds =
        seconds > 0 && seconds < 1e12 ? (unsigned long long)(seconds * 1e3 + 0.5) : 0;
    snprintf(text, SECONDS_TEXT, "%llu.%03llu", milliseconds / 1000, milliseconds % 1000);
}
