/* Tables of wrong signals and waits, and the right ones that they are made of. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/behaviour.h"

#include <unistd.h>

bool fault_behave(const struct fault_behaviour *behaviours, size_t count, struct payload *payload,
                  uint64_t value)
{
    for (size_t i = 0; i < count; i++) {
        if (!fault_is(behaviours[i].fault) || ((unsigned)behaviours[i].kinds & 1u << payload->kind) == 0)
            continue;
        behaviours[i].act(payload, value);
        return true;
    }
    return false;
}

void fault_right_signal(struct payload *payload, uint64_t value)
{
    payload->operations->signal(payload, value);
}

bool fault_reaches(struct payload *payload, uint64_t value)
{
    return payload->operations->try_wait(payload, value);
}

void fault_right_wait(struct payload *payload, uint64_t value)
{
    waiters_wait(payload, value);
}

void fault_wait_forever(void)
{
    for (;;)
        pause();
}
