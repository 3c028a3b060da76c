import type { ProtoName, Release } from '../../modem-db/openwrt/index.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { Mode } from '../contract/words.ts';

/** The dongle as far as a configuration depends on it, with the nodes that the ROUTER will give it. */
export interface RouterDongle {
  readonly controlNode: string;
  readonly netDevice: string | null;
  /** Family of the vendor database: `huawei`, `quectel`. */
  readonly vendorFamily: string;
  /** What AT+CGMI answers; ncm.sh looks its entry up by the first word. */
  readonly manufacturer: string | null;
  /** Whether the modem answers the UIM service's card state; undefined where that was not asked. */
  readonly hasUimState?: boolean | undefined;
}

/** A key into the texts under `bundle.warnings`, with what fills it in. */
export interface Warning {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** The interface's options in the order in which they are written; none is empty. `proto` comes first. */
export interface InterfacePlan {
  readonly proto: ProtoName;
  readonly options: readonly (readonly [name: string, value: string])[];
  readonly warnings: readonly Warning[];
}

type Writer = (wishes: Wishes, dongle: RouterDongle, release: Release) => InterfacePlan;

/** The ways that bundles are made for. A further one is an entry here and its writer. */
const writers: Partial<Record<Mode, { proto: ProtoName; write: Writer }>> = {
  qmi: { proto: 'qmi', write: qmi },
  ncm: { proto: 'ncm', write: ncm },
};

/** OpenWrt's protocol for a mode; null where no bundle is made for it yet. */
export function protoForMode(mode: Mode): ProtoName | null {
  return writers[mode]?.proto ?? null;
}

/** What the release's handler has to be given for these wishes. Undefined where the mode has no writer. Wishes are checked already. */
export function planInterface(wishes: Wishes, dongle: RouterDongle, release: Release): InterfacePlan | undefined {
  return writers[wishes.mode]?.write(wishes, dongle, release);
}

/**
 * uqmi's handler. `dhcp` and `autoconnect` are left to its defaults (DHCP on the _4 interface; autoconnect for IPv4 alone, off
 * where two sessions share the modem). PDP types are its own words: `ipv4` would be taken for `ip`.
 */
function qmi(wishes: Wishes, dongle: RouterDongle, release: Release): InterfacePlan {
  const pdpWords = { ipv4: 'ip', ipv6: 'ipv6', ipv4v6: 'ipv4v6' } as const;
  const slow = release.quirks.includes('qmi-registration-blocks');
  const warnings: Warning[] = [];
  if (release.quirks.includes('qmi-sim-illegal-state') && dongle.hasUimState !== true) {
    const key = dongle.hasUimState === false ? 'bundle.warnings.sim-illegal-state' : 'bundle.warnings.sim-state-unknown';
    warnings.push({ key, values: { release: release.version } });
  }
  return {
    proto: 'qmi',
    options: given([
      ['proto', 'qmi'],
      ['device', dongle.controlNode],
      ['apn', wishes.apn],
      ['auth', wishes.auth === 'none' ? '' : wishes.auth],
      ['username', wishes.username],
      ['password', wishes.password],
      ['pincode', wishes.pin],
      ['pdptype', pdpWords[wishes.pdpType]],
      // Ten seconds, the default, are too few for a SIM that wakes up and a first registration; after them it gives up for good.
      ['timeout', slow ? '60' : ''],
      ['metric', metric(wishes)],
    ]),
    warnings: [...warnings, ...shared(wishes, dongle)],
  };
}

/** comgt's NCM handler. `mode` is left out: it writes the modem's flash at every connect. */
function ncm(wishes: Wishes, dongle: RouterDongle, release: Release): InterfacePlan {
  const pdpWords = { ipv4: 'IP', ipv6: 'IPV6', ipv4v6: 'IPV4V6' } as const;
  const maker = firstWord(dongle.manufacturer);
  const huawei = dongle.vendorFamily === 'huawei' || maker === 'huawei';
  // ^NDISDUP takes a number (0 none, 1 PAP, 2 CHAP), and ncm.sh passes on what stands here. Other makers' entries differ: left out.
  const authNumber = { none: '', both: '', pap: '1', chap: '2' }[wishes.auth];
  const warnings: Warning[] = [];
  if (maker !== '' && !release.ncmManufacturers.includes(maker))
    warnings.push({ key: 'bundle.warnings.ncm-manufacturer-unknown', values: { manufacturer: maker, release: release.version } });
  if (release.quirks.includes('ncm-manufacturer-cr'))
    warnings.push({ key: 'bundle.warnings.ncm-manufacturer-cr', values: { release: release.version } });
  if (wishes.pin !== '') warnings.push({ key: 'bundle.warnings.ncm-pin-tries', values: {} });
  if (wishes.auth === 'both' || (wishes.auth !== 'none' && !huawei))
    warnings.push({ key: 'bundle.warnings.ncm-auth-left-out', values: { auth: wishes.auth } });
  return {
    proto: 'ncm',
    options: given([
      ['proto', 'ncm'],
      ['device', dongle.controlNode],
      ['ifname', 'ifname' in release.protos.ncm.options ? (dongle.netDevice ?? '') : ''],
      ['apn', wishes.apn],
      ['username', wishes.username],
      ['password', wishes.password],
      // Without a user name it would be taken for one.
      ['auth', huawei && wishes.username !== '' && wishes.password !== '' ? authNumber : ''],
      ['pincode', wishes.pin],
      ['pdptype', pdpWords[wishes.pdpType]],
      // From 22.03 the longest wait for an answer to AT+CGMI, before it a plain pause: a stick is silent while it starts.
      ['delay', '10'],
      ['metric', metric(wishes)],
    ]),
    warnings: [...warnings, ...shared(wishes, dongle)],
  };
}

function shared(wishes: Wishes, dongle: RouterDongle): Warning[] {
  const warnings: Warning[] = [{ key: 'bundle.warnings.only-modem', values: { node: dongle.controlNode } }];
  if (wishes.pin !== '' || wishes.password !== '') warnings.push({ key: 'bundle.warnings.secrets', values: {} });
  return warnings;
}

/** 0 is netifd's default. Decimal, never with a leading zero: that would be octal. */
function metric({ metric: value }: Wishes): string {
  return value === 0 ? '' : String(value);
}

function given(options: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return options.filter(([, value]) => value !== '');
}

/** As ncm.sh does: first word of the answer, in lower case. */
function firstWord(manufacturer: string | null): string {
  return (manufacturer?.trim().split(/\s+/)[0] ?? '').toLowerCase();
}
