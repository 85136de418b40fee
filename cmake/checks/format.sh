#!/bin/sh
# Every C file is as clang-format would have it. Version 14: others lay out some lines differently.
# SPDX-License-Identifier: Apache-2.0
tool=$(command -v clang-format-14 || command -v clang-format) || { echo "clang-format is not installed"; exit 77; }
"$tool" --version | grep -q 'version 14' || { echo "needs clang-format 14, not $("$tool" --version)"; exit 77; }
find reference validator harness cases -name '*.[ch]' -print0 | xargs -0 "$tool" --dry-run --Werror
