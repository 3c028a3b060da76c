import { quote } from '../uci.ts';
import type { Part, Undo } from './part.ts';

/**
 * The firewall zone, found by its name. Outside any zone the interface would be open to the operator's network, or cut off from
 * the LAN: a router without that zone is left as it is. What an earlier bundle joined and this one does not name is left again.
 */
export function zone(name: string): Part {
  return {
    name: null,
    variables: `zone_name=${quote(name, 'onRouter.zone')}\n`,
    functions: joinZone,
    record: `	for member in $joined; do
		printf 'zone %s %s\\n' "$member" "$zone_name"
	done
`,
  };
}

const joinZone = `# Sets $zone and $zone_number to the firewall zone with the name $zone_name.
find_zone() {
	zone=
	zone_number=0
	while ours get "firewall.@zone[$zone_number]" >/dev/null; do
		if [ "$(ours get "firewall.@zone[$zone_number].name")" = "$zone_name" ]; then
			zone="firewall.@zone[$zone_number]"
			return 0
		fi
		zone_number=$((zone_number + 1))
	done
	return 1
}

in_zone() {
	case " $(ours get "$zone.network") " in
	*" $1 "*) return 0 ;;
	esac
	return 1
}

# Adds "$1" to the zone, once, and to $joined what this bundle or an earlier one added.
join_zone() {
	if in_zone "$1"; then
		! recorded zone | grep -Fqx "$1 $zone_name" || joined="$joined $1"
		return 0
	fi
	case "$(zone_form "$zone_number")" in
	option) ours set "$zone.network=$(ours get "$zone.network") $1" ;;
	*) ours add_list "$zone.network=$1" ;;
	esac
	joined="$joined $1"
	in_zone "$1"
}

# Leaves the zones that an earlier bundle joined and this one does not name.
leave_old_zones() {
	recorded zone | {
		while read -r member old_zone; do
			[ "$old_zone" = "$zone_name" ] || leave_zones "$member" "$old_zone"
		done
	}
}

`;

export const zoneUndo: Undo = {
  takeBack: `	recorded zone | while read -r member zone_name; do
		leave_zones "$member" "$zone_name"
	done
`,
};
