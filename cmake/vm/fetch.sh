#!/bin/sh
# Fetches what the virtual machine of lane.sh is made of: a kernel, its modules in an initramfs, and QEMU.
# SPDX-License-Identifier: Apache-2.0
# Usage: fetch.sh FOLDER
#
# All of it goes into FOLDER; nothing is installed and nobody has to be root. Packages come from the mirror that this
# machine's apt is set up for, from the suite of backports beside its own, and only with Debian's signature. FOLDER is
# left alone when it is complete. Exits with 77 where such a machine cannot be had at all.
set -eu

here=$(CDPATH='' cd "$(dirname "$0")" && pwd -P)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
# The GPU with drm_syncobj, another maker of dma-bufs, and what the host's files come by; with what these depend on.
# That the console, udmabuf and the dma-heap are built into the kernel is checked by their use.
modules='*/kernel/drivers/gpu/drm/drm*
*/kernel/drivers/gpu/drm/virtio/*
*/kernel/drivers/gpu/drm/vgem/*
*/kernel/drivers/virtio/virtio_dma_buf*
*/kernel/fs/9p/*
*/kernel/fs/netfs/*
*/kernel/fs/overlayfs/*
*/kernel/net/9p/9pnet*'

fail() {
    echo "fetch.sh: $*" >&2
    exit 1
}

cannot_be_had() {
    echo "no virtual machine here: $*"
    exit 77
}

[ $# -eq 1 ] || fail "usage: fetch.sh FOLDER"

# What made a folder complete; changes when this or the guest's first program changes.
key=$(cat "$0" "$here/guest.sh" | cksum)
[ ! -e "$1/complete" ] || [ "$(cat "$1/complete")" != "$key" ] || exit 0

[ "$(uname -m)" = x86_64 ] || cannot_be_had "it is one for x86_64, and this is $(uname -m)"
[ "$(. /etc/os-release && echo "$ID")" = debian ] && command -v apt-get >/dev/null ||
    cannot_be_had "its parts are packages of Debian, and this is another system"
[ -r "$keyring" ] || fail "$keyring is missing (package debian-archive-keyring): packages could not be verified"
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")

rm -rf "$1"
mkdir -p "$1/part/lists/partial" "$1/part/cache/archives/partial" "$1/part/packages" "$1/part/kernel"
folder=$(CDPATH='' cd "$1" && pwd -P)
part=$folder/part
trap 'rm -rf "$part"' EXIT
trap 'exit 130' HUP INT TERM

# with_own_lists TOOL ARGUMENTS...: with the machine's settings, but with lists, caches and sources of our own.
with_own_lists() {
    tool=$1
    shift
    "$tool" -q -o Dir::Etc::SourceList="$part/sources.list" -o Dir::Etc::SourceParts=- \
        -o Dir::State::Lists="$part/lists" -o Dir::Cache="$part/cache" -o Acquire::Languages=none \
        -o APT::Update::Error-Mode=any -o APT::Get::AllowUnauthenticated=false -o APT::Sandbox::User= "$@"
}

# The machine's own entries of this release, and the backports from where the release itself comes from. Told from the
# configuration alone: no list need have been downloaded.
# shellcheck disable=SC2016 # apt fills in the names
apt-get indextargets --no-release-info --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Identifier: Packages' |
    sort -u | awk -v codename="$codename" -v keyring="$keyring" '
        $3 != "main" { next }
        $2 == codename || $2 == codename "-updates" || $2 == codename "-security" {
            print "deb [signed-by=" keyring "] " $1, $2, $3
        }
        $2 == codename && !backports++ { print "deb [signed-by=" keyring "] " $1, codename "-backports", $3 }
    ' >"$part/sources.list"
grep -q backports "$part/sources.list" || fail "apt has no source for $codename main on this machine"

echo "reading package lists of $codename and $codename-backports"
with_own_lists apt-get update >"$part/log" 2>&1 || {
    cat "$part/log" >&2
    fail "apt-get update failed: is the mirror within reach?"
}

# download PACKAGE...: into the folder we are in; apt refuses what is not signed.
download() {
    with_own_lists apt-get -o Acquire::Retries=3 download "$@" >"$part/log" 2>&1 || {
        cat "$part/log" >&2
        fail "cannot download $*"
    }
}

# The kernel that the backports' newest image stands for.
kernel=$(with_own_lists apt-cache -t "$codename-backports" depends --important linux-image-amd64 |
    sed -n 's/^ *Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1)
[ -n "$kernel" ] || fail "$codename-backports has no linux-image-amd64"
# QEMU, and of what it needs whatever is not installed here.
qemu=$(with_own_lists apt-get -s --no-install-recommends install qemu-system-x86 | sed -n 's/^Inst \([^ ]*\).*/\1/p')

cd "$part/packages"
echo "downloading $kernel and $(echo "$qemu" | wc -w) packages of QEMU"
# shellcheck disable=SC2086 # each is a name
download "$kernel" busybox-static $qemu
dpkg-deb -x busybox-static_*.deb "$part/busybox"
mv "$kernel"_*.deb "$part/kernel.deb"
rm busybox-static_*.deb
# shellcheck disable=SC2086 # each is a pattern of tar's; the shell expands none
(set -f && dpkg-deb --fsys-tarfile "$part/kernel.deb" | tar -x -C "$part/kernel" --wildcards './boot/vmlinuz-*' $modules)
mkdir "$folder/qemu"
for package in ./*.deb; do
    [ ! -e "$package" ] || dpkg-deb -x "$package" "$folder/qemu"
done

version=${kernel#linux-image-}
mv "$part/kernel/boot/vmlinuz-$version" "$folder/vmlinuz"

echo "making the initramfs"
busybox=$part/busybox/bin/busybox
root=$part/kernel
mkdir -p "$root/bin"
cp "$busybox" "$root/bin/busybox"
cp "$here/guest.sh" "$root/init"
chmod 755 "$root/init"
find "$root/lib" -name '*.xz' -exec "$busybox" unxz {} +
"$busybox" depmod -b "$root" "$version"
(cd "$root" && find init bin lib | "$busybox" cpio -o -H newc | "$busybox" gzip -1) >"$folder/initramfs" 2>"$part/log" ||
    fail "cannot make the initramfs: $(cat "$part/log")"

# That /dev/kvm can be opened does not say that it runs a kernel: some virtual machines have one that does not.
echo kvm >"$folder/accelerator"
[ -w /dev/kvm ] && "$here/lane.sh" --machine "$folder" --output "$part/output" --timeout 10 -- true 2>/dev/null ||
    echo tcg,thread=multi >"$folder/accelerator"

echo "$key" >"$folder/complete"
echo "ready: kernel $version, $(cat "$folder/accelerator")"
