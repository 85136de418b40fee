#!/bin/sh
# What is tested in the virtual machine: the DRM provider and exporter, the cases over DRM objects and the faults that only
# they catch, some cases over Vulkan.
# SPDX-License-Identifier: Apache-2.0
# Usage: test.sh BUILD-FOLDER MACHINE OUTPUT. The machine runs it again, with "inside" before these and a driver behind.
set -eu

if [ "$1" != inside ]; then
    [ -e "$2/accelerator" ] || { echo "there is no virtual machine: see what the test vm.fetch says" && exit 77; }
    here=$(CDPATH='' cd "$(dirname "$0")" && pwd -P)
    exec sh "$here/lane.sh" --machine "$2" --output "$3" --timeout 540 -- \
        sh "$here/test.sh" inside "$1" "$2" "$3" "${VK_DRIVER_FILES-}"
fi

build=$2 output=$4 driver=$5
failures=0

# check NAME COMMAND...: it succeeds, and skips nothing for the want of what this machine has.
check() {
    name=$1
    shift
    began=$(cut -d. -f1 /proc/uptime)
    verdict=ok
    "$@" >"$output/$name.tap" 2>&1 || verdict="not ok"
    if grep -E '# SKIP.*(no DRM node|not on this machine|none of those selected)' "$output/$name.tap"; then
        verdict="not ok"
    fi
    if [ "$verdict" != ok ]; then
        failures=$((failures + 1))
        cat "$output/$name.tap"
    fi
    skipped=$(grep -c '^ok.*# SKIP' "$output/$name.tap") || true
    echo "$verdict - $name: $(grep -cE '^(ok|caught) ' "$output/$name.tap") ok, of which $skipped skipped," \
        "in $(($(cut -d. -f1 /proc/uptime) - began)) s"
}

# run NAME ARGUMENTS...: cases; whatever runs here runs slowly.
run() {
    name=$1
    shift
    check "$name" "$build/extres" run --format tap --timeout-multiplier 4 --journal "$output/$name.jsonl" "$@"
}

# Without any Vulkan driver, whose loading is most of what a case costs in an emulated processor.
export VK_DRIVER_FILES=/none
check provider "$build/drm_provider_test"
check exporter "$build/exporter_test"
run drm_cases --exporter drm --filter '!*.memory.opaque_fd.*'
# Elsewhere nothing can judge these.
check dma_buf_faults "$build/extres" mutate --exporter drm --timeout-multiplier 4 \
    --filter '*.memory.dmabuf_fd.*dma_buf*' dma_buf_dedicated_accepted array_of_dma_buf_mapped

if [ -n "$driver" ]; then
    export VK_DRIVER_FILES="$driver"
    run vulkan_cases --exporter vulkan \
        --filter 'rt.memory.opaque_fd.map.*reads_what*' --filter 'rt.semaphore.opaque_fd.data.*'
else
    echo "# VK_DRIVER_FILES names no driver: nothing is run over Vulkan"
fi
echo "# the machine ran for $(cut -d. -f1 /proc/uptime) s"
[ $failures -eq 0 ]
