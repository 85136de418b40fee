# The reference has nothing of the mutant: no name of a fault, no function for one.
# SPDX-License-Identifier: Apache-2.0
# Called with -D LIBRARY=... -D MUTANT=...
# What follows "de" is a default. Vulkan has faults of its own, which begin otherwise.
set(trace "EXTRES_FAULT|(^|[^e])fault_[a-z]|^FAULT_[A-Z]")
file(STRINGS "${MUTANT}" in_mutant REGEX "${trace}")
if(NOT in_mutant)
  message(FATAL_ERROR "the mutant has no trace of faults either: this test looks for the wrong thing")
endif()
file(STRINGS "${LIBRARY}" found REGEX "${trace}")
if(found)
  message(FATAL_ERROR "${LIBRARY} has traces of faults: ${found}")
endif()
