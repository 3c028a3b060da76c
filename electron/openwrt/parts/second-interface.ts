import { quote } from '../uci.ts';
import type { SecondInterface } from '../writers/writer.ts';
import { lines, type Part, type Undo } from './part.ts';

/**
 * A further interface of the same dongle, for IPv6 beside an IPv4 protocol: staged like the first one, in the same zone. One that an
 * earlier bundle made and this one does not is taken away.
 */
export function secondInterface(second: SecondInterface | undefined, findsDevice: boolean): Part {
  if (!second) return { name: null, functions: dropSecond, find: '\tsecond=\n' };
  const value = (name: string, text: string) => (findsDevice && name === 'device' ? '"$device"' : quote(text, name));
  return {
    name: 'second-interface',
    functions: `${dropSecond}# Calls "$1" with the name and the value of every option of the second interface.
second_options() {
${lines(second.options.map(([name, text]) => `\t"$1" ${name} ${value(name, text)}`))}}

`,
    find: `	second="$iface"${second.suffix}\n`,
    record: `	printf 'second %s %s\\n' "$second" ${second.proto}\n`,
  };
}

const dropSecond = `# Takes away the second interface of an earlier bundle where this one has none, or another.
drop_second() {
	recorded second | {
		while read -r gone gone_proto; do
			[ "$gone" != "$second" ] || continue
			[ "$(ours get "network.$gone.proto")" != "$gone_proto" ] || ours delete "network.$gone"
			leave_zones "$gone" "$zone_name"
		done
	}
}

`;

export const secondUndo: Undo = {
  takeBack: `	recorded second | while read -r second second_proto; do
		[ "$(ours get "network.$second.proto")" != "$second_proto" ] || ours delete "network.$second"
	done
`,
};
