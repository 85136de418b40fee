#!/bin/sh
# clang-tidy finds nothing in any source of the build; the faults of the mutant are wrong on purpose.
# SPDX-License-Identifier: Apache-2.0
# Usage: tidy.sh BUILD-FOLDER
command -v clang-tidy >/dev/null || { echo "clang-tidy is not installed"; exit 77; }
find reference validator harness cases -name '*.c' ! -path '*/tests/*' ! -path '*/faults/*' -print0 |
    xargs -0 -P "$(nproc)" -n 6 clang-tidy -p "$1" --quiet 2>/dev/null
