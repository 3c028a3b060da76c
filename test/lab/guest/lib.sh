# shellcheck shell=sh
# What scripts in the guest may use. Virtual dongles live in a process of their own, which takes commands from a pipe and
# writes what happens to /run/lab/modem.log, one JSON object a line.
# shellcheck source=/dev/null
. /mnt/lab/config.sh
: "${LAB_CASE:=/run/lab}"

LAB_MODEM_LOG="$LAB_CASE/modem.log"
LAB_MODEM_PIPE=/run/lab/modem.pipe
LAB_MODEM_PID=/run/lab/modem.pid

# wait_for COMMAND [SECONDS]: until the shell command succeeds; 20 s unless told.
wait_for() {
  wait_for_end=$(($(date +%s) + ${2:-20}))
  until eval "$1" > /dev/null 2>&1; do
    if [ "$(date +%s)" -ge "$wait_for_end" ]; then
      echo "not within ${2:-20} s: $1" >&2
      return 1
    fi
    sleep 0.05
  done
}

modem_start() {
  [ -e "$LAB_MODEM_PID" ] && return 0
  rm -f "$LAB_MODEM_PIPE"
  mkfifo "$LAB_MODEM_PIPE" || return 1
  : > "$LAB_MODEM_LOG"
  # Opened both ways, so that it does not end with the first writer.
  setsid node "$LAB_BUILT/modem.mjs" <> "$LAB_MODEM_PIPE" >> "$LAB_MODEM_LOG" 2>&1 &
  echo $! > "$LAB_MODEM_PID"
}

# Sends a line and waits for its answer.
modem_do() {
  modem_start || return 1
  modem_done=$(grep -c '"event":"done"' "$LAB_MODEM_LOG")
  echo "$*" > "$LAB_MODEM_PIPE"
  wait_for "[ \$(grep -c '\"event\":\"done\"' '$LAB_MODEM_LOG') -gt $modem_done ]" 30 || return 1
  ! grep '"event":"done"' "$LAB_MODEM_LOG" | tail -n 1 | grep -q '"error"'
}

# plug MODEL [COMPOSITION [FAULTS-AS-JSON]]: a fresh dongle on the next free port; returns when the kernel has bound its drivers.
plug() {
  modem_do "plug $*" || {
    cat "$LAB_MODEM_LOG" >&2
    return 1
  }
  settle
}

# unplug [MODEL]: pulls it, or all, out.
unplug() {
  modem_do "unplug $*"
}

# settle: until every dongle that is plugged in is enumerated and udev has nothing left to do.
settle() {
  wait_for 'usb_ready' && udevadm settle
}

# Every used port of the controller has a configured device.
usb_ready() {
  used=$(grep -c ' 00[56] ' /sys/devices/platform/vhci_hcd.0/status)
  configured=0
  for device in /sys/bus/usb/devices/[0-9]*-[0-9]*; do
    case $device in *:*) continue ;; esac
    [ -n "$(cat "$device/bConfigurationValue" 2> /dev/null)" ] && configured=$((configured + 1))
  done
  [ "$configured" -eq "$used" ]
}

usb_empty() {
  for device in /sys/bus/usb/devices/[0-9]*-[0-9]*; do
    case $device in *:*) continue ;; esac
    [ ! -e "$device" ] || return 1
  done
}

# plug_all: what the host wants plugged in, one line a dongle.
plug_all() {
  [ -e "$LAB_CASE/models" ] || [ -e /mnt/lab/models ] || return 0
  while read -r model composition faults; do
    # shellcheck disable=SC2086
    plug "$model" $composition "$faults" || return 1
  done < "$(if [ -e "$LAB_CASE/models" ]; then echo "$LAB_CASE/models"; else echo /mnt/lab/models; fi)"
}

# usb_path VID:PID: sysfs name of the first such device.
usb_path() {
  for device in /sys/bus/usb/devices/[0-9]*-[0-9]*; do
    case $device in *:*) continue ;; esac
    if [ "$(cat "$device/idVendor" 2> /dev/null):$(cat "$device/idProduct" 2> /dev/null)" = "$1" ]; then
      basename "$device"
      return 0
    fi
  done
  return 1
}

# bindings PATH: a line for each interface: number, driver or -, nodes and net devices.
bindings() {
  for interface in "/sys/bus/usb/devices/$1":*; do
    [ -e "$interface/bInterfaceNumber" ] || continue
    printf '%s' "$((0x$(cat "$interface/bInterfaceNumber")))"
    if [ -e "$interface/driver" ]; then
      printf ' %s' "$(basename "$(readlink "$interface/driver")")"
    else
      printf ' -'
    fi
    for node in "$interface"/ttyUSB* "$interface"/tty/tty* "$interface"/usbmisc/* "$interface"/net/* "$interface"/host*/target*/*/block/*; do
      [ -e "$node" ] && printf ' %s' "$(basename "$node")"
    done
    echo
  done
}

# modem_manager: starts ModemManager with its own bus; its log goes to mm.log.
modem_manager() {
  [ -e /run/dbus/system_bus_socket ] || dbus-daemon --system --fork --nopidfile
  udevadm trigger -s usb -s tty -s net -s usbmisc
  udevadm settle
  setsid ModemManager --debug "--log-file=$LAB_CASE/mm.log" > /dev/null 2>&1 &
  echo $! > /run/lab/mm.pid
}

# stop_all: ends what a case started; a process by its own number.
stop_all() {
  if [ -e /run/lab/mm.pid ]; then
    kill "$(cat /run/lab/mm.pid)" 2> /dev/null
    wait_for "! kill -0 $(cat /run/lab/mm.pid)" 5 || kill -KILL "$(cat /run/lab/mm.pid)"
    rm -f /run/lab/mm.pid
  fi
  if [ -e "$LAB_MODEM_PID" ]; then
    kill "$(cat "$LAB_MODEM_PID")" 2> /dev/null
    rm -f "$LAB_MODEM_PID"
    wait_for "! grep -q ' 00[567] ' /sys/devices/platform/vhci_hcd.0/status"
    wait_for usb_empty
    udevadm settle
  fi
}
