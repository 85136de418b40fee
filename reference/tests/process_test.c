/* The library in processes that fork and exit. Each scenario runs in a child of this still unused process. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "extres/driver.h"
#include "tests/check.h"
#include "tests/fixture.h"
#include "tests/reference_test.h"

static int failed_before;

static int status_of_child(void)
{
    return checks_failed() == failed_before ? 0 : 1;
}

/* Run it in a child, and expect it to exit with 0; it may also return. A child that hangs is ended by its
 * alarm. */
static void in_child(void (*scenario)(void))
{
    pid_t child = fork();
    if (child == 0) {
        alarm(60);
        failed_before = checks_failed();
        scenario();
        exit(status_of_child());
    }
    CHECK(child > 0);
    int status = -1;
    EQUAL(waitpid(child, &status, 0), child);
    EQUAL(status, 0);
}

static void driver_before_init(void)
{
    int count = -1;
    CUcontext context = NULL;
    CUexternalMemory memory = NULL;
    CUDA_EXTERNAL_MEMORY_HANDLE_DESC descriptor = {.type = CU_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD};
    EQUAL(cuDeviceGetCount(&count), CUDA_ERROR_NOT_INITIALIZED);
    EQUAL(cuCtxGetCurrent(&context), CUDA_ERROR_NOT_INITIALIZED);
    EQUAL(cuStreamQuery(NULL), CUDA_ERROR_NOT_INITIALIZED);
    EQUAL(cuImportExternalMemory(&memory, &descriptor), CUDA_ERROR_NOT_INITIALIZED);
    EQUAL(cuImportExternalMemory(NULL, NULL), CUDA_ERROR_NOT_INITIALIZED);
    EQUAL(cuDestroyExternalMemory(NULL), CUDA_ERROR_NOT_INITIALIZED);
    EQUAL(cuSignalExternalSemaphoresAsync(NULL, NULL, 0, NULL), CUDA_ERROR_NOT_INITIALIZED);
    SUCCEEDS(cuDriverGetVersion(&count));
    EQUAL(cuInit(1), CUDA_ERROR_INVALID_VALUE);
    EQUAL(cuDeviceGetCount(&count), CUDA_ERROR_NOT_INITIALIZED);
    SUCCEEDS(cuInit(0));
    SUCCEEDS(cuDeviceGetCount(&count));
}

void test_process_not_initialised(void)
{
    in_child(driver_before_init);
}

static void use(void)
{
    _Atomic int count = 0;
    enqueue_count(NULL, &count);
    SUCCEEDS(cudaStreamSynchronize(NULL));
    EQUAL(count, 1);
}

void test_process_fork_before_use(void)
{
    in_child(use);
}

static void refused(void)
{
    int count = 0;
    EQUAL(cudaGetDeviceCount(&count), cudaErrorInitializationError);
    EQUAL(cudaFree(NULL), cudaErrorInitializationError);
    EQUAL(cuInit(0), CUDA_ERROR_NOT_INITIALIZED);
    EQUAL(cuDeviceGetCount(&count), CUDA_ERROR_NOT_INITIALIZED);
    _exit(status_of_child()); /* at an exit(), sanitizers would look for the parent's threads */
}

static void use_and_fork(void)
{
    use();
    in_child(refused);
    use();
}

void test_process_fork_after_use(void)
{
    in_child(use_and_fork);
}

static void exit_while_blocked(void)
{
    struct external external;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    cudaStream_t blocked = NULL;
    SUCCEEDS(cudaStreamCreate(&blocked));
    external_wait(&external, 1, blocked);
    external_wait(&external, 1, cudaStreamPerThread);
    hold();
}

void test_process_exit_while_blocked(void)
{
    in_child(exit_while_blocked);
}

static void exit_now(void *status)
{
    exit(*(int *)status);
}

static void exit_in_host_function(void)
{
    static int status;
    status = status_of_child();
    SUCCEEDS(cudaLaunchHostFunc(NULL, exit_now, &status));
    for (;;)
        pause(); /* and die of the alarm if nothing else */
}

void test_process_exit_in_host_function(void)
{
    in_child(exit_in_host_function);
}
