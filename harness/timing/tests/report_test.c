/* Tests of what people and CI read of a timed run: the table and JUnit. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/tests/check.h"
#include "report/timing_format.h"
#include "report/timing_junit.h"
#include "report/timing_table.h"
#include "timing/tests/samples.h"

static const struct sample_setting one_side = {.sides = 1, .seed = 1, .factor = 1, .side_factor = 1};
static const struct sample_setting two_sides = {.sides = 2, .seed = 1, .factor = 1, .side_factor = 1.1};

static void test_durations(void)
{
    static const struct {
        double nanoseconds;
        const char *text;
    } rows[] = {
        {0, "0.00 ns"},     {1.234, "1.23 ns"}, {12.34, "12.3 ns"}, {123.4, "123 ns"},  {999.4, "999 ns"},
        {999.6, "1.00 us"}, {9.996, "10.0 ns"}, {99.96, "100 ns"},  {51234, "51.2 us"}, {2.5e6, "2.50 ms"},
        {1e8, "100 ms"},    {1.5e9, "1.50 s"},  {1e13, "10000 s"},
    };
    char text[NANOSECONDS_TEXT];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        format_nanoseconds(rows[i].nanoseconds, text);
        check_text(text, rows[i].text, rows[i].text);
    }
}

/* What is printed of a record; the caller frees it. */
static char *table_of(const struct sample_setting *setting, bool finished)
{
    struct timing_record record;
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    if (stream == NULL)
        abort();
    sample_record(setting, &record);
    record.finished = finished;
    timing_table_print(stream, &record);
    fclose(stream);
    timing_record_release(&record);
    return text;
}

static size_t longest_line(const char *text)
{
    size_t longest = 0;
    for (size_t length; *text != '\0'; text += length + (text[length] == '\n')) {
        length = strcspn(text, "\n");
        longest = length > longest ? length : longest;
    }
    return longest;
}

static void check_holds(const char *text, const char *const *parts, size_t count)
{
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        bool holds = strstr(text, parts[i]) != NULL;
        all = check(holds, parts[i]) && all;
    }
    if (!all)
        printf("%s", text);
}

static void test_tables(void)
{
    static const char *const one[] = {
        "backend  reference: /lib/libexample.so (13.0), device CPU",
        "\nrt.semaphore.timeline_fd\n  enqueue_signal_x1   ",
        "\ndrv.semaphore.opaque_fd\n  graph_launch   ",
        "120 ns  116 .. 124 ns",
        " x clock read\n",
        " x futex after 100 ms\n",
        ", 4.7",
        " M/s\n",
        "enqueue_signal_x8 *",
        "skip     drv.semaphore.opaque_fd.timing.skipped: no exporter can make one\n",
        "crash    drv.semaphore.opaque_fd.timing.crashed: SIGSEGV\n",
        "5 of 10 measured",
        "5 with objects of a simulation",
    };
    static const char *const two[] = {
        "B        ./other.so with EXTRES_FAULT=slow",
        "99.8 % interval",
        "B SLOWER",
        "\n5 of 5 differ (p <= 0.002, by at least 1 %): 5 slower, 0 faster; chance alone makes 0.01\n",
    };
    char *text = table_of(&one_side, true);
    check_holds(text, one, sizeof one / sizeof *one);
    check(longest_line(text) <= 110, "no line is longer than 110");
    check(strstr(text, "interrupted") == NULL, "nothing is said of an interruption");
    free(text);
    text = table_of(&two_sides, false);
    check_holds(text, two, sizeof two / sizeof *two);
    check(longest_line(text) <= 110, "no line of two sides is longer than 110");
    check(strstr(text, "12 s, interrupted") != NULL, "an interrupted run says so");
    free(text);
}

static xmlDocPtr junit_of(const struct sample_setting *setting, bool finished)
{
    char path[] = "/tmp/extres-timing-junit-XXXXXX", error[256] = "";
    struct timing_record record;
    int descriptor = mkstemp(path);
    if (descriptor < 0)
        abort();
    close(descriptor);
    sample_record(setting, &record);
    record.finished = finished;
    if (!report_timing_junit(&record, path, error, sizeof error))
        printf("# %s\n", error);
    timing_record_release(&record);
    xmlDocPtr document = xmlReadFile(path, NULL, XML_PARSE_NONET);
    unlink(path);
    return document;
}

static bool holds(xmlDocPtr document, const char *expression)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathObjectPtr object = xmlXPathEvalExpression(BAD_CAST expression, context);
    bool is_true = object != NULL && xmlXPathCastToBoolean(object);
    xmlXPathFreeObject(object);
    xmlXPathFreeContext(context);
    return is_true;
}

static void check_junit(xmlSchemaPtr schema, const struct sample_setting *setting, bool finished,
                        const char *const *facts, size_t count)
{
    xmlDocPtr document = junit_of(setting, finished);
    xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(schema);
    check(document != NULL && xmlSchemaValidateDoc(context, document) == 0, "is valid");
    for (size_t i = 0; i < count; i++)
        check(document != NULL && holds(document, facts[i]), facts[i]);
    xmlSchemaFreeValidCtxt(context);
    xmlFreeDoc(document);
}

/* The value of a property of the case that is named. */
#define PROPERTY(name, property) \
    "//testcase[@name = 'timing." name "']/properties/property[@name = '" property "']/@value"

static void test_junit(xmlSchemaPtr schema)
{
    static const char *const one[] = {
        "/*/@tests = count(//testcase) and count(//testcase) = 10",
        "/*/@failures = count(//failure) and count(//failure) = 1",
        "/*/@errors = count(//error) and count(//error) = 3",
        "not(//testsuite[@skipped != count(testcase/skipped)]) and count(//skipped) = 1",
        "count(//testcase[not(failure|error|skipped)]) = 5",
        "//testcase[@classname = 'rt.semaphore.timeline_fd']/@name = 'timing.enqueue_signal_x8'",
        "//testcase[@name = 'timing.skipped']/skipped[contains(., 'no exporter can make')]",
        "//testcase[@name = 'timing.broken']/error[@message = 'the timer measured nothing']",
        "//testcase[@name = 'timing.hung']/error[@type = 'timeout' and @message = 'timed out']",
        PROPERTY("enqueue_signal_x1", "median_ns") " > 118",
        PROPERTY("enqueue_signal_x1", "median_low_ns") " <= " PROPERTY("enqueue_signal_x1", "median_ns"),
        PROPERTY("enqueue_signal_x1", "median_high_ns") " >= " PROPERTY("enqueue_signal_x1", "median_ns"),
        PROPERTY("enqueue_signal_x1", "p99_ns") " > " PROPERTY("enqueue_signal_x1", "p95_ns"),
        PROPERTY("enqueue_signal_x1", "floor") " = 'clock_read'",
        PROPERTY("enqueue_signal_x1", "floor_ratio") " > 5.9",
        PROPERTY("enqueue_signal_x1", "operations") " = 64",
        PROPERTY("enqueue_signal_x8", "parameter") " = 8",
        "not(" PROPERTY("enqueue_signal_x1", "ratio") ")",
        "//testsuite/properties/property[@name = 'machine_governor']/@value = 'performance'",
    };
    static const char *const two[] = {
        PROPERTY("enqueue_signal_x1", "ratio") " > 1.09",
        PROPERTY("enqueue_signal_x1", "ratio_low") " > 1.05",
        PROPERTY("enqueue_signal_x1", "ratio_high") " < 1.15",
        PROPERTY("enqueue_signal_x1", "difference") " = 'slower'",
        PROPERTY("enqueue_signal_x1", "b_median_ns") " > 129",
        "//testsuite/properties/property[@name = 'b_environment']/@value = 'EXTRES_FAULT=slow'",
        "not(//testcase[@name = 'timing.enqueue_signal_x1']/failure)",
        "//testsuite[@name = 'extres']/testcase[@name = 'run']/error[@type = 'incomplete']",
        "/*/@errors = count(//error) and /*/@tests = count(//testcase)",
    };
    check_junit(schema, &one_side, true, one, sizeof one / sizeof *one);
    check_junit(schema, &two_sides, false, two, sizeof two / sizeof *two);
}

int main(int argument_count, char **arguments)
{
    if (argument_count != 2) {
        fprintf(stderr, "usage: %s junit.xsd\n", arguments[0]);
        return 2;
    }
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(arguments[1]);
    xmlSchemaPtr schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    test_durations();
    test_tables();
    if (check(schema != NULL, "the schema can be read"))
        test_junit(schema);
    xmlSchemaFree(schema);
    xmlCleanupParser();
    return check_end();
}
