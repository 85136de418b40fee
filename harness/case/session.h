/* A caller of the backend with its judge, bound to one case or to the probe. Private to harness/case. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_SESSION_H
#define HARNESS_SESSION_H

#include "case/test.h"

/* test->recorder is set already. Violations that the judge finds become findings of the recorder. */
void session_open(struct test *test, const struct backend *backend, enum extres_api api);
void session_close(struct test *test);

#endif
