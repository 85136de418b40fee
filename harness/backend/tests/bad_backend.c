/* Runtimes that misbehave, one library for each MISBEHAVIOUR: what the harness must survive and name. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run/tests/wild_write.h"

/* What is compiled in, by -DMISBEHAVIOUR=one of these. */
#define SUCCEEDS_ALWAYS          1
#define SUPPORTS_NOTHING         2
#define CRASHES                  3
#define HANGS                    4
#define EXITS                    5
#define ABORTS                   6
#define CLOSES_STDOUT            7
#define LEAVES_CHILDREN          8
#define LEAVES_THREADS           9
#define PRINTS_RUBBISH           10
#define CRASHES_IN_PROBE         11
#define HANGS_IN_LOADING         12
#define EXITS_IN_LOADING         13
#define THREADS_IN_LOADING       14
#define LACKS_SYMBOLS            15
#define CLOSES_EVERYTHING        16
#define CLOSES_FD_ON_FAILURE     17
#define OVERWRITES_SHARED_MEMORY 18

enum { SUCCESS = 0, INVALID_VALUE = 1, NOT_SUPPORTED = 801 };

static void *wait_for_ever(void *nothing)
{
    for (;;)
        pause();
    return nothing;
}

#if MISBEHAVIOUR == HANGS_IN_LOADING || MISBEHAVIOUR == EXITS_IN_LOADING || MISBEHAVIOUR == THREADS_IN_LOADING
__attribute__((constructor)) static void misbehave_in_loading(void)
{
    pthread_t thread;
    if (MISBEHAVIOUR == HANGS_IN_LOADING)
        wait_for_ever(NULL);
    if (MISBEHAVIOUR == EXITS_IN_LOADING)
        exit(0);
    if (MISBEHAVIOUR == THREADS_IN_LOADING)
        pthread_create(&thread, NULL, wait_for_ever, NULL);
}
#endif

/* A grandchild that has left the process group and the session, so that killing the group does not end it. */
static void leave_child(void)
{
    if (fork() == 0) {
        setsid();
        wait_for_ever(NULL);
    }
}

/* What an import does, in the place where a runtime under test usually goes wrong. */
static int misbehave(int fd)
{
    pthread_t thread;
    switch (MISBEHAVIOUR) {
    case CRASHES:
        raise(SIGSEGV);
        break;
    case HANGS:
        wait_for_ever(NULL);
        break;
    case EXITS:
        exit(0);
    case ABORTS:
        abort();
    case CLOSES_STDOUT:
        fclose(stdout);
        return NOT_SUPPORTED;
    case LEAVES_CHILDREN:
        leave_child();
        return NOT_SUPPORTED;
    case LEAVES_THREADS:
        pthread_create(&thread, NULL, wait_for_ever, NULL);
        return NOT_SUPPORTED;
    case PRINTS_RUBBISH:
        fwrite("ok \xff\xfe ]]> <&> \x01\x1b[31m\n", 1, 19, stdout);
        fflush(stdout);
        return INVALID_VALUE;
    case CLOSES_EVERYTHING:
        for (int other = 0; other < 1024; other++)
            close(other);
        return INVALID_VALUE;
    case CLOSES_FD_ON_FAILURE:
        close(fd);
        return INVALID_VALUE;
    case OVERWRITES_SHARED_MEMORY:
        wild_write(0);
        return NOT_SUPPORTED;
    case SUPPORTS_NOTHING:
        return NOT_SUPPORTED;
    default:
        break;
    }
    return SUCCESS;
}

/* The head of the descriptors: a type, and in the union behind it the file descriptor. */
struct descriptor {
    uint64_t type;
    int fd;
};

#define EXPORT __attribute__((visibility("default")))

/* Both imports of both APIs, and what else the harness calls before them. */
#define IMPORT(name)                                                    \
    EXPORT int name(void **out, const struct descriptor *descriptor);   \
    int name(void **out, const struct descriptor *descriptor)           \
    {                                                                   \
        int code = misbehave(descriptor == NULL ? -1 : descriptor->fd); \
        if (code == SUCCESS && out != NULL)                             \
            *out = (void *)out;                                         \
        return code;                                                    \
    }

IMPORT(cudaImportExternalSemaphore)
IMPORT(cudaImportExternalMemory)
IMPORT(cuImportExternalSemaphore)
IMPORT(cuImportExternalMemory)

#if MISBEHAVIOUR != LACKS_SYMBOLS
#define ANSWER (MISBEHAVIOUR == SUPPORTS_NOTHING ? NOT_SUPPORTED : SUCCESS)

/* A function of which only the answer matters. */
#define ANSWERS(name)      \
    EXPORT int name(void); \
    int name(void)         \
    {                      \
        return ANSWER;     \
    }

/* What is handed out: memory, or a handle that says nothing. */
static int hand_out(void **out, int answer)
{
    static uint64_t storage[1 << 16];
    if (out != NULL && answer == SUCCESS)
        *out = storage;
    return answer;
}

/* A function that has to hand something out, or the harness could not go on. */
#define HANDS_OUT(name)                \
    EXPORT int name(void **out);       \
    int name(void **out)               \
    {                                  \
        return hand_out(out, SUCCESS); \
    }

#define HANDS_OUT_SECOND(name)                 \
    EXPORT int name(void *stream, void **out); \
    int name(void *stream, void **out)         \
    {                                          \
        (void)stream;                          \
        return hand_out(out, SUCCESS);         \
    }

/* One that is about external resources, and hands something out where these are supported. */
#define OFFERS(name)                  \
    EXPORT int name(void **out);      \
    int name(void **out)              \
    {                                 \
        return hand_out(out, ANSWER); \
    }

#define COUNTS(name)                          \
    EXPORT int name(int *count);              \
    int name(int *count)                      \
    {                                         \
        if (MISBEHAVIOUR == CRASHES_IN_PROBE) \
            raise(SIGSEGV);                   \
        *count = 1;                           \
        return SUCCESS;                       \
    }

#define SUCCEEDS(name)     \
    EXPORT int name(void); \
    int name(void)         \
    {                      \
        return SUCCESS;    \
    }

COUNTS(cudaGetDeviceCount)
COUNTS(cuDeviceGetCount)
SUCCEEDS(cuInit)
SUCCEEDS(cuDevicePrimaryCtxRetain)
SUCCEEDS(cuCtxSetCurrent)
SUCCEEDS(cudaSetDevice)
SUCCEEDS(cudaFree)
SUCCEEDS(cuMemFree_v2)
EXPORT int cuDeviceGet(int *device, int ordinal);
int cuDeviceGet(int *device, int ordinal)
{
    *device = ordinal;
    return SUCCESS;
}
HANDS_OUT(cudaMalloc)
HANDS_OUT(cuMemAlloc_v2)
HANDS_OUT(cudaStreamCreateWithFlags)
HANDS_OUT(cuStreamCreate)
HANDS_OUT(cudaEventCreateWithFlags)
HANDS_OUT(cuEventCreate)
HANDS_OUT(cudaExternalMemoryGetMappedBuffer)
HANDS_OUT(cuExternalMemoryGetMappedBuffer)
SUCCEEDS(cudaMemset)
SUCCEEDS(cudaMemsetAsync)
SUCCEEDS(cuMemsetD8_v2)
SUCCEEDS(cuMemsetD8Async)
SUCCEEDS(cudaMemcpy)
SUCCEEDS(cuMemcpy)
SUCCEEDS(cudaMemcpyAsync)
SUCCEEDS(cuMemcpyAsync)
SUCCEEDS(cudaStreamQuery)
SUCCEEDS(cuStreamQuery)
SUCCEEDS(cudaStreamSynchronize)
SUCCEEDS(cuStreamSynchronize)
SUCCEEDS(cudaStreamWaitEvent)
SUCCEEDS(cuStreamWaitEvent)
SUCCEEDS(cudaStreamDestroy)
SUCCEEDS(cuStreamDestroy_v2)
SUCCEEDS(cudaEventRecord)
SUCCEEDS(cuEventRecord)
SUCCEEDS(cudaEventDestroy)
SUCCEEDS(cuEventDestroy_v2)
SUCCEEDS(cudaLaunchHostFunc)
SUCCEEDS(cuLaunchHostFunc)
SUCCEEDS(cudaEventQuery)
SUCCEEDS(cuEventQuery)
SUCCEEDS(cudaDeviceSynchronize)
SUCCEEDS(cuCtxSynchronize)
SUCCEEDS(cudaGetLastError)
SUCCEEDS(cudaPeekAtLastError)
SUCCEEDS(cudaEventSynchronize)
SUCCEEDS(cuEventSynchronize)
SUCCEEDS(cudaDeviceReset)
HANDS_OUT(cudaGraphCreate)
HANDS_OUT(cuGraphCreate)
HANDS_OUT(cudaGraphInstantiateWithFlags)
HANDS_OUT(cuGraphInstantiateWithFlags)
HANDS_OUT(cudaGraphClone)
HANDS_OUT(cuGraphClone)
HANDS_OUT(cudaGraphAddHostNode)
HANDS_OUT(cuGraphAddHostNode)
OFFERS(cudaGraphAddExternalSemaphoresSignalNode)
OFFERS(cuGraphAddExternalSemaphoresSignalNode)
OFFERS(cudaGraphAddExternalSemaphoresWaitNode)
OFFERS(cuGraphAddExternalSemaphoresWaitNode)
SUCCEEDS(cudaGraphExecDestroy)
SUCCEEDS(cuGraphExecDestroy)
SUCCEEDS(cudaGraphDestroy)
SUCCEEDS(cuGraphDestroy)
SUCCEEDS(cudaGraphGetNodes)
SUCCEEDS(cuGraphGetNodes)
SUCCEEDS(cudaGraphNodeGetType)
SUCCEEDS(cuGraphNodeGetType)
SUCCEEDS(cudaGraphDestroyNode)
SUCCEEDS(cuGraphDestroyNode)
SUCCEEDS(cudaGraphExternalSemaphoresSignalNodeGetParams)
SUCCEEDS(cuGraphExternalSemaphoresSignalNodeGetParams)
SUCCEEDS(cudaGraphExternalSemaphoresWaitNodeGetParams)
SUCCEEDS(cuGraphExternalSemaphoresWaitNodeGetParams)
SUCCEEDS(cudaGraphExternalSemaphoresSignalNodeSetParams)
SUCCEEDS(cuGraphExternalSemaphoresSignalNodeSetParams)
SUCCEEDS(cudaGraphExternalSemaphoresWaitNodeSetParams)
SUCCEEDS(cuGraphExternalSemaphoresWaitNodeSetParams)
SUCCEEDS(cudaGraphExecExternalSemaphoresSignalNodeSetParams)
SUCCEEDS(cuGraphExecExternalSemaphoresSignalNodeSetParams)
SUCCEEDS(cudaGraphExecExternalSemaphoresWaitNodeSetParams)
SUCCEEDS(cuGraphExecExternalSemaphoresWaitNodeSetParams)
SUCCEEDS(cudaGraphLaunch)
SUCCEEDS(cuGraphLaunch)
SUCCEEDS(cudaStreamBeginCapture)
SUCCEEDS(cuStreamBeginCapture_v2)
HANDS_OUT_SECOND(cudaStreamEndCapture)
HANDS_OUT_SECOND(cuStreamEndCapture)
OFFERS(cudaExternalMemoryGetMappedMipmappedArray)
OFFERS(cuExternalMemoryGetMappedMipmappedArray)
HANDS_OUT(cudaGetMipmappedArrayLevel)
HANDS_OUT(cuMipmappedArrayGetLevel)
SUCCEEDS(cudaFreeMipmappedArray)
SUCCEEDS(cuMipmappedArrayDestroy)
SUCCEEDS(cudaArrayGetInfo)
SUCCEEDS(cuArray3DGetDescriptor_v2)
SUCCEEDS(cudaMemcpy3DAsync)
SUCCEEDS(cuMemcpy3DAsync_v2)
ANSWERS(cudaSignalExternalSemaphoresAsync_ptsz)
ANSWERS(cuSignalExternalSemaphoresAsync_ptsz)
ANSWERS(cudaWaitExternalSemaphoresAsync_ptsz)
ANSWERS(cuWaitExternalSemaphoresAsync_ptsz)
ANSWERS(cudaSignalExternalSemaphoresAsync)
ANSWERS(cuSignalExternalSemaphoresAsync)
ANSWERS(cudaWaitExternalSemaphoresAsync)
ANSWERS(cuWaitExternalSemaphoresAsync)
ANSWERS(cudaDestroyExternalSemaphore)
ANSWERS(cuDestroyExternalSemaphore)
ANSWERS(cudaDestroyExternalMemory)
ANSWERS(cuDestroyExternalMemory)
#endif
