#!/bin/sh
# Perl's harness reads the TAP of made-up runs: no parse error, the right verdict, every diagnostic understood.
# SPDX-License-Identifier: Apache-2.0
# Usage: prove_test.sh ABSOLUTE-PATH-OF-report_sample. Exits with 77 where there is no prove.
set -eu

sample=$1
command -v prove >/dev/null || exit 77
# What prove itself would put there for a program that it starts: the version that it reads.
TAP_VERSION=$(perl -MTAP::Parser -e 'print $ENV{TAP_VERSION}')
export TAP_VERSION
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

number=0
failed=0
report() { # STATUS NAME
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        sed 's/^/# /' "$folder/log"
        failed=1
    fi
}

# Prints nothing when the stream has no parse error and each diagnostic came out as YAML with a status and a command.
cat >"$folder/check.pl" <<'PERL'
use TAP::Parser;
my ($file) = @ARGV;
open my $in, '<', $file or die;
my $parser = TAP::Parser->new({ source => $in });
my ($points, $documents) = (0, 0);
while (my $token = $parser->next) {
    $points++ if $token->is_test;
    next unless $token->is_yaml;
    $documents++;
    my $data = $token->data;
    print "no status in:\n", $token->raw, "\n" unless $data->{status} && $data->{seconds} =~ /^\d+\.\d{3}$/;
    print "no command in:\n", $token->raw, "\n" unless $data->{again} =~ m{^\./extres run };
    print "findings are no list:\n", $token->raw, "\n" if $data->{findings} && !$data->{findings}[0]{kind};
}
print "parse error: $_\n" for $parser->parse_errors;
print "$points points\n" unless $points == $ARGV[1];
print "$documents documents\n" unless $documents == $ARGV[2];
PERL

for expected in 'empty 0 0' 'conforming 4 3' 'statuses 12 12' 'hostile 8 8'; do
    # shellcheck disable=SC2086 # name, points, documents
    set -- $expected
    "$sample" tap "$1" >"$folder/$1.tap"
    status=0
    if [ "$1" != statuses ]; then # that one ends early, which is its point
        perl "$folder/check.pl" "$folder/$1.tap" "$2" "$3" >"$folder/log" 2>&1 || status=1
        [ -s "$folder/log" ] && status=1
        report $status "TAP::Parser reads the sample $1"
    fi
done

status=0
prove -e cat "$folder/conforming.tap" >"$folder/log" 2>&1 || status=1
grep -q '^Result: PASS$' "$folder/log" || status=1
report $status 'prove passes a conforming run'

status=0
prove -e cat "$folder/hostile.tap" >"$folder/log" 2>&1 && status=1
grep -q 'Result: FAIL' "$folder/log" || status=1
grep -q 'Parse errors' "$folder/log" && status=1
report $status 'prove fails a run with bad results, and only for them'

status=0
prove -e cat "$folder/statuses.tap" >"$folder/log" 2>&1 && status=1
grep -q 'Bailout called.*the run was interrupted' "$folder/log" || status=1
report $status 'prove says that an interrupted run was interrupted'

status=0
unset TAP_VERSION
ln -s "$sample" "$folder/sample" # prove cuts the command at spaces
prove -e "$folder/sample tap" conforming >"$folder/log" 2>&1 || status=1
report $status 'prove starts the program itself'

echo "1..$number"
exit $failed
