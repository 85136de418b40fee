/* extres info: what would be run against, and what can make objects here. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "cli/self_cost.h"
#include "cli/shared.h"
#include "run/description.h"
#include "run/environment.h"

static void print_line(const char *name, const char *value)
{
    printf("%-16s%s\n", name, value[0] != '\0' ? value : "none");
}

static void print_backend(const struct options *options, const struct probe *probe)
{
    char uuid[UUID_TEXT];
    char version[VERSION_TEXT];
    describe_uuid(probe, uuid);
    print_line("backend", options->backend);
    print_line("runtime library", probe->runtime_path);
    describe_version(probe->runtime_version, version);
    print_line("runtime version", version);
    print_line("driver library", probe->driver_path[0] != '\0' ? probe->driver_path : "the same");
    describe_version(probe->driver_version, version);
    print_line("driver version", version);
    print_line("device", probe->device);
    print_line("uuid", uuid);
}

static void print_offers(uint32_t offers)
{
    const char *separator = "  offers ";
    for (int type = 0; type < EXTRES_HANDLE_TYPE_COUNT; type++) {
        if (!(offers & EXTRES_TYPE_BIT(type)))
            continue;
        printf("%s%s %s", separator, extres_handle_types[type].object, extres_handle_types[type].name);
        separator = ", ";
    }
    if (offers != 0)
        putchar('\n');
}

static void print_exporter(const char *name, bool simulated, const struct exporter_description *description)
{
    printf("exporter %s%s: %s%s\n", name, simulated ? " (simulation)" : "", description->device,
           description->validated ? ", under the validation layer" : "");
    print_offers(description->offers);
    if (description->missing[0] != '\0')
        printf("  missing: %s\n", description->missing);
}

static void print_exporters(const struct run_options *options, const struct probe *probe)
{
    for (size_t i = 0; exporters[i] != NULL; i++) {
        if (!exporter_is_allowed(options, i))
            continue;
        if (probe->exporters[i].usable)
            print_exporter(exporters[i]->name, exporters[i]->simulated, &probe->exporters[i].description);
        else
            printf("exporter %s: cannot be used: %s\n", exporters[i]->name, probe->exporters[i].error);
    }
}

static enum exit_code print_self_cost(const struct worker_program *program)
{
    struct self_cost cost;
    char error[WORKER_ERROR];
    if (!self_cost_measure(program, &cost, error, sizeof error))
        return complain(EXIT_CANNOT_RUN, "%s", error);
    printf("self-cost       empty case %.1f us, bare fork %.1f us, ratio %.2f\n", cost.empty_case * 1e6,
           cost.bare_fork * 1e6, cost.empty_case / cost.bare_fork);
    return EXIT_AS_EXPECTED;
}

static enum exit_code execute(const struct options *options)
{
    const struct selection none = {NULL, 0};
    struct preparation preparation;
    char *host = environment_host();
    if (!prepare_backend(options, &none, &preparation)) {
        free(host);
        return EXIT_CANNOT_RUN;
    }
    print_line("suite", environment_suite_version());
    print_line("host", host);
    print_backend(options, preparation.probe);
    print_exporters(&preparation.options, preparation.probe);
    enum exit_code code = EXIT_AS_EXPECTED;
    if (options->given[OPTION_SELF_COST])
        code = print_self_cost(&preparation.program);
    preparation_release(&preparation);
    free(host);
    return code;
}

static const enum option_name info_options[] = {
    OPTION_BACKEND, OPTION_PREFIX, OPTION_EXPORTER, OPTION_TIMEOUT_MULTIPLIER, OPTION_SELF_COST, OPTION_COUNT,
};

const struct command command_info = {
    .name = "info",
    .summary = "Show the backend, its device and the exporters",
    .options = info_options,
    .examples = "  extres info\n"
                "  extres info --backend nvidia\n"
                "  extres info --self-cost\n",
    .execute = execute,
};
