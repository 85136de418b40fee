#!/bin/sh
# Builds the tree in another way, runs its unit tests and the whole suite against the reference.
# SPDX-License-Identifier: Apache-2.0
# Usage: variant.sh GENERATOR BUILD-FOLDER COMPILER SANITIZERS
generator=$1 folder=$2 compiler=$3 sanitizers=$4
command -v "$compiler" >/dev/null || { echo "$compiler is not installed"; exit 77; }
set -e
cmake -S . -B "$folder" -G "$generator" -D CMAKE_C_COMPILER="$compiler" -D EXTRES_SANITIZE="$sanitizers" -D CMAKE_BUILD_TYPE=Debug
cmake --build "$folder" -j "$(nproc)"

# A thread sanitizer knows nothing of drivers that were built without it: objects are shared objects there. Children
# end with _exit, so that a finding has to stop them at once to be seen.
exporter=
if [ "$sanitizers" = thread ]; then
    exporter="--exporter shared"
    suppressions=$PWD/reference/tests/tsan_suppressions.txt
    export TSAN_OPTIONS="halt_on_error=1 atexit_sleep_ms=0 report_thread_leaks=0 suppressions='$suppressions'"
fi
# The leak sanitizer crashes in a process that ends when a thread of a loaded library has touched its thread-local
# variables: it misreads where these are, and is kept from looking.
if [ "$sanitizers" = address,undefined ]; then
    export ASAN_OPTIONS="intercept_tls_get_addr=0"
fi
ctest --test-dir "$folder" --output-on-failure -R '^(reference|validator|run|report)\.' -E 'abi|vulkan'
# Sanitizers slow everything down, and other tests run beside this one.
# shellcheck disable=SC2086
"$folder/extres" run --format quiet --timeout-multiplier 3 --journal "$folder/journal.jsonl" $exporter
