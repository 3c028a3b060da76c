/** Which configuration a piece of a text is of: by what stands before it, or by the types of its sections. */

/** What the text says about what follows. */
export interface Heading {
  /** `null`: something new begins, and nothing tells what. */
  readonly config: string | null;
}

/** Types of sections, and the configurations that have them, the likelier first (OpenWrt's own files of these packages; qmodem, modem: their programs'). */
const typesOf: Readonly<Record<string, string>> = {
  network:
    'interface device globals switch switch_vlan switch_port switch_ext bridge-vlan bridge-port route route6 rule6 alias neighbor vdsl dsl atm-bridge ' +
    'bonding',
  firewall: 'zone forwarding redirect nat defaults include rule ipset',
  dhcp: 'dnsmasq odhcpd dhcp host domain srvhost mxhost cname boot userclass vendorclass tag relay hostrecord ipset',
  wireless: 'wifi-device wifi-iface wifi-vlan wifi-station',
  system: 'system timeserver led button',
  mwan3: 'member policy interface rule globals',
  qmodem: 'modem-device modem-slot',
  modem: 'dial-config',
};

/** Options that tell apart what has one type in several configurations. */
const telling: readonly (readonly [type: string, config: string, options: RegExp])[] = [
  ['interface', 'network', /^(?:proto|device|ifname)$/],
  ['interface', 'mwan3', /^(?:track_ip|track_method|reliability|initial_state|family)$/],
  ['rule', 'firewall', /^(?:target|src_port|dest_port|icmp_type)$/],
  ['rule', 'mwan3', /^(?:use_policy|sticky)$/],
  ['rule', 'network', /^(?:lookup|goto|priority)$/],
  ['globals', 'network', /^(?:ula_prefix|packet_steering|dhcp_default_duid)$/],
  ['globals', 'mwan3', /^(?:mmx_mask|logging|loglevel)$/],
];

const configsOf = new Map<string, string[]>();
for (const [config, types] of Object.entries(typesOf))
  for (const type of types.split(' ')) configsOf.set(type, [...(configsOf.get(type) ?? []), config]);

const known: ReadonlySet<string> = new Set(Object.keys(typesOf));

/** Whether a type is known of some configuration: then its line is meant as one. */
export const isKnownType = (type: string): boolean => configsOf.has(type);

/**
 * The configuration of a section of a file. `last`: that of the section before it. What belongs to one configuration alone is that one's also under
 * the heading of another, since a heading may stand before several. `null`: nothing tells it.
 */
export function configOf(type: string, options: ReadonlySet<string>, heading: Heading | null, last: string | null): string | null {
  const candidates = type.startsWith('wireguard_') ? ['network'] : (configsOf.get(type) ?? []);
  const headed = heading?.config ?? null;
  if (headed !== null && !known.has(headed)) return headed;
  const told = telling.find(([of, , pattern]) => of === type && [...options].some((option) => pattern.test(option)));
  if (told) return told[1];
  if (headed !== null && (candidates.length === 0 || candidates.includes(headed))) return headed;
  if (candidates.length <= 1) return candidates[0] ?? last;
  return last !== null && candidates.includes(last) ? last : (candidates[0] ?? null);
}

/** A line that is nothing but a path, whatever it is framed with: `==> /etc/config/network <==`, `# /etc/config/network`. */
const pathAlone = /^[^\w/]{0,20}(?:(?:file|cat|datei|файл)\W{1,5})?\/?etc\/config\/([\w-]{1,60})[^\w/.-]{0,20}$/i;
const path = /(?:^|[^\w])\/?etc\/config\/([\w-]{1,60})(?![\w/.])/g;
const prompt = /^\s*(?:\[?[\w.-]{1,60}@[\w.-]{1,60}[: ][^#$>]{0,100}[#$>]|[~/][\w./~-]{0,100} ?[#$]|[#$])\s*/;
const ofUci = /\buci\s+(?:\S+\s+){0,4}(?:show|export|get)\b/;
const printed = /\b(?:cat|head|tail|more|less|nano|vi|vim)\s+(?:-\S+\s+)*(\S+)\s*$/;

/**
 * What a line that is no statement says about those behind it; `null`: nothing. `within`: it stands in a file's section, where a comment counts only if
 * it is a path alone.
 */
export function headingOf(line: string, within: boolean): Heading | null {
  const text = line.slice(0, 400);
  const alone = pathAlone.exec(text)?.[1];
  if (alone !== undefined) return { config: alone };
  if (within && /^#(?!\s*(?:uci|cat)\s)/.test(text)) return null;
  const asked = prompt.exec(text);
  if (ofUci.test(text)) return { config: null };
  const paths = new Set([...text.matchAll(path)].map(([, name]) => name ?? ''));
  const [only] = paths;
  if (only !== undefined) return { config: paths.size === 1 ? only : null };
  const file = asked ? printed.exec(text.slice(asked[0].length))?.[1] : undefined;
  if (file !== undefined) return { config: known.has(file) ? file : '' };
  return asked && /@/.test(asked[0]) ? { config: null } : null;
}
