/* The groups of tests of the judge. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef JUDGE_TESTS_H
#define JUDGE_TESTS_H

/* For every rule a sequence that breaks it, and the nearest that does not. */
void test_rules_of_imports(void);
void test_rules_of_mappings(void);
void test_rules_of_arrays(void);
void test_rules_of_semaphores(void);
void test_rules_of_streams_and_errors(void);

/* What a conforming runtime does and must not be accused of. */
void test_handles(void);
void test_pointers(void);
void test_open_input(void);
void test_outstanding_work(void);
void test_devices_and_errors(void);
void test_last_errors(void);
void test_stream_queries(void);
void test_descriptors(void);

/* Threads, many objects, and no memory. */
void test_threads(void);
void test_many_objects(void);
void test_shortage(void);

#endif
