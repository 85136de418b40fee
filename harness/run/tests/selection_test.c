/* Tests of selecting leaves. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/selection.h"

#include <stdio.h>
#include <string.h>

#include "report/tests/check.h"

static const struct case_declaration core = {.tier = TIER_CORE};
static const struct case_declaration stress = {.tier = TIER_STRESS};

static const struct leaf leaves[] = {
    {.declaration = &core, .id = "drv.memory.opaque_fd.import.maps"},
    {.declaration = &core, .id = "drv.semaphore.opaque_fd.wait.blocks"},
    {.declaration = &core, .id = "drv.semaphore.timeline_fd.wait.blocks"},
    {.declaration = &core, .id = "rt.semaphore.timeline_fd.wait.blocks"},
    {.declaration = &stress, .id = "rt.semaphore.timeline_fd.wait.many"},
};

enum { LEAVES = sizeof leaves / sizeof leaves[0] };

/* Selects by up to three filters, and writes the indices that were taken, or the message, into text. */
static const char *select_by(enum tier tier, const char *first, const char *second, const char *third)
{
    static char text[1024];
    const char *const filters[] = {first, second, third};
    size_t count = first == NULL ? 0 : second == NULL ? 1 : third == NULL ? 2 : 3;
    const struct selection_request request = {filters, count, tier};
    struct selection selection;
    size_t used = 0;
    text[0] = '\0';
    if (!selection_make(leaves, LEAVES, &request, &selection, text, sizeof text))
        return text;
    for (size_t i = 0; i < selection.count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%td ", selection.leaves[i] - leaves);
    selection_release(&selection);
    return text;
}

static void test_filters(void)
{
    check_text(select_by(TIER_CORE, NULL, NULL, NULL), "0 1 2 3 ", "without a filter, all of the tier");
    check_text(select_by(TIER_COUNT, NULL, NULL, NULL), "0 1 2 3 4 ", "all tiers");
    check_text(select_by(TIER_CORE, "rt.*", NULL, NULL), "3 ", "a glob crosses dots");
    check_text(select_by(TIER_CORE, "rt.*", "*memory*", NULL), "0 3 ", "several filters are a union");
    check_text(select_by(TIER_CORE, "!rt.*", NULL, NULL), "0 1 2 ", "an exclusion alone starts from all");
    check_text(select_by(TIER_CORE, "!drv.*", "*blocks", "!*opaque*"), "3 ",
               "exclusions count wherever they stand");
    check_text(select_by(TIER_CORE, "drv.memory.opaque_fd.import.maps", NULL, NULL), "0 ", "a whole id");
}

static void test_messages(void)
{
    check(strstr(select_by(TIER_CORE, "rt.semaphore.timelin_fd.wait.blocks", NULL, NULL),
                 "matches no case; near to it: rt.semaphore.timeline_fd.wait.blocks") != NULL,
          "a misspelt id is told the id that was meant");
    check(strstr(select_by(TIER_CORE, "*.memry.*", NULL, NULL),
                 "near to it: drv.memory.opaque_fd.import.maps") != NULL,
          "a misspelt glob is told a case that was meant");
    check(strstr(select_by(TIER_CORE, "!*nothing*", NULL, NULL), "'!*nothing*' matches no case") != NULL,
          "an exclusion that excludes nothing is an error");
    check(strstr(select_by(TIER_CORE, "rt.*", "*xyzzy*", NULL), "'*xyzzy*'") != NULL,
          "one useless filter among good ones is an error");
    check(strstr(select_by(TIER_CORE, "*.many", NULL, NULL), "add --tier stress") != NULL,
          "a case of another tier is said to be one");
    check(strstr(select_by(TIER_CORE, "rt.*", "!rt.*", NULL), "no case of the tier core") != NULL,
          "a selection of nothing is an error");
    check(strstr(select_by(TIER_CORE, "", NULL, NULL), "matches no case") != NULL,
          "an empty filter is an error");
}

static void test_remove(void)
{
    char error[64];
    const struct selection_request all = {NULL, 0, TIER_COUNT};
    struct selection selection;
    check(selection_make(leaves, LEAVES, &all, &selection, error, sizeof error), "everything is selected");
    selection_remove(&selection, leaves[1].id);
    selection_remove(&selection, leaves[4].id);
    selection_remove(&selection, "no.such.id");
    check(selection.count == 3 && selection.leaves[0] == &leaves[0] && selection.leaves[1] == &leaves[2] &&
              selection.leaves[2] == &leaves[3],
          "what is removed is gone, the order stays");
    selection_release(&selection);
}

int main(void)
{
    test_filters();
    test_messages();
    test_remove();
    return check_end();
}
