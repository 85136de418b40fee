# For scripts that test commands of the program: a scratch folder to be in, checks, TAP on standard output.
# SPDX-License-Identifier: Apache-2.0
# Sourced with $program set; the script that sources it ends with finish. shellcheck shell=sh
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
tests=0
failures=0

# verdict NAME STATUS: one test point; what the program printed is shown when it failed.
verdict() {
    tests=$((tests + 1))
    if [ "$2" -eq 0 ]; then
        echo "ok $tests - $1"
    else
        echo "not ok $tests - $1"
        sed 's/^/# /' out
        failures=$((failures + 1))
    fi
}

# check NAME EXIT-CODE PATTERN ARGUMENT...: the pattern, an extended regular expression, must be in the output.
check() {
    name=$1; want=$2; pattern=$3; shift 3
    "$program" "$@" >out 2>&1 </dev/null
    got=$?
    [ "$got" -eq "$want" ] && grep -Eq -e "$pattern" out
    verdict "$name" $?
}

# finish: the plan; its status is the script's.
finish() {
    echo "1..$tests"
    [ "$failures" -eq 0 ]
}
