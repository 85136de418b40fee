/* Tests of printable text, of the tally, and of the words that reports share. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/detail.h"
#include "report/tests/check.h"

#include <stdlib.h>
#include <string.h>

static void test_printable(void)
{
    static const struct {
        const char *name, *bytes, *expected;
    } rows[] = {
        {"nothing stays nothing", "", ""},
        {"plain text, newline and tab stay", "a b\n\tc~", "a b\n\tc~"},
        {"characters of two, three and four bytes stay",
         "\xC2\xA0\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBD\xF0\x90\x80\x80",
         "\xC2\xA0\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBD\xF0\x90\x80\x80"},
        {"the last character of all stays", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"},
        {"control characters are escaped", "\x01\r\033[0m\x7F", "\\x01\\x0D\\x1B[0m\\x7F"},
        {"C1 control characters are escaped", "\xC2\x80\xC2\x9F", "\\xC2\\x80\\xC2\\x9F"},
        {"overlong forms are escaped", "\xC0\xAF\xC1\xBF\xE0\x9F\xBF\xF0\x8F\xBF\xBF",
         "\\xC0\\xAF\\xC1\\xBF\\xE0\\x9F\\xBF\\xF0\\x8F\\xBF\\xBF"},
        {"surrogates are escaped", "\xED\xA0\x80\xED\xBF\xBF", "\\xED\\xA0\\x80\\xED\\xBF\\xBF"},
        {"neighbours of surrogates stay", "\xED\x9F\xBF\xEE\x80\x80", "\xED\x9F\xBF\xEE\x80\x80"},
        {"above U+10FFFF is escaped", "\xF4\x90\x80\x80\xF5\x80\x80\x80\xFF",
         "\\xF4\\x90\\x80\\x80\\xF5\\x80\\x80\\x80\\xFF"},
        {"U+FFFE and U+FFFF are escaped", "\xEF\xBF\xBE\xEF\xBF\xBF", "\\xEF\\xBF\\xBE\\xEF\\xBF\\xBF"},
        {"a lone continuation is escaped", "a\x80z", "a\\x80z"},
        {"characters cut short are escaped", "\xC2|\xE2\x82|\xF0\x9F\x98",
         "\\xC2|\\xE2\\x82|\\xF0\\x9F\\x98"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = text_printable(rows[i].bytes, strlen(rows[i].bytes));
        check_text(text, rows[i].expected, rows[i].name);
        free(text);
    }
    char whole[] = {'a', '\n', '\x1b', '\0', 'z', '!'};
    text_make_printable(whole, sizeof whole);
    check_text(whole, "a\n\\x1", "in place it is cut where it does not fit");
    char unended[] = {'a', 'b', 'c'};
    text_make_printable(unended, sizeof unended);
    check_text(unended, "ab", "and ended where it was not");
    char cut[] = {'\x1b', '\xC3', '\xA4', '\0', '!', '!', '!'};
    text_make_printable(cut, 6);
    check_text(cut, "\\x1B", "never within a character");
    char *text = text_printable("a\0b", 3);
    check_text(text, "a\\x00b", "a zero byte is escaped");
    free(text);
}

static void test_summary(void)
{
    static const struct {
        struct tally tally;
        int exit_code;
        const char *summary;
    } rows[] = {
        {{.total = 0}, 1, "NOT CONFORMING: no case was run"},
        {{.by_status = {[STATUS_PASS] = 3}, .total = 3}, 0, "CONFORMING as far as tested: 3 passed of 3"},
        {{.by_status = {[STATUS_PASS] = 120, [STATUS_FAIL] = 2, [STATUS_CRASH] = 1, [STATUS_SKIP] = 4},
          .total = 127},
         1,
         "NOT CONFORMING: 2 failed, 1 crashed; 120 passed, 4 skipped of 127"},
        {{.by_status = {[STATUS_FAIL] = 2}, .total = 2}, 1, "NOT CONFORMING: 2 failed of 2"},
        {{.by_status = {[STATUS_SKIP] = 4}, .total = 4},
         1,
         "NOT SUPPORTED: no case could be run to a verdict; 4 skipped of 4"},
        {{.by_status = {[STATUS_WAIVED] = 1, [STATUS_XFAIL] = 1}, .total = 2},
         1,
         "NOT CONFORMING: nothing passed; 1 failed as expected, 1 waived of 2"},
        {{.by_status = {[STATUS_WARN] = 1}, .total = 1},
         0,
         "CONFORMING as far as tested: 1 passed with warnings of 1"},
        {{.by_status = {[STATUS_PASS] = 1, [STATUS_NOTRUN] = 2}, .total = 3},
         1,
         "INCOMPLETE: 1 passed, 2 not run of 3"},
        {{.by_status = {[STATUS_PASS] = 1,
                        [STATUS_XPASS] = 1,
                        [STATUS_FLAKY] = 1,
                        [STATUS_TIMEOUT] = 1,
                        [STATUS_BROKEN] = 1},
          .total = 5},
         1,
         "NOT CONFORMING: 1 timed out, 1 broken, 1 passed unexpectedly, 1 flaky; 1 passed of 5"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char summary[256];
        tally_summary(&rows[i].tally, summary, sizeof summary);
        check_text(summary, rows[i].summary, rows[i].summary);
        check(tally_exit_code(&rows[i].tally) == rows[i].exit_code, "and its exit code");
    }
    char cut[12];
    tally_summary(&rows[2].tally, cut, sizeof cut);
    check_text(cut, "NOT CONFORM", "a summary is cut where there is no room");
}

static void test_reproduction(void)
{
    char id[] = "rt.a.b.c", exporter[] = "vulkan", none[] = "", hostile[] = "a'b $(x)\n\x01";
    struct case_result result = {.id = id, .exporter = exporter};
    char *command = reproduction_command("reference", &result);
    check_text(command, "./extres run --backend reference --exporter vulkan --filter rt.a.b.c",
               "a plain command");
    free(command);

    result = (struct case_result){.id = hostile, .exporter = none};
    command = reproduction_command("/a b/c", &result);
    check_text(command, "./extres run --backend '/a b/c' --filter 'a'\\''b $(x) \\x01'",
               "a command that needs quotes");
    free(command);
}

static void test_seconds(void)
{
    static const struct {
        double seconds;
        const char *expected;
    } rows[] = {{0, "0.000"}, {1.2345, "1.235"}, {-1, "0.000"}, {1e300, "0.000"}, {123456.7, "123456.700"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[SECONDS_TEXT];
        format_seconds(rows[i].seconds, text);
        check_text(text, rows[i].expected, "seconds as text");
    }
}

int main(void)
{
    test_printable();
    test_summary();
    test_reproduction();
    test_seconds();
    return check_end();
}
