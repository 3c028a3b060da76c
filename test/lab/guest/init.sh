#!/bin/sh
# First process on the real root: sets the guest up, does what the host asked for, and powers off.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/run/home LANG=C.UTF-8
mount -t tmpfs tmpfs /run
mkdir -p /run/lock /run/udev /run/dbus /run/home /run/lab /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
# shellcheck source=lib.sh
. /mnt/lab/guest/lib.sh

mkdir -p "/lib/modules/$(uname -r)"
mount --bind "$LAB_KERNEL_TREE/lib/modules/$(uname -r)" "/lib/modules/$(uname -r)"
ip link set lo up
# Debian's rule switches sticks by itself, before whoever is under test does; a case that wants it takes the mask off.
mkdir -p /etc/udev/rules.d
: > /etc/udev/rules.d/40-usb_modeswitch.rules
# Sticks that were just plugged in are asked at once, not after a second. Before udevd, which would look at each root hub.
modprobe usb-storage delay_use=0
modprobe -a vhci-hcd sr_mod
udevd=/lib/systemd/systemd-udevd
[ -x "$udevd" ] || udevd=/usr/lib/systemd/systemd-udevd
"$udevd" --daemon
modem_start
dmesg > /mnt/lab/boot.log
echo "LAB: up after $(cut -d' ' -f1 /proc/uptime) s"

case $LAB_DO in
  cases)
    for folder in /mnt/lab/cases/*/; do
      sh /mnt/lab/guest/case.sh "${folder%/}"
    done
    ;;
  shell)
    plug_all
    echo 'plug MODEL [COMPOSITION [FAULTS]], unplug, bindings, wait_for COMMAND, modem_manager; exit powers off'
    setsid -c bash --rcfile /mnt/lab/guest/lib.sh -i
    ;;
esac
echo 'LAB: done'
exec busybox poweroff -f
