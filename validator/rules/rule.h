/* The rule catalogue: what the documents say about external memory and semaphores, as data. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_RULE_H
#define EXTRES_RULE_H

#include <stddef.h>
#include <stdint.h>

#include "rules/handle_type.h"

/* How binding a statement is. */
enum extres_rule_level {
    EXTRES_LEVEL_MUST,        /* the document requires it of the runtime: breaking it fails a case */
    EXTRES_LEVEL_SHOULD,      /* a documented error code, or a recommendation: breaking it warns */
    EXTRES_LEVEL_UNDEFINED,   /* an application must not do it: what follows is recorded, not judged */
    EXTRES_LEVEL_UNSPECIFIED, /* the documents leave it open, or differ: whatever they allow is accepted */
    EXTRES_LEVEL_COUNT
};

/* The document that a rule stands in; unless the statement tells them apart, it holds for both APIs. */
enum extres_rule_document {
    EXTRES_DOCUMENT_RUNTIME_API,
    EXTRES_DOCUMENT_DRIVER_API,
    EXTRES_DOCUMENT_GUIDE_VULKAN, /* Programming Guide 6.2.16.1: Vulkan interoperability */
    EXTRES_DOCUMENT_GUIDE_D3D11,  /* Programming Guide 6.2.16.4.5: Direct3D 11 synchronization objects */
    EXTRES_DOCUMENT_COUNT
};

/*
 * One normative statement. The rules live in the .def files beside this header, one file a subject, and each
 * entry is one use of RULE:
 *
 *     RULE("EXTRES-ImportSemaphore-fd-zero", MUST,
 *          SEMAPHORE(OPAQUE_FD) | SEMAPHORE(TIMELINE_FD),
 *          RUNTIME_API,
 *          "cudaImportExternalSemaphore, cuImportExternalSemaphore: Description, OpaqueFd",
 *          "Any valid file descriptor that refers to a synchronization object is accepted, "
 *          "descriptor number 0 included.",
 *          PLANNED_NO)
 *
 * in the order of the members below. Level and document are the enumerators without their prefix. Handle
 * types are joined by |: MEMORY(...) and SEMAPHORE(...) take the rest of a name of enum extres_handle_type;
 * ALL_MEMORY, ARRAY_MEMORY (what a mipmapped array can be mapped onto), ALL_SEMAPHORES, BINARY_SEMAPHORES,
 * FENCE_SEMAPHORES, KEYED_MUTEXES and ALL_TYPES are sets. The last argument is PLANNED_NO where cases can
 * exist, or says what they would need: PLANNED_WINDOWS, PLANNED_NVSCI and the like. A rule of no handle type
 * that the suite can make is planned. rules.c defines all of these words.
 *
 * Ids are EXTRES-<function or object>-<slug>. A function stands without its cuda or cu prefix, and shortened:
 * MapBuffer is ExternalMemoryGetMappedBuffer, GraphAdd is both functions that add a semaphore node. The table
 * is sorted by id in byte order, within each file and across the files in the order that rules.c includes
 * them; the test fails on an entry out of place.
 *
 * A statement is in our own words: what a runtime does, what an application must not do (level undefined), or
 * what is open (unspecified). Where two documents differ it names both readings.
 */
struct extres_rule {
    const char *id;
    enum extres_rule_level level;
    uint32_t handle_types; /* EXTRES_TYPE_BIT of each type that it speaks of, at least one */
    enum extres_rule_document document;
    const char *section; /* where in the document */
    const char *statement;
    const char *planned; /* NULL, or why no case can exist yet */
};

/*
 * All functions below only read constant data: they may be called from any thread at any time, allocate
 * nothing, and return pointers that stay valid for the life of the process.
 */

size_t extres_rule_count(void);

/* The rules in the order of their ids; index is less than extres_rule_count(). */
const struct extres_rule *extres_rule_at(size_t index);

/* The rule with that id, or NULL when there is none. A binary search. */
const struct extres_rule *extres_rule_find(const char *id);

/* "must", "should", "undefined", "unspecified". */
const char *extres_rule_level_name(enum extres_rule_level level);

/* The document's title, for people. */
const char *extres_rule_document_name(enum extres_rule_document document);

#endif
