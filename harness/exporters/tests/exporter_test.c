/* Tests of the exporters, each alone and with a second process: TAP on stdout. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "exporter.h"
#include "images.h"
#include "memory.h"
#include "peer.h"
#include "subject.h"
#include "two_processes.h"

#define MILLISECONDS UINT64_C(1000000)

static const uint64_t never_nanoseconds = 20 * MILLISECONDS;   /* for what must not come */
static const uint64_t soon_nanoseconds = 10000 * MILLISECONDS; /* for what must come */

/* ---- Semaphores ---- */

static bool comes(const struct subject *subject, struct outside *semaphore, uint64_t value)
{
    bool released = false;
    return subject->operations->wait(semaphore, value, soon_nanoseconds, &released) && released;
}

static bool does_not_come(const struct subject *subject, struct outside *semaphore, uint64_t value)
{
    bool released = true;
    return subject->operations->wait(semaphore, value, never_nanoseconds, &released) && !released;
}

static void test_binary(struct subject *subject)
{
    if (!offered(subject, EXTRES_SEMAPHORE_OPAQUE_FD)) {
        skip("binary semaphores", "not offered");
        return;
    }
    const struct exporter_operations *exporter = subject->operations;
    struct outside *one = exporter->create(subject->exporter, EXTRES_SEMAPHORE_OPAQUE_FD, 0, 1);
    struct outside *two = exporter->create(subject->exporter, EXTRES_SEMAPHORE_OPAQUE_FD, 0, 0);
    if (!check_call(subject, one != NULL && two != NULL, "binary semaphores are made")) {
        return;
    }
    check_call(subject, exporter->signal(one, 0) && comes(subject, one, 0),
               "signal, wait, before any export");
    check_call(subject, does_not_come(subject, one, 0), "a wait consumes the signal");
    check_call(subject, does_not_come(subject, one, 0), "a pending wait can be asked again");
    check_call(subject, exporter->signal(two, 0) && comes(subject, two, 0),
               "another semaphore is not held up");
    check_call(subject, exporter->signal(one, 0) && comes(subject, one, 0), "the pending wait is released");
    uint64_t value = 0;
    check(!exporter->value(one, &value), "%s: a binary semaphore has no value", exporter->name);
    unsigned char byte = 0;
    check(!exporter->write(one, 0, &byte, 1) && !exporter->read(one, 0, &byte, 1),
          "%s: a semaphore is no memory", exporter->name);
    bool all = true;
    for (unsigned i = 0; i < 200 && all; i++) {
        all = exporter->signal(one, 0) && comes(subject, one, 0);
    }
    check_call(subject, all, "200 signals, 200 waits");
    int fd = exporter->export_fd(one);
    check_call(subject, fd >= 0, "a semaphore in use is exported");
    close(fd);
    exporter->destroy(two);
    exporter->destroy(one);
}

static void test_timeline(struct subject *subject)
{
    if (!offered(subject, EXTRES_SEMAPHORE_TIMELINE_FD)) {
        skip("timeline semaphores", "not offered");
        return;
    }
    const struct exporter_operations *exporter = subject->operations;
    struct outside *timeline = exporter->create(subject->exporter, EXTRES_SEMAPHORE_TIMELINE_FD, 0, 3);
    if (!check_call(subject, timeline != NULL, "a timeline is made")) {
        return;
    }
    uint64_t value = 0;
    check_call(subject, exporter->value(timeline, &value) && value == 3, "it holds its first value");
    check_call(subject, comes(subject, timeline, 2) && comes(subject, timeline, 3),
               "what it holds need not come");
    check_call(subject, does_not_come(subject, timeline, 4), "the next value does not come by itself");
    check_call(subject, exporter->signal(timeline, 10) && comes(subject, timeline, 7),
               "a higher value will do");
    check_call(subject, exporter->value(timeline, &value) && value == 10, "it holds what was signalled");
    check_call(subject,
               exporter->signal(timeline, UINT64_C(1) << 33) && comes(subject, timeline, UINT64_C(1) << 33),
               "a value of more than 32 bits");
    int fd = exporter->export_fd(timeline);
    check_call(subject, fd >= 0 && exporter->signal(timeline, UINT64_C(1) << 34), "exported, then signalled");
    close(fd);
    exporter->destroy(timeline);
}

/* ---- Many objects, and the end ---- */

static void test_many(struct subject *subject, enum extres_handle_type type)
{
    enum { COUNT = 100 };
    const struct exporter_operations *exporter = subject->operations;
    struct outside *objects[COUNT];
    unsigned made = 0;
    while (made < COUNT && (objects[made] = exporter->create(subject->exporter, type, 4096, 0)) != NULL) {
        int fd = exporter->export_fd(objects[made]);
        if (fd < 0) {
            break;
        }
        close(fd);
        made++;
    }
    check(made == COUNT, "%s: %u of %d %s objects of type %s, exported", exporter->name, made, COUNT,
          extres_handle_types[type].object, extres_handle_types[type].name);
    /* Every second one is destroyed here, from both ends of the list; the others are left to close. */
    for (unsigned i = 0; i < made; i += 2) {
        exporter->destroy(objects[i]);
    }
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A wait that nobody ends is pending when the exporter is closed. */
static void test_close_pending(struct subject *subject)
{
    if (!offered(subject, EXTRES_SEMAPHORE_OPAQUE_FD)) {
        skip("close with a pending wait", "not offered");
        return;
    }
    const struct exporter_operations *exporter = subject->operations;
    if (!check(open_subject(subject), "%s: opens again", exporter->name)) {
        return;
    }
    bool pending = true;
    for (unsigned i = 0; i < 3; i++) {
        struct outside *semaphore = exporter->create(subject->exporter, EXTRES_SEMAPHORE_OPAQUE_FD, 0, 0);
        pending = pending && semaphore != NULL && does_not_come(subject, semaphore, 0);
    }
    check_call(subject, pending, "three waits are pending");
    double start = seconds_now();
    close_subject(subject, "pending waits");
    check(seconds_now() - start < 5, "%s: close does not wait for them", exporter->name);
}

static void test_alone(struct subject *subject)
{
    if (!check(open_subject(subject), "%s: opens", subject->operations->name)) {
        return;
    }
    test_memory(subject, EXTRES_MEMORY_OPAQUE_FD);
    test_memory(subject, EXTRES_MEMORY_DMABUF_FD);
    test_images(subject);
    test_binary(subject);
    test_timeline(subject);
    for (unsigned type = 0; type < EXTRES_HANDLE_TYPE_COUNT; type++) {
        if (offered(subject, type)) {
            test_many(subject, type);
        } else {
            struct outside *none = subject->operations->create(subject->exporter, type, 4096, 0);
            check(none == NULL, "%s: %s %s is not offered and not made", subject->operations->name,
                  extres_handle_types[type].object, extres_handle_types[type].name);
        }
    }
    close_subject(subject, "one process");
    test_close_pending(subject);
}

static void test_in_two_processes(const struct subject *subject, const struct peer_operations *peer)
{
    static const struct {
        enum extres_handle_type type;
        const char *what;
    } types[] = {
        {EXTRES_MEMORY_OPAQUE_FD, "two processes see each other's data"},
        {EXTRES_MEMORY_DMABUF_FD, "two processes see each other's data in a dma-buf"},
        {EXTRES_SEMAPHORE_OPAQUE_FD, "two processes see each other's signals"},
        {EXTRES_SEMAPHORE_TIMELINE_FD, "two processes see each other's values"},
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (!offered(subject, types[i].type)) {
            skip(types[i].what, "not offered");
            continue;
        }
        char why[512] = "";
        bool passed =
            two_processes_talk(subject->operations, peer, subject->uuid, types[i].type, why, sizeof why);
        if (!check(passed, "%s: %s", subject->operations->name, types[i].what)) {
            printf("# %s\n", why);
        }
    }
}

/* ---- Vulkan alone ---- */

static void test_device_choice(void)
{
    char error[256] = "";
    check(exporter_vulkan.open(NULL, true, error, sizeof error) == NULL && strstr(error, "UUID") != NULL,
          "vulkan: no UUID, no device");
    unsigned char unknown[16];
    memset(unknown, 0xee, sizeof unknown);
    error[0] = '\0';
    check(exporter_vulkan.open(unknown, true, error, sizeof error) == NULL && error[0] != '\0',
          "vulkan: no device is taken in place of one that is not there");
    printf("# %s\n", error);
}

/* A memory file in the place of stderr. */
static int redirect_stderr(void)
{
    int file = memfd_create("stderr", MFD_CLOEXEC);
    dup2(file, STDERR_FILENO);
    return file;
}

/* All that was printed into such a file so far. The result is static. */
static const char *text_of(int file)
{
    static char text[8192];
    ssize_t length = pread(file, text, sizeof text - 1, 0);
    text[length > 0 ? length : 0] = '\0';
    return text;
}

static void test_complaints(struct subject *subject)
{
    enum { TIMES = 100, BOUND = 8192 };
    if (!open_subject(subject)) {
        return;
    }
    for (unsigned i = 0; i < TIMES; i++) {
        vulkan_peer_break_rule(subject->exporter);
    }
    const char *complaints = subject->operations->complaints(subject->exporter);
    check(complaints != NULL && strstr(complaints, "VUID-VkFenceCreateInfo-sType-sType") != NULL,
          "vulkan: a broken rule is reported with its name");
    check(complaints != NULL && strlen(complaints) < BOUND, "vulkan: reports are bounded");
    subject->operations->close(subject->exporter);
}

/* In a process of its own, because what is left behind leaks. */
static void test_late_complaints(struct subject *subject)
{
    int file = memfd_create("stderr", MFD_CLOEXEC);
    pid_t child = fork();
    if (child == 0) {
        dup2(file, STDERR_FILENO);
        if (open_subject(subject)) {
            vulkan_peer_leave_object(subject->exporter);
            subject->operations->close(subject->exporter);
        }
        _exit(0);
    }
    waitpid(child, NULL, 0);
    check(strstr(text_of(file), "VUID-vkDestroyDevice-device") != NULL,
          "vulkan: what is reported at the end is printed on stderr");
    close(file);
}

static bool is_validated(struct subject *subject)
{
    struct exporter_description description = {.validated = false};
    if (open_subject(subject)) {
        subject->operations->describe(subject->exporter, &description);
        subject->operations->close(subject->exporter);
    }
    return description.validated;
}

static void test_vulkan(const unsigned char *uuid)
{
    struct subject vulkan = {.operations = &exporter_vulkan, .uuid = uuid};
    test_alone(&vulkan);
    test_in_two_processes(&vulkan, &vulkan_peer);
    if (is_validated(&vulkan)) {
        test_complaints(&vulkan);
        test_late_complaints(&vulkan);
    } else {
        skip("complaints", "the Khronos validation layer is not installed");
    }
}

static void test_drm(void)
{
    char error[256];
    struct exporter *exporter = exporter_drm.open(NULL, true, error, sizeof error);
    if (exporter == NULL) {
        skip("the exporter \"drm\"", error);
        return;
    }
    exporter_drm.close(exporter);
    struct subject drm = {.operations = &exporter_drm};
    test_alone(&drm);
    test_in_two_processes(&drm, &drm_peer);
    drm_test_sources();
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    int errors = redirect_stderr();
    exporter_vulkan_preload();

    check(exporters[0] == &exporter_vulkan && exporters[1] == &exporter_drm &&
              exporters[2] == &exporter_shared && exporters[3] == NULL,
          "the most real exporter comes first");
    check(exporter_find("shared") == &exporter_shared && exporter_find("none") == NULL, "exporters by name");

    struct subject shared = {.operations = &exporter_shared};
    test_alone(&shared);
    test_in_two_processes(&shared, &shared_peer);

    test_drm();

    unsigned char uuid[16];
    char why[320];
    test_device_choice();
    if (vulkan_peer_find_uuid(uuid, why, sizeof why)) {
        test_vulkan(uuid);
    } else {
        skip("the exporter \"vulkan\"", why);
    }

    /* What the layer says when an exporter is closed, after complaints() was asked, is printed there. */
    if (!check(text_of(errors)[0] == '\0', "nothing was printed on stderr")) {
        printf("# %s\n", text_of(errors));
    }
    close(errors);
    return finish_tests();
}
