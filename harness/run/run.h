/* Running cases: workers, isolation, scheduling. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_RUN_H
#define HARNESS_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/backend.h"
#include "case/registry.h"
#include "exporters/exporter.h"
#include "report/report.h"

/* What a probe of the backend and the exporters found out, in a process of its own. Plain data: it comes over
 * in shared memory. */
struct probe {
    bool complete;               /* false: the probe process ended early */
    char failure[RECORDER_TEXT]; /* why the backend cannot run at all; empty when it can */
    char runtime_path[BACKEND_PATH];
    char driver_path[BACKEND_PATH];
    int runtime_version;
    int driver_version;
    int device_count;
    char device[256];
    bool has_uuid;
    unsigned char uuid[16];
    struct {
        bool usable;
        struct exporter_description description;
        char error[256]; /* why it is not usable */
    } exporters[4];      /* in the order of exporters[] */
};

/* How cases are to be run. Strings belong to the caller. */
struct run_options {
    struct backend_request backend;
    const char *exporter;    /* only this one; NULL: for each handle type the most real that offers it */
    const char *environment; /* NAME=VALUE that the processes of the backend alone are given; NULL: none */
    int device;              /* index of the backend's device */
    double timeout_multiplier;
    int jobs;
};

/* The entry of a case's process, after the fork: harness/case/child.c. Fills the recorder; the caller then
 * ends the process. */
void child_run_case(const struct run_options *options, const struct backend *backend,
                    const struct probe *probe, const struct leaf *leaf, struct recorder *recorder);

/* The entry of the probe's process: harness/case/probe.c. */
void child_probe(const struct run_options *options, const struct backend *backend, struct recorder *recorder,
                 struct probe *probe);

#endif
