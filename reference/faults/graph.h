/* Faults of graphs, of their semaphore nodes, and of stream capture. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_GRAPH_H
#define REFERENCE_FAULTS_GRAPH_H

#include <stdbool.h>
#include <stddef.h>

#include "core/graph.h"
#include "core/operation.h"
#include "faults/faults.h"

struct graph_plan;
struct stream;

/* The mutant does not enter this edge. */
bool fault_loses_edge(const struct graph_node *from, const struct graph_node *to);

/* A graph is about to become executable, or was copied. */
void fault_instantiated(const struct graph *graph);
void fault_cloned(const struct graph *original, struct graph *copy);

/* The arrays of a node were got: what the mutant gives. */
void fault_get(enum operation_kind kind, void **handles, const void **parameters, unsigned *count);

/* The node is about to be given this work. */
void fault_set(struct graph_node *node, struct graph_work *work);

/* A node of the plan is about to be given this work. True when the mutant has dealt with it, and with the
 * reference. */
bool fault_exec_set(struct graph_plan *plan, size_t node, struct graph_work *work);

/* Run a node in the mutant's way; returns an error number. */
int fault_run_node(const struct graph_plan *plan, const struct graph_work *work);

/* The launch is about to be put into the stream: what the mutant puts there instead. */
void fault_graph_launch(struct stream *stream, struct operation *operation);

/* A signal in this stream is made ahead of a launch that is in front of it. */
bool fault_overtakes_launch(const struct stream *stream);

/* The nodes of launches of this plan that have not begun are not run. */
void fault_end_launches(const struct graph_plan *plan);

/* Signals or waits are about to be captured. True when the mutant has dealt with them, and with the
 * reference. */
bool fault_capture(struct graph_work *work);

/* A capture whose streams have not all joined it ends well. */
bool fault_accepts_unjoined(void);

/* A capture is about to end with this graph. */
void fault_captured(struct graph *graph);

/* What the stream does next does not come behind the event of the capture that it waits for. */
bool fault_loses_event(struct stream *stream);

#endif
