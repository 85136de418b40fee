/* Where and how a run takes place, as texts for its description. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_ENVIRONMENT_H
#define HARNESS_ENVIRONMENT_H

/* Release and revision of the suite. Static. */
const char *environment_suite_version(void);

/* The other texts are malloc'ed and never NULL. */

/* "Linux 6.1.0-13-amd64 x86_64, 8 processors". */
char *environment_host(void);

/* Now, as ISO 8601 in UTC: "2026-03-01T12:00:00Z". */
char *environment_time(void);

/* A command line that a POSIX shell reads back as these arguments. */
char *environment_command(int count, char *const arguments[]);

/* Processors that this process may run on, at least 1. */
int environment_processors(void);

#endif
