/* The registry of cases, and their expansion over APIs and handle types. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const tier_names[TIER_COUNT] = {"core", "robustness", "stress", "observe", "timing"};
static const char *const api_names[EXTRES_API_COUNT] = {"rt", "drv"};

/* Filled before main by constructors, on one thread; sorted leaves are built from it once. */
static struct {
    const struct case_declaration **declarations;
    size_t declaration_count;
    struct leaf *leaves;
    size_t leaf_count;
} registry;

const char *tier_name(enum tier tier)
{
    return tier_names[tier];
}

static void *grow(void *array, size_t count, size_t size)
{
    void *grown = realloc(array, count * size);
    if (grown == NULL) {
        fputs("extres: out of memory while registering cases\n", stderr);
        abort();
    }
    return grown;
}

void registry_add(const struct case_declaration *declaration)
{
    registry.declarations =
        grow(registry.declarations, registry.declaration_count + 1, sizeof *registry.declarations);
    registry.declarations[registry.declaration_count++] = declaration;
}

static void add_leaf(const struct case_declaration *declaration, enum extres_api api,
                     enum extres_handle_type type)
{
    registry.leaves = grow(registry.leaves, registry.leaf_count + 1, sizeof *registry.leaves);
    struct leaf *leaf = &registry.leaves[registry.leaf_count++];
    *leaf = (struct leaf){.declaration = declaration, .api = api, .type = type};
    snprintf(leaf->id, sizeof leaf->id, "%s.%s.%s.%s", api_names[api], extres_handle_types[type].object,
             extres_handle_types[type].name, declaration->name);
}

static int by_id(const void *first, const void *second)
{
    return strcmp(((const struct leaf *)first)->id, ((const struct leaf *)second)->id);
}

/* Of an API that does not have the handle type there are leaves only where the case names that API. */
static bool is_for(const struct case_declaration *declaration, enum extres_api api, int type)
{
    if (!(declaration->types & EXTRES_TYPE_BIT(type)))
        return false;
    if (declaration->apis != 0)
        return (declaration->apis & (1u << api)) != 0;
    return api == EXTRES_API_DRIVER || !extres_handle_types[type].driver_only;
}

static void add_leaves(const struct case_declaration *declaration, enum extres_api api)
{
    for (int type = 0; type < EXTRES_HANDLE_TYPE_COUNT; type++) {
        if (is_for(declaration, api, type))
            add_leaf(declaration, api, (enum extres_handle_type)type);
    }
}

static void expand(void)
{
    for (size_t i = 0; i < registry.declaration_count; i++) {
        add_leaves(registry.declarations[i], EXTRES_API_RUNTIME);
        add_leaves(registry.declarations[i], EXTRES_API_DRIVER);
    }
    if (registry.leaves == NULL)
        return;
    qsort(registry.leaves, registry.leaf_count, sizeof *registry.leaves, by_id);
    for (size_t i = 1; i < registry.leaf_count; i++) {
        if (strcmp(registry.leaves[i - 1].id, registry.leaves[i].id) == 0) {
            fprintf(stderr, "extres: two cases have the id %s\n", registry.leaves[i].id);
            abort();
        }
    }
}

const struct leaf *registry_leaves(size_t *count)
{
    if (registry.leaves == NULL && registry.declaration_count > 0)
        expand();
    *count = registry.leaf_count;
    return registry.leaves;
}
