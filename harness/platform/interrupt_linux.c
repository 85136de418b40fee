/* Interruption: a signal handler that writes to an eventfd. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { SIGNALS = 3 };

static const int signals[SIGNALS] = {SIGINT, SIGTERM, SIGHUP};
static struct sigaction former[SIGNALS];
static int event = -1;
static volatile sig_atomic_t seen;

static void on_signal(int number)
{
    (void)number;
    if (seen)
        _exit(1);
    seen = 1;
    int saved = errno;
    uint64_t one = 1;
    ssize_t written = write(event, &one, sizeof one);
    (void)written; /* the counter of an eventfd has room for one */
    errno = saved;
}

int interrupt_open(void)
{
    event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (event < 0)
        return -1;
    seen = 0;
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < SIGNALS; i++) {
        sigaction(signals[i], NULL, &former[i]);
        /* A signal that we were started without, as nohup does, stays out. */
        if (former[i].sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
    return event;
}

void interrupt_close(void)
{
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &former[i], NULL);
    close(event);
    event = -1;
}
