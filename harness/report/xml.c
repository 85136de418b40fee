/* XML documents through libxml2, and what stands behind every JUnit file. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/xml.h"

#include <stdlib.h>
#include <string.h>

#include "report/detail.h"

static void check(struct xml_document *document, int result)
{
    document->failed = document->failed || result < 0;
}

void xml_start(struct xml_document *document, const char *element)
{
    check(document, xmlTextWriterStartElement(document->writer, BAD_CAST element));
}

void xml_end(struct xml_document *document)
{
    check(document, xmlTextWriterEndElement(document->writer));
}

void xml_attribute(struct xml_document *document, const char *name, const char *value)
{
    char *printable = text_printable(value, strlen(value));
    check(document, xmlTextWriterWriteAttribute(document->writer, BAD_CAST name, BAD_CAST printable));
    free(printable);
}

void xml_attribute_count(struct xml_document *document, const char *name, size_t value)
{
    char text[32];
    snprintf(text, sizeof text, "%zu", value);
    xml_attribute(document, name, text);
}

void xml_attribute_seconds(struct xml_document *document, const char *name, double seconds)
{
    char text[SECONDS_TEXT];
    format_seconds(seconds, text);
    xml_attribute(document, name, text);
}

void xml_content(struct xml_document *document, const char *text)
{
    char *printable = text_printable(text, strlen(text));
    check(document, xmlTextWriterWriteString(document->writer, BAD_CAST printable));
    free(printable);
}

void xml_property(struct xml_document *document, const char *name, const char *value)
{
    xml_start(document, "property");
    xml_attribute(document, "name", name);
    xml_attribute(document, "value", value);
    xml_end(document);
}

void xml_property_number(struct xml_document *document, const char *name, double value, int digits)
{
    char text[64];
    snprintf(text, sizeof text, "%.*g", digits, value);
    xml_property(document, name, text);
}

static bool build(xmlBufferPtr buffer, void (*fill)(struct xml_document *document, const void *content),
                  const void *content)
{
    struct xml_document document = {xmlNewTextWriterMemory(buffer, 0), false};
    if (!document.writer)
        return false;
    check(&document, xmlTextWriterSetIndent(document.writer, 1));
    check(&document, xmlTextWriterStartDocument(document.writer, NULL, "UTF-8", NULL));
    fill(&document, content);
    check(&document, xmlTextWriterEndDocument(document.writer));
    xmlFreeTextWriter(document.writer);
    return !document.failed;
}

bool xml_write_file(const char *path, void (*fill)(struct xml_document *document, const void *content),
                    const void *content, char *error, size_t error_size)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    bool good = buffer && build(buffer, fill, content);
    if (!good)
        snprintf(error, error_size, "cannot write %s: not enough memory for the document", path);
    else
        good =
            replace_file(path, xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer), error, error_size);
    xmlBufferFree(buffer);
    return good;
}

void junit_incomplete_case(struct xml_document *document, const char *reason)
{
    xml_start(document, "testcase");
    xml_attribute(document, "name", "run");
    xml_attribute(document, "classname", "extres");
    xml_attribute_seconds(document, "time", 0);
    xml_start(document, "error");
    xml_attribute(document, "type", "incomplete");
    xml_attribute(document, "message", reason);
    xml_end(document);
    xml_end(document);
}

struct junit_name junit_name_make(const char *id)
{
    const char *cut = NULL;
    const char *dot = strchr(id, '.');
    for (int dots = 0; dot && dots < 3; dots++, dot = strchr(dot + 1, '.'))
        cut = dot;
    struct junit_name name = {
        .suite = cut ? strndup(id, (size_t)(cut - id)) : strdup("extres"),
        .name = strdup(cut ? cut + 1 : id),
    };
    if (!name.suite || !name.name)
        abort();
    return name;
}

void junit_name_release(struct junit_name *name)
{
    free(name->suite);
    free(name->name);
}

int junit_name_compare(const struct junit_name *a, const struct junit_name *b)
{
    int order = strcmp(a->suite, b->suite);
    return order ? order : strcmp(a->name, b->name);
}
