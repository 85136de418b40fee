/* Graphs: nodes and edges, semaphore nodes, executable graphs and their launches. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdatomic.h>
#include <string.h>

#include "extres/driver.h"
#include "tests/check.h"
#include "tests/fixture.h"
#include "tests/graph_fixture.h"
#include "tests/reference_test.h"

#define MANY 64

void test_graph_nodes(void)
{
    cudaGraph_t graph = NULL;
    cudaGraphNode_t nodes[3] = {NULL};
    cudaGraphNode_t listed[4];
    _Atomic int count = 0;
    EQUAL(cudaGraphCreate(&graph, 1), cudaErrorInvalidValue);
    EQUAL(cudaGraphCreate(NULL, 0), cudaErrorInvalidValue);
    SUCCEEDS(cudaGraphCreate(&graph, 0));
    SUCCEEDS(cudaGraphAddEmptyNode(&nodes[0], graph, NULL, 0));
    nodes[1] = add_count(graph, nodes[0], &count);
    SUCCEEDS(cudaGraphAddEmptyNode(&nodes[2], graph, nodes, 2));

    memset(listed, 0xee, sizeof listed);
    size_t number = 4;
    SUCCEEDS(cudaGraphGetNodes(graph, listed, &number));
    EQUAL(number, 3);
    CHECK(memcmp(listed, nodes, sizeof nodes) == 0);
    CHECK(listed[3] == NULL);
    number = 1;
    SUCCEEDS(cudaGraphGetNodes(graph, listed, &number));
    EQUAL(number, 1);
    SUCCEEDS(cudaGraphGetNodes(graph, NULL, &number));
    EQUAL(number, 3);

    enum cudaGraphNodeType type = cudaGraphNodeTypeKernel;
    SUCCEEDS(cudaGraphNodeGetType(nodes[1], &type));
    EQUAL(type, cudaGraphNodeTypeHost);
    SUCCEEDS(cudaGraphDestroyNode(nodes[0]));
    EQUAL(cudaGraphNodeGetType(nodes[0], &type), cudaErrorInvalidValue);
    EQUAL(cudaGraphDestroyNode(nodes[0]), cudaErrorInvalidValue);
    run_graph(graph, NULL);
    EQUAL(count, 1);
    SUCCEEDS(cudaGraphDestroy(graph));
    EQUAL(cudaGraphDestroy(graph), cudaErrorInvalidValue);
    EQUAL(cudaGraphNodeGetType(nodes[1], &type), cudaErrorInvalidValue);
    cudaGetLastError();
}

void test_graph_dependencies(void)
{
    cudaGraph_t graph = NULL;
    cudaGraph_t other = NULL;
    cudaGraphNode_t nodes[3] = {NULL};
    cudaGraphNode_t stranger = NULL;
    cudaGraphNode_t added = NULL;
    SUCCEEDS(cudaGraphCreate(&graph, 0));
    SUCCEEDS(cudaGraphCreate(&other, 0));
    SUCCEEDS(cudaGraphAddEmptyNode(&stranger, other, NULL, 0));
    for (int i = 0; i < 3; i++)
        SUCCEEDS(cudaGraphAddEmptyNode(&nodes[i], graph, NULL, 0));

    EQUAL(cudaGraphAddEmptyNode(&added, graph, &stranger, 1), cudaErrorInvalidValue);
    EQUAL(cudaGraphAddEmptyNode(&added, graph, (cudaGraphNode_t[]){nodes[0], nodes[0]}, 2),
          cudaErrorInvalidValue);
    EQUAL(cudaGraphAddEmptyNode(&added, graph, NULL, 1), cudaErrorInvalidValue);
    EQUAL(cudaGraphAddEmptyNode(NULL, graph, NULL, 0), cudaErrorInvalidValue);
    EQUAL(cudaGraphAddEmptyNode(&added, NULL, NULL, 0), cudaErrorInvalidValue);

    SUCCEEDS(cudaGraphAddDependencies(graph, nodes, nodes + 1, NULL, 1));
    EQUAL(cudaGraphAddDependencies(graph, nodes, nodes + 1, NULL, 1), cudaErrorInvalidValue);
    EQUAL(cudaGraphAddDependencies(graph, nodes, &stranger, NULL, 1), cudaErrorInvalidValue);
    EQUAL(cudaGraphAddDependencies(graph, nodes, nodes, NULL, 1), cudaErrorInvalidValue);
    cudaGraphEdgeData edges[2] = {{0}};
    edges[1].type = 1;
    EQUAL(cudaGraphAddDependencies(graph, nodes + 1, nodes + 2, &edges[1], 1), cudaErrorInvalidValue);
    /* The second is there already: the first is taken back, so it can be added again. */
    EQUAL(cudaGraphAddDependencies(graph, (cudaGraphNode_t[]){nodes[1], nodes[0]},
                                   (cudaGraphNode_t[]){nodes[2], nodes[1]}, NULL, 2),
          cudaErrorInvalidValue);
    SUCCEEDS(cudaGraphAddDependencies(graph, nodes + 1, nodes + 2, edges, 1));

    cudaGraphExec_t exec = NULL;
    SUCCEEDS(cudaGraphInstantiate(&exec, graph, 0));
    SUCCEEDS(cudaGraphExecDestroy(exec));
    SUCCEEDS(cudaGraphAddDependencies(graph, nodes + 2, nodes, NULL, 1)); /* a cycle */
    EQUAL(cudaGraphInstantiate(&exec, graph, 0), cudaErrorInvalidValue);
    SUCCEEDS(cudaGraphDestroyNode(nodes[1]));
    SUCCEEDS(cudaGraphInstantiate(&exec, graph, 0));
    SUCCEEDS(cudaGraphExecDestroy(exec));
    EQUAL(cudaGraphExecDestroy(exec), cudaErrorInvalidValue);
    EQUAL(cudaGraphInstantiate(&exec, graph, cudaGraphInstantiateFlagDeviceLaunch), cudaErrorInvalidValue);
    EQUAL(cudaGraphInstantiate(NULL, graph, 0), cudaErrorInvalidValue);
    SUCCEEDS(cudaGraphDestroy(graph));
    SUCCEEDS(cudaGraphDestroy(other));
    EQUAL(cudaGraphInstantiate(&exec, graph, 0), cudaErrorInvalidValue);
    cudaGetLastError();
}

void test_graph_semaphore_order(void)
{
    struct external gate;
    struct external done;
    cudaGraph_t graph = NULL;
    _Atomic int between = 0;
    external_open(&gate, EXTRES_SHARED_TIMELINE, 0);
    external_open(&done, EXTRES_SHARED_TIMELINE, 0);
    SUCCEEDS(cudaGraphCreate(&graph, 0));
    cudaGraphNode_t wait = add_wait(graph, NULL, &gate, 3);
    cudaGraphNode_t host = add_count(graph, wait, &between);
    add_signal(graph, host, &done, 5);
    EQUAL(extres_shared_value(&done.object), 0);

    cudaGraphExec_t exec = NULL;
    cudaStream_t stream = NULL;
    SUCCEEDS(cudaGraphInstantiate(&exec, graph, 0));
    SUCCEEDS(cudaGraphDestroy(graph));
    SUCCEEDS(cudaStreamCreate(&stream));
    SUCCEEDS(cudaGraphLaunch(exec, stream));
    _Atomic int behind = 0;
    enqueue_count(stream, &behind);
    hold();
    EQUAL(between, 0);
    EQUAL(extres_shared_value(&done.object), 0);
    EQUAL(cudaStreamQuery(stream), cudaErrorNotReady);
    SUCCEEDS(cudaGraphExecDestroy(exec)); /* the launch goes on */
    extres_shared_signal(&gate.object, 3);
    SUCCEEDS(cudaStreamSynchronize(stream));
    EQUAL(between, 1);
    EQUAL(behind, 1);
    EQUAL(extres_shared_value(&done.object), 5);
    EQUAL(cudaGraphLaunch(exec, stream), cudaErrorInvalidValue);
    SUCCEEDS(cudaStreamDestroy(stream));
    external_close(&gate);
    external_close(&done);
    cudaGetLastError();
}

void test_graph_independent_branches(void)
{
    struct external ring[MANY];
    cudaGraph_t graph = NULL;
    _Atomic int count = 0;
    SUCCEEDS(cudaGraphCreate(&graph, 0));
    /* Each branch waits for the next one's signal; the last is let go from outside. */
    for (int i = 0; i < MANY; i++)
        external_open(&ring[i], EXTRES_SHARED_TIMELINE, 0);
    for (int i = 0; i + 1 < MANY; i++) {
        cudaGraphNode_t wait = add_wait(graph, NULL, &ring[i + 1], 1);
        add_signal(graph, add_count(graph, wait, &count), &ring[i], 1);
    }
    cudaGraphExec_t exec = NULL;
    SUCCEEDS(cudaGraphInstantiate(&exec, graph, 0));
    SUCCEEDS(cudaGraphLaunch(exec, cudaStreamPerThread));
    hold();
    EQUAL(count, 0);
    extres_shared_signal(&ring[MANY - 1].object, 1);
    SUCCEEDS(cudaStreamSynchronize(cudaStreamPerThread));
    EQUAL(count, MANY - 1);
    EQUAL(extres_shared_value(&ring[0].object), 1);
    SUCCEEDS(cudaGraphExecDestroy(exec));
    SUCCEEDS(cudaGraphDestroy(graph));
    for (int i = 0; i < MANY; i++)
        external_close(&ring[i]);
}

void test_graph_joined_branches(void)
{
    struct external inner;
    cudaGraph_t graph = NULL;
    _Atomic int before = 0;
    _Atomic int after = 0;
    external_open(&inner, EXTRES_SHARED_BINARY, 0);
    SUCCEEDS(cudaGraphCreate(&graph, 0));
    cudaGraphNode_t root = add_count(graph, NULL, &before);
    cudaGraphNode_t branches[2];
    branches[0] = add_wait(graph, root, &inner, 0);
    branches[1] = add_signal(graph, root, &inner, 0);
    cudaGraphNode_t join = NULL;
    SUCCEEDS(cudaGraphAddEmptyNode(&join, graph, branches, 2));
    add_count(graph, join, &after);
    for (int launch = 1; launch <= 3; launch++) {
        run_graph(graph, cudaStreamPerThread);
        EQUAL(before, launch);
        EQUAL(after, launch);
    }
    SUCCEEDS(cudaGraphDestroy(graph));
    external_close(&inner);
}

void test_graph_arrays_owned(void)
{
    struct external first;
    struct external second;
    external_open(&first, EXTRES_SHARED_TIMELINE, 0);
    external_open(&second, EXTRES_SHARED_TIMELINE, 0);
    cudaExternalSemaphore_t semaphores[2] = {first.semaphore, second.semaphore};
    struct cudaExternalSemaphoreSignalParams signals[2] = {{.params.fence.value = 3},
                                                           {.params.fence.value = 4}};
    struct cudaExternalSemaphoreSignalNodeParams parameters = {semaphores, signals, 2};
    cudaGraph_t graph = NULL;
    cudaGraphNode_t node = NULL;
    SUCCEEDS(cudaGraphCreate(&graph, 0));
    SUCCEEDS(cudaGraphAddExternalSemaphoresSignalNode(&node, graph, NULL, 0, &parameters));
    memset(semaphores, 0xee, sizeof semaphores);
    memset(signals, 0xee, sizeof signals);
    memset(&parameters, 0xee, sizeof parameters);
    SUCCEEDS(cudaGraphExternalSemaphoresSignalNodeGetParams(node, &parameters));
    EQUAL(parameters.numExtSems, 2);
    CHECK(parameters.extSemArray != semaphores && parameters.paramsArray != signals);
    CHECK(parameters.extSemArray[0] == first.semaphore && parameters.extSemArray[1] == second.semaphore);
    EQUAL(parameters.paramsArray[0].params.fence.value, 3);
    EQUAL(parameters.paramsArray[1].params.fence.value, 4);
    /* What was got can be set again, and read through the other API. */
    SUCCEEDS(cudaGraphExternalSemaphoresSignalNodeSetParams(node, &parameters));
    CUDA_EXT_SEM_SIGNAL_NODE_PARAMS driver_parameters;
    SUCCEEDS(cuGraphExternalSemaphoresSignalNodeGetParams(node, &driver_parameters));
    EQUAL(driver_parameters.paramsArray[1].params.fence.value, 4);
    /* The semaphore itself may go: the graph has what it needs. */
    SUCCEEDS(cudaDestroyExternalSemaphore(second.semaphore));
    second.semaphore = NULL;
    run_graph(graph, NULL);
    EQUAL(extres_shared_value(&first.object), 3);
    EQUAL(extres_shared_value(&second.object), 4);
    SUCCEEDS(cudaGraphDestroy(graph));
    external_close(&first);
    external_close(&second);
}

void test_graph_semaphore_arguments(void)
{
    struct external external;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    cudaExternalSemaphore_t semaphores[2] = {external.semaphore, NULL};
    struct cudaExternalSemaphoreSignalParams signals[2] = {{.params.fence.value = 1}, {.flags = 0}};
    struct cudaExternalSemaphoreWaitParams waits[2] = {{.params.fence.value = 0}, {.flags = 0}};
    struct cudaExternalSemaphoreSignalNodeParams signal = {semaphores, signals, 1};
    struct cudaExternalSemaphoreWaitNodeParams wait = {semaphores, waits, 1};
    struct cudaExternalSemaphoreSignalNodeParams wrong[] = {
        {semaphores, signals, 2}, {NULL, signals, 1}, {semaphores, NULL, 1}};
    cudaGraph_t graph = NULL;
    cudaGraphNode_t node = NULL;
    cudaGraphNode_t other = NULL;
    SUCCEEDS(cudaGraphCreate(&graph, 0));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        EQUAL(cudaGraphAddExternalSemaphoresSignalNode(&node, graph, NULL, 0, &wrong[i]),
              cudaErrorInvalidValue);
    EQUAL(cudaGraphAddExternalSemaphoresSignalNode(&node, graph, NULL, 0, NULL), cudaErrorInvalidValue);
    EQUAL(cudaGraphAddExternalSemaphoresSignalNode(&node, NULL, NULL, 0, &signal), cudaErrorInvalidValue);
    EQUAL(cudaGraphAddExternalSemaphoresWaitNode(NULL, graph, NULL, 0, &wait), cudaErrorInvalidValue);

    SUCCEEDS(cudaGraphAddExternalSemaphoresSignalNode(&node, graph, NULL, 0, &signal));
    SUCCEEDS(cudaGraphAddExternalSemaphoresWaitNode(&other, graph, &node, 1, &wait));
    enum cudaGraphNodeType type;
    SUCCEEDS(cudaGraphNodeGetType(node, &type));
    EQUAL(type, cudaGraphNodeTypeExtSemaphoreSignal);
    SUCCEEDS(cudaGraphNodeGetType(other, &type));
    EQUAL(type, cudaGraphNodeTypeExtSemaphoreWait);
    EQUAL(cudaGraphExternalSemaphoresWaitNodeGetParams(node, &wait), cudaErrorInvalidValue);
    EQUAL(cudaGraphExternalSemaphoresSignalNodeSetParams(other, &signal), cudaErrorInvalidValue);
    EQUAL(cudaGraphExternalSemaphoresSignalNodeGetParams(node, NULL), cudaErrorInvalidValue);
    EQUAL(cudaGraphExternalSemaphoresSignalNodeSetParams(NULL, &signal), cudaErrorInvalidValue);
    EQUAL(cudaGraphExternalSemaphoresSignalNodeSetParams(node, &wrong[0]), cudaErrorInvalidValue);
    run_graph(graph, NULL);
    EQUAL(extres_shared_value(&external.object), 1);
    SUCCEEDS(cudaGraphDestroy(graph));
    external_close(&external);
    cudaGetLastError();
}

void test_graph_set_parameters(void)
{
    struct external external;
    cudaGraph_t graph = NULL;
    cudaGraph_t clone = NULL;
    cudaGraphExec_t before = NULL;
    cudaGraphExec_t after = NULL;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    SUCCEEDS(cudaGraphCreate(&graph, 0));
    cudaGraphNode_t node = add_signal(graph, NULL, &external, 1);
    SUCCEEDS(cudaGraphClone(&clone, graph));
    SUCCEEDS(cudaGraphInstantiate(&before, graph, 0));
    struct cudaExternalSemaphoreSignalParams signal = {.params.fence.value = 2};
    struct cudaExternalSemaphoreSignalNodeParams parameters = {&external.semaphore, &signal, 1};
    SUCCEEDS(cudaGraphExternalSemaphoresSignalNodeSetParams(node, &parameters));
    SUCCEEDS(cudaGraphInstantiate(&after, graph, 0));
    SUCCEEDS(cudaGraphLaunch(before, NULL));
    SUCCEEDS(cudaStreamSynchronize(NULL));
    EQUAL(extres_shared_value(&external.object), 1);
    SUCCEEDS(cudaGraphLaunch(after, NULL));
    SUCCEEDS(cudaStreamSynchronize(NULL));
    EQUAL(extres_shared_value(&external.object), 2);

    /* The clone is as the graph was, and outlives it. */
    size_t count = 1;
    SUCCEEDS(cudaGraphDestroy(graph));
    SUCCEEDS(cudaGraphGetNodes(clone, &node, &count));
    EQUAL(count, 1);
    SUCCEEDS(cudaGraphExternalSemaphoresSignalNodeGetParams(node, &parameters));
    EQUAL(parameters.paramsArray[0].params.fence.value, 1);
    EQUAL(cudaGraphClone(NULL, clone), cudaErrorInvalidValue);
    EQUAL(cudaGraphClone(&clone, graph), cudaErrorInvalidValue);
    SUCCEEDS(cudaGraphExecDestroy(before));
    SUCCEEDS(cudaGraphExecDestroy(after));
    SUCCEEDS(cudaGraphDestroy(clone));
    external_close(&external);
    cudaGetLastError();
}

void test_graph_exec_set_parameters(void)
{
    struct external gate;
    struct external target;
    cudaGraph_t graph = NULL;
    cudaGraphExec_t exec = NULL;
    external_open(&gate, EXTRES_SHARED_TIMELINE, 0);
    external_open(&target, EXTRES_SHARED_TIMELINE, 0);
    SUCCEEDS(cudaGraphCreate(&graph, 0));
    cudaGraphNode_t wait = add_wait(graph, NULL, &gate, 1);
    cudaGraphNode_t node = add_signal(graph, wait, &target, 10);
    SUCCEEDS(cudaGraphInstantiate(&exec, graph, 0));
    SUCCEEDS(cudaGraphLaunch(exec, cudaStreamPerThread));

    cudaExternalSemaphore_t semaphores[2] = {target.semaphore, target.semaphore};
    struct cudaExternalSemaphoreSignalParams signals[2] = {{.params.fence.value = 20},
                                                           {.params.fence.value = 30}};
    struct cudaExternalSemaphoreSignalNodeParams parameters = {semaphores, signals, 1};
    SUCCEEDS(cudaGraphExecExternalSemaphoresSignalNodeSetParams(exec, node, &parameters));
    parameters.numExtSems = 2;
    EQUAL(cudaGraphExecExternalSemaphoresSignalNodeSetParams(exec, node, &parameters), cudaErrorInvalidValue);
    parameters.numExtSems = 1;
    EQUAL(cudaGraphExecExternalSemaphoresSignalNodeSetParams(exec, wait, &parameters), cudaErrorInvalidValue);
    EQUAL(cudaGraphExecExternalSemaphoresSignalNodeSetParams(NULL, node, &parameters), cudaErrorInvalidValue);
    hold();
    extres_shared_signal(&gate.object, 1);
    SUCCEEDS(cudaStreamSynchronize(cudaStreamPerThread));
    EQUAL(extres_shared_value(&target.object), 10); /* the launch was made before */
    SUCCEEDS(cudaGraphLaunch(exec, cudaStreamPerThread));
    SUCCEEDS(cudaStreamSynchronize(cudaStreamPerThread));
    EQUAL(extres_shared_value(&target.object), 20);
    SUCCEEDS(cudaGraphExternalSemaphoresSignalNodeGetParams(node, &parameters));
    EQUAL(parameters.paramsArray[0].params.fence.value, 10);
    SUCCEEDS(cudaGraphExecDestroy(exec));
    SUCCEEDS(cudaGraphDestroy(graph));
    external_close(&gate);
    external_close(&target);
    cudaGetLastError();
}

void test_graph_launch_order(void)
{
    struct external gate;
    cudaGraph_t graph = NULL;
    cudaGraphExec_t exec = NULL;
    cudaStream_t first = NULL;
    cudaStream_t second = NULL;
    _Atomic int count = 0;
    external_open(&gate, EXTRES_SHARED_BINARY, 0);
    SUCCEEDS(cudaGraphCreate(&graph, 0));
    add_count(graph, add_wait(graph, NULL, &gate, 0), &count);
    SUCCEEDS(cudaGraphInstantiate(&exec, graph, 0));
    SUCCEEDS(cudaStreamCreateWithFlags(&first, cudaStreamNonBlocking));
    SUCCEEDS(cudaStreamCreateWithFlags(&second, cudaStreamNonBlocking));
    SUCCEEDS(cudaGraphLaunch(exec, first));
    SUCCEEDS(cudaGraphLaunch(exec, second));
    SUCCEEDS(cudaStreamDestroy(first)); /* the second launch is behind it all the same */
    extres_shared_signal(&gate.object, 0);
    while (count == 0) /* until then another signal would be the same one */
        hold();
    EQUAL(cudaStreamQuery(second), cudaErrorNotReady);
    extres_shared_signal(&gate.object, 0);
    SUCCEEDS(cudaStreamSynchronize(second));
    EQUAL(count, 2);
    SUCCEEDS(cudaStreamDestroy(second));
    SUCCEEDS(cudaGraphExecDestroy(exec));
    SUCCEEDS(cudaGraphDestroy(graph));
    external_close(&gate);
}
