/* Threads and processes, on Linux. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/thread.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>

int thread_start(void *(*entry)(void *), void *argument)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* a thread starts with the mask of its maker */
    pthread_t thread;
    int error = pthread_create(&thread, NULL, entry, argument);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return -error;
}

int thread_on_fork(void (*handler)(void))
{
    return -pthread_atfork(NULL, NULL, handler);
}
