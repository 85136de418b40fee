#!/bin/sh
# Holds the page of the rules in docs/ against the catalogue.
# SPDX-License-Identifier: Apache-2.0
# Usage: rules_current.sh PROGRAM PAGE
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
"$1" rules --markdown >"$work/rules.md" || exit 1
if ! diff -u "$2" "$work/rules.md"; then
    echo "the page is not that of the catalogue; bring it up to date with: ./extres rules --markdown >docs/rules.md"
    exit 1
fi
