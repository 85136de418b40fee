#!/bin/sh
# Tests of the command line: exit codes, messages, resuming, interrupting. TAP on standard output.
# SPDX-License-Identifier: Apache-2.0
# Usage: cli_test.sh PROGRAM BACKEND-THAT-HANGS-IN-ITS-CASES
set -u
program=$1
hanging=$2
. "${0%/*}/command_checks.sh"

check 'help is no error' 0 '^  run ' help
check 'a version' 0 '^extres [0-9]' --version
check 'no command is wrong usage' 2 'see extres help'
check 'an unknown command is wrong usage' 2 "'frobnicate' is no command" frobnicate
for command in run list info report; do
    check "$command --help has examples" 0 '^examples:' "$command" --help
    check "$command takes no unknown option" 2 "unknown option '--frobnicate'" "$command" --frobnicate
done
check 'an option of another command is unknown' 2 "unknown option '--junit'" list --junit x
check 'a value is missing' 2 "value is missing after '--filter'" run --filter
check 'a number that is none' 2 "--timeout takes a number above 0" run --timeout soon
check 'no cases at a time' 2 '--jobs takes a whole number' run -j 0
check 'an unknown exporter is told the known ones' 2 'one of .*shared' run --exporter frobnicate
check 'an unknown tier' 2 'core, robustness' list --tier frobnicate
check 'an unknown format' 2 'tap, progress or quiet' run --format frobnicate
check 'an argument too many' 2 'one argument too many' run frobnicate
check 'a report of nothing' 2 'name a JOURNAL' report
check 'a report of no journal' 2 'no line of a journal' report "$0"
check 'a filter that matches nothing names what was meant' 2 'near to it: .*timeline_fd' \
    list --filter '*.timelin_fd.*'
check 'a backend that is not there' 3 'absent.so' run --backend ./absent.so
check 'a journal that cannot be written' 3 'journal cannot be opened' run --journal /nonexistent/journal
check 'journal and resume exclude one another' 2 'leave out --journal' run --resume journal --journal other

one='rt.memory.opaque_fd.import.*'
"$program" list --filter "$one" >ids
selected=$(wc -l <ids)
check 'list and run select alike' 0 "^1\.\.$selected\$" run --exporter shared --filter "$one" --format tap \
    --journal journal --junit junit.xml
[ -s junit.xml ]
verdict 'JUnit is written' $?
check 'a report says what the run said' 0 "CONFORMING as far as tested: $selected passed" \
    report --format quiet journal

# A journal as a killed run leaves it: two results, and a line that is cut.
{ sed -n 1p journal; grep '"event":"result"' journal | head -n 2; printf '{"event":"res'; } >cut
check 'a run is resumed' 0 "^1\.\.$selected\$" run --exporter shared --filter "$one" --format tap --resume cut
[ "$(grep -c '"event":"start"' cut)" -eq $((selected - 2)) ]
verdict 'what had a result was not run again' $?
[ "$(grep -c '"event":"result"' cut)" -eq "$selected" ]
verdict 'the journal was gone on with' $?
check 'a run is not resumed with another backend' 2 'cannot be resumed with another' run --backend "$hanging" \
    --resume cut

# An interrupted run. The case is known to hang once its start is in the journal.
"$program" run --exporter shared --backend "$hanging" --filter rt.semaphore.timeline_fd.import.refers_to_the_object \
    --format tap --journal hung --junit hung.xml --timeout 600 >out 2>&1 &
running=$!
while kill -0 "$running" && ! grep -qs '"event":"start"' hung; do :; done
kill -TERM "$running"
wait "$running"
[ $? -eq 1 ] && grep -q 'Bail out!' out && grep -q 'go on with --resume hung' out
verdict 'an interrupted run says so and ends with 1' $?
grep -q '"interrupted":true' hung && [ -s hung.xml ]
verdict 'its journal and its JUnit are whole' $?

# A copy of the program without what belongs beside it.
folder=$(dirname "$program")
mkdir copy
cp "$program" "$folder/libextres_reference.so" copy
program=copy/extres
check 'the program of the other process is missed by its name' 1 'extres_other_process.*cannot be started: No such file' \
    run --exporter shared --filter rt.semaphore.timeline_fd.process.seen_by_another_process --format tap --journal alone

finish
