/* Reading options by getopt_long over one table, which is also what --help prints. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "exporters/exporter.h"
#include "run/environment.h"

enum { MOST_JOBS = 1024 };

enum { FORMAT_TAP, FORMAT_PROGRESS, FORMAT_QUIET, FORMATS };

static const struct report_format formats[FORMATS] = {
    [FORMAT_TAP] = {"tap", reporter_tap},
    [FORMAT_PROGRESS] = {"progress", reporter_progress},
    [FORMAT_QUIET] = {"quiet", reporter_quiet},
};

/* Each setter returns NULL, or what the value should have been. */
typedef const char *setter(struct options *options, const char *value);

static const char *set_backend(struct options *options, const char *value)
{
    options->backend = value;
    return value[0] != '\0' ? NULL : "a name or a path";
}

static const char *set_prefix(struct options *options, const char *value)
{
    options->prefix = value;
    return NULL;
}

static const char *set_exporter(struct options *options, const char *value)
{
    static char names[128]; /* the message must outlive the call */
    options->exporter = value;
    if (exporter_find(value) != NULL)
        return NULL;
    size_t used = (size_t)snprintf(names, sizeof names, "one of");
    for (size_t i = 0; exporters[i] != NULL && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, " %s", exporters[i]->name);
    return names;
}

static const char *add_filter(struct options *options, const char *value)
{
    const char **filters = realloc(options->filters, (options->filter_count + 1) * sizeof *filters);
    if (filters == NULL)
        abort();
    options->filters = filters;
    filters[options->filter_count++] = value;
    return NULL;
}

static const char *set_tier(struct options *options, const char *value)
{
    int tier = 0;
    while (tier < TIER_COUNT && strcmp(value, tier_name((enum tier)tier)) != 0)
        tier++;
    options->tier = (enum tier)tier;
    bool known = tier < TIER_COUNT || strcmp(value, "all") == 0;
    return known ? NULL : "core, robustness, stress, observe, timing or all";
}

static const char *set_jobs(struct options *options, const char *value)
{
    char *end;
    long jobs = strtol(value, &end, 10);
    if (end == value || *end != '\0' || jobs < 1 || jobs > MOST_JOBS)
        return "a whole number from 1 to 1024";
    options->jobs = (int)jobs;
    return NULL;
}

static const char *set_positive(double *number, const char *value)
{
    char *end;
    *number = strtod(value, &end);
    bool good = end != value && *end == '\0' && isfinite(*number) && *number > 0 && *number <= 1e6;
    return good ? NULL : "a number above 0, at most 1000000";
}

static const char *set_timeout(struct options *options, const char *value)
{
    return set_positive(&options->timeout_seconds, value);
}

static const char *set_timeout_multiplier(struct options *options, const char *value)
{
    return set_positive(&options->timeout_multiplier, value);
}

static const char *set_format(struct options *options, const char *value)
{
    for (size_t i = 0; i < FORMATS; i++) {
        if (strcmp(value, formats[i].name) == 0) {
            options->format = &formats[i];
            return NULL;
        }
    }
    return "tap, progress or quiet";
}

static const char *set_junit(struct options *options, const char *value)
{
    options->junit = value;
    return NULL;
}

static const char *set_journal(struct options *options, const char *value)
{
    options->journal = value;
    return NULL;
}

static const char *set_resume(struct options *options, const char *value)
{
    options->resume = value;
    return NULL;
}

static const char *set_json(struct options *options, const char *value)
{
    options->json = value;
    return NULL;
}

static const char *set_faults(struct options *options, const char *value)
{
    options->faults = value;
    return value[0] != '\0' ? NULL : "a library";
}

static const char *set_vs(struct options *options, const char *value)
{
    options->vs = value;
    return value[0] != '\0' ? NULL : "a name or a path";
}

static const char *set_vs_environment(struct options *options, const char *value)
{
    options->vs_environment = value;
    return value[0] != '=' && strchr(value, '=') != NULL ? NULL : "NAME=VALUE";
}

static const char *set_html(struct options *options, const char *value)
{
    options->html = value;
    return NULL;
}

static const char *set_timing(struct options *options, const char *value)
{
    options->timing = value;
    return NULL;
}

static const char *set_threshold(struct options *options, const char *value)
{
    return set_positive(&options->threshold, value);
}

struct option_rule {
    const char *name;
    char letter;          /* 0: none */
    const char *argument; /* NULL: it takes none */
    const char *help;
    setter *set; /* NULL when it takes no argument: then it is given or not */
};

static const struct option_rule rules[OPTION_COUNT] = {
    [OPTION_BACKEND] = {"backend", 0, "NAME",
                        "reference (default), nvidia, or RUNTIME[,DRIVER] as paths or sonames", set_backend},
    [OPTION_PREFIX] = {"prefix", 0, "NAME", "what the runtime's names begin with instead of cuda, e.g. hip",
                       set_prefix},
    [OPTION_EXPORTER] = {"exporter", 0, "NAME",
                         "only this one makes objects: vulkan, drm or shared (default: the most real)",
                         set_exporter},
    [OPTION_FILTER] = {"filter", 0, "GLOB",
                       "only cases whose id matches; '!GLOB' leaves out; may be repeated", add_filter},
    [OPTION_TIER] = {"tier", 0, "NAME", "core (default), robustness, stress, observe, timing or all",
                     set_tier},
    [OPTION_JOBS] = {"jobs", 'j', "N", "cases at a time (default: two a processor, at most 4)", set_jobs},
    [OPTION_TIMEOUT] = {"timeout", 0, "SECONDS", "for a case that names no time of its own (default: 10)",
                        set_timeout},
    [OPTION_TIMEOUT_MULTIPLIER] = {"timeout-multiplier", 0, "FACTOR",
                                   "for every time limit, on slow machines", set_timeout_multiplier},
    [OPTION_FORMAT] = {"format", 0, "NAME",
                       "tap, progress or quiet (default: progress on a terminal, else tap)", set_format},
    [OPTION_JUNIT] = {"junit", 0, "FILE", "write JUnit XML too, at the end", set_junit},
    [OPTION_JOURNAL] = {"journal", 0, "FILE", "where the run is recorded (default: extres-journal.jsonl)",
                        set_journal},
    [OPTION_RESUME] = {"resume", 0, "FILE",
                       "go on with the run of this journal: what has a result is not run again", set_resume},
    [OPTION_LONG] = {"long", 'l', NULL, "with tier, rules and statement", NULL},
    [OPTION_SELF_COST] = {"self-cost", 0, NULL, "measure what the harness costs a case, next to a bare fork",
                          NULL},
    [OPTION_JSON] = {"json", 0, NULL, "as JSON", NULL},
    [OPTION_JSON_FILE] = {"json", 0, "FILE", "write what was run as JSON too, at the end", set_json},
    [OPTION_MARKDOWN] = {"markdown", 0, NULL, "as the page of it in docs/, over all there is", NULL},
    [OPTION_COVERAGE] = {"coverage", 0, NULL, "which cases and which faults each rule has", NULL},
    [OPTION_CHECK] = {"check", 0, NULL, "name what is without a rule, a case or a fault, and exit with 1",
                      NULL},
    [OPTION_FAULTS] = {"faults", 0, "LIBRARY", "the mutant (default: libextres_mutant.so beside the program)",
                       set_faults},
    [OPTION_LIST] = {"list", 0, NULL, "print the faults and run nothing", NULL},
    [OPTION_ALL] = {"all", 0, NULL, "run every case against each fault, and list all that catch it", NULL},
    [OPTION_CASES] = {"cases", 0, NULL, "look for cases that catch no fault at all", NULL},
    [OPTION_VS] = {"vs", 0, "NAME", "measure this backend in turns with the other, and compare them", set_vs},
    [OPTION_VS_ENVIRONMENT] = {"vs-env", 0, "NAME=VALUE",
                               "set in the environment of the backend of --vs alone", set_vs_environment},
    [OPTION_QUICK] = {"quick", 0, NULL, "fewer processes and shorter turns: figures for a first look", NULL},
    [OPTION_RECORD] = {"json", 0, "FILE", "where every sample is recorded (default: extres-timing.json)",
                       set_json},
    [OPTION_HTML] = {"html", 0, "FILE", "write a page with plots too, at the end", set_html},
    [OPTION_TIMING_ID] = {"timing", 0, "ID", "the measurement that decides", set_timing},
    [OPTION_THRESHOLD] = {"threshold", 0, "RATIO", "what counts as slower: 1.10 is ten per cent",
                          set_threshold},
    [OPTION_TIMING_RECORDS] = {"timing", 0, NULL, "compare the records of two timed runs", NULL},
    [OPTION_HELP] = {"help", 'h', NULL, "this text", NULL},
};

/* getopt's view of the options that a command takes. A long option is told by its name in the enum. */
struct getopt_view {
    struct option longs[OPTION_COUNT + 1];
    char shorts[2 * OPTION_COUNT + 2];
};

static void add_to_view(struct getopt_view *view, size_t *count, enum option_name name)
{
    const struct option_rule *rule = &rules[name];
    int takes = rule->argument != NULL ? required_argument : no_argument;
    view->longs[(*count)++] = (struct option){rule->name, takes, NULL, (int)name};
    if (rule->letter != 0) {
        size_t end = strlen(view->shorts);
        snprintf(view->shorts + end, sizeof view->shorts - end, "%c%s", rule->letter,
                 rule->argument != NULL ? ":" : "");
    }
}

static void make_view(const struct command *command, struct getopt_view *view)
{
    size_t count = 0;
    memset(view, 0, sizeof *view);
    view->shorts[0] = ':'; /* tells a missing argument from an unknown option */
    for (size_t i = 0; command->options[i] != OPTION_COUNT; i++)
        add_to_view(view, &count, command->options[i]);
    add_to_view(view, &count, OPTION_HELP);
}

static enum option_name by_letter(int letter)
{
    int name = 0;
    while (rules[name].letter != letter)
        name++;
    return (enum option_name)name;
}

/*
 * A case spends most of its time waiting, so a processor has room for two. Drivers of GPUs take one process
 * after the other: more of them at once are not done sooner, only each later.
 */
static int default_jobs(void)
{
    enum { USEFUL_JOBS = 4 };
    int jobs = 2 * environment_processors();
    return jobs < USEFUL_JOBS ? jobs : USEFUL_JOBS;
}

static void set_defaults(struct options *options, int argument_count, char *arguments[])
{
    *options = (struct options){
        .backend = "reference",
        .tier = TIER_CORE,
        .jobs = default_jobs(),
        .timeout_seconds = 10,
        .timeout_multiplier = 1,
        .format = &formats[isatty(STDOUT_FILENO) ? FORMAT_PROGRESS : FORMAT_TAP],
        .argument_count = argument_count,
        .arguments = arguments,
    };
}

static bool take_operands(const struct command *command, size_t count, char *operands[], struct options *out,
                          char *error, size_t error_size)
{
    const char *const names[] = {command->operand, command->second_operand};
    size_t wanted = (command->operand != NULL) + (command->second_operand != NULL);
    if (out->given[OPTION_HELP] || command->operand_repeats || count == wanted) {
        out->operands = operands;
        out->operand_count = count;
        return true;
    }
    if (count < wanted)
        snprintf(error, error_size, "%s: name a %s; see extres %s --help", command->name, names[count],
                 command->name);
    else
        snprintf(error, error_size, "%s: '%s' is one argument too many; see extres %s --help", command->name,
                 operands[wanted], command->name);
    return false;
}

bool options_parse(const struct command *command, int argument_count, char *arguments[], struct options *out,
                   char *error, size_t error_size)
{
    struct getopt_view view;
    int found;
    set_defaults(out, argument_count, arguments);
    make_view(command, &view);
    opterr = 0;
    optind = 2;
    while ((found = getopt_long(argument_count, arguments, view.shorts, view.longs, NULL)) != -1) {
        if (found == '?' || found == ':') {
            snprintf(error, error_size, "%s: %s '%s'; see extres %s --help", command->name,
                     found == '?' ? "unknown option" : "a value is missing after", arguments[optind - 1],
                     command->name);
            return false;
        }
        enum option_name name = found < OPTION_COUNT ? (enum option_name)found : by_letter(found);
        const struct option_rule *rule = &rules[name];
        out->given[name] = true;
        const char *wanted = rule->set != NULL ? rule->set(out, optarg) : NULL;
        if (wanted != NULL) {
            snprintf(error, error_size, "%s: --%s takes %s, not '%s'", command->name, rule->name, wanted,
                     optarg);
            return false;
        }
    }
    return take_operands(command, (size_t)(argument_count - optind), arguments + optind, out, error,
                         error_size);
}

void options_release(struct options *options)
{
    free(options->filters);
    options->filters = NULL;
}

static void print_rule(const struct option_rule *rule)
{
    char usage[48];
    char letter[8] = "    ";
    if (rule->letter != 0)
        snprintf(letter, sizeof letter, "-%c, ", rule->letter);
    snprintf(usage, sizeof usage, "%s--%s%s%s", letter, rule->name, rule->argument != NULL ? " " : "",
             rule->argument != NULL ? rule->argument : "");
    printf("  %-34s%s\n", usage, rule->help);
}

void options_print_help(const enum option_name *accepted)
{
    for (size_t i = 0; accepted[i] != OPTION_COUNT; i++)
        print_rule(&rules[accepted[i]]);
    print_rule(&rules[OPTION_HELP]);
}

struct reporter *options_reporter(const struct options *options)
{
    return options->format->make(stdout);
}
