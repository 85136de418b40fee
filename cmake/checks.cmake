# Checks of the sources themselves. Each is skipped, and says so, where its tool is not installed.
# SPDX-License-Identifier: Apache-2.0
function(extres_add_check name)
  add_test(NAME check.${name} COMMAND ${ARGN} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(check.${name} PROPERTIES SKIP_RETURN_CODE 77 LABELS check TIMEOUT 1800)
endfunction()

extres_add_check(format sh cmake/checks/format.sh)
extres_add_check(tidy sh cmake/checks/tidy.sh ${PROJECT_BINARY_DIR})

# The whole tree again with another compiler or sanitizer, and what must be clean there.
extres_add_check(clang sh cmake/checks/variant.sh ${CMAKE_GENERATOR} ${PROJECT_BINARY_DIR}/clang clang "")
extres_add_check(address_and_undefined sh cmake/checks/variant.sh ${CMAKE_GENERATOR} ${PROJECT_BINARY_DIR}/asan cc address,undefined)
extres_add_check(thread sh cmake/checks/variant.sh ${CMAKE_GENERATOR} ${PROJECT_BINARY_DIR}/tsan cc thread)
