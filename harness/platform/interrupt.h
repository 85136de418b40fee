/* A person's or a supervisor's wish to end the run: SIGINT, SIGTERM, SIGHUP as a descriptor to poll. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_INTERRUPT_H
#define HARNESS_INTERRUPT_H

/*
 * From here to interrupt_close(), the first such signal makes the returned descriptor readable, the second
 * ends the process at once with exit code 1. -1 with errno. One at a time.
 */
int interrupt_open(void);

/* Closes the descriptor and gives the signals back what they did before. */
void interrupt_close(void);

#endif
