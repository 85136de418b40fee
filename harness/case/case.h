/* All that a case needs: declaring it, making objects, acting, expecting. The one header that cases include.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_CASE_H
#define HARNESS_CASE_H

/*
 * A case is a function with a declaration above it:
 *
 *     CASE(wait_blocks_until_value,
 *          .name = "wait.blocks_until_value",
 *          .statement = "A wait for a value holds the stream until the timeline has reached it",
 *          .types = TIMELINE_FD,
 *          .rules = {"EXTRES-Wait-fence-blocks", "EXTRES-Wait-fence-released"})
 *     {
 *         struct outside *outside = make_semaphore(t);
 *         cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
 *         cudaStream_t stream = make_stream(t);
 *
 *         enqueue_wait(t, semaphore, 5, stream);
 *         expect_blocked(t, stream);
 *
 *         signal_outside(t, outside, 5);
 *         expect_finishes(t, stream);
 *     }
 *
 * It is run for each handle type in .types and for each of the two APIs, in a process of its own, by the
 * thread that owns `t`. The first expectation that does not hold ends it. Helpers named make_ and import_
 * must succeed: where an exporter fails the case is `broken`, where the runtime says NotSupported it is
 * skipped, where the runtime fails otherwise it fails. Nothing needs to be released: the process ends.
 * docs/writing-cases.md is the guide.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/caller.h"
#include "case/registry.h"

#define MEMORY_FD   EXTRES_TYPE_BIT(EXTRES_MEMORY_OPAQUE_FD)
#define DMABUF_FD   EXTRES_TYPE_BIT(EXTRES_MEMORY_DMABUF_FD) /* the driver API's alone */
#define BINARY_FD   EXTRES_TYPE_BIT(EXTRES_SEMAPHORE_OPAQUE_FD)
#define TIMELINE_FD EXTRES_TYPE_BIT(EXTRES_SEMAPHORE_TIMELINE_FD)

/* Where the documents say the same of both kinds of memory: not of who owns the descriptor. */
#define ANY_MEMORY_FD (MEMORY_FD | DMABUF_FD)

/* For .apis, where a case is of one API alone. */
#define RUNTIME_ONLY (1u << EXTRES_API_RUNTIME)
#define DRIVER_ONLY  (1u << EXTRES_API_DRIVER)

/* Declares and registers a case; its body follows as a function body with `struct test *t` in scope. */
#define CASE(function, ...)                                                   \
    static void function(struct test *t);                                     \
    static const struct case_declaration function##_declaration = {           \
        .file = __FILE__, .line = __LINE__, .body = (function), __VA_ARGS__}; \
    __attribute__((constructor)) static void function##_register(void)        \
    {                                                                         \
        registry_add(&function##_declaration);                                \
    }                                                                         \
    static void function(struct test *t)

struct test;
struct outside;

/* ---- What the case is run for ---- */

struct caller *caller_of(struct test *t);
bool is_timeline(const struct test *t);
bool is_dma_buf(const struct test *t);
int device_of(const struct test *t); /* the number of the device under test */

/*
 * Before the case starts threads that make calls at once. Who owns which descriptor is not watched from then
 * on: what another thread opens and closes meanwhile could not be told from what the runtime does.
 */
void let_threads_call(struct test *t);

/* ---- Expectations: the first that does not hold ends the case ---- */

/*
 * A finding names the line of the case that it was made at: EXPECT_... and the helpers of case/place.h note
 * it before anything else. What helpers of the harness expect is found where the case called them.
 */
#ifdef HARNESS_TEST_H
#define HERE (void)0
#else
#define HERE note_place(__FILE__, __LINE__)
#endif
void note_place(const char *file, int line);

/* The call succeeds. */
#define EXPECT_SUCCESS(t, call) (HERE, expect_success(t, #call, call))

/* A `should`: the call fails. Success is a warning, and the case goes on. True when it failed. */
#define EXPECT_ERROR_SHOULD(t, rule, call) (HERE, expect_error_should(t, #call, rule, call))

/* The code is exactly this one: EXPECT_CODE(t, cudaErrorNotReady, call_stream_query(c, stream)). */
#define EXPECT_CODE(t, expected, call) (HERE, expect_code(t, #call, expected, call))

/* Two unsigned numbers are equal: what is found, then what is right. */
#define EXPECT_EQUAL(t, found, right) (HERE, expect_equal(t, #found, found, right))

/* The condition holds; the message, in printf's form, says what was wrong. */
#define EXPECT(t, condition, ...) \
    (HERE, (condition) ? expectation_holds(t) : expectation_fails(t, __VA_ARGS__))

/* A `should` that is no error code: the condition holds, else a warning with the message. True when it held.
 */
#define EXPECT_SHOULD(t, rule, condition, ...) (HERE, expect_should(t, rule, condition, __VA_ARGS__))

/*
 * Skips the case where so many blocked streams, as many as the case will have at once, hold up another one.
 * The documents promise no concurrency between streams (EXTRES-Stream-other-streams), and what the case shows
 * cannot be seen without. Call it before anything blocks, and make all streams of the case before one blocks.
 */
void needs_independent_streams(struct test *t, size_t blocked);

/* Skips the case where the backend has no such function: before a thread is started that calls it. */
void needs_function(struct test *t, enum extres_operation operation);

/* Records what happened where no document says what should: for the tiers robustness and observe. */
#define OBSERVE(t, ...) (HERE, observe(t, __VA_ARGS__))

/* The same of a call's code, by its name: OBSERVE_CODE(t, "no descriptor", call_import_semaphore(c, &s,
 * NULL)). */
#define OBSERVE_CODE(t, what, call) (HERE, observe_code(t, what, call))

/* Ends the case without a verdict: its own set-up failed. */
#define BROKEN(t, ...) (HERE, broken(t, __VA_ARGS__))

void expect_success(struct test *t, const char *call, int code);
bool expect_error_should(struct test *t, const char *call, const char *rule, int code);
void expect_code(struct test *t, const char *call, int expected, int code);
void expect_equal(struct test *t, const char *what, uint64_t found, uint64_t right);
void expectation_holds(struct test *t);
__attribute__((format(printf, 2, 3), noreturn)) void expectation_fails(struct test *t, const char *format,
                                                                       ...);
__attribute__((format(printf, 4, 5))) bool expect_should(struct test *t, const char *rule, bool condition,
                                                         const char *format, ...);
__attribute__((format(printf, 2, 3))) void observe(struct test *t, const char *format, ...);
void observe_code(struct test *t, const char *what, int code);
__attribute__((format(printf, 2, 3), noreturn)) void broken(struct test *t, const char *format, ...);
__attribute__((format(printf, 2, 3), noreturn)) void skip(struct test *t, const char *format, ...);

/* ---- The other side: objects that the exporter makes, and what it does with them ---- */

/* Memory; in a case of a semaphore type, OPAQUE_FD memory of the same exporter beside it. */
struct outside *make_memory(struct test *t, uint64_t size);
struct outside *make_semaphore(
    struct test *t); /* binary unsignalled, or a timeline at 0; as the case's type says */
struct outside *make_semaphore_at(struct test *t, uint64_t initial_value); /* a timeline */
/* A semaphore of any type; skips the case where the exporter makes none of it. */
struct outside *make_semaphore_of(struct test *t, enum extres_handle_type type);
/* Memory that may be more than there is: skips the case where the exporter cannot make it. */
struct outside *make_large_memory(struct test *t, uint64_t size);

/* A new descriptor for the object, never 0, 1 or 2: the case's until it is imported. */
int export_fd(struct test *t, struct outside *outside);
/* The same with this number. */
int export_fd_at(struct test *t, struct outside *outside, int number);
/* Another descriptor of the same file. */
int duplicate_fd(struct test *t, int fd);
uint64_t size_outside(struct test *t, struct outside *outside); /* what the import must name as the size */

void signal_outside(struct test *t, struct outside *outside, uint64_t value);
/* The same where a failure must not end the case, as in a host function: whether it could be made. */
bool try_signal_outside(struct test *t, struct outside *outside, uint64_t value);
/* The signal reaches the exporter in time / does not within the hold window. */
void expect_signal_outside(struct test *t, struct outside *outside, uint64_t value);
void expect_no_signal_outside(struct test *t, struct outside *outside, uint64_t value);
/* Whether the signal reaches the exporter within the time that expect_signal_outside gives it. */
bool sees_signal_outside(struct test *t, struct outside *outside, uint64_t value);
/* The same within the hold window: a look at a signal that would be there already. */
bool has_signal_outside(struct test *t, struct outside *outside, uint64_t value);
/* The value that a timeline holds, seen by the exporter. */
uint64_t value_outside(struct test *t, struct outside *outside);
/* The timeline reaches the value in time, and holds exactly that. */
void expect_value_outside(struct test *t, struct outside *outside, uint64_t value);
/* The same of a timeline; of a binary semaphore, which has no value, that the signal is there. */
void expect_exact_signal_outside(struct test *t, struct outside *outside, uint64_t value);

/* Memory, filled with and compared to a pattern that depends on seed and on the offset in the object. */
void fill_outside(struct test *t, struct outside *outside, uint64_t offset, size_t size, unsigned seed);
void expect_pattern_outside(struct test *t, struct outside *outside, uint64_t offset, size_t size,
                            unsigned seed);

/* What was at pattern_offset in the pattern is at offset in the object, as after a copy from the one to the
 * other. */
void expect_moved_pattern_outside(struct test *t, struct outside *outside, uint64_t offset, size_t size,
                                  uint64_t pattern_offset, unsigned seed);
/* Every byte is this one. */
void expect_bytes_outside(struct test *t, struct outside *outside, uint64_t offset, size_t size,
                          unsigned char byte);

/* The exporter gives up its own reference to the object. */
void destroy_outside(struct test *t, struct outside *outside);

/* ---- Another process: cases with .other_process, whose exporter acts in a process of its own ---- */

/* SIGKILL to that process, which has ended when this returns. What is asked of its objects after that is
 * broken. */
void kill_other_process(struct test *t);

/* A descriptor that is taken out of the other process's table, instead of being sent by it. */
int take_fd(struct test *t, struct outside *outside);

/*
 * A third process, with a runtime of its own, imports the object. Through what is returned its runtime acts
 * as the other side: signals and waits are enqueued in streams there, memory is read and written by copies
 * there.
 */
struct outside *import_elsewhere(struct test *t, struct outside *outside);

/* ---- This side: the runtime under test ---- */

/* A descriptor of the case's handle type, all other fields zero; memory: with size and dedicated flag. */
struct cudaExternalSemaphoreHandleDesc semaphore_desc(struct test *t, int fd);
struct cudaExternalMemoryHandleDesc memory_desc(struct test *t, int fd, struct outside *outside);

cudaExternalSemaphore_t import_semaphore(struct test *t, struct outside *outside);
cudaExternalMemory_t import_memory(struct test *t, struct outside *outside);
/* Makes that many semaphores of the case's type, and imports each. */
void import_semaphores(struct test *t, size_t count, struct outside *outside[],
                       cudaExternalSemaphore_t semaphores[]);
/* Of a type that may not be the case's; skips the case where the runtime does not support it. */
cudaExternalSemaphore_t import_semaphore_of(struct test *t, struct outside *outside,
                                            enum extres_handle_type type);
/* The same for a descriptor that the case exported itself. */
cudaExternalSemaphore_t import_semaphore_fd(struct test *t, int fd);
cudaExternalMemory_t import_memory_fd(struct test *t, int fd, struct outside *outside);

void *map_buffer(struct test *t, cudaExternalMemory_t memory, uint64_t offset, uint64_t size);

/* A stream that does not synchronise with the default stream, and has done some work already. */
cudaStream_t make_stream(struct test *t);
/* A stream that the legacy default stream waits for, and that waits for it. */
cudaStream_t make_blocking_stream(struct test *t);
cudaEvent_t make_event(struct test *t);
/* Skips the case where the runtime declines host functions with NotSupported, which is documented. */
void launch_host_function(struct test *t, cudaStream_t stream, void (*function)(void *), void *argument);
/* Device memory of the runtime's own, filled with zeros. */
void *make_buffer(struct test *t, size_t size);

/* Enqueue a signal or a wait on one semaphore, which must succeed. value counts for timelines alone. */
void enqueue_signal(struct test *t, cudaExternalSemaphore_t semaphore, uint64_t value, cudaStream_t stream);
void enqueue_wait(struct test *t, cudaExternalSemaphore_t semaphore, uint64_t value, cudaStream_t stream);
struct cudaExternalSemaphoreSignalParams signal_params(uint64_t value);
struct cudaExternalSemaphoreWaitParams wait_params(uint64_t value);

/*
 * The control of a negative case: the import is the exporter's object and can be used. Short, as it proves
 * only that the runtime does more than to accept or to refuse everything.
 */
void expect_usable_semaphore(struct test *t, cudaExternalSemaphore_t semaphore, struct outside *outside);
/* An unsatisfied wait holds the stream, until the exporter signals: value is one not reached so far. */
void expect_wait_holds(struct test *t, cudaExternalSemaphore_t semaphore, struct outside *outside,
                       uint64_t value, cudaStream_t stream);
/*
 * A wait holds the stream `waiting`, until a signal in the stream `signalling` releases it. What is waited on
 * and what is signalled are imports of one object, or one import.
 */
void expect_released_by_stream(struct test *t, cudaExternalSemaphore_t waits, cudaStream_t waiting,
                               cudaExternalSemaphore_t signals, cudaStream_t signalling, uint64_t value);
void expect_usable_memory(struct test *t, cudaExternalMemory_t memory, struct outside *outside);
/* A new mapping of the first bytes, through which the device finds what the exporter writes there now. */
void *expect_maps(struct test *t, cudaExternalMemory_t memory, struct outside *outside, size_t size,
                  unsigned seed);

/*
 * The stream does not finish within the hold window, during which time passes and the device goes on with
 * work of another stream.
 */
void expect_blocked(struct test *t, cudaStream_t stream);
/*
 * For observing: "blocked", "finished", or the error that it ended with. Blocked is what is unfinished after
 * a hold window; where it should be released, after the time that expect_finishes gives it.
 */
const char *state_of(struct test *t, cudaStream_t stream);
const char *state_after_release(struct test *t, cudaStream_t stream);
bool is_blocked(struct test *t, cudaStream_t stream); /* the first of these; an error is none */
/*
 * How long, in nanoseconds, anything that must happen may take: longer under --timeout-multiplier. "Soon" and
 * "in time" mean within this time.
 */
uint64_t patience(const struct test *t);
/* The stream finishes, soon. */
void expect_finishes(struct test *t, cudaStream_t stream);
/* The event completes, soon: asked for again and again, as its recording is work of the stream. */
void expect_event_completes(struct test *t, cudaEvent_t event);
/* At least one of the two finishes, soon: the first seen is returned. */
cudaStream_t expect_one_finishes(struct test *t, const cudaStream_t streams[2]);

/* Device memory holds the pattern of fill_outside; both finish before they return. */
void fill_device(struct test *t, void *pointer, uint64_t offset, size_t size, unsigned seed);
void expect_pattern_device(struct test *t, const void *pointer, uint64_t offset, size_t size, unsigned seed);

#include "case/graph.h"    /* graphs, and stream capture */
#include "case/wrong_fd.h" /* descriptors of every wrong kind */

#ifndef HARNESS_TEST_H
#include "case/place.h"
#endif

#endif
