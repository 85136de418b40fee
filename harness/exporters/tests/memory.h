/* Tests of an exporter's memory. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_EXPORTERS_MEMORY_H
#define HARNESS_EXPORTERS_MEMORY_H

#include "subject.h"

/* With the subject open. Memory of a type that it does not offer is skipped. */
void test_memory(const struct subject *subject, enum extres_handle_type type);

#endif
