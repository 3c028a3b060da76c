#!/bin/sh
## Sourced by hotplug-call for every block device that comes or goes, after the stock 10-mount, and by the setup with the ACTION `boot`. Which card
## it is only the router learns: block tells its UUID, and a section of fstab, modem_bench_INTERFACE, has it mounted from then on, by block itself.
## Of several partitions it is the first. A card with another UUID takes the section over. Nothing is ever written to a card by this: it is not
## formatted, and where fstab has every file system checked before it is mounted (`check_fs`; block runs fsck, which repairs), it is left alone.
# Modem Bench: has the card in a dongle mounted. Undo: sh /etc/modem-bench/modem-bench-remove
folder='/etc/modem-bench'
run='/var/run'
sysfs='/sys'
fstab='/etc/config/fstab'

say() {
	logger -t modem-bench -p "daemon.$1" "$2"
}

## A label may hold anything, and stands behind the one and before the other.
# Sets $uuid and $type to what block tells of the device "$1"; returns 1 where it knows of no file system that is for files.
read_card() {
	told=$(block info "/dev/$1" 2>/dev/null | sed -n 1p)
	uuid=$(printf '%s\n' "$told" | sed -n 's/^[^ ]* UUID="\([0-9A-Za-z-]*\)" .*/\1/p')
	type=$(printf '%s\n' "$told" | sed -n 's/.* TYPE="\([a-z0-9]*\)"$/\1/p')
	[ -n "$uuid" ] || return 1
	case "$type" in
	vfat | exfat | ext2 | ext3 | ext4 | f2fs | ntfs) ;;
	*) return 1 ;;
	esac
}

# Whether another section of fstab that is in force has this card or this place.
is_others() {
	uci -q -X show fstab | grep -iF -e ".uuid='$uuid'" -e ".target='$target'" | {
		while read -r line; do
			other=${line#fstab.}
			other=${other%%.*}
			[ "$other" = "$section" ] || [ "$(uci -q get "fstab.$other.enabled")" = 0 ] || exit 0
		done
		exit 1
	}
}

# Has fstab name the card, which is $entered then; returns 1 where it does not.
enter_card() {
	[ -f "$fstab" ] || block detect >"$fstab"
	old=$(uci -q get "fstab.$section.uuid")
	old_target=$(uci -q get "fstab.$section.target")
	[ "$old" != "$uuid" ] || [ "$old_target" != "$target" ] || return 0
	if [ -n "$old" ] && [ "$old" != "$uuid" ] && block info | grep -Fq " UUID=\"$old\""; then
		return 1
	fi
	if [ -n "$(uci -q changes fstab)" ]; then
		say warning "the card in the dongle of $name is not mounted, since fstab has changes that are not saved"
		return 1
	fi
	case "$(uci -q get 'fstab.@global[0].check_fs')" in
	'' | 0) ;;
	*)
		say warning "the card in the dongle of $name is left alone: fstab has every card checked before it is mounted, which writes to it (check_fs)"
		return 1
		;;
	esac
	if is_others; then
		say warning "the card in the dongle of $name is not mounted at $target: fstab has another section for the card or the place"
		return 1
	fi
	if [ -n "$old_target" ] && [ "$old_target" != "$target" ]; then
		umount "$old_target" 2>/dev/null
	fi
	uci -q set "fstab.$section=mount"
	uci -q set "fstab.$section.uuid=$uuid"
	uci -q set "fstab.$section.target=$target"
	uci -q set "fstab.$section.options=nosuid,nodev"
	uci -q set "fstab.$section.enabled=1"
	uci -q commit fstab && entered=yes
}

# The block device "$1" is in the dongle of $name.
take_card() {
	section=modem_bench_$name
	entered=
	if read_card "${1##*/}"; then
		enter_card || return 0
		if ! ACTION=add DEVNAME=${1##*/} block hotplug; then
			say warning "the card in the dongle of $name ($type, $uuid) is not mounted at $target now: a driver is missing, or fstab has auto_mount off"
		elif [ -n "$entered" ]; then
			say notice "the card in the dongle of $name ($type, $uuid) is mounted at $target"
		fi
		return 0
	fi
	## The whole of a card with partitions, and a reader without a card.
	for part in "$1/${1##*/}"*; do
		[ ! -f "$part/size" ] || return 0
	done
	[ "$(cat "$1/size")" = 0 ] || say warning "the card in the dongle of $name has no file system that this router knows (${1##*/})"
}

case "$ACTION:$(command -v block)" in
add:?* | boot:?*)
	for file in "$folder"/*.storage; do
		[ -f "$file" ] || continue
		name=${file##*/}
		name=${name%.storage}
		read -r target <"$file"
		place=$(cat "$run/modem-bench.$name.place" 2>/dev/null) || continue
		for device in "$place"/*/host*/target*/*/block/* "$place"/*/host*/target*/*/block/*/*; do
			[ -f "$device/size" ] || continue
			[ "$ACTION" = boot ] || [ "$device" = "$sysfs$DEVPATH" ] || continue
			take_card "$device"
		done
	done
	;;
esac
