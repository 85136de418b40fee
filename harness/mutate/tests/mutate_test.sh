#!/bin/sh
# Tests of extres mutate and extres rules against mutants whose faults are known. TAP on standard output.
# SPDX-License-Identifier: Apache-2.0
# Usage: mutate_test.sh PROGRAM MUTANT MUTANT-THAT-ALWAYS-FAILS LIBRARY-WITHOUT-FAULTS
set -u
program=$1
mutant=$2
refusing=$3
faultless=$4
. "${0%/*}/../../cli/tests/command_checks.sh"

# printed NAME PATTERN: the same run printed this as well.
printed() {
    grep -Eq -e "$2" out
    verdict "$1" $?
}

# Two cases are enough to tell the faults of the mutant from one another. Their imports take no second.
one=rt.semaphore.timeline_fd.import.refers_to_the_object
other=rt.semaphore.timeline_fd.import_arguments.type_zero
mutate() {
    name=$1; want=$2; pattern=$3; shift 3
    check "$name" "$want" "$pattern" mutate --faults "$mutant" --filter "$one" --filter "$other" \
        --timeout 2 "$@"
}

mutate 'survivors are told and make the exit code' 1 '^4 of 7 caught in [0-9.]* s$'
printed 'without a fault all passes' '^without a fault: 2 of 2 cases pass$'
printed 'a failure catches' "^caught .* import_refuses  .*fail $one: .*expected success"
printed 'a crash catches' "^caught .* import_crashes  .*crash $one: SIGSEGV"
printed 'a timeout catches' "^caught .* import_hangs  .*timeout $one: .*still running"
printed 'a warning catches a should, by the case about it' "^caught .* should_accepts_any_type  .*warn $other:"
printed 'a warning does not catch a must' '^SURVIVED .* must_accepts_any_type .*1 pass, 1 warn'
printed 'what cannot be seen survives' '^SURVIVED .* does_nothing .*2 pass; breaks EXTRES-No-such-rule'
printed 'survivors are named at the end' '^survivor: does_nothing$'
printed 'no case about its rule excuses no fault' '^survivor: of_dma_bufs$'

# The exporter makes no dma-bufs.
mutate 'what only skipped cases are about cannot be judged' 1 '^4 of 6 caught in .* s; 1 more cannot be judged' \
    --filter '*.dedicated_dma_buf'
printed 'it is told why' '^unjudged .* of_dma_bufs +every case about EXTRES-ImportMemory-dmabuf-flags is skipped$'
mutate 'asked for by name it is not excused' 1 '^1 of 1 caught .* 1 more' \
    --filter '*.dedicated_dma_buf' import_refuses of_dma_bufs
mutate 'the matrix says so' 1 '^0 of 0 caught' --filter '*.dedicated_dma_buf' --json unjudged.json of_dma_bufs
grep -q '"unjudged": true' unjudged.json
verdict 'in a field of its own' $?
mutate 'faults by name' 0 '^2 of 2 caught' import_crashes import_refuses
mutate 'a misspelt fault is told the nearest' 2 "no fault 'import_hang'; near to it: import_hangs" import_hang
EXTRES_FAULT=import_refuses mutate 'a fault of the environment has no effect' 1 '^0 of 1 caught' does_nothing
mutate 'one of two at a time' 2 'one at a time' --all --cases
mutate 'the faults, with where they were seen' 0 'seen: a runtime of old' --list
grep -A2 '^These break no rule' out | grep -q '^takes_longer$'
verdict 'those that break no rule are listed apart' $?
mutate 'and are not judged' 2 'takes_longer breaks no rule' takes_longer
mutate 'every case that catches' 0 '^caught .* import_refuses +by 2 of 2 cases: 2 fail$' --all import_refuses
printed 'each of them in a line' "^    fail $other:"
mutate 'a matrix' 0 '1 of 1 caught' --json matrix.json import_refuses
grep -q '"unmutated"' matrix.json && grep -q '"case": "rt.semaphore' matrix.json && grep -q '"caught": true' matrix.json
verdict 'it has what was run' $?
mutate 'a matrix that cannot be written' 3 'matrix cannot be written' --json /nonexistent/m import_refuses
mutate 'no case is idle' 0 '^2 of 2 case functions catch a fault' --cases
mutate 'idle cases are named' 1 'semaphore.import.refers_to_the_object catches no fault' --cases does_nothing
printed 'and counted' '^0 of 2 case functions'

check 'a suite that fails without a fault cannot judge' 1 'the suite cannot judge: .* 2 of 2' \
    mutate --faults "$refusing" --filter "$one" --filter "$other"
printed 'the cases are named' "^fail without a fault: $one: "
check 'a library without faults is no mutant' 3 'is no mutant: .*extres_fault_list' mutate --faults "$faultless"
check 'a library that is not there' 3 'absent.so' mutate --faults ./absent.so

# However the command ends, it leaves no process behind. Its processes have its command line, and with it a name.
processes() {
    grep -la "$work/marke[r]" /proc/[0-9]*/cmdline 2>/dev/null | wc -l # which does not find itself
}
# end_hanging SIGNAL: sends it once the command, a zygote and a case that hangs are there; sets got.
end_hanging() {
    "$program" mutate --faults "$mutant" --filter "$one" --timeout 600 --json "$work/marker" import_hangs >out 2>&1 &
    running=$!
    while kill -0 "$running" && { ! grep -q '1 of 1' out || [ "$(processes)" -lt 3 ]; }; do :; done
    kill -"$1" "$running"
    wait "$running"
    got=$?
    deadline=$(($(date +%s) + 10))
    while [ "$(processes)" -gt 0 ] && [ "$(date +%s)" -lt "$deadline" ]; do :; done
}
end_hanging TERM 2>/dev/null
[ "$got" -eq 1 ] && grep -q interrupted out && [ "$(processes)" -eq 0 ]
verdict 'an interrupted command says so, and ends what it ran' $?
grep -q '"done": false' marker
verdict 'its matrix has what was run' $?
end_hanging KILL 2>/dev/null
[ "$(processes)" -eq 0 ]
verdict 'what a killed command ran is ended too' $?

check 'the catalogue' 0 '^EXTRES-ImportSemaphore-fd-zero  must' rules
check 'the catalogue as JSON' 0 '"id": "EXTRES-ImportSemaphore-fd-zero"' rules --json
check 'one view at a time' 2 'one at a time' rules --json --check
check 'coverage names the faults of a rule' 0 'import_refuses import_crashes' rules --coverage --faults "$mutant"
check 'coverage says when there are none' 0 'faults are not known: .*absent.so' rules --coverage --faults ./absent.so
check 'orphans make the exit code' 1 'does_nothing breaks EXTRES-No-such-rule' rules --check --faults "$mutant"
printed 'planned rules are counted' 'more rules are planned'
check 'without faults the check fails' 1 'faults are not known' rules --check --faults ./absent.so

finish
