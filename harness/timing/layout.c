/* Shaking the layout of a process: by what is mapped, and by which pieces of the heap are free. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/layout.h"

#include <alloca.h>
#include <stdlib.h>
#include <string.h>

#include "platform/process.h"
#include "timing/random.h"

enum {
    PAGE = 4096,
    MOST_PAGES = 4096, /* more than a table of pages holds, so that mappings fall on either side of its end */
    STEP = 16,         /* sizes of the heap's pieces, from one to the next */
    LARGEST_PIECE = 2048, /* that the allocator keeps for reuse by its size */
    MOST_PIECES = 4,      /* of one size */
    MOST_STEPS = 4096,    /* by which everything after them is moved */
};

/* A piece of the heap that nothing else gets. They hang on one another, or a leak checker would miss them. */
struct piece {
    struct piece *next;
};

static struct piece *taken;

static void take_piece(size_t size)
{
    struct piece *piece = malloc(size);
    if (piece == NULL)
        return; /* then things stay where they are */
    piece->next = taken;
    taken = piece;
}

static size_t below(uint64_t *random, size_t bound)
{
    return (size_t)(random_next(random) % bound);
}

void layout_shake(uint64_t seed)
{
    uint64_t random = seed;
    process_take_addresses((below(&random, MOST_PAGES) + 1) * PAGE);
    for (size_t size = STEP; size <= LARGEST_PIECE; size += STEP) {
        for (size_t left = below(&random, MOST_PIECES + 1); left > 0; left--)
            take_piece(size);
    }
    take_piece((below(&random, MOST_STEPS) + 1) * STEP);
}

void layout_call_shaken(uint64_t seed, void (*function)(void *context), void *context)
{
    uint64_t random = seed;
    size_t size = (below(&random, MOST_STEPS) + 1) * STEP;
    memset(alloca(size), 0, size); /* used, so that it is really there */
    function(context);
}
