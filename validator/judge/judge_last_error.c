/* Rules on the runtime API's last error. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "judge/state.h"

static bool asks(const struct extres_call_record *call)
{
    return call->operation == EXTRES_OPERATION_GET_LAST_ERROR ||
           call->operation == EXTRES_OPERATION_PEEK_AT_LAST_ERROR;
}

/* Errors of earlier work, and those that can come up anywhere, may have become the last error unseen. */
static bool may_have_come_up(const struct extres_judge *judge, int code)
{
    if (code == 0)
        return false;
    if (code_is_of_work(code) || code_is_of_environment(code))
        return true;
    return !code_blames_arguments(code) && (!judge->alone || work_is_outstanding(judge));
}

/* Some other thread has this code for its last error. */
static bool is_of_another_thread(const struct extres_judge *judge, int code)
{
    for (const struct thread *thread = table_next(&judge->threads, NULL); thread != NULL;
         thread = table_next(&judge->threads, thread)) {
        if (thread != judge->thread && thread->last_error.known && thread->last_error.code == code)
            return true;
    }
    return false;
}

static enum judge_rule rule_of_answer(const struct extres_judge *judge, const struct last_error *expected,
                                      int answer)
{
    if (expected->code == 0)
        return is_of_another_thread(judge, answer) ? JUDGE_RULE_LAST_ERROR_THREAD
                                                   : JUDGE_RULE_LAST_ERROR_RESET;
    return expected->peeked ? JUDGE_RULE_LAST_ERROR_PEEK : JUDGE_RULE_LAST_ERROR_SET;
}

size_t judge_last_error(struct extres_judge *judge, const struct extres_call_record *call)
{
    if (call->api != EXTRES_API_RUNTIME || !asks(call) || judge->thread == NULL || judge->work_failed)
        return 0;
    const struct last_error *expected = &judge->thread->last_error;
    struct text answer_text;
    struct text expected_text;
    if (!expected->known || call->result == expected->code || may_have_come_up(judge, call->result))
        return 0;
    return judge_report(judge, call, rule_of_answer(judge, expected, call->result),
                        "returned %s where the last error of this thread is %s since call %" PRIu64 ", %s",
                        describe_code(&answer_text, call->api, call->result),
                        describe_code(&expected_text, call->api, expected->code), expected->set.number,
                        expected->set.function);
}

/* After an answer the judge goes on from that, right or wrong, so that each fault is reported once. */
static void remember_answer(struct extres_judge *judge, const struct extres_call_record *call)
{
    bool peeks = call->operation == EXTRES_OPERATION_PEEK_AT_LAST_ERROR;
    struct last_error *last_error = &judge->thread->last_error;
    if (peeks && last_error->known && last_error->code == call->result) {
        last_error->peeked = true;
        return;
    }
    *last_error = (struct last_error){
        .known = true, .peeked = peeks, .code = peeks ? call->result : 0, .set = past_call(judge, call)};
}

/* NotReady is an answer, which not every runtime counts among the errors. */
static bool sets_last_error(const struct extres_call_record *call)
{
    return call->result != cudaErrorNotReady && !code_is_of_work(call->result) &&
           !code_is_of_environment(call->result);
}

void remember_last_error(struct extres_judge *judge, const struct extres_call_record *call, bool undefined)
{
    if (call->api != EXTRES_API_RUNTIME || judge->thread == NULL)
        return;
    if (asks(call)) {
        remember_answer(judge, call);
        return;
    }
    if (call->result == 0)
        return;
    judge->thread->last_error = (struct last_error){
        .known = !undefined && sets_last_error(call), .code = call->result, .set = past_call(judge, call)};
}
