/* Signalling and waiting for a drm_syncobj, as a timeline and as a binary semaphore. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "import/drm_syncobj.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <xf86drm.h>

#include "extres/runtime_error.h"

/* Points in time of CLOCK_MONOTONIC, in nanoseconds. */
static const int64_t at_once = 0;
static const int64_t never = INT64_MAX;

/*
 * Seeing a binary signal and consuming it are two system calls. Of the waits of this process one at a time
 * does both, so that a signal ends one of them; waits of other processes are not excluded.
 */
static pthread_mutex_t consuming = PTHREAD_MUTEX_INITIALIZER;

struct drm_payload {
    struct payload payload;
    int node; /* borrowed */
    uint32_t handle;
};

static struct drm_payload *drm_of(struct payload *payload)
{
    return (struct drm_payload *)payload;
}

/* The error of extres/error_codes.def for a result of libdrm's: 0 or a negative errno value. */
static int error_of(int result)
{
    if (result == 0)
        return cudaSuccess;
    return result == -ENOMEM ? cudaErrorMemoryAllocation : cudaErrorOperatingSystem;
}

static void destroy_payload(struct payload *payload)
{
    struct drm_payload *drm = drm_of(payload);
    drmSyncobjDestroy(drm->node, drm->handle);
    free(drm);
}

/* ---- timelines ---- */

static int signal_timeline(struct payload *payload, uint64_t value)
{
    struct drm_payload *drm = drm_of(payload);
    return error_of(drmSyncobjTimelineSignal(drm->node, &drm->handle, &value, 1));
}

/* 0, -ETIME or another negative errno value. */
static int wait_for_value(struct drm_payload *drm, uint64_t value, int64_t deadline)
{
    if (value == 0)
        return 0; /* to the kernel, 0 is no value but any fence */
    return drmSyncobjTimelineWait(drm->node, &drm->handle, &value, 1, deadline,
                                  DRM_SYNCOBJ_WAIT_FLAGS_WAIT_ALL | DRM_SYNCOBJ_WAIT_FLAGS_WAIT_FOR_SUBMIT,
                                  NULL);
}

static bool try_wait_timeline(struct payload *payload, uint64_t value)
{
    return wait_for_value(drm_of(payload), value, at_once) == 0;
}

static int wait_timeline(struct payload *payload, uint64_t value)
{
    return error_of(wait_for_value(drm_of(payload), value, never));
}

static const struct payload_operations timeline_operations = {
    .signal = signal_timeline,
    .try_wait = try_wait_timeline,
    .wait = wait_timeline,
    .destroy = destroy_payload,
};

/* ---- binary semaphores ---- */

static int signal_binary(struct payload *payload, uint64_t value)
{
    (void)value; /* a binary semaphore has none */
    struct drm_payload *drm = drm_of(payload);
    return error_of(drmSyncobjSignal(drm->node, &drm->handle, 1));
}

/* 0, -ETIME or another negative errno value; consumes nothing. */
static int wait_for_signal(struct drm_payload *drm, int64_t deadline)
{
    return drmSyncobjWait(drm->node, &drm->handle, 1, deadline, DRM_SYNCOBJ_WAIT_FLAGS_WAIT_FOR_SUBMIT, NULL);
}

/* 0 when a signal was there, which is consumed; -ETIME when none was; or another negative errno value. */
static int consume(struct drm_payload *drm)
{
    pthread_mutex_lock(&consuming);
    int result = wait_for_signal(drm, at_once);
    if (result == 0)
        result = drmSyncobjReset(drm->node, &drm->handle, 1);
    pthread_mutex_unlock(&consuming);
    return result;
}

static bool try_wait_binary(struct payload *payload, uint64_t value)
{
    (void)value;
    return consume(drm_of(payload)) == 0;
}

static int wait_binary(struct payload *payload, uint64_t value)
{
    (void)value;
    struct drm_payload *drm = drm_of(payload);
    int result = consume(drm);
    while (result == -ETIME) {
        result = wait_for_signal(drm, never);
        if (result == 0)
            result = consume(drm); /* unless another wait did so first */
    }
    return error_of(result);
}

static const struct payload_operations binary_operations = {
    .signal = signal_binary,
    .try_wait = try_wait_binary,
    .wait = wait_binary,
    .destroy = destroy_payload,
};

/* ---- both ---- */

static const struct payload_operations *const operations_of[] = {
    [PAYLOAD_BINARY] = &binary_operations,
    [PAYLOAD_TIMELINE] = &timeline_operations,
};

struct payload *drm_syncobj_payload(int node, uint32_t handle, enum payload_kind kind)
{
    struct drm_payload *drm = (struct drm_payload *)payload_allocate(sizeof *drm);
    if (!drm)
        return NULL;
    drm->node = node;
    drm->handle = handle;
    payload_initialise(&drm->payload, operations_of[kind], kind);
    return &drm->payload;
}
