/* The runtime under test in the other process of a case: used through the same vocabulary as in a case. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/other_runtime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case/session.h"

struct other_runtime {
    struct backend backend;
    struct case_declaration declaration;
    struct leaf leaf;
    struct recorder recorder;
    struct test test;
};

struct other_import {
    cudaExternalSemaphore_t semaphore;
    cudaStream_t signalling;
    cudaStream_t waiting;
    bool wait_is_pending;
    cudaExternalMemory_t memory;
    unsigned char *buffer;
};

/* What the expectations and the judge have found since the last answer. */
static void take_findings(struct other_runtime *runtime, struct remote_answer *answer)
{
    struct recorder *recorder = &runtime->recorder;
    if (recorder_has_finding(recorder, FINDING_FAIL)) {
        const struct finding *finding = recorder->findings;
        while (finding->kind != FINDING_FAIL)
            finding++;
        answer->outcome = REMOTE_RUNTIME_FAILED;
        snprintf(answer->text, sizeof answer->text, "%s", finding->text);
    } else if (recorder->skipped) {
        answer->outcome = REMOTE_MISSING;
        snprintf(answer->text, sizeof answer->text, "%s", recorder->skip_reason);
    } else if (recorder_has_finding(recorder, FINDING_BROKEN)) {
        answer->outcome = REMOTE_FAILED;
        snprintf(answer->text, sizeof answer->text, "%s", recorder->findings[0].text);
    }
    recorder_reset(recorder);
}

/* One request to the runtime: what its steps below need. */
struct task {
    struct other_import *import;
    const struct remote_request *request;
    struct remote_answer *answer;
    int *fd;    /* of an import */
    int device; /* of the first task */
};

/* Takes the steps up to the first expectation that does not hold. True when there was none. */
static bool attempt(struct other_runtime *runtime, void (*steps)(struct test *t, const struct task *task),
                    const struct task *task)
{
    if (setjmp(runtime->test.end) == 0)
        steps(&runtime->test, task);
    take_findings(runtime, task->answer);
    return task->answer->outcome == REMOTE_GOOD;
}

static void initialise(struct test *t, const struct task *task)
{
    require_set_up(t, "the backend cannot be initialised in the other process", call_initialise(&t->caller));
    require_set_up(t, "the device cannot be used in the other process",
                   call_select_device(&t->caller, task->device));
}

/* A runtime that is loaded; NULL with the reason in the answer. */
static struct other_runtime *load(const struct remote_opening *opening, struct remote_answer *answer)
{
    struct other_runtime *runtime = calloc(1, sizeof *runtime);
    const struct backend_request request = {opening->backend,
                                            opening->prefix[0] != '\0' ? opening->prefix : NULL};
    if (runtime == NULL || !backend_load(&request, &runtime->backend, answer->text, sizeof answer->text)) {
        answer->outcome = REMOTE_FAILED;
        free(runtime);
        return NULL;
    }
    runtime->declaration = (struct case_declaration){.name = "other_process",
                                                     .file = __FILE__,
                                                     .line = __LINE__,
                                                     .rules = {"EXTRES-ImportSemaphore-same-object"}};
    runtime->leaf = (struct leaf){.declaration = &runtime->declaration, .api = opening->api};
    runtime->test = (struct test){.leaf = &runtime->leaf,
                                  .recorder = &runtime->recorder,
                                  .timeout_multiplier = opening->timeout_multiplier,
                                  .exporter_missing = "there is none in a process that imports"};
    session_open(&runtime->test, &runtime->backend, opening->api);
    return runtime;
}

struct other_runtime *other_runtime_open(const struct remote_opening *opening, struct remote_answer *answer)
{
    struct other_runtime *runtime = load(opening, answer);
    const struct task task = {.answer = answer, .device = opening->device};
    if (runtime == NULL || attempt(runtime, initialise, &task))
        return runtime;
    other_runtime_close(runtime);
    return NULL;
}

void other_runtime_close(struct other_runtime *runtime)
{
    session_close(&runtime->test);
    free(runtime);
}

static void import_as_semaphore(struct test *t, const struct task *task)
{
    task->import->semaphore = import_semaphore_fd(t, *task->fd);
    *task->fd = -1;
    task->import->signalling = make_stream(t);
    task->import->waiting = make_stream(t);
}

static void import_as_memory(struct test *t, const struct task *task)
{
    struct cudaExternalMemoryHandleDesc desc = {
        .type = cudaExternalMemoryHandleTypeOpaqueFd,
        .size = task->request->size,
        .flags = task->request->value != 0 ? cudaExternalMemoryDedicated : 0};
    desc.handle.fd = *task->fd;
    EXPECT_SUCCESS(t, call_import_memory(caller_of(t), &task->import->memory, &desc));
    *task->fd = -1;
    task->import->buffer = map_buffer(t, task->import->memory, 0, task->request->size);
}

struct other_import *other_runtime_import(struct other_runtime *runtime, const struct remote_request *request,
                                          int *fd, struct remote_answer *answer)
{
    struct other_import *import = calloc(1, sizeof *import);
    const struct task task = {.import = import, .request = request, .answer = answer, .fd = fd};
    if (import == NULL)
        abort();
    runtime->leaf.type = (enum extres_handle_type)request->type;
    runtime->declaration.types = EXTRES_TYPE_BIT(request->type);
    bool of_memory = (runtime->declaration.types & MEMORY_FD) != 0;
    if (attempt(runtime, of_memory ? import_as_memory : import_as_semaphore, &task))
        return import;
    free(import);
    return NULL;
}

static void destroy(struct test *t, const struct task *task)
{
    if (task->import->semaphore != NULL)
        EXPECT_SUCCESS(t, call_destroy_semaphore(caller_of(t), task->import->semaphore));
    if (task->import->memory != NULL)
        EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), task->import->memory));
}

void other_runtime_destroy(struct other_runtime *runtime, struct other_import *import,
                           struct remote_answer *answer)
{
    attempt(runtime, destroy, &(struct task){.import = import, .answer = answer});
    free(import);
}

static void write_memory(struct test *t, const struct task *task)
{
    EXPECT_SUCCESS(t, call_copy(caller_of(t), task->import->buffer + task->request->offset,
                                task->request->data, task->request->data_size));
    /* A copy from memory of the host may return before the data has arrived. */
    EXPECT_SUCCESS(t, call_stream_synchronize(caller_of(t), NULL));
}

static void read_memory(struct test *t, const struct task *task)
{
    EXPECT_SUCCESS(t, call_copy(caller_of(t), task->answer->data,
                                task->import->buffer + task->request->offset, task->answer->data_size));
}

static void signal(struct test *t, const struct task *task)
{
    enqueue_signal(t, task->import->semaphore, task->request->value, task->import->signalling);
    expect_finishes(t, task->import->signalling);
}

static void wait(struct test *t, const struct task *task)
{
    struct other_import *import = task->import;
    if (!import->wait_is_pending)
        enqueue_wait(t, import->semaphore, task->request->value, import->waiting);
    import->wait_is_pending = true;
    task->answer->flag = finishes_within(t, import->waiting, task->request->size);
    import->wait_is_pending = !task->answer->flag;
}

void other_runtime_request(struct other_runtime *runtime, struct other_import *import,
                           const struct remote_request *request, struct remote_answer *answer)
{
    static void (*const steps[])(struct test * t, const struct task *task) = {
        [REMOTE_WRITE] = write_memory,
        [REMOTE_READ] = read_memory,
        [REMOTE_SIGNAL] = signal,
        [REMOTE_WAIT] = wait,
    };
    if (request->verb == REMOTE_READ)
        answer->data_size = (uint32_t)(request->size < REMOTE_DATA ? request->size : REMOTE_DATA);
    attempt(runtime, steps[request->verb],
            &(struct task){.import = import, .request = request, .answer = answer});
}
