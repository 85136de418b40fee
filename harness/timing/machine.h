/* The machine as far as it has a say in how long things take, as facts of a record. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TIMING_MACHINE_H
#define HARNESS_TIMING_MACHINE_H

#include "timing/record.h"

/*
 * Processor, governor, SMT, virtualisation, load, kernel, clock, pinning and priority. What the system does
 * not tell, or does not let be read, is "unknown".
 */
void machine_add_facts(struct timing_record *record);

/* Once more at the end: the load, which is what changes. */
void machine_add_final_facts(struct timing_record *record);

#endif
