import { quote } from '../uci.ts';
import { lines, type Part } from './part.ts';

/**
 * Secrets that are typed on the router: the interface is made with `disabled` as 1, so that no try of a PIN is lost, and the log
 * says which fields are to be filled in. What was typed since stays when the bundle comes again, and so does what became of `disabled`.
 */
export function asks(fields: readonly string[]): Part {
  return {
    name: 'secrets-on-router',
    variables: lines([`asked=${quote(fields.join(' '))}`, "disabled='1'", ...fields.map((field) => `typed_${field}=`)]),
    find: `	if [ -n "$old_proto" ] && [ "$present" = "$old_proto" ]; then
${lines(fields.map((field) => `\t\ttyped_${field}=$(ours get "network.$iface.${field}")`))}		if [ -n "$(recorded asks)" ] || [ -n "${fields.map((field) => `$typed_${field}`).join('')}" ]; then
			disabled=$(ours get "network.$iface.disabled")
		fi
	fi
`,
    record: `	printf 'asks %s\\n' "$asked"\n`,
    finish: `	[ -z "$disabled" ] || say warning "interface $iface stays down until its fields ($asked) are filled in and it is enabled: LuCI, Network, Interfaces; or: uci delete network.$iface.disabled"
`,
  };
}

/** The lines of \`options\` for what was typed on the router. */
export function askedOptions(fields: readonly string[]): readonly string[] {
  return fields.map((field) => `\t[ -z "$typed_${field}" ] || "$1" ${field} "$typed_${field}"`);
}
