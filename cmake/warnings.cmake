# Warnings, all of them errors, for every target of the project.
# SPDX-License-Identifier: Apache-2.0
add_compile_options(
  -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion -Wno-sign-conversion
  -Wvla -Wundef -Wwrite-strings -Werror)
# Diagnostics name files relative to the root, and so do the sources of cases in reports.
add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
