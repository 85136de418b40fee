#!/bin/sh
# Tests of extres compare and of extres report with records of timed runs. TAP on standard output.
# SPDX-License-Identifier: Apache-2.0
# Usage: compare_test.sh PROGRAM MAKE-RECORD
set -u
program=$1
make_record=$2
. "${0%/*}/../../cli/tests/command_checks.sh"

# changed SED-SCRIPT: b.json is a.json with the script applied, which must change something.
changed() {
    sed "$1" a.json >b.json
    if cmp -s a.json b.json; then
        echo "Bail out! $1 changes nothing"
        exit 1
    fi
}

"$make_record" a.json 1 1 1 && "$make_record" same.json 1 2 1 && "$make_record" slower.json 1 3 1.1 &&
    "$make_record" two.json 2 4 1 || exit 1

check 'compare --help has examples' 0 '^examples:' compare --help
check 'its usage names both operands' 0 'A.json B.json' compare --help
check 'compare takes no unknown option' 2 "unknown option '--frobnicate'" compare --frobnicate
check 'what is to be compared must be said' 2 '--timing' compare a.json same.json
check 'a second record must be named' 2 'name a B.json' compare --timing a.json
check 'a third is one too many' 2 'one argument too many' compare --timing a.json same.json two.json
check 'a record that is not there' 2 'absent.json: No such file' compare --timing a.json absent.json
check 'a file that is no record' 2 'no record of a timed run' compare --timing "$0" a.json

check 'a record and itself do not differ' 0 '^0 of 5 differ' compare --timing a.json a.json
check 'two runs of one runtime do not differ' 0 '^0 of 5 differ .*: 0 slower, 0 faster' compare --timing a.json same.json
check 'ten per cent slower is slower' 1 '^5 of 5 differ .*: 5 slower, 0 faster' compare --timing a.json slower.json
check 'the other way round it is faster' 0 ': 0 slower, 5 faster' compare --timing slower.json a.json
check 'the ratio stands in the table' 1 'enqueue_signal_x1 .* 1\.(09|10).* B SLOWER' compare --timing a.json slower.json
check 'of two sides the first is compared' 0 '^0 of 5 differ' compare --timing a.json two.json

refuse() {
    changed "$2"
    check "$1 is not comparable" 3 "$3" compare --timing a.json b.json
}
refuse 'another mode' 's/"mode":"default"/"mode":"quick"/' 'different mode: default, and quick'
refuse 'another host' 's/"host":"Linux/"host":"BSD/' 'different host'
refuse 'another processor' 's/Example 9000/Example 9001/' 'different processor: Example 9000'
refuse 'another governor' 's/performance/powersave/' 'different governor: performance, and powersave'
refuse 'another device' 's/"device":"CPU"/"device":"GPU"/' 'different device'
refuse 'another method' 's/"method":2/"method":3/' 'method 2, and 3'
changed 's/"load at the start":"0.10"/"load at the start":"9"/'
check 'another load is comparable' 0 '^0 of 5 differ' compare --timing a.json b.json

refuse 'another exporter' 's/"exporter":"shared"/"exporter":"vulkan"/' 'different exporters: shared \(simulated\), and vulkan'
refuse 'a real object against a simulated one' 's/"simulated":true/"simulated":false/' 'different exporters'
refuse 'a batch four times the size' 's/"operations":64/"operations":256/' 'samples of 64 operations, and of 256'
changed 's/"operations":64/"operations":128/'
check 'a batch twice the size is comparable' 0 '^0 of 5 differ' compare --timing a.json b.json
changed '/graph_launch/s/"status":"measured"/"status":"crash"/'
check 'what could not be measured is lost' 3 'graph_launch: crash in B' compare --timing a.json b.json
check 'the rest is compared' 3 '^0 of 4 differ' compare --timing a.json b.json
changed '/graph_launch/d'
check 'what B was not asked for is not' 0 'graph_launch: not in B' compare --timing a.json b.json
changed '/graph_launch/d; s/"finished":true/"finished":false/'
check 'unless B was interrupted' 3 'graph_launch: not in B' compare --timing a.json b.json
check 'what is new in B is named' 0 'graph_launch: not in A' compare --timing b.json a.json
# The floor of all clock reads but the last made 100 ns and more: a machine several times slower.
blocks='\(\[[^]]*\],\)\{11\}'
changed "s/\"clock_read\":\[$blocks/\"clock_read\":[[100],[101],[102],[103],[104],[105],[106],[107],[108],[109],[110],/"
check 'another floor is another machine' 3 "not the same: the floor 'clock read'" compare --timing a.json b.json

check 'a report of a record is its table' 0 '5 of 10 measured' report a.json
check 'of one with two sides too' 0 'of 5 differ' report two.json
check 'JUnit and page of a record' 0 '5 of 10 measured' report --junit junit.xml --html page.html a.json
[ -s junit.xml ] && [ -s page.html ]
verdict 'are written' $?
check 'a page that cannot be written is an error' 3 'page cannot be written' report --html /nonexistent/x a.json
check 'JUnit that cannot be written is an error' 3 'JUnit report cannot be written' report --junit /nonexistent/x a.json
check 'a record has no format of a journal' 2 '--format is for journals' report --format tap a.json

finish
