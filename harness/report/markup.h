/* XHTML and SVG through libxml2's writer, so that whatever is said in it the page stays well-formed. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_MARKUP_H
#define HARNESS_REPORT_MARKUP_H

#include <libxml/xmlwriter.h>
#include <stdbool.h>

/*
 * Errors stick: a call after a failure does nothing, and whoever ends the document asks once. The page is to
 * be read by parsers of XML and of HTML alike, so an element that HTML does not know as void has an end tag
 * of its own even when it is empty.
 */
struct markup {
    xmlTextWriterPtr writer;
    bool failed;
};

void markup_start(struct markup *markup, const char *element);
void markup_start_class(struct markup *markup, const char *element, const char *class_name);

/* Of the element that was started last; text is made printable. */
void markup_attribute(struct markup *markup, const char *name, const char *text);
void markup_number(struct markup *markup, const char *name, double value); /* one decimal at most */

/* As text, made printable. */
void markup_text(struct markup *markup, const char *text);
__attribute__((format(printf, 2, 3))) void markup_print(struct markup *markup, const char *format, ...);

/* What is markup already, or, like a style sheet, must not be escaped. */
void markup_raw(struct markup *markup, const char *text);

void markup_end(struct markup *markup);
void markup_end_void(struct markup *markup); /* <meta/>, <path/> */

/* An element with text and nothing else. */
void markup_element(struct markup *markup, const char *element, const char *text);
__attribute__((format(printf, 3, 4))) void markup_element_print(struct markup *markup, const char *element,
                                                                const char *format, ...);

#endif
