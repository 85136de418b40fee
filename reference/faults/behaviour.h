/* Tables of wrong signals and waits, and the right ones that they are made of. Within this folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_BEHAVIOUR_H
#define REFERENCE_FAULTS_BEHAVIOUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "faults/faults.h"
#include "payload/payload.h"

/* For which kinds of payload a fault is one. */
enum fault_kinds { OF_BINARY = 1 << PAYLOAD_BINARY, OF_TIMELINE = 1 << PAYLOAD_TIMELINE, OF_BOTH = 3 };

/* What a signal or a wait does under a fault. */
struct fault_behaviour {
    enum fault_id fault;
    enum fault_kinds kinds;
    void (*act)(struct payload *payload, uint64_t value);
};

/* Acts as the active fault does; false when it is not in the table, or none for this kind of payload. */
bool fault_behave(const struct fault_behaviour *behaviours, size_t count, struct payload *payload,
                  uint64_t value);

/* What is right: to signal, to look without waiting, and to wait, though without the spinning. */
void fault_right_signal(struct payload *payload, uint64_t value);
bool fault_reaches(struct payload *payload, uint64_t value);
void fault_right_wait(struct payload *payload, uint64_t value);

/* A wait that nothing ends. */
_Noreturn void fault_wait_forever(void);

#endif
