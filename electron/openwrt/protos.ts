import type { ProtoName, Release } from '../../modem-db/openwrt/index.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { Mode } from '../contract/words.ts';
import { ecm, rndis } from './writers/dhcp.ts';
import { directip } from './writers/directip.ts';
import { mbim } from './writers/mbim.ts';
import { modemManager } from './writers/modemmanager.ts';
import { ncm } from './writers/ncm.ts';
import { ndisdup } from './writers/ndisdup.ts';
import { qmi } from './writers/qmi.ts';
import { threeG } from './writers/three-g.ts';
import { type InterfacePlan, type RouterDongle, secretOptions, type Writer, warning } from './writers/writer.ts';

export type Way = Wishes['onRouter']['way'];

/** The modes that bundles are made for, each by its own protocol. A further one is an entry here and its writer. */
const writers: Readonly<Record<Mode, { readonly proto: ProtoName; readonly write: Writer }>> = {
  qmi: { proto: 'qmi', write: qmi },
  mbim: { proto: 'mbim', write: mbim },
  ncm: { proto: 'ncm', write: ncm },
  ecm: { proto: 'dhcp', write: ecm },
  rndis: { proto: 'dhcp', write: rndis },
  ppp: { proto: '3g', write: threeG },
};

/** Other ways of the same modes. DirectIP modems show serial ports and a net device, and count as `ppp`. */
const ways: Readonly<Record<Exclude<Way, 'mode'>, { readonly proto: ProtoName; readonly write: Writer; readonly modes: readonly Mode[] }>> =
  {
    modemmanager: { proto: 'modemmanager', write: modemManager, modes: ['qmi', 'mbim', 'ncm', 'ppp'] },
    directip: { proto: 'directip', write: directip, modes: ['ppp'] },
    ndisdup: { proto: 'dhcp', write: ndisdup, modes: ['ncm'] },
  };

/** OpenWrt's protocol for a mode, on its own way. */
export function protoForMode(mode: Mode): ProtoName {
  return writers[mode].proto;
}

/** OpenWrt's protocol for these wishes; `null` where the way is none for the mode. */
export function protoFor({ mode, onRouter: { way } }: Pick<Wishes, 'mode' | 'onRouter'>): ProtoName | null {
  if (way === 'mode') return writers[mode].proto;
  return ways[way].modes.includes(mode) ? ways[way].proto : null;
}

/** Whether the interface begins with a control node of the dongle's; ECM and RNDIS have none, and ModemManager finds them itself. */
export function needsControlNode({ mode, onRouter: { way } }: Pick<Wishes, 'mode' | 'onRouter'>): boolean {
  return way !== 'modemmanager' && (way !== 'mode' || writers[mode].proto !== 'dhcp');
}

/**
 * What the release's handler has to be given for these wishes, which are checked already. Throws WISH_INVALID where the way is for
 * another make of dongle.
 */
export function planInterface(wishes: Wishes, dongle: RouterDongle, release: Release): InterfacePlan {
  const { way, secrets } = wishes.onRouter;
  const { write } = way === 'mode' ? writers[wishes.mode] : ways[way];
  const plan = saysIfIpv6Alone(write(wishes, dongle, release), wishes, dongle);
  return secrets === 'router' ? withoutSecrets(plan) : plan;
}

/**
 * A LAN has IPv4 in any case, and over IPv6 alone no way for it. Not where the release's handler passes the PDP type over, nor of a stick
 * that is a router itself, whose own IPv4 leads on.
 */
function saysIfIpv6Alone(plan: InterfacePlan, { pdpType }: Wishes, { dial }: RouterDongle): InterfacePlan {
  const leftOut = plan.warnings.some(({ key }) => key === warning('mbim-pdp-type-left-out').key);
  const isRouter = plan.stick !== undefined && !dial;
  return pdpType !== 'ipv6' || leftOut || isRouter ? plan : { ...plan, warnings: [...plan.warnings, warning('ipv6-alone')] };
}

/**
 * Leaves PIN and password out, for whoever types them on the router. The interface is `disabled` until then (netifd takes the literal
 * `1` alone): without its PIN it would end in an error, or, worse, with an old one burn a try.
 */
function withoutSecrets(plan: InterfacePlan): InterfacePlan {
  const asks = plan.options.flatMap(([name]) => (secretOptions.includes(name) ? [name] : []));
  if (asks.length === 0) return plan;
  return {
    ...plan,
    options: [...plan.options.filter(([name]) => !asks.includes(name)), ['disabled', '1']],
    warnings: [
      ...plan.warnings.filter(({ key }) => key !== warning('secrets').key),
      warning('secrets-on-router', { options: asks.join(', ') }),
    ],
    asks,
  };
}

/**
 * The packages that the dongle needs on that release. A serial port is made by the driver that this host bound to it, or by the one
 * that its name tells (`ttyACM`); the lists name the one that most modems have. ModemManager needs the drivers of the mode.
 */
export function packagesFor(
  { packages, serialPackages }: Release,
  mode: Mode,
  node: string | null,
  serialDriver: string | null,
  way: Way = 'mode',
): string[] {
  const bound = Object.entries(serialPackages).find(([driver]) => driver === serialDriver)?.[1];
  const wanted = bound ?? (node?.startsWith('/dev/ttyACM') ? serialPackages.cdc_acm : serialPackages.option);
  const drivers = packages[mode].filter((name) => name.startsWith('kmod-') || name === 'usb-modeswitch');
  const listed = way === 'mode' ? packages[mode] : way === 'modemmanager' ? [...packages.modemmanager, ...drivers] : packages[way];
  return listed.map((name) => (name === serialPackages.option ? wanted : name));
}
