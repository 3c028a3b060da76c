#!/bin/sh
## The same in every bundle: it goes by what the router's folder holds. With `--tidy`, as the setup calls it, it takes nothing back, but what no
## interface needs any more. A feature's hooks here: NAME_stop, for the interface $name, while everything of it is still there; NAME_take_back, for
## it as well, whose record is still there, in the copies that are saved afterwards; NAME_tidy, for what no interface needs any more; NAME_last, when
## the last interface is taken back. NAME_ending says without which files in the folder, INTERFACE.ENDING, its NAME_programs have nothing to do.
# Modem Bench: takes back what its bundles added. Undo: sh /etc/modem-bench/modem-bench-remove
# Usage: sh /etc/modem-bench/modem-bench-remove [interface]...
folder='/etc/modem-bench'
keep='/lib/upgrade/keep.d/modem-bench'
setup='/etc/uci-defaults/99-modem-bench'
functions='/etc/modem-bench/functions'
meanwhile=
failed=0
# shellcheck source=/dev/null
. "$functions"

present_features=
for file in "$folder"/features/*; do
	[ -f "$file" ] || continue
	# shellcheck source=/dev/null
	. "$file"
	present_features="$present_features ${file##*/}"
done

# Runs the hook "$1" of each feature that has it.
each() {
	for feature in $present_features; do
		! command -v "${feature}_$1" >/dev/null || "${feature}_$1"
	done
}

# What the record of the interface $name says of the word "$1", one line each.
recorded() {
	sed -n "s/^$1 //p" "$folder/$name.added"
}

# Takes the feature "$1" away, if no interface has a file with its ending "$2" for its programs "$3".
retire() {
	for file in "$folder"/*."$2"; do
		[ ! -e "$file" ] || return 0
	done
	for program in $3; do
		case "$program" in
		*/init.d/*) [ ! -x "$program" ] || "$program" stop ;;
		esac
		rm -f "$program"
	done
	rm -f "$folder/features/$1"
}

tidy() {
	each tidy
	for feature in $present_features; do
		eval "ending=\$${feature}_ending programs=\$${feature}_programs"
		# shellcheck disable=SC2154
		[ -z "$ending" ] || retire "$feature" "$ending" "$programs"
	done
}

take_back() {
	name=$1
	[ -f "$folder/$name.added" ] || {
		say err "$name was not added by a bundle: nothing was changed"
		return 1
	}
	take_copies || {
		say err "the configuration cannot be copied: nothing was changed"
		return 1
	}
	read -r proto <"$folder/$name.added"
	present=$(ours get "network.$name.proto")
	if [ -n "$present" ] && [ "$present" != "$proto" ]; then
		say err "$name is another interface by now ($present, not $proto): left as it is; delete or rename it, and run this again for the rest"
		return 1
	fi
	each stop
	[ -z "$present" ] || ours delete "network.$name"
	recorded zone | while read -r member zone_name; do
		leave_zones "$member" "$zone_name"
	done
	recorded second | while read -r second second_proto; do
		[ "$(ours get "network.$second.proto")" != "$second_proto" ] || ours delete "network.$second"
	done
	each take_back
	save_copies || {
		say err "the configuration could not be saved${meanwhile:+, since somebody else is changing it}; run this again"
		return 1
	}
	rm -f "$folder/$name".*
	say notice "interface $name is taken back"
}

take_back_all() {
	if [ $# -eq 0 ]; then
		for file in "$folder"/*.added; do
			[ -f "$file" ] || continue
			file=${file##*/}
			set -- "$@" "${file%.added}"
		done
	fi
	for interface; do
		take_back "$interface" || failed=1
	done
	tidy
	left=0
	for file in "$folder"/*.added; do
		[ ! -f "$file" ] || left=1
	done
	if [ $left -eq 0 ]; then
		each last
		rm -f "$keep" "$setup"
		rm -rf "$folder/features"
		rm -f "$folder/setup" "$folder/modem-bench-remove" "$functions"
		rmdir "$folder" 2>/dev/null
	fi
	drop_copies
	! command -v reload_config >/dev/null || reload_config
	return $failed
}

if [ "$1" = --tidy ]; then
	tidy
else
	take_back_all "$@"
fi
