# Writes suite_version.h with the release and the git revision; touches it only when that has changed.
# SPDX-License-Identifier: Apache-2.0
# Called at build time with -D SOURCE=... -D OUTPUT=... -D VERSION=...
execute_process(
  COMMAND git -C "${SOURCE}" describe --always --dirty --abbrev=12 --exclude=*
  OUTPUT_VARIABLE revision OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(revision "no revision")
endif()
file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT [[
/* The release and revision of the suite, for reports. Written by the build. */
#define EXTRES_SUITE_VERSION "@VERSION@ (@revision@)"
]] @ONLY)
