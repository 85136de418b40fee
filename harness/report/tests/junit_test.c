/* Tests of JUnit: valid by the schema whatever the bytes, counts that add up, files whole or not at all. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"
#include "report/tests/check.h"
#include "report/tests/samples.h"

#include <dirent.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[] = "/tmp/extres-junit-XXXXXX";

static const char *in_directory(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

static bool is_valid(xmlSchemaPtr schema, xmlDocPtr document)
{
    xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(schema);
    int result = xmlSchemaValidateDoc(context, document);
    xmlSchemaFreeValidCtxt(context);
    return result == 0;
}

static double evaluate(xmlDocPtr document, const char *expression)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathObjectPtr object = xmlXPathEvalExpression(BAD_CAST expression, context);
    double value = object ? xmlXPathCastToNumber(object) : -1;
    xmlXPathFreeObject(object);
    xmlXPathFreeContext(context);
    return value;
}

static bool holds(xmlDocPtr document, const char *expression)
{
    char number[512];
    snprintf(number, sizeof number, "number(%s)", expression);
    bool is_true = evaluate(document, number) == 1;
    if (!is_true)
        printf("# does not hold: %s\n", expression);
    return is_true;
}

/* True when the attributes of the root and of every suite say what is in them. */
static bool counts_add_up(xmlDocPtr document)
{
    return holds(document, "/*/@tests = count(//testcase)") &&
           holds(document, "/*/@failures = count(//failure)") &&
           holds(document, "/*/@errors = count(//error)") &&
           holds(document, "not(//testsuite[@tests != count(testcase)])") &&
           holds(document, "not(//testsuite[@failures != count(testcase/failure)])") &&
           holds(document, "not(//testsuite[@errors != count(testcase/error)])") &&
           holds(document, "not(//testsuite[@skipped != count(testcase/skipped)])");
}

static xmlDocPtr written(const struct journal_contents *journal)
{
    char error[256] = "";
    const char *path = in_directory("report.xml");
    if (!report_junit(journal, path, error, sizeof error))
        printf("# %s\n", error);
    return xmlReadFile(path, NULL, XML_PARSE_NONET);
}

static void test_samples(xmlSchemaPtr schema)
{
    for (size_t i = 0; i < sample_count; i++) {
        xmlDocPtr document = written(&samples[i].journal);
        printf("# sample %s\n", samples[i].name);
        check(document != NULL, "is well-formed");
        check(document && is_valid(schema, document), "is valid");
        check(document && counts_add_up(document), "its counts add up");
        xmlFreeDoc(document);
    }
}

static void test_statuses(void)
{
    xmlDocPtr document = written(sample_find("statuses"));
    static const char *const facts[] = {
        "count(//testsuite[@name = 'rt.semaphore.timeline_fd']/testcase) = 12",
        "count(//testcase[@name = 'wait.pass' and not(failure|error|skipped)]) = 1",
        "count(//testcase[@name = 'wait.warn' and not(failure|error|skipped) and system-out]) = 1",
        "count(//testcase[@name = 'wait.fail']/failure[@type = 'EXTRES-Wait-blocks']) = 1",
        "count(//testcase[@name = 'wait.fail']/failure[@message = 'got 1, expected 0']) = 1",
        "count(//testcase[@name = 'wait.xpass' or @name = 'wait.flaky']/failure) = 2",
        "count(//testcase[@name = 'wait.crash' or @name = 'wait.timeout']/error) = 2",
        "count(//testcase[@name = 'wait.broken']/error) = 1",
        "count(//testcase[@name = 'wait.timeout']/error[@message = 'killed after 10 s']) = 1",
        "count(//testcase[@name = 'wait.skip'][skipped = 'skipped: no exporter']) = 1",
        "count(//testcase[@name = 'wait.xfail'][skipped = 'failed as expected: bug 7']) = 1",
        "count(//testcase[@name = 'wait.waived' or @name = 'wait.notrun']/skipped) = 2",
        "count(//testcase[@name = 'wait.fail']/failure[contains(., 'again: ./extres run')]) = 1",
        "count(//testsuite[1]//property[@name = 'device' and @value = 'CPU']) = 1",
        "count(//testsuite[1]//property[@name = 'timeout_multiplier' and @value = '1.5']) = 1",
        "count(//testsuite[@name = 'extres']/testcase[@name = 'run']/error[@type = 'incomplete']) = 1",
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        check(document && holds(document, facts[i]), facts[i]);
    xmlFreeDoc(document);

    document = written(sample_find("conforming"));
    check(document && holds(document, "count(//testsuite) = 3 and not(//error)"),
          "a sound run has only its suites");
    check(document && holds(document, "//testsuite[1]/@name = 'drv.memory.opaque_fd'"), "suites are sorted");
    check(document && holds(document, "//testsuite[2]/testcase[1]/@name = 'map.part'"), "and cases in them");
    xmlFreeDoc(document);
}

static bool is_only_file(const char *name)
{
    DIR *entries = opendir(directory);
    bool only = entries != NULL;
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, name) != 0)
            only = false;
    if (entries)
        closedir(entries);
    return only;
}

static void test_places(void)
{
    const struct journal_contents *journal = sample_find("conforming");
    char error[256] = "";
    check(!report_junit(journal, in_directory("none/report.xml"), error, sizeof error) &&
              strstr(error, "No such file or directory"),
          "a folder that does not exist is an error with its reason");
    check(!report_junit(journal, directory, error, sizeof error) && strstr(error, "no regular file"),
          "a folder is not replaced");
    check(!report_junit(journal, "/dev/full", error, sizeof error) && strstr(error, "no regular file"),
          "a device is not replaced");
}

/* A limit on the size of files is the full disk that a test can make. */
static void test_full_disk(void)
{
    const char *path = in_directory("report.xml");
    xmlFreeDoc(written(sample_find("conforming")));
    struct stat before, after;
    stat(path, &before);

    struct rlimit old, small;
    getrlimit(RLIMIT_FSIZE, &old);
    small = (struct rlimit){1000, old.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    char error[256] = "";
    bool good = report_junit(sample_find("statuses"), path, error, sizeof error);
    setrlimit(RLIMIT_FSIZE, &old);

    check(!good && strstr(error, "File too large"), "a file that cannot be written whole is an error");
    check(stat(path, &after) == 0 && after.st_ino == before.st_ino && after.st_size == before.st_size,
          "what was there stays as it was");
    check(is_only_file("report.xml"), "and nothing half-written is left");
}

int main(int argument_count, char **arguments)
{
    if (argument_count != 2 || !mkdtemp(directory)) {
        fprintf(stderr, "usage: %s junit.xsd\n", arguments[0]);
        return 2;
    }
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(arguments[1]);
    xmlSchemaPtr schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    if (check(schema != NULL, "the schema can be read")) {
        test_samples(schema);
        test_statuses();
        test_places();
        test_full_disk();
    }
    xmlSchemaFree(schema);
    unlink(in_directory("report.xml"));
    rmdir(directory);
    xmlCleanupParser();
    return check_end();
}
