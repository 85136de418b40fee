# abi.cmake: the tests of the API declarations: reference.abi against a CUDA toolkit, and reference.error_codes.
# SPDX-License-Identifier: Apache-2.0
#
# Include it where CTest is enabled. A toolkit is looked for in CUDAToolkit_ROOT (variable or environment), CUDA_PATH,
# where nvcc is, in /usr/local/cuda, and in the system's include folders. Without one, or with one of another major
# version than our declarations, reference.abi is skipped and says why.

cmake_path(SET EXTRES_ABI_SOURCES NORMALIZE ${CMAKE_CURRENT_LIST_DIR})
cmake_path(SET EXTRES_ABI_INCLUDE NORMALIZE ${CMAKE_CURRENT_LIST_DIR}/../include)

find_program(EXTRES_AWK NAMES mawk gawk awk REQUIRED)

# Sets the variables to the folder of a toolkit's headers and to its CUDA_VERSION; to nothing without a toolkit.
function(extres_find_cuda_headers folder_variable version_variable)
  unset(${folder_variable} PARENT_SCOPE)
  unset(${version_variable} PARENT_SCOPE)

  find_program(nvcc nvcc NO_CACHE)
  if(nvcc)
    file(REAL_PATH ${nvcc} nvcc)
    cmake_path(GET nvcc PARENT_PATH nvcc_folder)
    cmake_path(GET nvcc_folder PARENT_PATH nvcc_root)
  endif()
  find_path(folder NAMES cuda_runtime_api.h NO_CACHE
    HINTS ${CUDAToolkit_ROOT} $ENV{CUDAToolkit_ROOT} $ENV{CUDA_PATH} ${nvcc_root} /usr/local/cuda
    PATH_SUFFIXES include targets/x86_64-linux/include)
  if(NOT folder OR NOT EXISTS ${folder}/cuda.h)
    return()
  endif()

  file(STRINGS ${folder}/cuda.h version REGEX "^#define CUDA_VERSION +[0-9]+")
  string(REGEX REPLACE "[^0-9]" "" version "${version}")
  set(${folder_variable} ${folder} PARENT_SCOPE)
  set(${version_variable} ${version} PARENT_SCOPE)
endfunction()

# Compiles what a side's headers declare (sides: ours, toolkit) into the object library extres_abi_SIDE, as a table.
function(extres_add_abi_table side include_folder)
  set(facts ${CMAKE_CURRENT_BINARY_DIR}/${side}.facts)
  set(table ${CMAKE_CURRENT_BINARY_DIR}/abi_${side}.inc)
  set(headers ${EXTRES_ABI_SOURCES}/abi_${side}_headers.h)
  add_custom_command(
    OUTPUT ${facts}
    COMMAND ${CMAKE_C_COMPILER} -E -dD -MD -MT ${facts} -MF ${facts}.d -I${include_folder} ${headers} -o ${facts}.i
    COMMAND ${EXTRES_AWK} -f ${EXTRES_ABI_SOURCES}/abi_facts.awk ${facts}.i > ${facts}
    DEPENDS ${headers} ${EXTRES_ABI_SOURCES}/abi_facts.awk
    DEPFILE ${facts}.d
    COMMENT "Listing the ABI that ${include_folder} declares"
    VERBATIM)
  add_custom_command(
    OUTPUT ${table}
    COMMAND ${EXTRES_AWK} -f ${EXTRES_ABI_SOURCES}/abi_table.awk ${CMAKE_CURRENT_BINARY_DIR}/ours.facts ${facts} > ${table}
    DEPENDS ${EXTRES_ABI_SOURCES}/abi_table.awk ${CMAKE_CURRENT_BINARY_DIR}/ours.facts ${facts}
    COMMENT "Writing the ABI table abi_${side}.inc"
    VERBATIM)
  add_library(extres_abi_${side} OBJECT ${EXTRES_ABI_SOURCES}/abi_${side}.c ${table})
  target_include_directories(extres_abi_${side} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
  target_include_directories(extres_abi_${side} SYSTEM PRIVATE ${include_folder})
endfunction()

# Registers reference.abi as a test that only says why it is skipped.
function(extres_skip_abi_test reason)
  message(STATUS "reference.abi will be skipped: ${reason}")
  add_test(NAME reference.abi COMMAND sh -c "echo \"skipped: $1\"; exit 77" sh "${reason}")
endfunction()

function(extres_add_abi_test toolkit_folder toolkit_version)
  if(NOT toolkit_version MATCHES "^13...$")
    extres_skip_abi_test("our declarations are of CUDA 13, ${toolkit_folder} has CUDA_VERSION ${toolkit_version}")
    return()
  endif()
  extres_add_abi_table(toolkit ${toolkit_folder})
  # Both make ours.facts; it must not be made twice at once.
  add_dependencies(extres_abi_toolkit extres_abi_ours)
  add_executable(extres_abi_compare ${EXTRES_ABI_SOURCES}/abi_compare.c)
  target_link_libraries(extres_abi_compare PRIVATE extres_abi_ours extres_abi_toolkit)
  add_test(NAME reference.abi COMMAND extres_abi_compare)
endfunction()

extres_add_abi_table(ours ${EXTRES_ABI_INCLUDE})

add_executable(extres_error_codes_test ${EXTRES_ABI_SOURCES}/error_codes_test.c)
target_include_directories(extres_error_codes_test PRIVATE ${EXTRES_ABI_INCLUDE})
target_link_libraries(extres_error_codes_test PRIVATE extres_abi_ours)
add_test(NAME reference.error_codes COMMAND extres_error_codes_test)

extres_find_cuda_headers(cuda_folder cuda_version)
if(cuda_folder)
  extres_add_abi_test(${cuda_folder} "${cuda_version}")
else()
  extres_skip_abi_test("no CUDA toolkit was found (CUDAToolkit_ROOT, CUDA_PATH, nvcc, /usr/local/cuda)")
endif()
set_tests_properties(reference.abi PROPERTIES SKIP_RETURN_CODE 77)
