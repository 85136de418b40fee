/* Random numbers for the order of turns. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/random.h"

#include "platform/clock.h"

uint64_t random_next(uint64_t *state)
{
    uint64_t mixed = *state += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
}

uint64_t random_seed(void)
{
    /* A clock that counts nanoseconds never shows the same twice, and mixing spreads what it shows. */
    uint64_t state = clock_nanoseconds();
    return random_next(&state);
}
