import type { ProtoName, Release } from '../../modem-db/openwrt/index.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { Mode } from '../contract/words.ts';
import { ecm, rndis } from './writers/dhcp.ts';
import { DIAL_PROTO, dialled } from './writers/dial.ts';
import { directip } from './writers/directip.ts';
import { mbim } from './writers/mbim.ts';
import { modemManager } from './writers/modemmanager.ts';
import { ncm } from './writers/ncm.ts';
import { qmi } from './writers/qmi.ts';
import { threeG } from './writers/three-g.ts';
import {
  firstWord,
  type InterfacePlan,
  type RouterDongle,
  type RouterProto,
  secretOptions,
  type Writer,
  warning,
} from './writers/writer.ts';

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
const ways: Readonly<
  Record<Exclude<Way, 'mode'>, { readonly proto: RouterProto; readonly write: Writer; readonly modes: readonly Mode[] }>
> = {
  modemmanager: { proto: 'modemmanager', write: modemManager, modes: ['qmi', 'mbim', 'ncm', 'ppp'] },
  directip: { proto: 'directip', write: directip, modes: ['ppp'] },
  dial: { proto: DIAL_PROTO, write: dialled, modes: ['ncm', 'ecm', 'rndis'] },
};

/** OpenWrt's protocol for a mode, on its own way. */
export function protoForMode(mode: Mode): ProtoName {
  return writers[mode].proto;
}

/** OpenWrt's protocol for these wishes; `null` where the way is none for the mode. */
export function protoFor({ mode, onRouter: { way } }: Pick<Wishes, 'mode' | 'onRouter'>): RouterProto | null {
  if (way === 'mode') return protoForMode(mode);
  return ways[way].modes.includes(mode) ? ways[way].proto : null;
}

/** Whether the interface begins with a control node of the dongle's; ECM and RNDIS have none, and ModemManager and our dialler find theirs. */
export function needsControlNode({ mode, onRouter: { way } }: Pick<Wishes, 'mode' | 'onRouter'>): boolean {
  return way === 'directip' || (way === 'mode' && writers[mode].proto !== 'dhcp');
}

/** What decides who makes the data call. */
export interface CallFacts extends Pick<RouterDongle, 'dial' | 'manufacturer' | 'vendorFamily'> {
  /** Whether it is known which port takes AT commands. */
  readonly hasAtPort: boolean;
}

/**
 * The wishes, with our dialler as the way where the mode's own protocol brings nobody online: a card whose call somebody has to make, and an NCM
 * modem of a maker that the release's ncm.sh does not know ("Unsupported modem"). One that answers only while a DHCP client asks is left to DHCP.
 */
export function withWay(wishes: Wishes, { dial, manufacturer, vendorFamily, hasAtPort }: CallFacts, release: Release): Wishes {
  if (wishes.onRouter.way !== 'mode' || !dial?.call || !hasAtPort || dial.call.duringDhcp === true) return wishes;
  const isCard = writers[wishes.mode].proto === 'dhcp';
  const maker = firstWord(manufacturer) || vendorFamily;
  const isUnknown = wishes.mode === 'ncm' && maker !== '' && !release.ncmManufacturers.includes(maker);
  return isCard || isUnknown ? { ...wishes, onRouter: { ...wishes.onRouter, way: 'dial' } } : wishes;
}

/**
 * What the release's handler has to be given for these wishes, which are checked already. Throws WISH_INVALID where the way is for
 * another make of dongle.
 */
export function planInterface(wishes: Wishes, dongle: RouterDongle, release: Release): InterfacePlan {
  const { way, secrets } = wishes.onRouter;
  const { write } = way === 'mode' ? writers[wishes.mode] : ways[way];
  const plan = withIpv4(write(wishes, dongle, release), wishes, dongle);
  return secrets === 'router' ? withoutSecrets(plan) : plan;
}

/**
 * A LAN has IPv4 in any case, and over IPv6 alone no way for it but 464XLAT (RFC 6877): brought if it is wished for, else told of. Not where the
 * release's handler passes the PDP type over, nor of a stick that is a router itself, whose own IPv4 leads on.
 *
 * The tunnel lies on the interface that has the IPv6 address: the handlers of QMI, MBIM, NCM and our own make one for it, `NAME_6` (OpenWrt qmi.sh,
 * mbim.sh, ncm.sh); ModemManager's has it itself. Over DHCPv6 netifd's script makes the tunnel by itself where the package is there (odhcp6c, dhcpv6.script).
 */
function withIpv4(plan: InterfacePlan, { pdpType, interfaceName, onRouter }: Wishes, { dial }: RouterDongle): InterfacePlan {
  const leftOut = plan.warnings.some(({ key }) => key === warning('mbim-pdp-type-left-out').key);
  const isRouter = plan.stick !== undefined && !dial?.call;
  if (pdpType !== 'ipv6' || leftOut || isRouter) return plan;
  if (!onRouter.clat || plan.second) return { ...plan, warnings: [...plan.warnings, warning('ipv6-alone')] };
  const link = plan.proto === 'modemmanager' ? interfaceName : `${interfaceName}_6`;
  return {
    ...plan,
    second: {
      suffix: '4',
      proto: '464xlat',
      options: [
        ['proto', '464xlat'],
        ['tunlink', link],
      ],
    },
  };
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

/** What decides which drivers make the dongle's ports and card on the router. */
export interface DriverFacts {
  /** Its control node as it would be called. */
  readonly node: string | null;
  /** The driver of the port with the AT commands, and of the card: `option`, `cdc_ncm`; `null`: not known. */
  readonly serialDriver: string | null;
  readonly cardDriver: string | null;
}

/**
 * The packages that the dongle needs on that release. Port and card are made by the drivers that bound them here, or, of a port, by the one
 * that its name tells (`ttyACM`); the lists name those that most modems have. ModemManager needs the drivers of the mode.
 */
export function packagesFor(
  { packages, serialPackages, cardPackages }: Release,
  mode: Mode,
  { node, serialDriver, cardDriver }: DriverFacts,
  way: Way = 'mode',
): string[] {
  const serial =
    packageOf(serialPackages, serialDriver) ?? (node?.startsWith('/dev/ttyACM') ? serialPackages.cdc_acm : serialPackages.option);
  const card = packageOf(cardPackages, cardDriver);
  if (way === 'dial') {
    const usual = { ncm: 'huawei_cdc_ncm', ecm: 'cdc_ether', rndis: 'rndis_host' } as const;
    const listed = mode === 'ncm' || mode === 'ecm' || mode === 'rndis' ? [cardPackages[usual[mode]]] : [];
    return [...(card === undefined ? listed : [card]), serial, 'usb-modeswitch'];
  }
  const drivers = packages[mode].filter((name) => name.startsWith('kmod-') || name === 'usb-modeswitch');
  const listed = way === 'mode' ? packages[mode] : way === 'modemmanager' ? [...packages.modemmanager, ...drivers] : packages[way];
  const ncm = cardPackages.huawei_cdc_ncm;
  const instead: Readonly<Record<string, string>> = { [serialPackages.option]: serial, [ncm]: card ?? ncm };
  return listed.map((name) => instead[name] ?? name);
}

/** The package of a driver, where the list has it. */
const packageOf = (list: Readonly<Record<string, string>>, driver: string | null) =>
  Object.entries(list).find(([name]) => name === driver)?.[1];
