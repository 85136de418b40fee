/* XHTML and SVG through libxml2's writer, so that whatever is said in it the page stays well-formed. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/markup.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"

static void check(struct markup *markup, int result)
{
    markup->failed = markup->failed || result < 0;
}

void markup_start(struct markup *markup, const char *element)
{
    check(markup, xmlTextWriterStartElement(markup->writer, BAD_CAST element));
}

void markup_start_class(struct markup *markup, const char *element, const char *class_name)
{
    markup_start(markup, element);
    markup_attribute(markup, "class", class_name);
}

void markup_attribute(struct markup *markup, const char *name, const char *text)
{
    char *printable = text_printable(text, strlen(text));
    check(markup, xmlTextWriterWriteAttribute(markup->writer, BAD_CAST name, BAD_CAST printable));
    free(printable);
}

void markup_number(struct markup *markup, const char *name, double value)
{
    char text[64];
    snprintf(text, sizeof text, "%.1f", value);
    char *end = text + strlen(text);
    if (end[-1] == '0')
        end[-2] = '\0';
    markup_attribute(markup, name, text);
}

void markup_text(struct markup *markup, const char *text)
{
    char *printable = text_printable(text, strlen(text));
    check(markup, xmlTextWriterWriteString(markup->writer, BAD_CAST printable));
    free(printable);
}

static void print_list(struct markup *markup, const char *format, va_list arguments)
{
    char *text;
    if (vasprintf(&text, format, arguments) < 0)
        abort();
    markup_text(markup, text);
    free(text);
}

void markup_print(struct markup *markup, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_list(markup, format, arguments);
    va_end(arguments);
}

void markup_raw(struct markup *markup, const char *text)
{
    check(markup, xmlTextWriterWriteRaw(markup->writer, BAD_CAST text));
}

void markup_end(struct markup *markup)
{
    check(markup, xmlTextWriterFullEndElement(markup->writer));
}

void markup_end_void(struct markup *markup)
{
    check(markup, xmlTextWriterEndElement(markup->writer));
}

void markup_element(struct markup *markup, const char *element, const char *text)
{
    markup_start(markup, element);
    markup_text(markup, text);
    markup_end(markup);
}

void markup_element_print(struct markup *markup, const char *element, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    markup_start(markup, element);
    print_list(markup, format, arguments);
    markup_end(markup);
    va_end(arguments);
}
