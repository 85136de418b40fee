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
check exits_in_loading 3 'loaded'
check threads_in_loading 1 'loaded in each' --filter "$one"
check lacks_symbols 1 '# SKIP .*no symbol cuda' --filter "$one"
check closes_everything 1 "not ok .* - $one" --filter "$one"
check closes_fd_on_failure 1 'EXTRES-ImportSemaphore-fd-kept-on-failure' \
    --filter rt.semaphore.timeline_fd.import_arguments.type_zero

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

# A stub that succeeds at everything must fail nearly all core cases; one that supports nothing must never conform.
summary_of() {
    "$program" run --exporter shared --format quiet --journal "$work/journal" --backend "$folder/libbad_$1.so" \
        --timeout-multiplier 0.1 >"$work/out" 2>&1
    echo $? >"$work/code"
}
tests=$((tests + 1))
summary_of succeeds_always
total=$(grep -c '"event": *"result"' "$work/journal")
passed=$(grep '"event": *"result"' "$work/journal" | grep -Ec '"status": *"(pass|warn)"')
if [ "$(cat "$work/code")" -eq 1 ] && [ "$total" -gt 0 ] && [ $((passed * 10)) -le "$total" ]; then
    echo "ok $tests - a stub that always succeeds passes $passed of $total"
else
    echo "not ok $tests - a stub that always succeeds passes $passed of $total"
    failures=$((failures + 1))
fi
tests=$((tests + 1))
summary_of supports_nothing
if [ "$(cat "$work/code")" -eq 1 ] && ! grep -q '^CONFORMING' "$work/out" && grep -q '^NOT SUPPORTED' "$work/out"; then
    echo "ok $tests - a stub that supports nothing is not conforming"
else
    echo "not ok $tests - a stub that supports nothing is not conforming"
    sed 's/^/# /' "$work/out" | tail
    failures=$((failures + 1))
fi
echo "1..$tests"
exit $((failures > 0))
