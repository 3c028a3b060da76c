# shellcheck shell=sh
# What scripts in the guest may use. Virtual dongles live in a process of their own, which takes commands from a pipe and
# writes what happens to a log, one JSON object a line; it serves one case after the other.
# shellcheck source=/dev/null
. /mnt/lab/config.sh
: "${LAB_CASE:=/run/lab}"

LAB_MODEM_LOG=/run/lab/modem.log
export LAB_MODEM_PIPE=/run/lab/modem.pipe
LAB_MODEM_PID=/run/lab/modem.pid
export LAB_MODEM_REPLY=/run/lab/modem.reply

# Starting a program costs an emulated processor tens of milliseconds: what is asked for again and again is done by the shell itself.

# wait_for COMMAND [SECONDS]: until the shell command succeeds; 20 s unless told.
wait_for() {
  read -r wait_for_now _ < /proc/uptime
  wait_for_end=$((${wait_for_now%.*} + ${2:-20}))
  until eval "$1" > /dev/null 2>&1; do
    read -r wait_for_now _ < /proc/uptime
    if [ "${wait_for_now%.*}" -gt "$wait_for_end" ]; then
      echo "not within ${2:-20} s: $1" >&2
      return 1
    fi
    sleep 0.1
  done
}

modem_start() {
  [ -e "$LAB_MODEM_PID" ] && return 0
  rm -f "$LAB_MODEM_PIPE" "$LAB_MODEM_REPLY"
  mkfifo "$LAB_MODEM_PIPE" "$LAB_MODEM_REPLY" || return 1
  # Opened both ways, so that it does not end with the first writer.
  setsid node "$LAB_BUILT/modem.mjs" <> "$LAB_MODEM_PIPE" >> "$LAB_MODEM_LOG" 2>&1 &
  echo $! > "$LAB_MODEM_PID"
}

# modem_do LINE: sends it and waits for the answer.
modem_do() {
  modem_start || return 1
  echo "$*" > "$LAB_MODEM_PIPE"
  # Opened both ways: the end that wrote the answer before may not have closed yet.
  read -r modem_answer <> "$LAB_MODEM_REPLY"
  [ "$modem_answer" = ok ] && return 0
  echo "$*: $modem_answer" >&2
  return 1
}

# plug MODEL[@PORT] [COMPOSITION [FAULTS-AS-JSON]]: a fresh dongle on the next free port of the controller, or on that one; returns when the kernel has bound its drivers.
plug() {
  modem_do "plug $*" && settle
}

# unplug [MODEL[@PORT]]: pulls it, or all, out.
unplug() {
  modem_do "unplug $*"
}

# settle: until every dongle that is plugged in is enumerated and udev has nothing left to do.
settle() {
  wait_for 'usb_ready' && udevadm settle
}

# Every used port of the controller has a configured device.
usb_ready() {
  used=0
  while read -r _ _ state _; do
    case $state in 005 | 006) used=$((used + 1)) ;; esac
  done < /sys/devices/platform/vhci_hcd.0/status
  configured=0
  for device in /sys/bus/usb/devices/[0-9]*-[0-9]*; do
    case $device in *:*) continue ;; esac
    read -r value < "$device/bConfigurationValue" && [ -n "$value" ] && configured=$((configured + 1))
  done
  [ "$configured" -eq "$used" ]
}

usb_empty() {
  for device in /sys/bus/usb/devices/[0-9]*-[0-9]*; do
    case $device in *:*) continue ;; esac
    [ ! -e "$device" ] || return 1
  done
  ! grep -q '^hs.* 00[567] ' /sys/devices/platform/vhci_hcd.0/status
}

# plug_all: what the host wants plugged in, one line a dongle.
plug_all() {
  [ -e "$LAB_CASE/models" ] || [ -e /mnt/lab/models ] || return 0
  while read -r model composition faults; do
    # shellcheck disable=SC2086
    plug "$model" $composition "$faults" || return 1
  done < "$(if [ -e "$LAB_CASE/models" ]; then echo "$LAB_CASE/models"; else echo /mnt/lab/models; fi)"
}

# usb_path VID:PID [PRODUCT]: sysfs name of the first such device.
usb_path() {
  for device in /sys/bus/usb/devices/[0-9]*-[0-9]*; do
    case $device in *:*) continue ;; esac
    vid=
    pid=
    product=
    read -r vid < "$device/idVendor"
    read -r pid < "$device/idProduct"
    read -r product < "$device/product"
    if [ "$vid:$pid" = "$1" ] && [ "${2:-$product}" = "$product" ]; then
      echo "${device##*/}"
      return 0
    fi
  done 2> /dev/null
  return 1
}

# bindings PATH: a line for each interface: number, driver or -, nodes, net devices and discs.
bindings() {
  for interface in "/sys/bus/usb/devices/$1":*; do
    read -r number < "$interface/bInterfaceNumber" || continue
    line=$((0x$number))
    if [ -e "$interface/driver" ]; then
      driver=$(readlink "$interface/driver")
      line="$line ${driver##*/}"
    else
      line="$line -"
    fi
    for node in "$interface"/ttyUSB* "$interface"/tty/tty* "$interface"/usbmisc/* "$interface"/net/* "$interface"/host*/target*/*/block/*; do
      [ -e "$node" ] && line="$line ${node##*/}"
    done
    echo "$line"
  done
}

# node_of PATH DRIVER PREFIX: first node of an interface with this driver, `cdc-wdm0` of `cdc-wdm`.
node_of() {
  bindings "$1" | while read -r _ driver nodes; do
    [ "$driver" = "$2" ] || continue
    for node in $nodes; do
      case $node in "$3"*) echo "$node" ;; esac
    done
  done | head -n 1
}

# modem_manager: starts ModemManager with its own bus; its log goes to mm.log.
modem_manager() {
  [ -e /run/dbus/system_bus_socket ] || dbus-daemon --system --fork --nopidfile
  udevadm trigger -s usb -s tty -s net -s usbmisc
  udevadm settle
  setsid ModemManager --debug "--log-file=$LAB_CASE/mm.log" > /dev/null 2>&1 &
  echo $! > /run/lab/mm.pid
}

# stop_all: ends what a case started and pulls every dongle out; a process by its own number.
stop_all() {
  if [ -e /run/lab/mm.pid ]; then
    kill "$(cat /run/lab/mm.pid)" 2> /dev/null
    wait_for "! kill -0 $(cat /run/lab/mm.pid)" 5 || kill -KILL "$(cat /run/lab/mm.pid)"
    rm -f /run/lab/mm.pid
  fi
  [ -e "$LAB_MODEM_PID" ] || return 0
  timeout 40 sh -c '. /mnt/lab/guest/lib.sh; unplug' || modem_stop
  wait_for usb_empty
  udevadm settle
}

# modem_stop: ends the dongles' process, which is as good as pulling all out at once.
modem_stop() {
  kill "$(cat "$LAB_MODEM_PID")"
  rm -f "$LAB_MODEM_PID"
}
