/* A payload that stands for another one in a single operation, and does more than that one. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/stand_in.h"

#include <stdlib.h>

struct stand_in {
    struct payload payload;
    struct payload *stands_for;
    fault_act *act;
    void *data;
};

static int act(struct payload *payload, uint64_t value)
{
    struct stand_in *stand_in = (struct stand_in *)payload;
    stand_in->act(stand_in->stands_for, value, stand_in->data);
    return 0;
}

static void destroy(struct payload *payload)
{
    struct stand_in *stand_in = (struct stand_in *)payload;
    payload_release(stand_in->stands_for);
    free(stand_in);
}

static const struct payload_operations operations = {.signal = act, .wait = act, .destroy = destroy};

void fault_stand_in(struct operation *operation, fault_act *act_instead, void *data)
{
    struct stand_in *stand_in = (struct stand_in *)payload_allocate(sizeof *stand_in);
    if (stand_in == NULL)
        abort();
    stand_in->stands_for = payload_retain(operation->as.semaphore.payload);
    stand_in->act = act_instead;
    stand_in->data = data;
    payload_initialise(&stand_in->payload, &operations, stand_in->stands_for->kind);
    operation_drop(operation);
    operation->as.semaphore.payload = payload_lend(&stand_in->payload);
    payload_release(&stand_in->payload);
}
