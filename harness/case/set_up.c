/* Choosing and opening the exporter, and initialising the backend. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/set_up.h"

#include <stdio.h>
#include <string.h>

#include "exporters/remote.h"

int choose_exporter(const struct run_options *options, const struct probe *probe,
                    enum extres_handle_type type)
{
    for (int i = 0; exporters[i] != NULL; i++) {
        if (options->exporter != NULL && strcmp(options->exporter, exporters[i]->name) != 0)
            continue;
        if (probe->exporters[i].usable && (probe->exporters[i].description.offers & EXTRES_TYPE_BIT(type)))
            return i;
    }
    return -1;
}

static struct exporter *open_in_other_process(const struct probe *probe, const char *name, bool validated,
                                              char *error, size_t error_size)
{
    struct remote_opening opening = {.has_uuid = probe->has_uuid, .validated = validated};
    snprintf(opening.exporter, sizeof opening.exporter, "%s", name);
    memcpy(opening.uuid, probe->uuid, sizeof opening.uuid);
    return remote_open(&opening, error, error_size);
}

struct exporter *open_exporter(struct test *t, const struct probe *probe, int choice, bool validated)
{
    char error[RECORDER_TEXT];
    const struct exporter_operations *operations = exporters[choice];
    struct exporter *exporter =
        t->leaf->declaration->other_process
            ? open_in_other_process(probe, operations->name, validated, error, sizeof error)
            : operations->open(probe->has_uuid ? probe->uuid : NULL, validated, error, sizeof error);
    if (exporter == NULL)
        broken(t, "cannot open the exporter %s: %s", operations->name, error);
    return exporter;
}

void use_exporter(struct test *t, const struct probe *probe, int choice, struct exporter *exporter)
{
    t->exporter = exporter;
    if (exporter == NULL) {
        t->exporter_missing =
            "none of those selected can make objects of this handle type here (see extres info)";
        return;
    }
    t->exporter_offers = probe->exporters[choice].description.offers;
    snprintf(t->recorder->exporter, sizeof t->recorder->exporter, "%s", exporters[choice]->name);
    t->recorder->simulated = exporters[choice]->simulated;
}

void initialise_backend(struct test *t, int device)
{
    require_set_up(t, "the backend, which the probe could initialise, now cannot be",
                   call_initialise(&t->caller));
    require_set_up(t, "the device, which the probe could use, now cannot be",
                   call_select_device(&t->caller, device));
}
