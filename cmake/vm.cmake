# The tests that need a newer kernel: in a virtual machine among this machine's files. Both tests skip where none is to be
# had, and the first, which fetches it into the build tree, downloads some 120 MB once.
# SPDX-License-Identifier: Apache-2.0
set(vm "${PROJECT_BINARY_DIR}/vm")
add_test(NAME vm.fetch COMMAND sh "${PROJECT_SOURCE_DIR}/cmake/vm/fetch.sh" "${vm}/machine")
add_test(NAME vm COMMAND sh "${PROJECT_SOURCE_DIR}/cmake/vm/test.sh" "${PROJECT_BINARY_DIR}" "${vm}/machine" "${vm}/output")
set_tests_properties(vm.fetch vm PROPERTIES SKIP_RETURN_CODE 77 LABELS vm)
set_tests_properties(vm.fetch PROPERTIES FIXTURES_SETUP vm TIMEOUT 900)
set_tests_properties(vm PROPERTIES FIXTURES_REQUIRED vm PROCESSORS 2 TIMEOUT 600)
