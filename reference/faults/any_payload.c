/* A payload for the fault that waits for any semaphore of a batch instead of for all. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdatomic.h>
#include <stdlib.h>

#include "faults/payload.h"

enum { PARTS = 16 };

struct any {
    struct payload payload;
    size_t count;
    struct {
        struct payload *payload;
        uint64_t value;
    } parts[PARTS];
};

static int signal_none(struct payload *payload, uint64_t value)
{
    (void)payload;
    (void)value;
    return 0;
}

static bool try_any(struct payload *payload, uint64_t value)
{
    struct any *any = (struct any *)payload;
    (void)value;
    for (size_t i = 0; i < any->count; i++) {
        if (any->parts[i].payload->operations->try_wait(any->parts[i].payload, any->parts[i].value))
            return true;
    }
    return false;
}

static int wait_any(struct payload *payload, uint64_t value)
{
    while (!try_any(payload, value))
        fault_nap();
    return 0;
}

static void destroy_any(struct payload *payload)
{
    struct any *any = (struct any *)payload;
    for (size_t i = 0; i < any->count; i++)
        payload_release(any->parts[i].payload);
    free(any);
}

static const struct payload_operations operations = {
    .signal = signal_none, .try_wait = try_any, .wait = wait_any, .destroy = destroy_any};

struct payload *fault_any_create(void)
{
    struct any *any = (struct any *)payload_allocate(sizeof *any);
    if (any == NULL)
        abort();
    payload_initialise(&any->payload, &operations, PAYLOAD_BINARY);
    return &any->payload;
}

void fault_any_add(struct payload *payload, struct payload *part, uint64_t value)
{
    struct any *any = (struct any *)payload;
    if (any->count == PARTS)
        abort();
    any->parts[any->count].payload = payload_retain(part);
    any->parts[any->count].value = value;
    any->count++;
}
