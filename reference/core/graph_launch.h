/* Running a launch of a graph: its nodes in the order of their dependencies, independent ones concurrently.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_GRAPH_LAUNCH_H
#define REFERENCE_GRAPH_LAUNCH_H

struct graph_plan;
struct stream;

/*
 * For the stream's worker: run all of the plan, which no other thread runs meanwhile, and return when every
 * node is complete. A node that may block never holds up one that does not depend on it: another thread takes
 * over what is ready, so a wait may be for a signal of the same launch. No thread is started where nothing
 * would be held up. After a failure, as when the context has failed or was reset, the rest is not run.
 * Returns 0 or an error number of extres/error_codes.def.
 */
int graph_plan_run(struct graph_plan *plan, struct stream *stream);

#endif
