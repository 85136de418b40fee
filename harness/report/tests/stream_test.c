/* Tests of the reports that follow a run: TAP, quiet, and progress with and without a terminal. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/detail.h"
#include "report/tests/check.h"
#include "report/tests/samples.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static char *replay(const char *format, const char *sample)
{
    struct text_stream output;
    text_stream_open(&output);
    sample_replay(sample_find(sample), sample_reporter(format, output.stream));
    return text_stream_close(&output);
}

#define TAP_HEAD                                       \
    "# suite: 0.1.0 (abc123)\n"                        \
    "# command: ./extres run\n"                        \
    "# started: 2025-01-02T03:04:05Z\n"                \
    "# host: Linux 6.1 x86_64, 2 processors\n"         \
    "# backend: reference\n"                           \
    "# runtime library: /lib/libextres_reference.so\n" \
    "# versions: runtime 13000, driver 13000\n"        \
    "# device: CPU\n"                                  \
    "# uuid: 00112233-4455-6677-8899-aabbccddeeff\n"   \
    "# exporters: shared: simulated\n"

static const char tap_empty[] =
    "TAP version 14\n"
    "1..0 # SKIP no case was selected\n" TAP_HEAD "# NOT CONFORMING: no case was run, 0.000 s\n";

static const char tap_conforming[] =
    "TAP version 14\n"
    "1..4\n" TAP_HEAD "ok 1 - rt.memory.opaque_fd.map.whole\n"
    "ok 2 - rt.semaphore.opaque_fd.wait.flags\n"
    "  ---\n"
    "  status: warn\n"
    "  seconds: 0.500\n"
    "  checks: 1\n"
    "  calls: 2\n"
    "  statement: \"A wait ends.\"\n"
    "  at:\n"
    "    file: \"cases/semaphore/wait.c\"\n"
    "    line: 12\n"
    "  exporter: \"shared\"\n"
    "  simulated: true\n"
    "  findings:\n"
    "    - kind: warn\n"
    "      rule: \"EXTRES-Wait-code\"\n"
    "      file: \"cases/semaphore/wait.c\"\n"
    "      line: 34\n"
    "      text: \"another error\"\n"
    "  again: \"./extres run --backend reference --exporter shared --filter "
    "rt.semaphore.opaque_fd.wait.flags\"\n"
    "  output: |\n"
    "    said\n"
    "    this\n"
    "  ...\n"
    "ok 3 - drv.memory.opaque_fd.map.whole # SKIP no symbol cuMemMap \\# at all\n"
    "  ---\n"
    "  status: skip\n"
    "  seconds: 0.000\n"
    "  checks: 0\n"
    "  calls: 0\n"
    "  statement: \"A wait ends.\"\n"
    "  at:\n"
    "    file: \"cases/semaphore/wait.c\"\n"
    "    line: 12\n"
    "  reason: \"no symbol cuMemMap # at all\"\n"
    "  again: \"./extres run --backend reference --filter drv.memory.opaque_fd.map.whole\"\n"
    "  ...\n"
    "ok 4 - rt.memory.opaque_fd.map.part\n"
    "  ---\n"
    "  status: pass\n"
    "  seconds: 0.001\n"
    "  checks: 1\n"
    "  calls: 1\n"
    "  statement: \"A wait ends.\"\n"
    "  at:\n"
    "    file: \"cases/semaphore/wait.c\"\n"
    "    line: 12\n"
    "  exporter: \"shared\"\n"
    "  simulated: true\n"
    "  findings:\n"
    "    - kind: note\n"
    "      text: \"takes \\\"any\\\" flag\"\n"
    "  again: \"./extres run --backend reference --exporter shared --filter rt.memory.opaque_fd.map.part\"\n"
    "  ...\n"
    "# CONFORMING as far as tested: 2 passed, 1 passed with warnings, 1 skipped of 4, 2.500 s\n";

static bool contains(const char *text, const char *part)
{
    if (strstr(text, part))
        return true;
    printf("# missing: %s\n", part);
    return false;
}

static void test_tap(void)
{
    char *text = replay("tap", "empty");
    check_text(text, tap_empty, "TAP of an empty run");
    free(text);

    text = replay("tap", "conforming");
    check_text(text, tap_conforming, "TAP of a conforming run");
    free(text);

    text = replay("tap", "statuses");
    check(contains(text, "\nnot ok 2 - rt.semaphore.timeline_fd.wait.fail\n"), "a failure is not ok");
    check(contains(text, "\nok 4 - rt.semaphore.timeline_fd.wait.skip # SKIP no exporter\n"),
          "a skip is a SKIP");
    check(contains(text, "wait.xfail # TODO expected to fail bug 7\n"), "an expected failure is a TODO");
    check(contains(text, "\nok 12 - rt.semaphore.timeline_fd.wait.notrun # SKIP not run\n"),
          "not run is a SKIP");
    check(contains(text, "\n  findings_lost: 3\n"), "lost findings are counted");
    check(contains(text, "\nBail out! the run was interrupted\n"), "an interrupted run bails out");
    free(text);

    setenv("TAP_VERSION", "13", 1);
    text = replay("tap", "empty");
    check(strncmp(text, "TAP version 13\n", 15) == 0, "TAP_VERSION=13 asks for the older head line");
    free(text);
    unsetenv("TAP_VERSION");
}

/* True when text is printable as it stands, and so has no control character but newline and tab. */
static bool is_printable(const char *text)
{
    char *printable = text_printable(text, strlen(text));
    bool same = strcmp(printable, text) == 0;
    free(printable);
    return same;
}

static void test_hostile(void)
{
    static const char *const formats[] = {"tap", "progress", "quiet"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        char *text = replay(formats[i], "hostile");
        check(is_printable(text), formats[i]);
        check(!strstr(text, "\nok 1\n") && !strstr(text, "\nBail out!\n"), "and no text is taken for TAP");
        free(text);
    }
}

static const char quiet_crash[] = "crash rt.semaphore.timeline_fd.wait.crash (1.000 s)\n"
                                  "    signal 11 in cudaWaitExternalSemaphoresAsync\n"
                                  "    cases/semaphore/wait.c:34: EXTRES-Wait-blocks: got 1, expected 0\n"
                                  "    and 4 more findings\n"
                                  "    again: ./extres run --backend reference --exporter shared --filter "
                                  "rt.semaphore.timeline_fd.wait.crash\n";

static void test_quiet(void)
{
    char *text = replay("quiet", "conforming");
    check_text(text,
               "CONFORMING as far as tested: 2 passed, 1 passed with warnings, 1 skipped of 4, 2.500 s\n",
               "quiet says only the verdict of a conforming run");
    free(text);
    text = replay("quiet", "statuses");
    check(contains(text, quiet_crash), "quiet says what is bad, why, and how to see it again");
    check(!strstr(text, "wait.pass") && !strstr(text, "wait.skip"), "and nothing of what is not");
    check(contains(text, " of 12, interrupted, 12.000 s\n"), "and that the run was interrupted");
    free(text);
}

/* What a replay writes to a terminal that is columns wide; the caller's to free. */
static char *replay_on_terminal(const char *sample, unsigned short columns)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
        return NULL;
    FILE *terminal = fopen(ptsname(master), "r+");
    struct winsize size = {.ws_row = 24, .ws_col = columns};
    if (!terminal || ioctl(fileno(terminal), TIOCSWINSZ, &size) != 0)
        return NULL;
    sample_replay(sample_find(sample), reporter_progress(terminal)); /* less than the terminal holds unread */
    struct text_stream seen;
    text_stream_open(&seen);
    fcntl(master, F_SETFL, O_NONBLOCK);
    char buffer[4096];
    for (ssize_t got; (got = read(master, buffer, sizeof buffer)) > 0;)
        fwrite(buffer, 1, (size_t)got, seen.stream);
    fclose(terminal);
    close(master);
    return text_stream_close(&seen);
}

/* The longest piece between carriage returns that is followed by one without a newline: what is redrawn. */
static size_t longest_redrawn(const char *text)
{
    size_t longest = 0;
    for (const char *next; (next = strchr(text, '\r')); text = next + 1) {
        size_t length = (size_t)(next - text);
        if (next[1] != '\n' && !memchr(text, '\n', length) && length > longest)
            longest = length;
    }
    return longest;
}

static void test_progress(void)
{
    char *text = replay("progress", "conforming");
    check_text(text,
               "4 cases against reference (CPU)\n"
               "exporters: shared: simulated\n"
               "CONFORMING as far as tested: 2 passed, 1 passed with warnings, 1 skipped of 4, 2.500 s\n",
               "progress without a terminal rewrites nothing");
    free(text);

    unsetenv("COLUMNS");
    unsetenv("NO_COLOR");
    setenv("TERM", "xterm", 1);
    text = replay_on_terminal("statuses", 24);
    if (!text) {
        check(true, "progress on a terminal # SKIP there is no pseudo-terminal");
        return;
    }
    check(contains(text, "\r0/20  0 passed") || contains(text, "0/20  0 passed"), "a terminal shows a count");
    size_t longest = longest_redrawn(text);
    check(longest > 10 && longest < 24, "the rewritten line is narrower than the terminal");
    check(contains(text, "\033[1;31mcrash\033[0m rt.semaphore"), "bad results stand out in colour");
    check(contains(text, "again: ./extres run"), "with their reproduction");
    free(text);

    setenv("NO_COLOR", "1", 1);
    text = replay_on_terminal("statuses", 80);
    check(text && !strchr(text, '\033'), "NO_COLOR leaves no escape sequence");
    check(text && contains(text, "/s  ETA "), "a wide terminal shows the rate and the time that is left");
    free(text);
}

int main(void)
{
    unsetenv("TAP_VERSION");
    test_tap();
    test_hostile();
    test_quiet();
    test_progress();
    return check_end();
}
