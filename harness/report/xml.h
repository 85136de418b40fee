/* XML documents through libxml2, for JUnit: any text is made printable, and errors are told once, at the end.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_XML_H
#define HARNESS_REPORT_XML_H

#include <libxml/xmlwriter.h>
#include <stdbool.h>
#include <stddef.h>

/* Errors stick: a call after a failure does nothing, and the end of the document asks once. */
struct xml_document {
    xmlTextWriterPtr writer;
    bool failed;
};

void xml_start(struct xml_document *document, const char *element);
void xml_end(struct xml_document *document);
void xml_attribute(struct xml_document *document, const char *name, const char *value);
void xml_attribute_count(struct xml_document *document, const char *name, size_t value);
void xml_attribute_seconds(struct xml_document *document, const char *name, double seconds);
void xml_content(struct xml_document *document, const char *text);

/* JUnit's <property name="..." value="..."/>; a number with so many significant digits. */
void xml_property(struct xml_document *document, const char *name, const char *value);
void xml_property_number(struct xml_document *document, const char *name, double value, int digits);

/*
 * Writes what fill makes of content, first in memory, so that it can be wrong only for want of memory, then
 * in place of the file at path. False with the reason in error.
 */
bool xml_write_file(const char *path, void (*fill)(struct xml_document *document, const void *content),
                    const void *content, char *error, size_t error_size);

/* JUnit's test case of a run that is no sound one although no case in it says so: an error. */
void junit_incomplete_case(struct xml_document *document, const char *reason);

/* An id in two, as JUnit wants it: the object, type and API that make a suite, and what stands in it. */
struct junit_name {
    char *suite; /* owned: up to the third dot, else the last; an id without a dot has the suite "extres" */
    char *name;  /* owned */
};
struct junit_name junit_name_make(const char *id);
void junit_name_release(struct junit_name *name);

/* By suite, then by name. */
int junit_name_compare(const struct junit_name *a, const struct junit_name *b);

#endif
