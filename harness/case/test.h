/* A case that is running: what case.h keeps from the cases themselves. Private to harness/case. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TEST_H
#define HARNESS_TEST_H

#include <setjmp.h>

#include "case/case.h"
#include "exporters/exporter.h"

struct test {
    struct caller caller;
    const struct leaf *leaf;
    struct recorder *recorder;
    struct exporter *exporter; /* NULL when none offers the leaf's handle type; then making an object skips */
    uint32_t exporter_offers;  /* handle types that it can make */
    const char *exporter_missing; /* why there is no exporter */
    double timeout_multiplier;
    bool imported;           /* an import of this case has succeeded: the handle type is supported */
    cudaStream_t own_stream; /* of the helpers, never blocked by a case; made at its first use */
    void *own_buffer;        /* a word of device memory for work that only has to be work */
    jmp_buf end;             /* where the first expectation that fails goes to */
};

/* Ends the case from inside an expectation. */
_Noreturn void test_end(struct test *t);

/* A call that no rule of this suite is about, and that the case needs: without it there is no verdict. */
void require_set_up(struct test *t, const char *what, int code);

/*
 * The helpers' own stream. They never synchronise the device, nor use the default stream, nor free memory:
 * each of these waits for streams that a case has blocked on purpose.
 */
cudaStream_t own_stream(struct test *t);

/* How long expect_blocked looks at least, and how long anything that must happen may take. */
uint64_t hold_window(const struct test *t);
uint64_t patience(const struct test *t);

void pattern_fill(unsigned char *bytes, uint64_t offset, size_t size, unsigned seed);
/* Index of the first byte that differs, size when none does. */
size_t pattern_mismatch(const unsigned char *bytes, uint64_t offset, size_t size, unsigned seed);

#endif
