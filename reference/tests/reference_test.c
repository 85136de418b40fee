/* The reference runtime, through its own exports: every subject in a file of its own, listed here. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/reference_test.h"

#include "tests/check.h"

static const struct test tests[] = {
    /* These fork, so they come before anything starts the library in this process. */
    {"process: driver calls need cuInit", test_process_not_initialised},
    {"process: the child of a fork before the first use works", test_process_fork_before_use},
    {"process: the child of a fork after use is refused", test_process_fork_after_use},
    {"process: exit with a blocked stream does not hang", test_process_exit_while_blocked},
    {"process: exit in a host function", test_process_exit_in_host_function},

    {"error: last error is per thread, cleared by get, kept by peek", test_error_last},
    {"error: not-ready is no error", test_error_not_ready},
    {"error: names and descriptions", test_error_names},

    {"device: properties and attributes", test_device_properties},
    {"device: arguments", test_device_arguments},
    {"device: reset destroys what was made", test_device_reset},
    {"device: reset with a blocked stream returns", test_device_reset_while_blocked},

    {"context: stack of current contexts", test_context_stack},
    {"context: primary context is counted", test_context_primary},
    {"context: driver calls without one", test_context_none},
    {"entry point: flags, versions and status", test_entry_point},

    {"memory: allocate and free", test_memory_allocate},
    {"memory: copy directions", test_memory_copy},
    {"memory: ranges are checked", test_memory_ranges},
    {"memory: set", test_memory_set},
    {"memory: pointer attributes", test_memory_pointer_attributes},
    {"memory: freed while a stream still uses it", test_memory_free_while_used},

    {"stream: work runs in order", test_stream_order},
    {"stream: a wait blocks its own stream only", test_stream_independence},
    {"stream: query and synchronise", test_stream_query},
    {"stream: destroyed with work pending", test_stream_destroy_pending},
    {"stream: flags, priority and id", test_stream_properties},
    {"stream: host functions may not call the API", test_stream_host_function},
    {"stream: callbacks get the caller's handle and the status", test_stream_callback},
    {"stream: a long queue never blocks enqueueing", test_stream_long_queue},
    {"default stream: who waits for whom", test_default_stream_matrix},
    {"default stream: synchronise and query cover blocking streams", test_default_stream_synchronise},
    {"default stream: each thread has its own", test_default_stream_per_thread},

    {"event: query, synchronise and wait", test_event_wait},
    {"event: a wait is for the record before it", test_event_record_again},
    {"event: elapsed time", test_event_elapsed},
    {"event: flags", test_event_flags},
    {"event: destroyed while pending", test_event_destroy_pending},

    {"handle: garbage is refused", test_handle_garbage},
    {"handle: destroyed twice, and stale after reuse", test_handle_stale},
    {"handle: of the wrong kind", test_handle_kind},

    {"external memory: descriptor", test_external_memory_descriptor},
    {"external memory: ownership of the fd", test_external_memory_ownership},
    {"external memory: bounds of a mapping", test_external_memory_bounds},
    {"external memory: mappings and handle go in any order", test_external_memory_lifetime},

    {"dma-buf: what is none, and flags, are refused", test_dma_buf_refused},
    {"dma-buf: imported and mapped, where there is one", test_dma_buf_imported},

    {"external semaphore: descriptor", test_external_semaphore_descriptor},
    {"external semaphore: ownership of the fd", test_external_semaphore_ownership},
    {"external semaphore: timeline", test_external_semaphore_timeline},
    {"external semaphore: binary", test_external_semaphore_binary},
    {"external semaphore: a batch is all or nothing", test_external_semaphore_batch_atomic},
    {"external semaphore: arrays are read during the call", test_external_semaphore_batch_copied},
    {"external semaphore: empty, large and repeating batches", test_external_semaphore_batch_sizes},
    {"external semaphore: destroyed after enqueueing", test_external_semaphore_destroy_pending},
    {"external semaphore: through the driver API", test_external_semaphore_driver},

    {"graph: nodes are added, listed and destroyed", test_graph_nodes},
    {"graph: edges are checked, and cycles found", test_graph_dependencies},
    {"graph: waits hold up what depends on them, and what is behind the launch", test_graph_semaphore_order},
    {"graph: a wait holds up no branch that does not depend on it", test_graph_independent_branches},
    {"graph: branches join, and a launch can be repeated", test_graph_joined_branches},
    {"graph: a node owns its arrays", test_graph_arrays_owned},
    {"graph: arguments of semaphore nodes", test_graph_semaphore_arguments},
    {"graph: parameters set hold for later graphs, clones are independent", test_graph_set_parameters},
    {"graph: parameters of an executable graph hold for later launches", test_graph_exec_set_parameters},
    {"graph: launches of one executable graph run one after the other", test_graph_launch_order},
    {"graph: a reset destroys graphs, launches and captures", test_graph_reset},

    {"capture: signals, waits and calls become nodes", test_capture_semaphores},
    {"capture: streams fork and join through events", test_capture_fork_and_join},
    {"capture: a branch that is not joined", test_capture_unjoined},
    {"capture: begin, end and status", test_capture_state},
    {"capture: what spoils it", test_capture_invalidated},
    {"capture: the legacy stream behind it", test_capture_legacy_stream},
    {"capture: copies become nodes", test_capture_copies},
    {"capture: ends in the thread that began it", test_capture_threads},
    {"capture: through the driver API", test_capture_driver},

    {"array: extents, flags and formats", test_array_kinds},
    {"array: levels, and what they are", test_array_levels},
    {"array: the chain lies in the memory", test_array_bounds},
    {"array: it is the memory itself, in all its layers", test_array_shared_with_exporter},
    {"array: rows in and out", test_array_copy_2d},
    {"array: boxes between memory and levels", test_array_copy_3d},
    {"array: copies are checked", test_array_copy_arguments},
    {"array: memory, array and copies go in any order", test_array_lifetime},
    {"array: through the driver API", test_array_driver},

    {"devices: two, that differ", test_devices_two},
    {"devices: what belongs to the current one", test_devices_current},
    {"devices: a semaphore in a stream of the other", test_devices_semaphores},
    {"devices: a chain from the one to the other", test_devices_chain},
    {"devices: peer access", test_devices_peers},
    {"devices: a reset leaves the other alone", test_devices_reset_one},

    {"concurrency: threads hammer streams, events and handles", test_concurrency_hammer},
    {"concurrency: one stream, many producers", test_concurrency_producers},
    {"concurrency: one stream, many producers, more work than its ring holds", test_concurrency_overflow},
    {"concurrency: rings of streams and default streams do not deadlock", test_concurrency_no_deadlock},
    {"concurrency: graphs with branches, launched from many threads", test_concurrency_graphs},
    {"concurrency: one capture, fed by many threads", test_concurrency_capture},
};

int main(void)
{
    return run_tests(tests, sizeof tests / sizeof *tests);
}
