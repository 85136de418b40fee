#!/bin/sh
# Runs the program against each bad backend and holds exit code and report against what the backend does.
# SPDX-License-Identifier: Apache-2.0
# Usage: bad_backends.sh PROGRAM FOLDER-OF-BAD-BACKENDS
set -u
program=$1
folder=$2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failures=0
tests=0
one=rt.semaphore.timeline_fd.import.refers_to_the_object

# check NAME EXIT-CODE PATTERN ARGUMENT...: the pattern, an extended regular expression, must be in the output.
check() {
    name=$1; want=$2; pattern=$3; shift 3
    tests=$((tests + 1))
    "$program" run --exporter shared --format tap --journal "$work/journal" "$@" \
        --backend "$folder/libbad_$name.so" >"$work/out" 2>&1
    got=$?
    if [ "$got" -eq "$want" ] && grep -Eq "$pattern" "$work/out"; then
        echo "ok $tests - $name"
        return
    fi
    echo "not ok $tests - $name: exit $got, expected $want, and output with: $pattern"
    sed 's/^/# /' "$work/out" | tail -40
    failures=$((failures + 1))
}

check crashes 1 'SIGSEGV in cudaImportExternalSemaphore' --filter "$one"
check hangs 1 'cudaImportExternalSemaphore.*still running' --filter "$one" --timeout 0.5
check exits 1 'exit\(0\) in cudaImportExternalSemaphore' --filter "$one"
check aborts 1 'SIGABRT in cudaImportExternalSemaphore' --filter "$one"
check closes_stdout 1 "ok .* - $one # SKIP" --filter "$one"
check leaves_children 1 'left [0-9]+ process' --filter "$one"
check leaves_threads 1 "ok .* - $one # SKIP" --filter "$one"
check prints_rubbish 1 "not ok .* - $one" --filter "$one" --junit "$work/junit.xml"
check crashes_in_probe 3 'SIGSEGV'
check hangs_in_loading 3 'loaded' --timeout-multiplier 0.1
check exits_in_loading 3 'exit\(0\) while it was loading'
check threads_in_loading 1 'loaded in each' --filter "$one"
check lacks_symbols 1 '# SKIP .*no symbol cuda' --filter "$one"
check closes_everything 1 "not ok .* - $one" --filter "$one"
check overwrites_shared_memory 1 'wild write went over' --filter "$one"
check closes_fd_on_failure 1 'EXTRES-ImportSemaphore-fd-kept-on-failure' \
    --filter rt.semaphore.timeline_fd.import_arguments.type_zero

# Without an exporter nothing is simulated either, and no report may say so.
tests=$((tests + 1))
VK_DRIVER_FILES=$work/absent "$program" run --journal "$work/journal" --backend "$folder/libbad_supports_nothing.so" \
    --filter "$one" >"$work/out" 2>&1
if grep -q 'nothing here can make the objects' "$work/out" && ! grep -q 'they are simulated' "$work/out"; then
    echo "ok $tests - no exporter is no simulation"
else
    echo "not ok $tests - no exporter is no simulation"
    sed 's/^/# /' "$work/out" | tail -20
    failures=$((failures + 1))
fi

# JUnit stays well-formed whatever the backend printed.
if command -v xmllint >/dev/null; then
    tests=$((tests + 1))
    if xmllint --noout "$work/junit.xml"; then
        echo "ok $tests - JUnit of rubbish is well-formed"
    else
        echo "not ok $tests - JUnit of rubbish is well-formed"
        failures=$((failures + 1))
    fi
fi

# No library at all, and no file at all: said in one line, exit 3.
for path in "$0" "$work/absent.so"; do
    tests=$((tests + 1))
    "$program" run --backend "$path" --journal "$work/journal" >"$work/out" 2>&1
    if [ $? -eq 3 ] && grep -q "$path" "$work/out"; then
        echo "ok $tests - not a library"
    else
        echo "not ok $tests - not a library"
        sed 's/^/# /' "$work/out"
        failures=$((failures + 1))
    fi
done

# summary_of NAME TIER: a run of all cases of a tier; its exit code is in the file code.
summary_of() {
    "$program" run --exporter shared --format quiet --tier "$2" --journal "$work/journal" \
        --backend "$folder/libbad_$1.so" --timeout-multiplier 0.1 >"$work/out" 2>&1
    echo $? >"$work/code"
}

# How many cases of that run have the status, an extended regular expression.
count() {
    grep '"event": *"result"' "$work/journal" | grep -Ec "\"status\": *\"($1)\""
}

# expect WHAT COMMAND...: the command is true of that run.
expect() {
    what=$1; shift
    tests=$((tests + 1))
    if "$@"; then
        echo "ok $tests - $what"
        return
    fi
    echo "not ok $tests - $what"
    sed 's/^/# /' "$work/out" | tail -40
    failures=$((failures + 1))
}

# Whatever does not look at what a runtime does passes on one that does nothing.
summary_of succeeds_always core
expect 'a stub that always succeeds does not conform' [ "$(cat "$work/code")" -eq 1 ]
expect "a stub that always succeeds fails $(count fail) core cases" [ "$(count fail)" -gt 600 ]
expect "a stub that always succeeds passes $(count pass) core cases" [ "$(count pass)" -eq 0 ]
expect 'findings name lines of cases, not of helpers' [ "$(grep -c '"file":"harness/case/' "$work/journal")" -eq 0 ]

# A runtime that declines is not wrong; and it has not conformed either.
for tier in core robustness observe stress; do
    summary_of supports_nothing "$tier"
    expect "a stub that supports nothing fails no case of the tier $tier" \
        [ "$(count 'fail|broken|crash|timeout')" -eq 0 ]
    [ "$tier" = core ] || continue
    expect 'a stub that supports nothing is not conforming' [ "$(cat "$work/code")" -eq 1 ]
    expect 'a stub that supports nothing is reported as that' grep -q '^NOT SUPPORTED' "$work/out"
done
echo "1..$tests"
exit $((failures > 0))
