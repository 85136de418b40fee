/* Where in the case a helper was called: for cases, each of these notes the line and then is the function. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_CASE_PLACE_H
#define HARNESS_CASE_PLACE_H

/*
 * A name within its own macro is the function's:
 *
 *     expect_finishes(t, stream);
 *
 * in a case notes the file and the line of this call, and calls expect_finishes. What the function finds, and
 * what those find that it calls, is reported there.
 */

#define import_semaphore(...)             (HERE, import_semaphore(__VA_ARGS__))
#define import_semaphores(...)            (HERE, import_semaphores(__VA_ARGS__))
#define import_semaphore_of(...)          (HERE, import_semaphore_of(__VA_ARGS__))
#define import_semaphore_fd(...)          (HERE, import_semaphore_fd(__VA_ARGS__))
#define import_memory(...)                (HERE, import_memory(__VA_ARGS__))
#define import_memory_fd(...)             (HERE, import_memory_fd(__VA_ARGS__))
#define import_elsewhere(...)             (HERE, import_elsewhere(__VA_ARGS__))
#define map_buffer(...)                   (HERE, map_buffer(__VA_ARGS__))
#define export_fd(...)                    (HERE, export_fd(__VA_ARGS__))
#define signal_outside(...)               (HERE, signal_outside(__VA_ARGS__))
#define fill_outside(...)                 (HERE, fill_outside(__VA_ARGS__))
#define fill_device(...)                  (HERE, fill_device(__VA_ARGS__))
#define make_stream(...)                  (HERE, make_stream(__VA_ARGS__))
#define launch_host_function(...)         (HERE, launch_host_function(__VA_ARGS__))
#define expect_closed(...)                (HERE, expect_closed(__VA_ARGS__))
#define make_buffer(...)                  (HERE, make_buffer(__VA_ARGS__))
#define enqueue_signal(...)               (HERE, enqueue_signal(__VA_ARGS__))
#define enqueue_wait(...)                 (HERE, enqueue_wait(__VA_ARGS__))
#define expect_signal_outside(...)        (HERE, expect_signal_outside(__VA_ARGS__))
#define expect_no_signal_outside(...)     (HERE, expect_no_signal_outside(__VA_ARGS__))
#define expect_exact_signal_outside(...)  (HERE, expect_exact_signal_outside(__VA_ARGS__))
#define expect_value_outside(...)         (HERE, expect_value_outside(__VA_ARGS__))
#define expect_pattern_outside(...)       (HERE, expect_pattern_outside(__VA_ARGS__))
#define expect_moved_pattern_outside(...) (HERE, expect_moved_pattern_outside(__VA_ARGS__))
#define expect_bytes_outside(...)         (HERE, expect_bytes_outside(__VA_ARGS__))
#define expect_usable_semaphore(...)      (HERE, expect_usable_semaphore(__VA_ARGS__))
#define expect_usable_memory(...)         (HERE, expect_usable_memory(__VA_ARGS__))
#define expect_maps(...)                  (HERE, expect_maps(__VA_ARGS__))
#define expect_wait_holds(...)            (HERE, expect_wait_holds(__VA_ARGS__))
#define expect_released_by_stream(...)    (HERE, expect_released_by_stream(__VA_ARGS__))
#define expect_blocked(...)               (HERE, expect_blocked(__VA_ARGS__))
#define expect_finishes(...)              (HERE, expect_finishes(__VA_ARGS__))
#define expect_event_completes(...)       (HERE, expect_event_completes(__VA_ARGS__))
#define expect_one_finishes(...)          (HERE, expect_one_finishes(__VA_ARGS__))
#define expect_pattern_device(...)        (HERE, expect_pattern_device(__VA_ARGS__))
#define needs_independent_streams(...)    (HERE, needs_independent_streams(__VA_ARGS__))
#define add_signal_node(...)              (HERE, add_signal_node(__VA_ARGS__))
#define add_signal_node_at(...)           (HERE, add_signal_node_at(__VA_ARGS__))
#define add_host_node(...)                (HERE, add_host_node(__VA_ARGS__))
#define add_wait_node(...)                (HERE, add_wait_node(__VA_ARGS__))
#define add_signal_batch(...)             (HERE, add_signal_batch(__VA_ARGS__))
#define add_wait_batch(...)               (HERE, add_wait_batch(__VA_ARGS__))
#define make_gated_graph(...)             (HERE, make_gated_graph(__VA_ARGS__))
#define run_graph(...)                    (HERE, run_graph(__VA_ARGS__))
#define set_signal_node(...)              (HERE, set_signal_node(__VA_ARGS__))
#define exec_set_signal_node(...)         (HERE, exec_set_signal_node(__VA_ARGS__))
#define exec_set_wait_node(...)           (HERE, exec_set_wait_node(__VA_ARGS__))
#define begin_capture(...)                (HERE, begin_capture(__VA_ARGS__))
#define end_capture(...)                  (HERE, end_capture(__VA_ARGS__))

#endif
