/* A child that was forked from a process in which the runtime is at work: what happens is recorded. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/clock.h"

/* In the child, which shares nothing with the case but the pipe, and ends without a word to anyone else. */
static _Noreturn void import_and_tell(struct test *t, int fd, int pipe_end)
{
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, fd);
    int code = call_import_semaphore(caller_of(t), &semaphore, &desc);
    _exit(write(pipe_end, &code, sizeof code) == sizeof code ? 0 : 1);
}

/* What the child told before it ended or the time was over. */
static void observe_child(struct test *t, int pipe_end)
{
    int code = 0;
    struct pollfd told = {.fd = pipe_end, .events = POLLIN};
    if (poll(&told, 1, clock_poll_timeout(clock_nanoseconds() + patience(t))) <= 0)
        OBSERVE(t, "an import in a forked child: does not return");
    else if (read(pipe_end, &code, sizeof code) == sizeof code)
        OBSERVE_CODE(t, "an import in a forked child", code);
    else
        OBSERVE(t, "an import in a forked child: ends the child");
}

CASE(
    import_in_forked_child,
    .name = "process.import_in_a_forked_child",
    .statement = "What an import does in a child that was forked after the runtime's first calls is recorded",
    .types = TIMELINE_FD | BINARY_FD,
    .rules = {"EXTRES-ImportSemaphore-after-fork"},
    .tier = TIER_ROBUSTNESS)
{
    int ends[2];
    struct outside *outside = make_semaphore(t);
    import_semaphore(t, outside);
    int fd = export_fd(t, outside);
    if (pipe(ends) != 0)
        BROKEN(t, "cannot make a pipe");

    pid_t child = fork();
    if (child < 0)
        BROKEN(t, "cannot fork");
    if (child == 0)
        import_and_tell(t, fd, ends[1]);
    close(ends[1]);
    observe_child(t, ends[0]);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(ends[0]);
}
