/* What sets dma_bufs apart from other memory: no flags, no arrays, and what the documents leave open. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/array.h"

#include <fcntl.h>

enum { SIZE = 64 * 1024 };

CASE(dma_buf_flags,
     .name = "import_arguments.dedicated_dma_buf",
     .statement = "A dma_buf that is imported with the dedicated flag should be an error",
     .types = DMABUF_FD,
     .rules = {"EXTRES-ImportMemory-dmabuf-flags"})
{
    struct outside *outside = make_memory(t, SIZE);
    expect_usable_memory(t, import_memory(t, outside), outside);

    cudaExternalMemory_t memory = NULL;
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, export_fd(t, outside), outside);
    desc.flags = cudaExternalMemoryDedicated;
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-ImportMemory-dmabuf-flags", call_import_memory(caller_of(t), &memory, &desc));
}

CASE(dma_buf_array,
     .name = "array_map.dma_buf",
     .statement = "Mapping an array onto a dma_buf should be an error, though a buffer can be mapped",
     .types = DMABUF_FD,
     .rules = {"EXTRES-MapMipmappedArray-dmabuf"})
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = import_memory(t, outside);
    expect_usable_memory(t, memory, outside);

    cudaMipmappedArray_t array = NULL;
    const struct array_desc desc = {
        .shape = {.format = {CHANNEL_UNSIGNED, 8, 4}, .width = 64, .height = 32, .levels = 1}};
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-MapMipmappedArray-dmabuf", call_map_array(caller_of(t), &array, memory, &desc));
}

CASE(dma_buf_fd_after_import,
     .name = "ownership.dma_buf_fd_after_import",
     .statement = "Whether the descriptor of a dma_buf is still open after its import is recorded",
     .types = DMABUF_FD,
     .rules = {"EXTRES-ImportMemory-dmabuf-fd-ownership"},
     .tier = TIER_OBSERVE)
{
    struct outside *outside = make_memory(t, SIZE);
    int fd = export_fd(t, outside);
    import_memory_fd(t, fd, outside);
    release_traps(t);
    OBSERVE(t, "after the import the descriptor is %s", fcntl(fd, F_GETFD) < 0 ? "closed" : "open");
}

CASE(dma_buf_in_runtime_api,
     .name = "import_arguments.dma_buf_in_the_runtime_api",
     .statement = "What the runtime API makes of the driver API's handle type of dma_bufs is recorded",
     .types = DMABUF_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-ImportMemory-dmabuf-runtime-api"},
     .tier = TIER_OBSERVE)
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = NULL;
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, export_fd(t, outside), outside);
    OBSERVE_CODE(t, "an import of type 9", call_import_memory(caller_of(t), &memory, &desc));
}
