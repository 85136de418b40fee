/* The dma-buf provider: memory that a kernel driver exported as a dma-buf. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_IMPORT_DMA_BUF_H
#define REFERENCE_IMPORT_DMA_BUF_H

#include "import/provider.h"

/* As import_memory of struct provider; it is not one of those asked in turn, for a handle type names it. */
enum provider_answer dma_buf_import(int fd, uint64_t size, struct imported_memory **out);

#endif
