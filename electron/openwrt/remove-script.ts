import { routerPaths } from './router-paths.ts';
import { quote } from './uci.ts';

/** The undo, the same in every bundle: takes back the interfaces named, or all that bundles added, and then itself. */
export function removeScript(): string {
  return `#!/bin/sh
# Modem Bench: takes back what its bundles added. Usage: sh ${routerPaths.remove} [interface]...
folder=${quote(routerPaths.folder)}
keep=${quote(routerPaths.keep)}
setup=${quote(routerPaths.setup)}
stick=${quote(routerPaths.stick)}
failed=0

say() {
	logger -s -t modem-bench -p "daemon.$1" "$2"
}

# Takes $1 out of the zone number $2; the form of its networks, option or list, stays.
leave_zone() {
	old=$(uci -q get "firewall.@zone[$2].network")
	case " $old " in
	*" $1 "*) ;;
	*) return 0 ;;
	esac
	form=$(uci -q export firewall | awk -v wanted="$2" '
		$1 == "config" { here = ($2 == "zone" && seen++ == wanted) }
		here && $2 == "network" && ($1 == "option" || $1 == "list") { print $1; exit }')
	if [ "$form" = list ]; then
		uci -q del_list "firewall.@zone[$2].network=$1"
		return
	fi
	rest=
	for word in $old; do
		[ "$word" = "$1" ] || rest="$rest\${rest:+ }$word"
	done
	if [ -n "$rest" ]; then
		uci -q set "firewall.@zone[$2].network=$rest"
	else
		uci -q delete "firewall.@zone[$2].network"
	fi
}

take_back() {
	name=$1
	[ -f "$folder/$name.added" ] || {
		say err "$name was not added by a bundle: nothing was changed"
		return 1
	}
	read -r proto <"$folder/$name.added"
	present=$(uci -q get "network.$name.proto")
	if [ -n "$present" ] && [ "$present" != "$proto" ]; then
		say err "$name is another interface by now: left as it is"
		return 1
	fi
	[ -z "$present" ] || uci -q delete "network.$name"
	if grep -qx zone "$folder/$name.added"; then
		number=0
		while uci -q get "firewall.@zone[$number]" >/dev/null; do
			[ "$(uci -q get "firewall.@zone[$number].name")" != wan ] || leave_zone "$name" "$number"
			number=$((number + 1))
		done
	fi
	domain=$(sed -n 's/^domain //p' "$folder/$name.added")
	[ -z "$domain" ] || uci -q del_list "dhcp.@dnsmasq[0].rebind_domain=$domain"
	if ! uci -q commit network || ! uci -q commit firewall; then
		say err "the configuration could not be saved"
		return 1
	fi
	[ -z "$domain" ] || uci -q commit dhcp
	rm -f "$folder/$name.added" "$folder/$name.usb"
	say notice "interface $name is taken back"
}

if [ $# -eq 0 ]; then
	for file in "$folder"/*.added; do
		[ -f "$file" ] || continue
		file=\${file##*/}
		set -- "$@" "\${file%.added}"
	done
fi
for interface; do
	take_back "$interface" || failed=1
done
left=0
for file in "$folder"/*.added; do
	[ ! -f "$file" ] || left=1
done
if [ $left -eq 0 ]; then
	rm -f "$keep" "$setup" "$stick" "$folder/remove"
	rmdir "$folder" 2>/dev/null
fi
! command -v reload_config >/dev/null || reload_config
exit $failed
`;
}
