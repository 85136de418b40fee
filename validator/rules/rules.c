/* The table of rules, built from the .def files, and the search in it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/rule.h"

#include <stdlib.h>
#include <string.h>

/* The words of the .def files; rule.h describes them. */

#define MEMORY(type)    EXTRES_TYPE_BIT(EXTRES_MEMORY_##type)
#define SEMAPHORE(type) EXTRES_TYPE_BIT(EXTRES_SEMAPHORE_##type)

#define ARRAY_MEMORY                                                                            \
    (MEMORY(OPAQUE_FD) | MEMORY(OPAQUE_WIN32) | MEMORY(OPAQUE_WIN32_KMT) | MEMORY(D3D12_HEAP) | \
     MEMORY(D3D12_RESOURCE) | MEMORY(D3D11_RESOURCE) | MEMORY(D3D11_RESOURCE_KMT) | MEMORY(NVSCIBUF))
#define ALL_MEMORY        (ARRAY_MEMORY | MEMORY(DMABUF_FD))

#define BINARY_SEMAPHORES (SEMAPHORE(OPAQUE_FD) | SEMAPHORE(OPAQUE_WIN32) | SEMAPHORE(OPAQUE_WIN32_KMT))
#define FENCE_SEMAPHORES \
    (SEMAPHORE(D3D12_FENCE) | SEMAPHORE(D3D11_FENCE) | SEMAPHORE(TIMELINE_FD) | SEMAPHORE(TIMELINE_WIN32))
#define KEYED_MUTEXES        (SEMAPHORE(KEYED_MUTEX) | SEMAPHORE(KEYED_MUTEX_KMT))
#define ALL_SEMAPHORES       (BINARY_SEMAPHORES | FENCE_SEMAPHORES | KEYED_MUTEXES | SEMAPHORE(NVSCISYNC))
#define ALL_TYPES            (ALL_MEMORY | ALL_SEMAPHORES)

#define PLANNED_NO           NULL
#define PLANNED_GRAPHS       "needs functions that differ between CUDA 12 and 13: no case calls them yet"
#define PLANNED_ASYNCHRONOUS "needs work that fails on purpose in every runtime"
#define PLANNED_APPLICATION \
    "is about what an application does with its own memory: for a layer under applications"
#define PLANNED_WINDOWS "needs a Windows machine: no cases for NT and KMT handles yet"
#define PLANNED_NVSCI   "needs the NvSci libraries: no cases for NvSciBuf and NvSciSync objects yet"
#define PLANNED_TEGRA \
    "needs a machine that says whether it is a Tegra of the Thor series: only there must a dma_buf import"

#define RULE(id, level, handle_types, document, section, statement, planned) \
    {id, EXTRES_LEVEL_##level, handle_types, EXTRES_DOCUMENT_##document, section, statement, planned},

/* Sorted by id, so the files stand in the order of the objects that their ids name. */
static const struct extres_rule rules[] = {
#include "rules/destroy.def"
#include "rules/errors.def"
#include "rules/graph_nodes.def"
#include "rules/import_memory.def"
#include "rules/import_semaphore.def"
#include "rules/map_buffer.def"
#include "rules/map_mipmapped_array.def"
#include "rules/nvsci.def"
#include "rules/signal.def"
#include "rules/stream_order.def"
#include "rules/wait.def"
};

static const char *const level_names[EXTRES_LEVEL_COUNT] = {
    [EXTRES_LEVEL_MUST] = "must",
    [EXTRES_LEVEL_SHOULD] = "should",
    [EXTRES_LEVEL_UNDEFINED] = "undefined",
    [EXTRES_LEVEL_UNSPECIFIED] = "unspecified",
};

static const char *const document_names[EXTRES_DOCUMENT_COUNT] = {
    [EXTRES_DOCUMENT_RUNTIME_API] = "CUDA Runtime API",
    [EXTRES_DOCUMENT_DRIVER_API] = "CUDA Driver API",
    [EXTRES_DOCUMENT_GUIDE_VULKAN] = "CUDA C++ Programming Guide, Vulkan interop",
    [EXTRES_DOCUMENT_GUIDE_D3D11] = "CUDA C++ Programming Guide, Direct3D 11 interop",
};

size_t extres_rule_count(void)
{
    return sizeof(rules) / sizeof(rules[0]);
}

const struct extres_rule *extres_rule_at(size_t index)
{
    return &rules[index];
}

static int compare_id_with_rule(const void *id, const void *rule)
{
    return strcmp(id, ((const struct extres_rule *)rule)->id);
}

const struct extres_rule *extres_rule_find(const char *id)
{
    return bsearch(id, rules, extres_rule_count(), sizeof(rules[0]), compare_id_with_rule);
}

const char *extres_rule_level_name(enum extres_rule_level level)
{
    return level_names[level];
}

const char *extres_rule_document_name(enum extres_rule_document document)
{
    return document_names[document];
}
