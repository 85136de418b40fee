#!/bin/sh
# Tests of extres bench and extres bisect-step: usage, records, runtimes that misbehave, interruption. TAP.
# SPDX-License-Identifier: Apache-2.0
# Usage: bench_test.sh PROGRAM MUTANT FOLDER-OF-BAD-BACKENDS
set -u
program=$1
mutant=$2
bad=$3
. "${0%/*}/../../cli/tests/command_checks.sh"

# recorded NAME PATTERN [FILE]: the record has it.
recorded() {
    grep -Eq -e "$2" "${3:-record}"
    verdict "$1" $?
}

one=rt.semaphore.timeline_fd.timing.import_destroy
other=rt.semaphore.timeline_fd.timing.event_record
bench() {
    name=$1; want=$2; pattern=$3; shift 3
    check "$name" "$want" "$pattern" bench --quick --exporter shared --json record "$@"
}
step() {
    name=$1; want=$2; pattern=$3; shift 3
    check "$name" "$want" "$pattern" bisect-step --exporter shared "$@"
}

for command in bench bisect-step; do
    check "$command --help has examples" 0 '^examples:' "$command" --help
    check "$command takes no unknown option" 2 "unknown option '--frobnicate'" "$command" --frobnicate
done
bench 'a setting of the environment that is none' 2 '--vs-env takes NAME=VALUE' --vs-env frobnicate
bench 'a filter that matches only other tiers' 2 'no case|matches no case|tier timing' \
    --filter rt.semaphore.timeline_fd.import.refers_to_the_object
bench 'a backend that is not there' 3 'absent.so' --backend ./absent.so
bench 'the other backend is not there' 3 'absent.so' --vs ./absent.so
bench 'a record that cannot be written is found out at once' 3 'record cannot be written' \
    --json /nonexistent/record --filter "$one"
bench 'a record that is a device' 3 'record cannot be written' --json /dev/full --filter "$one"
"$program" bench --quick --exporter shared --filter "$one" --json record >/dev/full 2>err
[ $? -eq 3 ] && grep -q 'standard output cannot be written' err && grep -q '"finished":true' record
verdict 'a full disk under the table, and the record is there all the same' $?

bench 'one measurement' 0 '^1 of 1 measured' --filter "$one" --junit junit.xml --html page.html
recorded 'its record is whole' '"finished":true'
recorded 'it has the machine' '"processor"'
recorded 'it has the seed' '"seed"'
recorded 'it has the floor' '"clock_read"'
[ -s junit.xml ] && [ -s page.html ]
verdict 'JUnit and the page are written' $?
bench 'a report that cannot be written' 3 'JUnit report cannot be written' --filter "$one" --junit /nonexistent/j
bench 'two sides are compared' 0 'B / A' --filter "$other" --vs-env NOTHING=1
recorded 'the environment of the other side is recorded' 'NOTHING=1'

# A fault of the mutant, on one side alone: the environment reaches that side and no other.
binary=rt.semaphore.opaque_fd.timing.enqueue_signal_x1
bench 'a side that fails makes the exit code, and is named' 1 "(fail|timeout) +$binary: side B: " \
    --filter "$binary" --filter "$other" --backend "$mutant" --vs-env EXTRES_FAULT=binary_signal_dropped \
    --timeout-multiplier 0.2
recorded 'what does not fail is measured' "\"$other\".*\"status\":\"measured\""

# What a runtime does to its process costs that measurement alone.
bench 'a crash costs the measurement' 1 "crash +$one: SIGSEGV" --filter "$one" --filter "$other" \
    --backend "$bad/libbad_crashes.so"
bench 'so does an exit' 1 "crash +$one: .*exit\(0\)" --filter "$one" --backend "$bad/libbad_exits.so"
bench 'so does an abort' 1 "crash +$one: SIGABRT" --filter "$one" --backend "$bad/libbad_aborts.so"
bench 'so does a hang' 1 "timeout +$one: no end after" --filter "$one" --timeout 0.3 \
    --backend "$bad/libbad_hangs.so"
bench 'a runtime that supports nothing is not measured' 1 "skip +$one: " --filter "$one" \
    --backend "$bad/libbad_supports_nothing.so"
bench 'one that does nothing is not fast' 1 '^0 of 1 measured' --backend "$bad/libbad_succeeds_always.so" \
    --filter rt.semaphore.timeline_fd.timing.enqueue_signal_x1

# An interrupted run, and one whose runtime hangs while it is interrupted.
interrupt() {
    name=$1; shift
    rm -f record
    "$program" bench --exporter shared --json record --timeout 600 "$@" >out 2>&1 &
    running=$!
    # The head of the record is there before the first block.
    while kill -0 "$running" 2>/dev/null && [ ! -s record ]; do :; done
    kill -TERM "$running"
    wait "$running"
    [ $? -eq 1 ] && grep -q 'interrupted; record has' out && grep -q '"finished":false' record
    verdict "$name" $?
}
interrupt 'an interrupted run says so, and leaves a record'
interrupt 'a runtime that hangs does not hold it up' --backend "$bad/libbad_hangs.so" --filter "$one"

step 'a step without a measurement' 2 '--timing ID' --threshold 1.1 --vs reference
step 'a step without a threshold' 2 '--threshold RATIO' --timing "$one" --vs reference
step 'a step without a good library' 2 '--vs' --timing "$one" --threshold 1.1
step 'a step about more than one' 2 'takes one id' --timing 'rt.*' --threshold 1.1 --vs reference
step 'a threshold that is none' 2 '--threshold takes a number' --timing "$one" --threshold much --vs reference
step 'a revision that cannot be loaded is skipped' 125 'no verdict: .*cannot be run' --timing "$one" \
    --threshold 1.1 --vs reference --backend ./absent.so
step 'one that crashes is skipped' 125 'no verdict: side B: SIGSEGV' --timing "$one" --threshold 1.1 \
    --vs reference --backend "$bad/libbad_crashes.so"
step 'one that is as fast is good' 0 '^good: ratio' --timing "$one" --threshold 3 --vs reference
step 'one that is above the threshold is bad' 1 '^bad: ratio' --timing "$one" --threshold 0.3 --vs reference

finish
