/* Kinds of error codes, and the codes that each function documents. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/state.h"

/* Both ends belong to it. */
struct code_range {
    int first;
    int last;
};

static const struct code_range of_environment[] = {
    {cudaErrorInitializationError, cudaErrorCudartUnloading},
    {cudaErrorStubLibrary, cudaErrorCallRequiresNewerDriver},
    {cudaErrorDevicesUnavailable, cudaErrorDevicesUnavailable},
    {cudaErrorNoDevice, cudaErrorDeviceNotLicensed},
    {cudaErrorStartupFailure, cudaErrorStartupFailure},
    {cudaErrorDeviceUninitialized, cudaErrorDeviceUninitialized},
    {cudaErrorPeerAccessAlreadyEnabled, cudaErrorSetOnActiveProcess},
    {cudaErrorTooManyPeers, cudaErrorHostMemoryNotRegistered},
    {cudaErrorNotPermitted, cudaErrorNotPermitted},
    {cudaErrorSystemNotReady, cudaErrorMpsMaxConnectionsReached},
    {cudaErrorStreamCaptureUnsupported, cudaErrorStreamCaptureWrongThread},
};

static const struct code_range of_work[] = {
    {cudaErrorPriorLaunchFailure, cudaErrorPriorLaunchFailure},
    {cudaErrorECCUncorrectable, cudaErrorECCUncorrectable},
    {cudaErrorNvlinkUncorrectable, cudaErrorNvlinkUncorrectable},
    {cudaErrorContained, cudaErrorContained},
    {cudaErrorIllegalAddress, cudaErrorLaunchIncompatibleTexturing},
    {cudaErrorContextIsDestroyed, cudaErrorAssert},
    {cudaErrorHardwareStackError, cudaErrorTensorMemoryLeak},
    {cudaErrorMpsClientTerminated, cudaErrorMpsClientTerminated},
    {cudaErrorExternalDevice, cudaErrorExternalDevice},
};

static bool is_in(const struct code_range *ranges, size_t count, int code)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    }
    return false;
}

bool code_is_of_environment(int code)
{
    return is_in(of_environment, sizeof of_environment / sizeof of_environment[0], code);
}

bool code_is_of_work(int code)
{
    return is_in(of_work, sizeof of_work / sizeof of_work[0], code);
}

bool code_blames_arguments(int code)
{
    return code == cudaErrorInvalidValue || code == cudaErrorInvalidResourceHandle ||
           code == cudaErrorInvalidDevicePointer;
}

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
    bool any; /* the function has such a list */
    enum judge_rule rule;
    int codes[4]; /* beside success, 0 at the end */
};

static const struct documented_codes documented[EXTRES_OPERATION_COUNT] = {
    [EXTRES_OPERATION_IMPORT_MEMORY] = {true,
                                        JUDGE_RULE_IMPORT_MEMORY_CODES,
                                        {INVALID_VALUE, INVALID_HANDLE, OPERATING_SYSTEM, NOT_SUPPORTED}},
    [EXTRES_OPERATION_MAP_BUFFER] = {true, JUDGE_RULE_MAP_CODES, {INVALID_VALUE, INVALID_HANDLE}},
    [EXTRES_OPERATION_MAP_ARRAY] = {true, JUDGE_RULE_MAP_ARRAY_CODES, {INVALID_VALUE, INVALID_HANDLE}},
    [EXTRES_OPERATION_DESTROY_MEMORY] = {true, JUDGE_RULE_DESTROY_MEMORY_CODES, {INVALID_HANDLE}},
    [EXTRES_OPERATION_IMPORT_SEMAPHORE] = {true,
                                           JUDGE_RULE_IMPORT_SEMAPHORE_CODES,
                                           {INVALID_HANDLE, OPERATING_SYSTEM, NOT_SUPPORTED}},
    [EXTRES_OPERATION_SIGNAL] = {true, JUDGE_RULE_SIGNAL_CODES, {INVALID_HANDLE, NOT_SUPPORTED}},
    [EXTRES_OPERATION_WAIT] = {true, JUDGE_RULE_WAIT_CODES, {INVALID_HANDLE, NOT_SUPPORTED, TIMEOUT}},
    [EXTRES_OPERATION_DESTROY_SEMAPHORE] = {true, JUDGE_RULE_DESTROY_SEMAPHORE_CODES, {INVALID_HANDLE}},
    [EXTRES_OPERATION_GRAPH_ADD_SIGNAL_NODE] = {true,
                                                JUDGE_RULE_GRAPH_ADD_CODES,
                                                {INVALID_VALUE, NOT_SUPPORTED}},
    [EXTRES_OPERATION_GRAPH_ADD_WAIT_NODE] = {true,
                                              JUDGE_RULE_GRAPH_ADD_CODES,
                                              {INVALID_VALUE, NOT_SUPPORTED}},
};

static bool is_documented(const struct documented_codes *entry, int code)
{
    for (size_t i = 0; i < sizeof entry->codes / sizeof entry->codes[0] && entry->codes[i] != 0; i++) {
        if (entry->codes[i] == code)
            return true;
    }
    return code_is_of_environment(code) || code_is_of_work(code);
}

/* While earlier work may have failed, only a code about arguments is sure to be the call's own. */
static bool is_of_this_call(const struct extres_judge *judge, int code)
{
    if (judge->work_failed || !judge->alone)
        return false;
    return code_blames_arguments(code) || !work_is_outstanding(judge);
}

static bool handle_is_known(struct extres_judge *judge, bool memory, uint64_t handle)
{
    return handle == 0 || judge_live_object(judge, memory, handle) != NULL;
}

static bool batch_is_known(struct extres_judge *judge, const struct extres_call_record *call)
{
    for (size_t i = 0; i < call->semaphore_count; i++) {
        if (!handle_is_known(judge, false, (uintptr_t)call->semaphores[i]))
            return false;
    }
    return stream_is_known(judge, call->stream);
}

/*
 * It is open what a signal does that raises no value, or that comes on top of another; as others may have
 * signalled, any may be such a one. What is wrong with an element that is NULL comes before that.
 */
static bool signal_is_known(struct extres_judge *judge, const struct extres_call_record *call)
{
    return batch_has_null_element(call) && batch_is_known(judge, call);
}

/* With which code an array on a dma_buf is refused is open. */
static bool array_is_known(struct extres_judge *judge, const struct extres_call_record *call)
{
    const struct object *memory = judge_live_object(judge, true, call->object);
    return call->object == 0 || (memory != NULL && memory->type != EXTRES_MEMORY_DMABUF_FD);
}

/* An input that the documents say something of. */
static bool input_is_known(struct extres_judge *judge, const struct extres_call_record *call)
{
    switch (call->operation) {
    case EXTRES_OPERATION_IMPORT_MEMORY:
        return true;
    case EXTRES_OPERATION_IMPORT_SEMAPHORE:
        /* No listed code fits an unknown type, so any is accepted. */
        return call->type != EXTRES_HANDLE_TYPE_COUNT;
    case EXTRES_OPERATION_MAP_ARRAY:
        return array_is_known(judge, call);
    case EXTRES_OPERATION_SIGNAL:
        return signal_is_known(judge, call);
    case EXTRES_OPERATION_WAIT:
        return batch_is_known(judge, call);
    case EXTRES_OPERATION_GRAPH_ADD_SIGNAL_NODE:
    case EXTRES_OPERATION_GRAPH_ADD_WAIT_NODE:
        /* Graphs and nodes are not followed: what else is wrong with a call is not known. */
        return call->null_argument;
    default:
        return handle_is_known(judge, call_is_of_memory(call), call->object);
    }
}

size_t judge_codes(struct extres_judge *judge, const struct extres_call_record *call)
{
    const struct documented_codes *entry = &documented[call->operation];
    struct text code;
    if (call->result == 0 || !entry->any || is_documented(entry, call->result) ||
        !is_of_this_call(judge, call->result) || !input_is_known(judge, call))
        return 0;
    return judge_report(judge, call, entry->rule, "returned %s, which its documentation does not list",
                        describe_code(&code, call->api, call->result));
}
