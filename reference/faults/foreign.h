/* Objects that another process has made: what the mutant knows of one, and wrong signals and waits. Within
 * this folder.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_FOREIGN_H
#define REFERENCE_FAULTS_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "extres/shared_object.h"
#include "payload/payload.h"

/* What mutants in several processes tell each other of an object: it lies in the header's page, behind it. */
struct foreign_note {
    _Atomic unsigned runtimes; /* processes that have imported it */
    _Atomic pid_t latest;      /* to import it */
    _Atomic bool ended;
};

/* One object of another process, however often this one has imported it. */
struct foreign {
    struct extres_shared_object object;
    struct foreign_note *note;
    pid_t maker; /* that process when it is a child of this one; else 0 */
    size_t maker_descriptors;
    bool first;                 /* no other process had imported it before */
    _Atomic unsigned signals;   /* made here */
    _Atomic uint64_t signalled; /* FOREIGN_SIGNAL_STAYS: the value, or 1 for a binary signal */
};

/* The process that made the object has ended, as far as this one can tell. */
bool fault_has_lost_maker(const struct foreign *foreign);

/* True when the mutant has signalled, or waited, in its own way. */
bool fault_foreign_signal(struct payload *payload, uint64_t value);
bool fault_foreign_wait(struct payload *payload, uint64_t value);

#endif
