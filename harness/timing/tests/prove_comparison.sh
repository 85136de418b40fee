#!/bin/sh
# Proves the comparison of extres bench on a loaded machine: how often it calls a runtime different from itself, and
# how often it calls one slower that is 5 or 10 per cent slower. Takes N_AA + 2 * N_AB times one to three seconds.
# SPDX-License-Identifier: Apache-2.0
# Usage: prove_comparison.sh PROGRAM MUTANT
# From the environment: N_AA (500), N_AB (100), LOAD (2, busy loops beside it), BOUNDS (1; 0: print the counts, hold
# them against nothing), and MEASUREMENT.
set -u
program=$(realpath "$1") || exit 1
mutant=$(realpath "$2") || exit 1
n_aa=${N_AA:-500}
n_ab=${N_AB:-100}
load=${LOAD:-2}
bounds=${BOUNDS:-1}
measurement=${MEASUREMENT:-rt.semaphore.timeline_fd.timing.enqueue_signal_x1}
work=$(mktemp -d) || exit 1
busy=
failures=0

stop_load() {
    # shellcheck disable=SC2086 # a list of numbers
    [ -z "$busy" ] || kill $busy 2>/dev/null
    busy=
}
trap 'stop_load; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP

start_load() {
    i=0
    while [ "$i" -lt "$load" ]; do
        (while :; do :; done) &
        busy="$busy $!"
        i=$((i + 1))
    done
}

# compare FAULT: one comparison of the mutant that counts its calls with the mutant with a fault. Sets verdict.
compare() {
    EXTRES_FAULT=enqueue_costs_nothing_more "$program" bench --exporter shared --filter "$measurement" \
        --backend "$mutant" --vs "$mutant" --vs-env "EXTRES_FAULT=$1" --json "$work/record" >"$work/out" 2>&1
    code=$?
    verdict=none
    if grep -q 'B SLOWER' "$work/out"; then
        verdict=slower
    elif grep -q 'B faster' "$work/out"; then
        verdict=faster
    fi
    # Exit code and table must say the same.
    case $verdict$code in slower1 | faster0 | none0) return ;; esac
    echo "exit code $code and the verdict $verdict do not go together:"
    cat "$work/out"
    exit 1
}

# count FAULT VERDICT N: sets slower and faster, and prints the row of each comparison with another verdict.
count() {
    slower=0
    faster=0
    done=0
    while [ "$done" -lt "$3" ]; do
        compare "$1"
        [ "$verdict" = "$2" ] || grep "^  ${measurement##*.timing.} " "$work/out"
        [ "$verdict" != slower ] || slower=$((slower + 1))
        [ "$verdict" != faster ] || faster=$((faster + 1))
        done=$((done + 1))
        [ ! -t 1 ] || printf '\r%s: %d of %d, %d slower, %d faster' "$1" "$done" "$3" "$slower" "$faster"
    done
    [ ! -t 1 ] || printf '\r%78s\r' ''
}

# hold WHAT COUNT N RELATION PER-CENT: one line, and a failure when the share is not as it should be.
hold() {
    result=ok
    if [ "$bounds" -ne 0 ] && ! [ $(($2 * 100)) "$4" $(($5 * $3)) ]; then
        result='NOT MET'
        failures=$((failures + 1))
    fi
    share=$(awk -v part="$2" -v whole="$3" 'BEGIN { printf "%.1f", (whole > 0 ? 100 * part / whole : 0) }')
    case $4 in -le) bound='at most' ;; *) bound='at least' ;; esac
    [ "$bounds" -ne 0 ] || result='not held against it'
    printf '%-34s %4d of %4d, %5s %%  (%s %d %%: %s)\n' "$1" "$2" "$3" "$share" "$bound" "$5" "$result"
}

echo "$measurement, with $load busy loops on $(nproc) processors; load before: $(cut -d' ' -f1-3 /proc/loadavg)"
began=$(date +%s)
start_load
count enqueue_costs_nothing_more none "$n_aa"
hold 'A/A called different' $((slower + faster)) "$n_aa" -le 1
count enqueue_costs_5_percent_more slower "$n_ab"
hold '5 % more called slower' "$slower" "$n_ab" -ge 95
count enqueue_costs_10_percent_more slower "$n_ab"
hold '10 % more called slower' "$slower" "$n_ab" -ge 99
stop_load
echo "took $(($(date +%s) - began)) s for $((n_aa + 2 * n_ab)) comparisons; load after: $(cut -d' ' -f1-3 /proc/loadavg)"
[ "$failures" -eq 0 ]
