/* Faults of events. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_EVENT_H
#define REFERENCE_FAULTS_EVENT_H

#include <stdint.h>

#include "core/stream.h"
#include "faults/faults.h"

/* The number that is asked for, or waited for, where the event's own is `number`. */
uint64_t fault_event_query_number(struct progress *progress, uint64_t number);
uint64_t fault_event_synchronize_number(struct progress *progress, uint64_t number);

/* Later work in the stream waits until the event is complete, whatever is recorded in it by then. */
int fault_wait_for_recordings(struct stream *stream, void *event);

#endif
