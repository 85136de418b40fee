#!/bin/sh
# Holds a generated page in docs/ against what the program prints now.
# SPDX-License-Identifier: Apache-2.0
# Usage: page_current.sh PROGRAM COMMAND PAGE
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
"$1" "$2" --markdown >"$work/page.md" || exit 1
if ! diff -u "$3" "$work/page.md"; then
    echo "the page is out of date; bring it up to date with: ./extres $2 --markdown >docs/$(basename "$3")"
    exit 1
fi
