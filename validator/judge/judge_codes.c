/* Rules on documented error codes, as a table by operation. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/state.h"

/* The codes of both APIs have the same numbers; where only one API lists a code the catalogue accepts it from
 * both. */
enum {
    INVALID_VALUE = cudaErrorInvalidValue,
    INVALID_HANDLE = cudaErrorInvalidResourceHandle,
    OPERATING_SYSTEM = cudaErrorOperatingSystem,
    NOT_SUPPORTED = cudaErrorNotSupported,
    TIMEOUT = cudaErrorTimeout,
};

struct documented_codes {
    const char *rule; /* NULL: the operation is not of the module */
    int codes[4];     /* beside success, 0 at the end */
};

static const struct documented_codes documented[EXTRES_OPERATION_COUNT] = {
    [EXTRES_OPERATION_IMPORT_MEMORY] = {"EXTRES-ImportMemory-documented-codes",
                                        {INVALID_VALUE, INVALID_HANDLE, OPERATING_SYSTEM, NOT_SUPPORTED}},
    [EXTRES_OPERATION_MAP_BUFFER] = {"EXTRES-MapBuffer-documented-codes", {INVALID_VALUE, INVALID_HANDLE}},
    [EXTRES_OPERATION_DESTROY_MEMORY] = {"EXTRES-DestroyMemory-documented-codes", {INVALID_HANDLE}},
    [EXTRES_OPERATION_IMPORT_SEMAPHORE] = {"EXTRES-ImportSemaphore-documented-codes",
                                           {INVALID_HANDLE, OPERATING_SYSTEM, NOT_SUPPORTED}},
    [EXTRES_OPERATION_SIGNAL] = {"EXTRES-Signal-documented-codes", {INVALID_HANDLE, NOT_SUPPORTED}},
    [EXTRES_OPERATION_WAIT] = {"EXTRES-Wait-documented-codes", {INVALID_HANDLE, NOT_SUPPORTED, TIMEOUT}},
    [EXTRES_OPERATION_DESTROY_SEMAPHORE] = {"EXTRES-DestroySemaphore-documented-codes", {INVALID_HANDLE}},
};

/* Single codes that stand outside the ranges below. */
static const int general_codes[] = {
    cudaErrorInitializationError, cudaErrorCudartUnloading,
    cudaErrorInsufficientDriver,  cudaErrorNoDevice,
    cudaErrorDeviceUninitialized, cudaErrorECCUncorrectable,
    cudaErrorInvalidDevice,       cudaErrorStreamCaptureUnsupported,
    cudaErrorNotPermitted,        cudaErrorSystemDriverMismatch,
    cudaErrorMpsConnectionFailed, cudaErrorExternalDevice,
};

bool code_is_of_general_notes(int code)
{
    /* What a kernel can have died of: 700 (illegal address) to 720. */
    if (code >= cudaErrorIllegalAddress && code <= cudaErrorCooperativeLaunchTooLarge)
        return true;
    for (size_t i = 0; i < sizeof general_codes / sizeof general_codes[0]; i++) {
        if (general_codes[i] == code)
            return true;
    }
    return false;
}

static bool is_documented(const struct documented_codes *entry, int code)
{
    for (size_t i = 0; i < sizeof entry->codes / sizeof entry->codes[0] && entry->codes[i] != 0; i++) {
        if (entry->codes[i] == code)
            return true;
    }
    return code_is_of_general_notes(code);
}

size_t judge_codes(struct extres_judge *judge, const struct extres_call_record *call)
{
    const struct documented_codes *entry = &documented[call->operation];
    if (call->result == 0 || entry->rule == NULL || is_documented(entry, call->result))
        return 0;
    return judge_report(judge, entry->rule, "%s returned code %d, which its documentation does not list",
                        call->function, call->result);
}
