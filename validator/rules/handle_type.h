/* The handle types of external memory and semaphores: names, numbers in the API, and bits for sets of them.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_HANDLE_TYPE_H
#define EXTRES_HANDLE_TYPE_H

#include <stdbool.h>
#include <stdint.h>

enum extres_handle_type {
    EXTRES_MEMORY_OPAQUE_FD,
    EXTRES_MEMORY_OPAQUE_WIN32,
    EXTRES_MEMORY_OPAQUE_WIN32_KMT,
    EXTRES_MEMORY_D3D12_HEAP,
    EXTRES_MEMORY_D3D12_RESOURCE,
    EXTRES_MEMORY_D3D11_RESOURCE,
    EXTRES_MEMORY_D3D11_RESOURCE_KMT,
    EXTRES_MEMORY_NVSCIBUF,
    EXTRES_MEMORY_DMABUF_FD,
    EXTRES_SEMAPHORE_OPAQUE_FD,
    EXTRES_SEMAPHORE_OPAQUE_WIN32,
    EXTRES_SEMAPHORE_OPAQUE_WIN32_KMT,
    EXTRES_SEMAPHORE_D3D12_FENCE,
    EXTRES_SEMAPHORE_D3D11_FENCE,
    EXTRES_SEMAPHORE_NVSCISYNC,
    EXTRES_SEMAPHORE_KEYED_MUTEX,
    EXTRES_SEMAPHORE_KEYED_MUTEX_KMT,
    EXTRES_SEMAPHORE_TIMELINE_FD,
    EXTRES_SEMAPHORE_TIMELINE_WIN32,
    EXTRES_HANDLE_TYPE_COUNT
};

/* A set of handle types is a uint32_t of these bits. */
#define EXTRES_TYPE_BIT(type) (UINT32_C(1) << (type))

struct extres_handle_type_information {
    const char *object; /* "memory" or "semaphore" */
    const char *name;   /* "opaque_fd": unique among the types of its object, part of every case id */
    unsigned api_value; /* the value in the handle descriptor's type field, the same in both APIs */
    bool is_fd;         /* the handle is a file descriptor */
    bool is_timeline;   /* a semaphore that holds a value */
    bool driver_only;   /* the runtime API's list of types lacks it */
};

/* Indexed by enum extres_handle_type. */
extern const struct extres_handle_type_information extres_handle_types[EXTRES_HANDLE_TYPE_COUNT];

#endif
