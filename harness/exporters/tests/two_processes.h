/* An exporter in this process and its peer in another one, over a descriptor that is sent between them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_EXPORTERS_TWO_PROCESSES_H
#define HARNESS_EXPORTERS_TWO_PROCESSES_H

#include "peer.h"

/*
 * Makes an object of the type here and has it used from both sides in turn. False when a side did not see
 * what the other one did, or was complained about, with the reason in why. No exporter with threads may be
 * open here.
 */
bool two_processes_talk(const struct exporter_operations *exporter, const struct peer_operations *peer,
                        const unsigned char *uuid, enum extres_handle_type type, char *why, size_t why_size);

#endif
