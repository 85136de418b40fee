# The harness's own tests.
# SPDX-License-Identifier: Apache-2.0
add_subdirectory(report/tests)

foreach(name IN ITEMS verdict output selection journal worker load scheduler)
  add_executable(run_${name}_test run/tests/${name}_test.c)
  target_link_libraries(run_${name}_test PRIVATE report_tests Threads::Threads)
  add_test(NAME run.${name} COMMAND run_${name}_test)
endforeach()
target_sources(run_worker_test PRIVATE run/tests/wild_write.c)

add_library(timing_tests STATIC timing/tests/samples.c)
target_link_libraries(timing_tests PUBLIC report_tests m)
foreach(name IN ITEMS statistics comparison record report sampling pace)
  add_executable(timing_${name}_test timing/tests/${name}_test.c)
  target_link_libraries(timing_${name}_test PRIVATE timing_tests)
  add_test(NAME timing.${name} COMMAND timing_${name}_test ${CMAKE_CURRENT_SOURCE_DIR}/report/tests/junit.xsd)
endforeach()
add_executable(make_timing_record timing/tests/make_record.c)
target_link_libraries(make_timing_record PRIVATE timing_tests)

file(GLOB exporter_test_sources exporters/tests/*.c)
add_executable(exporter_test ${exporter_test_sources})
target_include_directories(exporter_test PRIVATE exporters exporters/tests)
target_include_directories(exporter_test SYSTEM PRIVATE ${VULKAN_INCLUDE_DIRECTORY})
target_link_libraries(exporter_test
  PRIVATE extres_harness extres_shared_object PkgConfig::LIBDRM Threads::Threads ${CMAKE_DL_LIBS})
add_test(NAME exporters COMMAND exporter_test)
