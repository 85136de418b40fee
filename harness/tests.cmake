# The harness's own tests.
# SPDX-License-Identifier: Apache-2.0
add_subdirectory(report/tests)
