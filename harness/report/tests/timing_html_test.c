/* Tests of the page of a timed run: well-formed whatever the record, nothing from outside, nothing cut off.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_html.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/tests/check.h"
#include "timing/tests/samples.h"

static char directory[] = "/tmp/extres-timing-html-XXXXXX";

static const char *in_directory(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

/* In expressions, h: is HTML and s: is SVG. */
static bool holds(xmlDocPtr document, const char *expression)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathRegisterNs(context, BAD_CAST "h", BAD_CAST "http://www.w3.org/1999/xhtml");
    xmlXPathRegisterNs(context, BAD_CAST "s", BAD_CAST "http://www.w3.org/2000/svg");
    xmlXPathObjectPtr object = xmlXPathEvalExpression(BAD_CAST expression, context);
    bool is_true = object && xmlXPathCastToBoolean(object) == 1;
    xmlXPathFreeObject(object);
    xmlXPathFreeContext(context);
    if (!is_true)
        printf("# does not hold: %s\n", expression);
    return is_true;
}

/* The page as a document; NULL when it was not written or is not well-formed. */
static xmlDocPtr page_of(const struct timing_record *record)
{
    char error[256] = "";
    const char *path = in_directory("page.html");
    if (!report_timing_html(record, path, error, sizeof error)) {
        printf("# %s\n", error);
        return NULL;
    }
    return xmlReadFile(path, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
}

struct fact {
    const char *name;
    const char *expression;
};

static void check_facts(xmlDocPtr document, const struct fact *facts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check(document && holds(document, facts[i].expression), facts[i].name);
}

/* What holds for every page. */
static const struct fact sound[] = {
    {"has no script", "not(//h:script | //@*[starts-with(name(), 'on')])"},
    {"has no link but to itself", "not(//@href[not(starts-with(., '#'))] | //@src)"},
    {"links only to what is there", "not(//@href[not(substring(., 2) = //@id)])"},
    {"loads nothing by its style", "not(//h:style[contains(., 'url') or contains(., '@import')])"},
    {"has ids once", "count(//@id) = count(//@id[not(. = ../following::*/@id)])"},
    {"has a title", "normalize-space(/h:html/h:head/h:title) != ''"},
    {"names its pictures", "not(//s:svg[not(@role = 'img' and s:title != '' and s:desc != '')])"},
    {"has finite coordinates", "not(//@d[contains(., 'n') or contains(., 'i')])"},
    {"puts text in its pictures", "not(//s:text[@x < 0 or @x > ancestor::s:svg/@width or @y < 0 or "
                                  "@y > ancestor::s:svg/@height])"},
};

static void check_sound(xmlDocPtr document)
{
    check(document != NULL, "is well-formed");
    check_facts(document, sound, sizeof sound / sizeof *sound);
}

static void make_record(struct timing_record *record, size_t sides)
{
    sample_record(
        &(struct sample_setting){.sides = sides, .seed = 1, .factor = 1, .side_factor = sides == 2 ? 1.1 : 1},
        record);
}

static void test_one_side(void)
{
    static const struct fact facts[] = {
        {"is named after the backend and the device", "/h:html/h:body/h:h1 = 'Timing of reference on CPU'"},
        {"says what was simulated", "//h:p[contains(., 'objects of 5 measurements were simulated')]"},
        {"says how many have figures", "//h:p[contains(., 'figures for 5 of 10')]"},
        {"has facts of the machine", "//h:tr[h:th = 'governor']/h:td = 'performance'"},
        {"has floors", "count(//h:tr[h:th = 'clock read']) = 1"},
        {"has a section for each measurement", "count(//h:section[starts-with(@id, 'measurement-')]) = 4"},
        {"has curves where there are two parameters", "count(//h:figure[@class = 'curves']//s:svg) = 1"},
        {"has the variants on the axis", "//h:figure[@class = 'curves']//s:text = 'x8'"},
        {"has two plots for each id", "count(//h:details//s:svg) = 10"},
        {"closes them", "not(//h:details[@open])"},
        {"has a row for each id", "count(//h:div[@class = 'wide']//h:tbody) = 5"},
        {"marks what did not settle", "count(//h:th[h:i[contains(., 'not settled')]]) = 1"},
        {"compares nothing", "not(//*[@id = 'overview'])"},
        {"says what was not measured", "count(//*[@id = 'missing']//h:tr) = 5"},
        {"and why", "//*[@id = 'missing']//h:tr[h:td = 'crash']/h:td = 'SIGSEGV'"},
    };
    struct timing_record record;
    make_record(&record, 1);
    xmlDocPtr document = page_of(&record);
    printf("# one side\n");
    check_sound(document);
    check_facts(document, facts, sizeof facts / sizeof *facts);
    xmlFreeDoc(document);
    timing_record_release(&record);
}

static void test_two_sides(void)
{
    static const struct fact facts[] = {
        {"is named after both",
         "/h:html/h:body/h:h1 = 'Timing of reference (A) against ./other.so (B) on CPU'"},
        {"has the environment of B", "//h:tr[h:th = 'environment']/h:td = 'EXTRES_FAULT=slow'"},
        {"has an overview with all", "count(//*[@id = 'overview']//s:g[@class = 'slower']) = 5"},
        {"and words", "//*[@id = 'overview']//s:text[contains(., 'B is slower')]"},
        {"counts them", "//*[@id = 'overview']/h:p[contains(., 'B is slower 5')]"},
        {"has both sides in tables", "count(//h:tr[h:td[1] = 'A']) = 5 and count(//h:tr[h:td[1] = 'B']) = 5"},
        {"has verdicts", "count(//h:td[@class = 'verdict' and . = 'B is slower']) = 5"},
        {"overlays distributions", "count(//h:details//s:svg[count(.//*[@class = 'bins']) = 2]) = 5"},
        {"overlays ECDFs", "count(//h:details//s:svg[count(.//*[@class = 'line']) = 2]) = 5"},
        {"tells sides apart by dash", "count(//s:g[contains(@class, 'dashed')]/*[@class = 'bins']) = 5"},
        {"has both curves", "count(//h:figure[@class = 'curves']//s:g[contains(@class, 'hue')]/*[@class = "
                            "'line']) = 2"},
    };
    struct timing_record record;
    make_record(&record, 2);
    xmlDocPtr document = page_of(&record);
    printf("# two sides\n");
    check_sound(document);
    check_facts(document, facts, sizeof facts / sizeof *facts);
    xmlFreeDoc(document);
    timing_record_release(&record);
}

/* Ids are sorted as text, the rows of a table by parameter. */
static void test_order(void)
{
    struct timing_record record;
    make_record(&record, 1);
    struct timing_result first = record.results[0];
    record.results[0] = record.results[1];
    record.results[1] = first;
    xmlDocPtr document = page_of(&record);
    printf("# order\n");
    check(document && holds(document, "contains(//*[@id = 'measurement-1']//h:tbody[1]/h:tr/h:th, '_x1')"),
          "the smaller parameter comes first");
    xmlFreeDoc(document);
    timing_record_release(&record);
}

static void replace_text(char **text, const char *by)
{
    free(*text);
    *text = strdup(by);
    if (!*text)
        abort();
}

static void test_hostile(void)
{
    const char *bad = "<script>alert(1)</script> ]]> & \" ' \xff \x01";
    struct timing_record record;
    make_record(&record, 2);
    replace_text(&record.command, bad);
    replace_text(&record.sides[0].backend, bad);
    replace_text(&record.results[0].id, bad);
    replace_text(&record.results[0].series, bad);
    replace_text(&record.results[1].id, "");
    replace_text(&record.results[1].series, "");
    replace_text(&record.results[2].operation, bad);
    xmlDocPtr document = page_of(&record);
    printf("# hostile text\n");
    check_sound(document);
    check(document && holds(document, "//h:td[contains(., '<script>alert(1)</script>')]"), "text stays text");
    xmlFreeDoc(document);
    timing_record_release(&record);
}

static void fill(struct timing_blocks *blocks, double value, double step)
{
    for (size_t i = 0; i < blocks->count; i++)
        for (size_t k = 0; k < blocks->blocks[i].count; k++)
            blocks->blocks[i].values[k] = value + step * (double)(i + k);
}

/* Figures that leave a plot nothing to spread over, or that logarithms do not take. */
static void test_odd_figures(void)
{
    struct timing_record record;
    make_record(&record, 1);
    fill(&record.floors[FLOOR_CLOCK_READ], 0, 0);
    fill(&record.results[0].sides[0], 0, 0);
    fill(&record.results[1].sides[0], -3, 0.1);
    fill(&record.results[2].sides[0], 1e9, 0);
    fill(&record.results[3].sides[0], 1, 1e7);
    for (size_t i = 1; i < record.results[4].sides[0].count; i++)
        record.results[4].sides[0].blocks[i].count = 0;
    record.results[4].sides[0].blocks[0].count = 1;
    xmlDocPtr document = page_of(&record);
    printf("# odd figures\n");
    check_sound(document);
    check(document && holds(document, "count(//h:details//s:svg) = 10"), "all are drawn");
    xmlFreeDoc(document);

    timing_record_release(&record);
}

static void test_no_result(void)
{
    struct timing_record record;
    make_record(&record, 1);
    struct timing_record empty = record;
    empty.result_count = 0;
    empty.finished = false;
    xmlDocPtr document = page_of(&empty);
    printf("# no result\n");
    check_sound(document);
    check(document && holds(document, "//h:p[contains(., 'interrupted')]"), "says that it was interrupted");
    xmlFreeDoc(document);
    timing_record_release(&record);
}

/* A run as large as runs get: the pictures do not grow with the samples. */
static void test_size(void)
{
    enum { MANY = 120, LIMIT = 4 << 20 };
    struct timing_record record, large;
    make_record(&record, 2);
    large = record;
    large.results = calloc(MANY, sizeof *large.results);
    large.result_count = MANY;
    if (!large.results)
        abort();
    for (size_t i = 0; i < MANY; i++)
        large.results[i] = record.results[i % 5]; /* the first five have figures; still owned by record */
    xmlDocPtr document = page_of(&large);
    struct stat file;
    printf("# %d ids\n", MANY);
    check_sound(document);
    check(stat(in_directory("page.html"), &file) == 0 && file.st_size < LIMIT, "the page is below 4 MiB");
    xmlFreeDoc(document);
    free(large.results);
    timing_record_release(&record);
}

/* A limit on the size of files is the full disk that a test can make. */
static void test_places(void)
{
    struct timing_record record;
    char error[256] = "";
    make_record(&record, 1);
    printf("# places\n");
    check(!report_timing_html(&record, in_directory("none/page.html"), error, sizeof error) &&
              strstr(error, "No such file or directory"),
          "a folder that does not exist is an error with its reason");

    const char *path = in_directory("page.html");
    struct stat before, after;
    stat(path, &before);
    struct rlimit old;
    getrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){1000, old.rlim_max});
    bool good = report_timing_html(&record, path, error, sizeof error);
    setrlimit(RLIMIT_FSIZE, &old);
    check(!good && strstr(error, "File too large"), "a page that cannot be written whole is an error");
    check(stat(path, &after) == 0 && after.st_ino == before.st_ino && after.st_size == before.st_size,
          "what was there stays as it was");
    timing_record_release(&record);
}

int main(void)
{
    if (!mkdtemp(directory))
        return 2;
    test_one_side();
    test_two_sides();
    test_order();
    test_hostile();
    test_odd_figures();
    test_no_result();
    test_size();
    test_places();
    unlink(in_directory("page.html"));
    check(rmdir(directory) == 0, "nothing half-written is left");
    xmlCleanupParser();
    return check_end();
}
