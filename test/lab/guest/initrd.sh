#!/bin/busybox sh
# shellcheck shell=dash
# First process of the guest: its root becomes this computer's file system, read-only over 9p, with a layer in memory above it.
# What is written vanishes at power-off, but for the share on /mnt/lab.
b=/bin/busybox
fail() {
  echo "LAB: $1"
  $b poweroff -f
}
$b mount -t proc proc /proc
$b mount -t sysfs sysfs /sys
$b mount -t devtmpfs dev /dev
for module in /modules/*.ko; do
  $b insmod "$module" || echo "LAB: insmod $module failed"
done
$b mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose,ro host /host || fail 'no root over 9p'
$b mount -t tmpfs -o size=75% tmpfs /rw
$b mkdir -p /rw/upper /rw/work
$b mount -t overlay -o lowerdir=/host,upperdir=/rw/upper,workdir=/rw/work overlay /newroot || fail 'no overlay'
$b mkdir -p /newroot/mnt/lab
$b mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000 lab /newroot/mnt/lab || fail 'no share'
for folder in proc sys dev; do
  $b mount --move "/$folder" "/newroot/$folder"
done
exec $b switch_root /newroot /bin/sh /mnt/lab/guest/init.sh
