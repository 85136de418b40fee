/* Memory imports that are asked for wrongly: each with the one wrong thing, and the control without it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

enum { SIZE = 64 * 1024 };

/* An import that is right in all but what the case then changes. */
struct attempt {
    struct outside *outside;
    int fd;
    struct cudaExternalMemoryHandleDesc desc;
};

/* The control comes first, with a descriptor of its own: the same import without the one wrong thing. */
static struct attempt make_attempt(struct test *t)
{
    struct attempt attempt = {.outside = make_memory(t, SIZE)};
    expect_usable_memory(t, import_memory(t, attempt.outside), attempt.outside);
    attempt.fd = export_fd(t, attempt.outside);
    attempt.desc = memory_desc(t, attempt.fd, attempt.outside);
    return attempt;
}

/*
 * The same import without the wrong thing. Who owns a dma_buf's descriptor after an import is open, so there
 * a fresh one is taken.
 */
static void expect_imports_now(struct test *t, struct attempt attempt)
{
    int fd = is_dma_buf(t) ? export_fd(t, attempt.outside) : attempt.fd;
    import_memory_fd(t, fd, attempt.outside);
}

static void expect_not_imported(struct test *t, struct attempt attempt, const char *rule)
{
    cudaExternalMemory_t memory = NULL;
    if (EXPECT_ERROR_SHOULD(t, rule, call_import_memory(caller_of(t), &memory, &attempt.desc)))
        expect_imports_now(t, attempt);
}

CASE(size_zero,
     .name = "import_arguments.size_zero",
     .statement = "A size of 0 should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-size-zero"})
{
    struct attempt attempt = make_attempt(t);
    attempt.desc.size = 0;
    expect_not_imported(t, attempt, "EXTRES-ImportMemory-size-zero");
}

CASE(unknown_flag,
     .name = "import_arguments.unknown_flag",
     .statement = "A flag that the documents do not know should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-flags-unknown"})
{
    struct attempt attempt = make_attempt(t);
    attempt.desc.flags |= 0x80000000u;
    expect_not_imported(t, attempt, "EXTRES-ImportMemory-flags-unknown");
}

CASE(unknown_flag_beside,
     .name = "import_arguments.unknown_flag_beside_a_known_one",
     .statement = "A flag that the documents do not know should be an error beside one that they do",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-flags-unknown"})
{
    struct attempt attempt = make_attempt(t);
    attempt.desc.flags = cudaExternalMemoryDedicated | 0x80000000u;
    expect_not_imported(t, attempt, "EXTRES-ImportMemory-flags-unknown");
}

CASE(memory_type_zero,
     .name = "import_arguments.type_zero",
     .statement = "Handle type 0, which is none, should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-type-unknown",
               "EXTRES-ImportMemory-documented-codes",
               "EXTRES-ImportMemory-fd-kept-on-failure"})
{
    struct attempt attempt = make_attempt(t);
    attempt.desc.type = (enum cudaExternalMemoryHandleType)0;
    expect_not_imported(t, attempt, "EXTRES-ImportMemory-type-unknown");
}

CASE(memory_type_maximum,
     .name = "import_arguments.type_maximum",
     .statement = "The largest number as a handle type should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-type-unknown",
               "EXTRES-ImportMemory-documented-codes",
               "EXTRES-ImportMemory-fd-kept-on-failure"})
{
    struct attempt attempt = make_attempt(t);
    attempt.desc.type = (enum cudaExternalMemoryHandleType)0x7fffffff;
    expect_not_imported(t, attempt, "EXTRES-ImportMemory-type-unknown");
}

CASE(memory_null_out,
     .name = "import_arguments.null_out",
     .statement = "An import without a place for the handle should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-null-arguments", "EXTRES-ImportMemory-fd-kept-on-failure"})
{
    struct attempt attempt = make_attempt(t);
    if (EXPECT_ERROR_SHOULD(
            t, "EXTRES-ImportMemory-null-arguments", call_import_memory(caller_of(t), NULL, &attempt.desc)))
        expect_imports_now(t, attempt);
}

CASE(memory_null_desc,
     .name = "import_arguments.null_descriptor",
     .statement = "An import without a descriptor should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-null-arguments"})
{
    struct attempt attempt = make_attempt(t);
    cudaExternalMemory_t memory = NULL;
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-ImportMemory-null-arguments", call_import_memory(caller_of(t), &memory, NULL));
    import_memory_fd(t, attempt.fd, attempt.outside);
}

CASE(destroy_null_memory,
     .name = "destroy_arguments.null",
     .statement = "Destroying no memory at all should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-DestroyMemory-null-handle", "EXTRES-DestroyMemory-documented-codes"})
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = import_memory(t, outside);
    expect_usable_memory(t, memory, outside);
    EXPECT_ERROR_SHOULD(t, "EXTRES-DestroyMemory-null-handle", call_destroy_memory(caller_of(t), NULL));
    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), memory));
}

CASE(memory_unsupported_type,
     .name = "import_arguments.type_of_another_system",
     .statement = "A handle type of another operating system should be an error",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-type-unsupported"})
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = NULL;
    struct cudaExternalMemoryHandleDesc desc = {.type = cudaExternalMemoryHandleTypeOpaqueWin32,
                                                .size = SIZE};
    static const uint16_t no_such_name[] = {'n', 'o', 'n', 'e', 0};
    desc.handle.win32.name = no_such_name;

    expect_usable_memory(t, import_memory(t, outside), outside);
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-ImportMemory-type-unsupported", call_import_memory(caller_of(t), &memory, &desc));
}
