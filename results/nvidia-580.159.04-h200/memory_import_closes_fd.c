/* The smallest reproduction: a memory import that fails closes the descriptor, a semaphore import that fails does not. */
/* SPDX-License-Identifier: Apache-2.0 */

/* cc -I reference/include memory_import_closes_fd.c -lcudart && ./a.out */
#include <extres/runtime.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/eventfd.h>

static void report(const char *what, int error, int fd)
{
    printf("%s: %s (%d), and fd %d is %s\n", what, cudaGetErrorName((cudaError_t)error), error, fd,
           fcntl(fd, F_GETFD) < 0 ? "closed" : "open");
}

int main(void)
{
    cudaExternalMemory_t memory;
    cudaExternalSemaphore_t semaphore;
    struct cudaExternalMemoryHandleDesc memory_desc = {.type = cudaExternalMemoryHandleTypeOpaqueFd, .size = 65536};
    struct cudaExternalSemaphoreHandleDesc semaphore_desc = {.type = cudaExternalSemaphoreHandleTypeOpaqueFd};
    cudaFree(NULL);

    memory_desc.handle.fd = eventfd(0, EFD_CLOEXEC);
    report("cudaImportExternalMemory of an eventfd", (int)cudaImportExternalMemory(&memory, &memory_desc),
           memory_desc.handle.fd);

    semaphore_desc.handle.fd = eventfd(0, EFD_CLOEXEC);
    report("cudaImportExternalSemaphore of an eventfd",
           (int)cudaImportExternalSemaphore(&semaphore, &semaphore_desc), semaphore_desc.handle.fd);
    return 0;
}
