#!/bin/sh
# Every measurement can be taken of the reference, and none of a runtime whose calls do nothing.
# SPDX-License-Identifier: Apache-2.0
# Usage: timing_cases.sh PROGRAM MUTANT FOLDER-OF-BAD-BACKENDS
set -u
program=$1
mutant=$2
folder=$3
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failures=0
tests=0

# check NAME CONDITION...: a test point; the output of the last run is shown where it does not hold.
check() {
    name=$1; shift
    tests=$((tests + 1))
    if "$@"; then
        echo "ok $tests - $name"
        return
    fi
    echo "not ok $tests - $name"
    sed -n '/^not ok/,/^  \.\.\./s/^/# /p' "$work/out" | head -60
    failures=$((failures + 1))
}

run() {
    "$program" run --tier timing --exporter shared --format tap --journal "$work/journal" "$@" >"$work/out" 2>&1
}
# shellcheck disable=SC2317 # called through check
results() { grep '"event": *"result"' "$work/journal" | grep -c "\"status\": *\"$1\""; }
# shellcheck disable=SC2317
has_figures() { grep -q ' ns a ' "$work/out"; }
# shellcheck disable=SC2317
only_failures() { [ "$(results fail)" -gt 0 ] && [ "$(results pass)" -eq 0 ] && [ "$(results warn)" -eq 0 ] && ! has_figures; }

check 'every measurement can be taken of the reference' run
check 'and each has a figure or says why not' \
    [ "$(grep -c ' ns a ' "$work/out")" -eq "$(results pass)" ]

run --timeout-multiplier 0.1 --backend "$folder/libbad_succeeds_always.so"
check 'a runtime whose calls all succeed and do nothing has no figure' only_failures

# A fault that takes the effect away, and leaves the code: the signals or waits of one call do nothing.
for fault in timeline_signal_dropped timeline_wait_at_once; do
    EXTRES_FAULT=$fault
    export EXTRES_FAULT
    run --timeout-multiplier 0.1 --backend "$mutant" --filter '*timeline_fd.timing.enqueue_*' \
        --filter '*timeline_fd.timing.hand_over*'
    check "no figure of a runtime with the fault $fault" only_failures
done
echo "1..$tests"
exit $((failures > 0))
