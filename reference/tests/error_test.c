/* Errors: which of them become the last error, and what they are called. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#include "extres/driver.h"
#include "tests/check.h"
#include "tests/fixture.h"
#include "tests/reference_test.h"

static void *look_from_other_thread(void *unused)
{
    (void)unused;
    EQUAL(cudaPeekAtLastError(), cudaSuccess);
    return NULL;
}

void test_error_last(void)
{
    EQUAL(cudaGetLastError(), cudaSuccess);
    EQUAL(cudaStreamDestroy(NULL), cudaErrorInvalidResourceHandle);
    EQUAL(cudaPeekAtLastError(), cudaErrorInvalidResourceHandle);
    EQUAL(cudaPeekAtLastError(), cudaErrorInvalidResourceHandle);

    pthread_t other;
    SUCCEEDS(pthread_create(&other, NULL, look_from_other_thread, NULL));
    SUCCEEDS(pthread_join(other, NULL));

    SUCCEEDS(cudaFree(NULL)); /* success leaves it */
    EQUAL(cudaPeekAtLastError(), cudaErrorInvalidResourceHandle);
    EQUAL(cudaMalloc(NULL, 1), cudaErrorInvalidValue); /* a later one replaces it */
    EQUAL(cudaGetLastError(), cudaErrorInvalidValue);
    EQUAL(cudaGetLastError(), cudaSuccess);

    EQUAL(cuStreamDestroy_v2(NULL), CUDA_ERROR_INVALID_HANDLE); /* the driver API has none */
    EQUAL(cudaGetLastError(), cudaSuccess);
}

void test_error_not_ready(void)
{
    struct external external;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    cudaStream_t stream = NULL;
    SUCCEEDS(cudaStreamCreate(&stream));
    external_wait(&external, 1, stream);
    EQUAL(cudaStreamQuery(stream), cudaErrorNotReady);
    EQUAL(cudaGetLastError(), cudaSuccess);
    extres_shared_signal(&external.object, 1);
    SUCCEEDS(cudaStreamSynchronize(stream));
    SUCCEEDS(cudaStreamQuery(stream));
    SUCCEEDS(cudaStreamDestroy(stream));
    external_close(&external);
}

void test_error_names(void)
{
    CHECK(strcmp(cudaGetErrorName(cudaErrorInvalidResourceHandle), "cudaErrorInvalidResourceHandle") == 0);
    CHECK(strcmp(cudaGetErrorName((cudaError_t)12345), "unrecognized error code") == 0);
    CHECK(strcmp(cudaGetErrorString((cudaError_t)12345), "unrecognized error code") == 0);
    CHECK(strlen(cudaGetErrorString(cudaErrorInvalidValue)) > 0);

    const char *text = NULL;
    SUCCEEDS(cuGetErrorName(CUDA_ERROR_INVALID_HANDLE, &text));
    CHECK(strcmp(text, "CUDA_ERROR_INVALID_HANDLE") == 0);
    SUCCEEDS(cuGetErrorString(CUDA_ERROR_INVALID_HANDLE, &text));
    CHECK(strlen(text) > 0);
    EQUAL(cuGetErrorName((CUresult)12345, &text), CUDA_ERROR_INVALID_VALUE);
    CHECK(text == NULL);
    EQUAL(cuGetErrorName(CUDA_SUCCESS, NULL), CUDA_ERROR_INVALID_VALUE);
}
