/* Turning a probe into texts. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/description.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/environment.h"

void describe_uuid(const struct probe *probe, char text[static UUID_TEXT])
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; probe->has_uuid && i < sizeof probe->uuid; i++) {
        bool dash = i == 4 || i == 6 || i == 8 || i == 10;
        used += (size_t)snprintf(text + used, UUID_TEXT - used, "%s%02x", dash ? "-" : "", probe->uuid[i]);
    }
}

void describe_version(int version, char text[static VERSION_TEXT])
{
    if (version > 0)
        snprintf(text, VERSION_TEXT, "%d.%d", version / 1000, version % 1000 / 10);
    else
        snprintf(text, VERSION_TEXT, "unknown");
}

bool exporter_is_allowed(const struct run_options *options, size_t index)
{
    return options->exporter == NULL || strcmp(options->exporter, exporters[index]->name) == 0;
}

static FILE *open_text(char **text, size_t *size)
{
    FILE *stream = open_memstream(text, size);
    if (stream == NULL)
        abort();
    return stream;
}

/* "vulkan: SwiftShader Device; shared: shared memory (simulation)" */
static char *describe_exporters(const struct run_options *options, const struct probe *probe)
{
    char *text = NULL;
    size_t size = 0;
    const char *separator = "";
    FILE *stream = open_text(&text, &size);
    for (size_t i = 0; exporters[i] != NULL; i++) {
        if (!exporter_is_allowed(options, i))
            continue;
        if (probe->exporters[i].usable)
            fprintf(stream, "%s%s: %s%s", separator, exporters[i]->name,
                    probe->exporters[i].description.device, exporters[i]->simulated ? " (simulation)" : "");
        else
            fprintf(stream, "%s%s: not usable, %s", separator, exporters[i]->name, probe->exporters[i].error);
        separator = "; ";
    }
    fclose(stream);
    return text;
}

/* Some allowed exporter can be used that is simulated, or that has a driver or the kernel behind it. */
static bool any_usable(const struct run_options *options, const struct probe *probe, bool simulated)
{
    for (size_t i = 0; exporters[i] != NULL; i++) {
        if (exporter_is_allowed(options, i) && probe->exporters[i].usable &&
            exporters[i]->simulated == simulated)
            return true;
    }
    return false;
}

char *describe_simulation(const struct run_options *options, const struct probe *probe)
{
    char *text = NULL;
    size_t size = 0;
    if (any_usable(options, probe, false))
        return NULL;
    bool simulates = any_usable(options, probe, true);
    FILE *stream = open_text(&text, &size);
    fputs(simulates ? "no driver made the objects of this run: they are simulated by shared objects"
                    : "nothing here can make the objects of this run: what needs one is skipped",
          stream);
    for (size_t i = 0; exporters[i] != NULL; i++) {
        if (exporters[i]->simulated && simulates)
            continue;
        if (exporter_is_allowed(options, i))
            fprintf(stream, "; %s: %s", exporters[i]->name, probe->exporters[i].error);
        else
            fprintf(stream, "; %s: ruled out by --exporter %s", exporters[i]->name, options->exporter);
    }
    fclose(stream);
    return text;
}

static char *printable(const char *text)
{
    return text_printable(text, strlen(text));
}

void describe_run(const struct run_options *options, const struct probe *probe, int argument_count,
                  char *const arguments[], struct run_description *out)
{
    char uuid[UUID_TEXT];
    char *command = environment_command(argument_count, arguments);
    char *exporters_line = describe_exporters(options, probe);
    describe_uuid(probe, uuid);
    *out = (struct run_description){
        .suite_version = printable(environment_suite_version()),
        .command = printable(command),
        .started = environment_time(),
        .host = environment_host(),
        .backend = printable(options->backend.name),
        .runtime_library = printable(probe->runtime_path),
        .driver_library = printable(probe->driver_path),
        .runtime_version = probe->runtime_version,
        .driver_version = probe->driver_version,
        .device = printable(probe->device),
        .uuid = printable(uuid),
        .exporters = printable(exporters_line),
        .jobs = options->jobs,
        .timeout_multiplier = options->timeout_multiplier,
    };
    free(command);
    free(exporters_line);
}
