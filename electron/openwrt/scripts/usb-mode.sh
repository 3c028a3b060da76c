#!/bin/sh
## Sourced by hotplug-call for every USB device and interface that comes or goes. The stock entry is looked after at each of them; the
## dongle is switched once, when its first interface is there, as only then its configuration is set.
# Modem Bench: switches dongles that OpenWrt's own table would not, or would harm. Undo: sh /etc/modem-bench/modem-bench-remove
folder='/etc/modem-bench'
table='/etc/usb-mode.json'

say() {
	logger -t modem-bench -p "daemon.$1" "$2"
}

# Keeps the stock entry of the id "$1" from acting.
set_aside() {
	grep -q "\"$1\"" "$table" 2>/dev/null || return 0
	sed -i "s/\"$1\"/\"modem-bench:$1\"/" "$table" && say notice "the entry of $1 in $table is set aside for the bundle's own"
}

case "$ACTION" in
add | boot)
	for file in "$folder"/*.usb-mode.json; do
		[ -f "$file" ] || continue
		id=${file##*/}
		id=${id%.usb-mode.json}
		set_aside "${id%-*}:${id#*-}"
		! grep -q ':{}' "$file" || continue
		case "$ACTION:$DEVPATH" in
		boot:* | add:*.0) ;;
		*) continue ;;
		esac
		if command -v usbmode >/dev/null; then
			usbmode -s -c "$file" >/dev/null 2>&1 || say err "usbmode could not use $file"
		else
			say err "usb-modeswitch is not installed: a dongle ${id%-*}:${id#*-} stays as it is"
		fi
	done
	;;
esac
