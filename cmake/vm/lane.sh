#!/bin/sh
# Runs a command in a virtual machine whose kernel has DRM objects: among this machine's files, with its programs.
# SPDX-License-Identifier: Apache-2.0
#
# The command sees the whole file system of this machine at the same paths and starts in the same folder. What it changes
# is gone afterwards, but for what it writes into OUTPUT. It runs as root, with no network and a bare environment.
# Its stdout and stderr come out on stdout. QEMU uses KVM where fetch.sh found that it works, otherwise it translates.
set -eu

usage() {
    cat >&2 <<'USAGE'
usage: lane.sh --machine FOLDER --output OUTPUT [--timeout SECONDS] -- COMMAND [ARGUMENT...]
  --machine FOLDER    where fetch.sh has put the kernel and QEMU
  --output OUTPUT     the folder whose changes last; made when it is not there
  --timeout SECONDS   ends the machine after that time (default 300)
Exits as the command does; with 124 after a timeout, 125 when the machine did not run the command to its end.
USAGE
    exit 125
}

fail() { # STATUS WORDS...
    status=$1
    shift
    echo "lane.sh: $*" >&2
    exit "$status"
}

machine='' output='' timeout=300
while [ $# -gt 0 ]; do
    case $1 in
    --machine) machine=${2-} ;;
    --output) output=${2-} ;;
    --timeout) timeout=${2-} ;;
    --) shift && break ;;
    *) usage ;;
    esac
    shift 2 || usage
done
[ -n "$machine" ] && [ -n "$output" ] && [ $# -gt 0 ] || usage
[ -e "$machine/accelerator" ] || fail 125 "$machine is not complete: run fetch.sh $machine first"

rm -rf "$output/lane"
mkdir -p "$output/lane"
machine=$(CDPATH='' cd "$machine" && pwd -P)
output=$(CDPATH='' cd "$output" && pwd -P)
case $machine$output in
*,*) fail 125 "a comma in $machine or $output would end an option of QEMU" ;;
esac

# quote WORD: so that a shell reads it as this one word.
quote() {
    printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"
}

echo "$output" >"$output/lane/folder"
{
    echo "cd $(quote "$(pwd -P)") || exit"
    printf 'exec env -i HOME=/root LANG=C.UTF-8 PATH=%s' "$(quote "$PATH")"
    for word; do
        printf ' %s' "$(quote "$word")"
    done
    echo
} >"$output/lane/command"

# The machine's own QEMU where fetch.sh found one installed.
qemu=$machine/qemu/usr/bin/qemu-system-x86_64
libraries=$machine/qemu/usr/lib/x86_64-linux-gnu
[ -x "$qemu" ] || qemu="qemu-system-x86_64"

processors=$(getconf _NPROCESSORS_ONLN)
[ "$processors" -le 4 ] || processors=4

# A DRM file that is closed waits for RCU, which costs 0.1 s here unless it is expedited.
set -- -nodefaults -no-user-config -display none -monitor none -no-reboot \
    -accel "$(cat "$machine/accelerator")" -cpu max -smp "$processors" -m 2048 \
    -kernel "$machine/vmlinuz" -initrd "$machine/initramfs" \
    -append 'console=ttyS0 quiet panic=-1 mitigations=off rcupdate.rcu_expedited=1' -serial "file:$output/lane/console" \
    -device virtio-gpu-pci \
    -virtfs local,path=/,security_model=none,readonly=on,multidevs=remap,mount_tag=host \
    -virtfs "local,path=$output,security_model=none,multidevs=remap,mount_tag=output" \
    -device virtio-serial-pci -chardev "file,id=output,path=$output/lane/pipe" -device virtserialport,chardev=output
if [ -d "$libraries" ]; then
    set -- -L "$machine/qemu/usr/share/seabios" -L "$machine/qemu/usr/share/qemu" "$@"
    set -- env LD_LIBRARY_PATH="$libraries:$machine/qemu/lib/x86_64-linux-gnu" QEMU_MODULE_DIR="$libraries/qemu" "$qemu" "$@"
else
    set -- "$qemu" "$@"
fi

# What the guest prints comes through a pipe of which this end stays open until the machine has ended.
mkfifo "$output/lane/pipe"
cat "$output/lane/pipe" &
copier=$!
exec 3>"$output/lane/pipe"
timeout --kill-after=5 "$timeout" "$@" </dev/null 2>"$output/lane/errors" 3>&- &
running=$!
trap 'kill $running; exec 3>&-; wait; exit 130' HUP INT TERM
ended=0
wait $running || ended=$?
exec 3>&-
wait $copier
trap - HUP INT TERM
rm "$output/lane/pipe"

[ "$ended" -ne 124 ] || fail 124 "the machine was still running after $timeout s, and was ended"
[ -s "$output/lane/status" ] || {
    tail -n 20 "$output/lane/errors" "$output/lane/console" >&2 || true
    fail 125 "the machine did not run the command to its end"
}
exit "$(cat "$output/lane/status")"
