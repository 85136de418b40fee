/* The rules that the judge can find broken, as one table. Private to validator/judge. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef JUDGE_RULE_H
#define JUDGE_RULE_H

/* X(enumerator, id in the catalogue), in the order of the ids. */
#define JUDGE_RULES(X)                                                          \
    X(DESTROY_MEMORY_CODES, "EXTRES-DestroyMemory-documented-codes")            \
    X(DESTROY_MEMORY_FREED_AFTER, "EXTRES-DestroyMemory-mapping-freed-after")   \
    X(DESTROY_MEMORY_NULL, "EXTRES-DestroyMemory-null-handle")                  \
    X(DESTROY_MEMORY_SUCCEEDS, "EXTRES-DestroyMemory-succeeds")                 \
    X(DESTROY_SEMAPHORE_CODES, "EXTRES-DestroySemaphore-documented-codes")      \
    X(DESTROY_SEMAPHORE_NULL, "EXTRES-DestroySemaphore-null-handle")            \
    X(DESTROY_SEMAPHORE_SUCCEEDS, "EXTRES-DestroySemaphore-succeeds")           \
    X(LAST_ERROR_PEEK, "EXTRES-Error-last-error-peek")                          \
    X(LAST_ERROR_RESET, "EXTRES-Error-last-error-reset")                        \
    X(LAST_ERROR_SET, "EXTRES-Error-last-error-set")                            \
    X(LAST_ERROR_THREAD, "EXTRES-Error-last-error-thread")                      \
    X(GRAPH_ADD_CODES, "EXTRES-GraphAdd-documented-codes")                      \
    X(GRAPH_ADD_NULL, "EXTRES-GraphAdd-null-arguments")                         \
    X(IMPORT_MEMORY_DMABUF_FD, "EXTRES-ImportMemory-dmabuf-fd-invalid")         \
    X(IMPORT_MEMORY_DMABUF_FLAGS, "EXTRES-ImportMemory-dmabuf-flags")           \
    X(IMPORT_MEMORY_CODES, "EXTRES-ImportMemory-documented-codes")              \
    X(IMPORT_MEMORY_FD_INVALID, "EXTRES-ImportMemory-fd-invalid")               \
    X(IMPORT_MEMORY_FD_KEPT, "EXTRES-ImportMemory-fd-kept-on-failure")          \
    X(IMPORT_MEMORY_FD_OWNERSHIP, "EXTRES-ImportMemory-fd-ownership")           \
    X(IMPORT_MEMORY_FLAGS, "EXTRES-ImportMemory-flags-unknown")                 \
    X(IMPORT_MEMORY_NULL, "EXTRES-ImportMemory-null-arguments")                 \
    X(IMPORT_MEMORY_RETURNS_HANDLE, "EXTRES-ImportMemory-returns-handle")       \
    X(IMPORT_MEMORY_SIZE_ZERO, "EXTRES-ImportMemory-size-zero")                 \
    X(IMPORT_MEMORY_TYPE, "EXTRES-ImportMemory-type-unknown")                   \
    X(IMPORT_SEMAPHORE_CODES, "EXTRES-ImportSemaphore-documented-codes")        \
    X(IMPORT_SEMAPHORE_FD_INVALID, "EXTRES-ImportSemaphore-fd-invalid")         \
    X(IMPORT_SEMAPHORE_FD_KEPT, "EXTRES-ImportSemaphore-fd-kept-on-failure")    \
    X(IMPORT_SEMAPHORE_FD_OWNERSHIP, "EXTRES-ImportSemaphore-fd-ownership")     \
    X(IMPORT_SEMAPHORE_RETURNS_HANDLE, "EXTRES-ImportSemaphore-returns-handle") \
    X(IMPORT_SEMAPHORE_TYPE, "EXTRES-ImportSemaphore-type-unknown")             \
    X(MAP_CODES, "EXTRES-MapBuffer-documented-codes")                           \
    X(MAP_FLAGS, "EXTRES-MapBuffer-flags")                                      \
    X(MAP_FREE, "EXTRES-MapBuffer-free")                                        \
    X(MAP_FREE_TWICE, "EXTRES-MapBuffer-free-twice")                            \
    X(MAP_NULL_ARGUMENTS, "EXTRES-MapBuffer-null-arguments")                    \
    X(MAP_NULL_HANDLE, "EXTRES-MapBuffer-null-handle")                          \
    X(MAP_OUTSIDE, "EXTRES-MapBuffer-range-outside")                            \
    X(MAP_OVERFLOW, "EXTRES-MapBuffer-range-overflow")                          \
    X(MAP_RETURNS_POINTER, "EXTRES-MapBuffer-returns-pointer")                  \
    X(MAP_ARRAY_DMABUF, "EXTRES-MapMipmappedArray-dmabuf")                      \
    X(MAP_ARRAY_CODES, "EXTRES-MapMipmappedArray-documented-codes")             \
    X(MAP_ARRAY_FREE, "EXTRES-MapMipmappedArray-free")                          \
    X(MAP_ARRAY_NULL_ARGUMENTS, "EXTRES-MapMipmappedArray-null-arguments")      \
    X(MAP_ARRAY_NULL_HANDLE, "EXTRES-MapMipmappedArray-null-handle")            \
    X(MAP_ARRAY_OUTSIDE, "EXTRES-MapMipmappedArray-range-outside")              \
    X(MAP_ARRAY_RETURNS_ARRAY, "EXTRES-MapMipmappedArray-returns-array")        \
    X(SIGNAL_CODES, "EXTRES-Signal-documented-codes")                           \
    X(SIGNAL_NULL_ELEMENT, "EXTRES-Signal-null-element")                        \
    X(STREAM_QUERY, "EXTRES-Stream-query")                                      \
    X(SIGNAL_ENQUEUED, "EXTRES-Stream-signal-enqueued")                         \
    X(WAIT_ENQUEUED, "EXTRES-Stream-wait-enqueued")                             \
    X(WAIT_CODES, "EXTRES-Wait-documented-codes")                               \
    X(WAIT_NULL_ELEMENT, "EXTRES-Wait-null-element")

#define JUDGE_RULE_ENUMERATOR(name, id) JUDGE_RULE_##name,
enum judge_rule { JUDGE_RULES(JUDGE_RULE_ENUMERATOR) JUDGE_RULE_COUNT };
#undef JUDGE_RULE_ENUMERATOR

#endif
