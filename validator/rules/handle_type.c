/* The table of handle types. Numbers from the toolkit's driver_types.h and cuda.h. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/handle_type.h"

const struct extres_handle_type_information extres_handle_types[EXTRES_HANDLE_TYPE_COUNT] = {
    [EXTRES_MEMORY_OPAQUE_FD] = {"memory", "opaque_fd", 1, true, false, false},
    [EXTRES_MEMORY_OPAQUE_WIN32] = {"memory", "opaque_win32", 2, false, false, false},
    [EXTRES_MEMORY_OPAQUE_WIN32_KMT] = {"memory", "opaque_win32_kmt", 3, false, false, false},
    [EXTRES_MEMORY_D3D12_HEAP] = {"memory", "d3d12_heap", 4, false, false, false},
    [EXTRES_MEMORY_D3D12_RESOURCE] = {"memory", "d3d12_resource", 5, false, false, false},
    [EXTRES_MEMORY_D3D11_RESOURCE] = {"memory", "d3d11_resource", 6, false, false, false},
    [EXTRES_MEMORY_D3D11_RESOURCE_KMT] = {"memory", "d3d11_resource_kmt", 7, false, false, false},
    [EXTRES_MEMORY_NVSCIBUF] = {"memory", "nvscibuf", 8, false, false, false},
    [EXTRES_MEMORY_DMABUF_FD] = {"memory", "dmabuf_fd", 9, true, false, true},
    [EXTRES_SEMAPHORE_OPAQUE_FD] = {"semaphore", "opaque_fd", 1, true, false, false},
    [EXTRES_SEMAPHORE_OPAQUE_WIN32] = {"semaphore", "opaque_win32", 2, false, false, false},
    [EXTRES_SEMAPHORE_OPAQUE_WIN32_KMT] = {"semaphore", "opaque_win32_kmt", 3, false, false, false},
    [EXTRES_SEMAPHORE_D3D12_FENCE] = {"semaphore", "d3d12_fence", 4, false, true, false},
    [EXTRES_SEMAPHORE_D3D11_FENCE] = {"semaphore", "d3d11_fence", 5, false, true, false},
    [EXTRES_SEMAPHORE_NVSCISYNC] = {"semaphore", "nvscisync", 6, false, false, false},
    [EXTRES_SEMAPHORE_KEYED_MUTEX] = {"semaphore", "keyed_mutex", 7, false, false, false},
    [EXTRES_SEMAPHORE_KEYED_MUTEX_KMT] = {"semaphore", "keyed_mutex_kmt", 8, false, false, false},
    [EXTRES_SEMAPHORE_TIMELINE_FD] = {"semaphore", "timeline_fd", 9, true, true, false},
    [EXTRES_SEMAPHORE_TIMELINE_WIN32] = {"semaphore", "timeline_win32", 10, false, true, false},
};
