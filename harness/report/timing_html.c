/* The page of a timed run: its frame, and how it gets to its file. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_html.h"

#include "report/detail.h"
#include "report/timing_html_parts.h"
#include "report/timing_html_words.h"

static void write_title(struct markup *markup, const struct timing_record *record, const char *element)
{
    const struct timing_side *a = &record->sides[0], *b = &record->sides[1];
    if (record->side_count > 1)
        markup_element_print(markup, element, "Timing of %s (A) against %s (B) on %s", a->backend, b->backend,
                             a->device);
    else
        markup_element_print(markup, element, "Timing of %s on %s", a->backend, a->device);
}

/* name and value of a meta element of the head. */
static void write_meta(struct markup *markup, const char *name, const char *content)
{
    markup_start(markup, "meta");
    markup_attribute(markup, "name", name);
    markup_attribute(markup, "content", content);
    markup_end_void(markup);
}

static void write_head(struct markup *markup, const struct timing_record *record)
{
    markup_start(markup, "head");
    markup_start(markup, "meta");
    markup_attribute(markup, "charset", "UTF-8");
    markup_end_void(markup);
    write_meta(markup, "viewport", "width=device-width, initial-scale=1");
    write_meta(markup, "color-scheme", "light dark");
    write_title(markup, record, "title");
    markup_start(markup, "style");
    markup_raw(markup, timing_page_style);
    markup_raw(markup, timing_picture_style);
    markup_end(markup);
    markup_end(markup);
}

static size_t count_missing(const struct timing_record *record)
{
    size_t missing = 0;
    for (size_t i = 0; i < record->result_count; i++)
        missing += record->results[i].status != TIMING_MEASURED;
    return missing;
}

static void write_link(struct markup *markup, const char *anchor, const char *text, const char *rest)
{
    markup_start(markup, "li");
    markup_start(markup, "a");
    markup_attribute(markup, "href", anchor);
    markup_text(markup, text);
    markup_end(markup);
    if (*rest)
        markup_print(markup, " – %s", rest);
    markup_end(markup);
}

static bool any_compared(const struct timing_figures *figures)
{
    for (size_t i = 0; i < figures->record->result_count; i++)
        if (figures->results[i].compared)
            return true;
    return false;
}

/* What a measurement is, when that is one thing for all of its variants. */
static const char *statement_of(const struct timing_group *group)
{
    for (size_t i = 1; i < group->count; i++)
        if (is_first_statement(group, i))
            return "";
    return group->results[0]->result->statement;
}

static void write_contents(struct markup *markup, const struct timing_figures *figures)
{
    markup_start(markup, "nav");
    markup_element(markup, "h2", "Contents");
    markup_start(markup, "ul");
    if (any_compared(figures))
        write_link(markup, "#overview", "A against B", "all ratios");
    for (size_t i = 0; i < figures->group_count; i++) {
        char anchor[48];
        snprintf(anchor, sizeof anchor, "#measurement-%zu", i + 1);
        write_link(markup, anchor, figures->groups[i].name, statement_of(&figures->groups[i]));
    }
    if (count_missing(figures->record))
        write_link(markup, "#missing", "What was not measured", "");
    markup_end(markup);
    markup_end(markup);
}

static void write_missing_row(struct markup *markup, const struct timing_result *result)
{
    markup_start(markup, "tr");
    markup_start_class(markup, "th", "id");
    markup_attribute(markup, "scope", "row");
    markup_text(markup, result->id);
    markup_end(markup);
    markup_element(markup, "td", timing_status_name(result->status));
    markup_element(markup, "td", result->reason);
    markup_end(markup);
}

static void write_missing(struct markup *markup, const struct timing_record *record)
{
    if (!count_missing(record))
        return;
    markup_start(markup, "section");
    markup_attribute(markup, "id", "missing");
    markup_element(markup, "h2", "What was not measured");
    markup_start_class(markup, "table", "missing");
    markup_start(markup, "tbody");
    for (size_t i = 0; i < record->result_count; i++)
        if (record->results[i].status != TIMING_MEASURED)
            write_missing_row(markup, &record->results[i]);
    markup_end(markup);
    markup_end(markup);
    markup_end(markup);
}

static void write_body(struct markup *markup, const struct timing_figures *figures)
{
    markup_start(markup, "body");
    write_title(markup, figures->record, "h1");
    write_summary(markup, figures);
    write_contents(markup, figures);
    write_forest(markup, figures);
    for (size_t i = 0; i < figures->group_count; i++)
        write_group(markup, figures, i);
    write_missing(markup, figures->record);
    markup_end(markup);
}

static void write_page(struct markup *markup, const struct timing_record *record)
{
    struct timing_figures figures;
    timing_figures_make(&figures, record);
    markup_raw(markup, "<!DOCTYPE html>\n");
    markup_start(markup, "html");
    markup_attribute(markup, "xmlns", "http://www.w3.org/1999/xhtml");
    markup_attribute(markup, "lang", "en");
    write_head(markup, record);
    write_body(markup, &figures);
    markup_end(markup);
    timing_figures_release(&figures);
}

/* The page in memory, so that it can be wrong only for want of memory. */
static bool build_page(const struct timing_record *record, xmlBufferPtr buffer)
{
    struct markup markup = {.writer = xmlNewTextWriterMemory(buffer, 0)};
    if (!markup.writer)
        return false;
    /* Each element on a line of its own, without the spaces that would be a good part of the file. */
    markup.failed = xmlTextWriterSetIndent(markup.writer, 1) < 0 ||
                    xmlTextWriterSetIndentString(markup.writer, BAD_CAST "") < 0;
    write_page(&markup, record);
    markup.failed = xmlTextWriterEndDocument(markup.writer) < 0 || markup.failed;
    xmlFreeTextWriter(markup.writer);
    return !markup.failed;
}

bool report_timing_html(const struct timing_record *record, const char *path, char *error, size_t error_size)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    bool good = buffer && build_page(record, buffer);
    if (!good)
        snprintf(error, error_size, "cannot write %s: not enough memory for the page", path);
    else
        good =
            replace_file(path, xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer), error, error_size);
    xmlBufferFree(buffer);
    return good;
}
