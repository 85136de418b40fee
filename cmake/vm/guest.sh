#!/bin/busybox sh
# The first program of the virtual machine: runs the command of lane.sh among the host's files, then powers off.
# SPDX-License-Identifier: Apache-2.0
# Where it fails it ends, which panics the kernel, which ends the machine; the console tells of it.
set -e
/bin/busybox mkdir -p /proc /sys /dev /host /changes /root /lane
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
for module in virtio-gpu vgem 9pnet_virtio 9p overlay; do
    modprobe "$module"
done

# The host's files as they are, with every change in memory; but for the output folder, whose changes are real.
share=trans=virtio,version=9p2000.L,msize=512000
mount -t 9p -o "$share,ro,cache=loose" host /host
mount -t 9p -o "$share" output /lane
mount -t tmpfs tmpfs /changes
mkdir /changes/upper /changes/work
mount -t overlay -o lowerdir=/host,upperdir=/changes/upper,workdir=/changes/work overlay /root
for folder in proc sys dev; do
    mount -o bind "/$folder" "/root/$folder"
done
mkdir -p /dev/shm /dev/pts
ln -s /proc/self/fd /dev/fd
mount -t tmpfs tmpfs /root/dev/shm
mount -t devpts devpts /root/dev/pts
mount -t tmpfs tmpfs /root/run
mount -o bind /lane "/root/$(cat /lane/lane/folder)"
ip link set lo up

{
    status=0
    chroot /root /bin/sh "$(cat /lane/lane/folder)/lane/command" 2>&1 </dev/null || status=$?
    echo $status >/lane/lane/status
} | cat >"$(echo /dev/vport*p1)"
sync
poweroff -f
