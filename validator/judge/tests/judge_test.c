/* Test of the judge: what breaks each rule, and what must not be accused of breaking any. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/sequence.h"
#include "judge/tests/tap.h"
#include "judge/tests/tests.h"

int main(void)
{
    test_rules_of_imports();
    test_rules_of_mappings();
    test_rules_of_arrays();
    test_rules_of_semaphores();
    test_rules_of_streams_and_errors();
    expect_all_rules_broken();

    test_handles();
    test_pointers();
    test_open_input();
    test_outstanding_work();
    test_devices_and_errors();
    test_last_errors();
    test_stream_queries();
    test_descriptors();

    test_threads();
    test_many_objects();
    test_shortage();
    return tap_finish();
}
