import type { ProtoName, Release } from '../../modem-db/openwrt/index.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { Mode } from '../contract/words.ts';
import { ecm, rndis } from './writers/dhcp.ts';
import { mbim } from './writers/mbim.ts';
import { ncm } from './writers/ncm.ts';
import { qmi } from './writers/qmi.ts';
import { threeG } from './writers/three-g.ts';
import type { InterfacePlan, RouterDongle, Writer } from './writers/writer.ts';

/** The ways that bundles are made for. A further one is an entry here and its writer. */
const writers: Readonly<Record<Mode, { readonly proto: ProtoName; readonly write: Writer }>> = {
  qmi: { proto: 'qmi', write: qmi },
  mbim: { proto: 'mbim', write: mbim },
  ncm: { proto: 'ncm', write: ncm },
  ecm: { proto: 'dhcp', write: ecm },
  rndis: { proto: 'dhcp', write: rndis },
  ppp: { proto: '3g', write: threeG },
};

/** OpenWrt's protocol for a mode. */
export function protoForMode(mode: Mode): ProtoName {
  return writers[mode].proto;
}

/** What the release's handler has to be given for these wishes, which are checked already. */
export function planInterface(wishes: Wishes, dongle: RouterDongle, release: Release): InterfacePlan {
  return writers[wishes.mode].write(wishes, dongle, release);
}

/**
 * The packages that the dongle needs on that release. A serial port is made by the driver that this host bound to it, or by the one
 * that its name tells (`ttyACM`); the lists name the one that most modems have.
 */
export function packagesFor({ packages, serialPackages }: Release, mode: Mode, node: string | null, serialDriver: string | null): string[] {
  const bound = Object.entries(serialPackages).find(([driver]) => driver === serialDriver)?.[1];
  const wanted = bound ?? (node?.startsWith('/dev/ttyACM') ? serialPackages.cdc_acm : serialPackages.option);
  return packages[mode].map((name) => (name === serialPackages.option ? wanted : name));
}
