/* Other processes in a case: the exporter's, and one with a second runtime. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <unistd.h>

#include "case/test.h"
#include "exporters/remote.h"
#include "run/run.h"

void kill_other_process(struct test *t)
{
    remote_kill(t->exporter);
}

int take_fd(struct test *t, struct outside *outside)
{
    int fd = remote_take_fd(outside);
    if (fd < 0)
        skip(t, "a descriptor cannot be taken out of another process here: %s",
             t->exporter->operations->error(t->exporter));
    caller_watch(&t->caller, fd, "taken out of another process, not given away");
    return fd;
}

static struct exporter *open_other_runtime(struct test *t)
{
    char error[RECORDER_TEXT];
    const struct run_options *options = t->options;
    struct remote_opening opening = {.has_runtime = true,
                                     .api = t->leaf->api,
                                     .device = options->device,
                                     .timeout_multiplier = t->timeout_multiplier};
    snprintf(opening.backend, sizeof opening.backend, "%s", options->backend.name);
    if (options->backend.prefix != NULL)
        snprintf(opening.prefix, sizeof opening.prefix, "%s", options->backend.prefix);
    struct exporter *runtime = remote_open(&opening, error, sizeof error);
    if (runtime == NULL)
        BROKEN(t, "no runtime in another process: %s", error);
    return runtime;
}

struct outside *import_elsewhere(struct test *t, struct outside *outside)
{
    if (!t->leaf->declaration->other_process)
        BROKEN(t, "import_elsewhere is for cases with .other_process");
    if (t->other_runtime == NULL)
        t->other_runtime = open_other_runtime(t);
    int fd = t->exporter->operations->export_fd(outside);
    bool memory = (EXTRES_TYPE_BIT(t->leaf->type) & MEMORY_FD) != 0;
    struct outside *there = fd < 0
                                ? NULL
                                : remote_import(t->other_runtime, t->leaf->type, fd,
                                                memory ? t->exporter->operations->memory_size(outside) : 0,
                                                memory && t->exporter->operations->memory_dedicated(outside));
    if (fd >= 0)
        close(fd);
    if (there == NULL)
        other_side_failed(t, "import the object");
    return there;
}
