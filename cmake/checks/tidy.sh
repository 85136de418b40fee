#!/bin/sh
# clang-tidy finds nothing in any source of the build.
# SPDX-License-Identifier: Apache-2.0
# Usage: tidy.sh BUILD-FOLDER
command -v clang-tidy >/dev/null || { echo "clang-tidy is not installed"; exit 77; }
find reference validator harness cases -name '*.c' ! -path '*/tests/*' -print0 |
    xargs -0 -P "$(nproc)" -n 6 clang-tidy -p "$1" --quiet 2>/dev/null
