/* Call records for tests: what a runtime and an application could have done. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef JUDGE_TESTS_RECORDS_H
#define JUDGE_TESTS_RECORDS_H

#include "judge/judge.h"

/* Handles, pointers and numbers that the tests use. */
enum {
    S = 0x51, /* semaphores */
    T = 0x52,
    M = 0x3e,   /* memory */
    P = 0xd000, /* a device pointer */
    A = 0xa55,  /* a mipmapped array */
    STREAM = 0x571,
    OTHER_STREAM = 0x572,
    EVENT = 0xe1,
    FD = 7,
    SIZE = 1 << 20,
};

/* Codes, and one for each kind: about arguments, of the system, of earlier work, of the environment. */
enum {
    INVALID_VALUE = cudaErrorInvalidValue,
    INVALID_HANDLE = cudaErrorInvalidResourceHandle,
    OPERATING_SYSTEM = cudaErrorOperatingSystem,
    UNKNOWN = cudaErrorUnknown,
    NOT_READY = cudaErrorNotReady,
    LAUNCH_FAILURE = cudaErrorLaunchFailure,
    NO_DEVICE = cudaErrorNoDevice,
};

/* A call of the runtime API that succeeded, under the first name in operation.h. */
struct extres_call_record call(enum extres_operation operation);
struct extres_call_record import_timeline(uint64_t semaphore, int fd);
struct extres_call_record import_binary(uint64_t semaphore, int fd);
struct extres_call_record import_memory(uint64_t memory, int fd);
struct extres_call_record destroy_semaphore(uint64_t semaphore);
struct extres_call_record destroy_memory(uint64_t memory);
struct extres_call_record map_buffer(uint64_t memory, uint64_t offset, uint64_t size, uint64_t pointer);
struct extres_call_record map_array(uint64_t memory, uint64_t offset, uint64_t array);
struct extres_call_record free_array(uint64_t array);
struct extres_call_record free_buffer(uint64_t pointer);
struct extres_call_record allocate(uint64_t pointer);

/* Their arrays are of a ring of 64: a sequence has no more of them. */
struct extres_call_record signal_one(uint64_t semaphore, uint64_t stream);
struct extres_call_record wait_one(uint64_t semaphore, uint64_t stream);
struct extres_call_record signal_two(uint64_t first, uint64_t second, uint64_t stream);
struct extres_call_record wait_two(uint64_t first, uint64_t second, uint64_t stream);

/* An operation on the stream, or that gives it work. */
struct extres_call_record stream_call(enum extres_operation operation, uint64_t stream);

/* The same call with something changed. Imports close the descriptor that they are given, unless they fail.
 */
struct extres_call_record returning(struct extres_call_record record, int result);
struct extres_call_record of_driver(struct extres_call_record record);
struct extres_call_record by_thread(struct extres_call_record record, uint64_t thread);
struct extres_call_record during(struct extres_call_record record, uint64_t began, uint64_t ended);
struct extres_call_record with_flags(struct extres_call_record record, unsigned flags);
struct extres_call_record with_type(struct extres_call_record record, enum extres_handle_type type);
struct extres_call_record with_null_argument(struct extres_call_record record);
struct extres_call_record left_undefined(struct extres_call_record record);
/* What became of the given descriptor, or of another that the application owns. The latter has room for one.
 */
struct extres_call_record given_fd_was(struct extres_call_record record, enum extres_fd_fate fate);
struct extres_call_record other_fd_was(struct extres_call_record record, int fd, enum extres_fd_fate fate);

#endif
