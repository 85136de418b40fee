/* Tests of which case functions are needed, on matrices made by hand. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mutate/needed.h"
#include "report/tests/check.h"

enum { FUNCTIONS = 3, FAULTS = 3, LEAVES = FUNCTIONS * EXTRES_API_COUNT * EXTRES_HANDLE_TYPE_COUNT };

static const struct case_declaration a = {.name = "a"};
static const struct case_declaration b = {.name = "b"};
static const struct case_declaration c = {.name = "c"};
static const struct case_declaration *const functions[FUNCTIONS] = {&a, &b, &c};

/* For which API and handle type. */
enum place { HERE, OTHER_API, OTHER_TYPE };

static const struct {
    enum extres_api api;
    enum extres_handle_type type;
} places[] = {
    [HERE] = {EXTRES_API_RUNTIME, EXTRES_MEMORY_OPAQUE_FD},
    [OTHER_API] = {EXTRES_API_DRIVER, EXTRES_MEMORY_OPAQUE_FD},
    [OTHER_TYPE] = {EXTRES_API_RUNTIME, EXTRES_SEMAPHORE_OPAQUE_FD},
};

/* Which functions catch a fault in one place, in letters; without functions it ends a list. */
struct catcher {
    size_t fault;
    const char *functions;
    enum place place;
};

/* A matrix of the functions a, b, ... that catch what they are told to catch. */
struct by_hand {
    struct leaf leaves[LEAVES];
    struct trial passed[FUNCTIONS];
    struct trial trials[FAULTS][LEAVES];
    struct matrix_row rows[FAULTS];
    struct matrix matrix;
    size_t leaf_count;
};

static const struct leaf *add_leaf(struct by_hand *hand, char function, enum place place)
{
    struct leaf *leaf = &hand->leaves[hand->leaf_count++];
    *leaf = (struct leaf){
        .declaration = functions[function - 'a'], .api = places[place].api, .type = places[place].type};
    return leaf;
}

static void make_matrix(struct by_hand *hand, size_t function_count, const struct catcher *catchers)
{
    *hand = (struct by_hand){.leaf_count = 0};
    hand->matrix = (struct matrix){
        .unmutated = {.trials = hand->passed, .count = function_count}, .rows = hand->rows, .count = FAULTS};
    for (size_t i = 0; i < function_count; i++)
        hand->passed[i] =
            (struct trial){.leaf = add_leaf(hand, (char)('a' + i), HERE), .status = STATUS_PASS};
    for (size_t i = 0; i < FAULTS; i++)
        hand->rows[i].trials = hand->trials[i];
    for (; catchers->functions != NULL; catchers++) {
        struct matrix_row *row = &hand->rows[catchers->fault];
        for (const char *function = catchers->functions; *function != '\0'; function++)
            row->trials[row->count++] = (struct trial){
                .leaf = add_leaf(hand, *function, catchers->place), .status = STATUS_FAIL, .caught = true};
    }
}

/* The redundant functions, in letters, of that many in all. */
static void expect_redundant(const struct by_hand *hand, size_t count, const char *letters, const char *name)
{
    const struct case_declaration *redundant[FUNCTIONS];
    char got[FUNCTIONS + 1] = "";
    size_t redundant_count = 0;
    size_t found = matrix_find_redundant(&hand->matrix, redundant, &redundant_count);
    for (size_t i = 0; i < redundant_count; i++)
        got[i] = redundant[i]->name[0];
    check(found == count, "the functions are counted");
    check_text(got, letters, name);
}

static void test(const char *name, size_t function_count, const char *redundant,
                 const struct catcher *catchers)
{
    static struct by_hand hand;
    make_matrix(&hand, function_count, catchers);
    expect_redundant(&hand, function_count, redundant, name);
}

static void test_orders(void)
{
    test("a fault for each: all are needed", 2, "",
         (const struct catcher[]){{0, "a", HERE}, {1, "b", HERE}, {0}});
    test("who catches nothing is not needed", 2, "b", (const struct catcher[]){{0, "a", HERE}, {0}});
    test("two that always catch together are copies", 3, "bc",
         (const struct catcher[]){{0, "a", HERE}, {1, "bc", HERE}, {2, "bc", HERE}, {0}});
    test("a third that catches with them, and more, does not change that", 3, "bc",
         (const struct catcher[]){{0, "a", HERE}, {1, "abc", HERE}, {0}});
    test("once the others are taken away, the last needs no fault of its own", 3, "",
         (const struct catcher[]){{0, "abc", HERE}, {1, "ab", HERE}, {2, "a", HERE}, {0}});
    test("in whatever order the faults stand", 3, "",
         (const struct catcher[]){{2, "cba", HERE}, {1, "cb", HERE}, {0, "c", HERE}, {0}});
    test("a ring in which each catches with the next cannot be opened", 3, "abc",
         (const struct catcher[]){{0, "ab", HERE}, {1, "bc", HERE}, {2, "ca", HERE}, {0}});
}

static void test_cells(void)
{
    test("alone for one API is enough", 2, "",
         (const struct catcher[]){{0, "ab", HERE}, {0, "a", OTHER_API}, {0}});
    test("alone for one handle type is enough", 2, "",
         (const struct catcher[]){{0, "ab", HERE}, {0, "b", OTHER_TYPE}, {0}});
    test("the same fault for another type is no help to a third", 3, "ac",
         (const struct catcher[]){{0, "abc", HERE}, {0, "b", OTHER_TYPE}, {0}});
}

static void test_statuses(void)
{
    static struct by_hand hand;
    make_matrix(&hand, 2, (const struct catcher[]){{0, "a", HERE}, {0}});
    hand.passed[1].status = STATUS_SKIP;
    expect_redundant(&hand, 1, "", "a function that is skipped without a fault does not count");

    make_matrix(&hand, 2, (const struct catcher[]){{0, "a", HERE}, {1, "b", HERE}, {0}});
    hand.trials[1][0].caught = false;
    expect_redundant(&hand, 2, "b", "a trial that did not catch does not count");
}

int main(void)
{
    test_orders();
    test_cells();
    test_statuses();
    return check_end();
}
