/* Semaphores of the DRM exporter: a drm_syncobj, used as extres/drm_objects.h says. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drm_exporter.h"

#include <errno.h>
#include <time.h>

#define NANOSECONDS_PER_SECOND INT64_C(1000000000)

static bool create_syncobj(struct outside *object)
{
    int result = drmSyncobjCreate(object->exporter->node, 0, &object->syncobj);
    return result == 0 || drm_failed(object->exporter, "drmSyncobjCreate", errno);
}

static void destroy_syncobj(struct outside *object)
{
    drmSyncobjDestroy(object->exporter->node, object->syncobj);
}

static int export_syncobj(struct outside *object)
{
    int fd = -1;
    if (drmSyncobjHandleToFD(object->exporter->node, object->syncobj, &fd) != 0) {
        drm_failed(object->exporter, "drmSyncobjHandleToFD", errno);
        return -1;
    }
    return fd;
}

/* The kernel counts with CLOCK_MONOTONIC, and takes points in time. */
static int64_t deadline_in(uint64_t nanoseconds)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t deadline = (int64_t)now.tv_sec * NANOSECONDS_PER_SECOND + now.tv_nsec;
    return nanoseconds > (uint64_t)(INT64_MAX - deadline) ? INT64_MAX : deadline + (int64_t)nanoseconds;
}

/* Whether a wait of libdrm's was released or timed out; false, with the reason left, when it failed. */
static bool judge_wait(struct outside *object, const char *function, int result, bool *released)
{
    *released = result == 0;
    return result == 0 || result == -ETIME || drm_failed(object->exporter, function, -result);
}

/* ---- Binary semaphores ---- */

static bool binary_create(struct outside *object, uint64_t size, uint64_t initial_value)
{
    (void)size;
    (void)initial_value; /* a binary semaphore starts unsignalled */
    return create_syncobj(object);
}

static bool binary_signal(struct outside *object, uint64_t value)
{
    (void)value;
    int result = drmSyncobjSignal(object->exporter->node, &object->syncobj, 1);
    return result == 0 || drm_failed(object->exporter, "drmSyncobjSignal", errno);
}

/* The kernel leaves a signal in place that was waited for: whoever waited takes it away. */
static bool binary_wait(struct outside *object, uint64_t value, uint64_t timeout_nanoseconds, bool *released)
{
    (void)value;
    int node = object->exporter->node;
    int result = drmSyncobjWait(node, &object->syncobj, 1, deadline_in(timeout_nanoseconds),
                                DRM_SYNCOBJ_WAIT_FLAGS_WAIT_FOR_SUBMIT, NULL);
    if (!judge_wait(object, "drmSyncobjWait", result, released)) {
        return false;
    }
    return !*released || drmSyncobjReset(node, &object->syncobj, 1) == 0 ||
           drm_failed(object->exporter, "drmSyncobjReset", errno);
}

const struct drm_kind drm_binary = {
    .name = "a binary semaphore",
    .create = binary_create,
    .destroy = destroy_syncobj,
    .export_fd = export_syncobj,
    .signal = binary_signal,
    .wait = binary_wait,
};

/* ---- Timelines ---- */

static bool timeline_signal(struct outside *object, uint64_t value)
{
    int result = drmSyncobjTimelineSignal(object->exporter->node, &object->syncobj, &value, 1);
    return result == 0 || drm_failed(object->exporter, "drmSyncobjTimelineSignal", errno);
}

static bool timeline_create(struct outside *object, uint64_t size, uint64_t initial_value)
{
    (void)size;
    if (!create_syncobj(object)) {
        return false;
    }
    if (initial_value > 0 && !timeline_signal(object, initial_value)) {
        destroy_syncobj(object);
        return false;
    }
    return true;
}

/* A point of 0 is no value to the kernel but any fence at all; every timeline has reached it. */
static bool timeline_wait(struct outside *object, uint64_t value, uint64_t timeout_nanoseconds,
                          bool *released)
{
    *released = true;
    if (value == 0) {
        return true;
    }
    int result = drmSyncobjTimelineWait(
        object->exporter->node, &object->syncobj, &value, 1, deadline_in(timeout_nanoseconds),
        DRM_SYNCOBJ_WAIT_FLAGS_WAIT_ALL | DRM_SYNCOBJ_WAIT_FLAGS_WAIT_FOR_SUBMIT, NULL);
    return judge_wait(object, "drmSyncobjTimelineWait", result, released);
}

static bool timeline_value(struct outside *object, uint64_t *value)
{
    int result = drmSyncobjQuery(object->exporter->node, &object->syncobj, value, 1);
    return result == 0 || drm_failed(object->exporter, "drmSyncobjQuery", errno);
}

const struct drm_kind drm_timeline = {
    .name = "a timeline semaphore",
    .create = timeline_create,
    .destroy = destroy_syncobj,
    .export_fd = export_syncobj,
    .signal = timeline_signal,
    .wait = timeline_wait,
    .value = timeline_value,
};
