/* A case that is running: what case.h keeps from the cases themselves. Private to harness/case. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TEST_H
#define HARNESS_TEST_H

#include <setjmp.h>

#ifdef HARNESS_CASE_H
#error "case/test.h comes before case/case.h: what helpers find is found where a case called them"
#endif
#include "case/case.h"
#include "exporters/exporter.h"

struct run_options;

struct test {
    struct caller caller;
    const struct leaf *leaf;
    struct recorder *recorder;
    struct exporter *exporter; /* NULL when none offers the leaf's handle type; then making an object skips */
    uint32_t exporter_offers;  /* handle types that it can make */
    const char *exporter_missing; /* why there is no exporter */
    int device;                   /* that the case is run on */
    double timeout_multiplier;
    struct exporter *other_runtime; /* a second runtime in a process of its own; NULL until it is needed */
    const struct run_options *options;
    uint32_t imported; /* EXTRES_TYPE_BIT of every handle type that an import has shown to be supported */
    cudaStream_t own_stream;  /* of the helpers, never blocked by a case; made at its first use */
    uint64_t idle_round_trip; /* nanoseconds: the fastest of the first works of the streams so far; 0: none */
    void *own_buffer;         /* a word of device memory for work that only has to be work */
    jmp_buf end;              /* where the first expectation that fails goes to */
};

/* Ends the case from inside an expectation. */
_Noreturn void test_end(struct test *t);

/* Something that a reader of the report should know, and no verdict. */
void note(struct test *t, const char *rule, const char *text);

/* A call that no rule of this suite is about, and that the case needs: without it there is no verdict. */
void require_set_up(struct test *t, const char *what, int code);

/*
 * The helpers' own stream. They never synchronise the device, nor use the default stream, nor free memory:
 * each of these waits for streams that a case has blocked on purpose.
 */
cudaStream_t own_stream(struct test *t);

/* How long expect_blocked looks at least: several times what this runtime takes for work that is free. */
uint64_t hold_window(const struct test *t);

/* Ends the case after something that the exporter, or a runtime in another process, could not do. */
_Noreturn void other_side_failed(struct test *t, const char *what);

/* Whether the stream is done within that time; it must not end with an error. */
bool finishes_within(struct test *t, cudaStream_t stream, uint64_t nanoseconds);

void pattern_fill(unsigned char *bytes, uint64_t offset, size_t size, unsigned seed);
/*
 * Host memory for a pattern to be read into, with every byte wrong: a read that does nothing must not find
 * what an earlier one left there. The caller frees it.
 */
unsigned char *make_host_bytes(struct test *t, uint64_t offset, size_t size, unsigned seed);
/* What who has read is the pattern. */
void expect_pattern(struct test *t, const char *who, const unsigned char *bytes, uint64_t offset, size_t size,
                    unsigned seed);
/* Index of the first byte that differs, size when none does. */
size_t pattern_mismatch(const unsigned char *bytes, uint64_t offset, size_t size, unsigned seed);

#endif
