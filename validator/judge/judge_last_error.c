/* Rules on the runtime API's last error. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/state.h"

/* NULL for a thread beyond those that the judge keeps apart. */
static struct last_error *of_this_thread(struct extres_judge *judge)
{
    pthread_t self = pthread_self();
    for (size_t i = 0; i < judge->thread_count && i < JUDGE_THREADS; i++) {
        if (pthread_equal(judge->threads[i].thread, self))
            return &judge->threads[i];
    }
    if (judge->thread_count >= JUDGE_THREADS) {
        judge->thread_count = JUDGE_THREADS + 1;
        return NULL;
    }
    struct last_error *state = &judge->threads[judge->thread_count++];
    *state = (struct last_error){.thread = self};
    return state;
}

/* What asynchronous work has died of may come up at any call, so only codes of arguments are held to the
 * rules. */
static bool is_of_arguments(int code)
{
    return code != cudaErrorNotReady && !code_is_of_general_notes(code);
}

static size_t judge_answer(struct extres_judge *judge, const struct extres_call_record *call,
                           struct last_error *state)
{
    bool resets = call->operation == EXTRES_OPERATION_GET_LAST_ERROR;
    bool wrong = state->known && call->result != state->code && !code_is_of_general_notes(call->result);
    int expected = state->code;
    state->known = true;
    state->code = resets ? 0 : call->result;
    if (!wrong)
        return 0;
    return judge_report(judge,
                        expected == 0 ? "EXTRES-Error-last-error-reset" : "EXTRES-Error-last-error-set",
                        "%s returned code %d where the last error of this thread is %d", call->function,
                        call->result, expected);
}

size_t judge_last_error(struct extres_judge *judge, const struct extres_call_record *call)
{
    struct last_error *state = of_this_thread(judge);
    if (state == NULL || call->api != EXTRES_API_RUNTIME)
        return 0;
    if (call->operation == EXTRES_OPERATION_GET_LAST_ERROR ||
        call->operation == EXTRES_OPERATION_PEEK_AT_LAST_ERROR)
        return judge_answer(judge, call, state);
    if (call->result == 0)
        return 0;
    state->known = is_of_arguments(call->result);
    state->code = call->result;
    return 0;
}
