/* Keeping threads on processors, by sched_setaffinity. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/affinity.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

/* With fewer, two threads of a runtime that hand work to one another would be on one processor. */
enum { ENOUGH_TO_SPLIT = 4 };

struct split {
    cpu_set_t measuring;
    cpu_set_t apart;  /* all others; empty when there is only one */
    cpu_set_t others; /* those of threads that are free */
};

/* Of a machine with more processors than the set holds, and of one that does not tell, nothing is known. */
static bool make_split(struct split *split)
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return false;
    int last = CPU_SETSIZE - 1;
    while (last >= 0 && !CPU_ISSET((size_t)last, &allowed))
        last--;
    if (last < 0)
        return false;
    CPU_ZERO(&split->measuring);
    CPU_SET((size_t)last, &split->measuring);
    split->apart = allowed;
    CPU_CLR((size_t)last, &split->apart);
    split->others = CPU_COUNT(&allowed) >= ENOUGH_TO_SPLIT ? split->apart : allowed;
    return true;
}

/* The split as it was when the process was allowed all that it ever will be; NULL when there is none. */
static const struct split *first_split(void)
{
    static struct split split;
    static enum { UNKNOWN, MADE, IMPOSSIBLE } state;
    if (state == UNKNOWN)
        state = make_split(&split) ? MADE : IMPOSSIBLE;
    return state == MADE ? &split : NULL;
}

bool affinity_free(void)
{
    const struct split *split = first_split();
    return split != NULL && sched_setaffinity(0, sizeof split->others, &split->others) == 0;
}

bool affinity_narrow(void)
{
    const struct split *split = first_split();
    return split != NULL && sched_setaffinity(0, sizeof split->measuring, &split->measuring) == 0;
}

bool affinity_apart(void)
{
    const struct split *split = first_split();
    return split != NULL && CPU_COUNT(&split->apart) > 0 &&
           sched_setaffinity(0, sizeof split->apart, &split->apart) == 0;
}

/* "0-3,8": cut where it does not fit. */
static void list_processors(const cpu_set_t *set, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t first = 0; first < CPU_SETSIZE && used < size; first++) {
        if (!CPU_ISSET(first, set))
            continue;
        size_t last = first;
        while (last + 1 < CPU_SETSIZE && CPU_ISSET(last + 1, set))
            last++;
        const char *separator = used > 0 ? "," : "";
        used +=
            (size_t)(last > first ? snprintf(text + used, size - used, "%s%zu-%zu", separator, first, last)
                                  : snprintf(text + used, size - used, "%s%zu", separator, first));
        first = last;
    }
}

void affinity_describe(char *text, size_t size)
{
    struct split split;
    char measuring[64];
    char apart[192];
    char others[192];
    if (!make_split(&split)) {
        snprintf(text, size, "none: the system does not tell the processors");
        return;
    }
    list_processors(&split.measuring, measuring, sizeof measuring);
    list_processors(&split.apart, apart, sizeof apart);
    list_processors(&split.others, others, sizeof others);
    if (CPU_COUNT(&split.apart) == 0)
        snprintf(text, size, "none: processor %s is the only one", measuring);
    else if (CPU_EQUAL(&split.apart, &split.others))
        snprintf(text, size, "measuring on processor %s, others on %s", measuring, others);
    else
        snprintf(text, size, "measuring on processor %s, others on %s, what hands over on %s", measuring,
                 apart, others);
}
