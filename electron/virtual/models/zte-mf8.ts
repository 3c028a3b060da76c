import { commonTable } from '../at-engine/common.ts';
import { zteStickTable, zteTable } from '../at-engine/zte.ts';
import { cdc } from '../descriptors.ts';
import { type CommandHook, Disc } from '../disc.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import { isoImage } from '../iso9660.ts';
import type { ModemBody, ModemModel } from '../modem.ts';
import { TinyNetwork } from '../network/tiny-network.ts';
import { ScsiDrive } from '../scsi.ts';
import { Sim } from '../sim.ts';
import { diag, ecm, layout, type Piece, port } from './layout.ts';
import { rndis } from './net-pieces.ts';
import { bindingsOf, bulk, compose, type Part } from './parts.ts';

/** Drives of ZTE's sticks as Linux names them. */
const CD = { vendor: 'ZTE', product: 'USB SCSI CD-ROM', revision: '2.31' };
const CARD = { vendor: 'ZTE', product: 'MMC Storage', revision: '2.31' };

const image = isoImage('ZTE_MODEM', [
  { name: 'README.TXT', content: Buffer.from('This disc belongs to a practice dongle.\r\n', 'latin1') },
]);

/** Time from the eject to leaving, in ms: the second of usb_modeswitch's eject commands still finds the stick there. */
const LEAVE_MS = 300;

/** START STOP UNIT with LoEj and without Start (SBC-3, 5.25): the way out of the disc state. */
function ejectHook(body: ModemBody, composition: string): CommandHook {
  return (block) => {
    if (block[0] !== 0x1b || ((block[4] ?? 0) & 3) !== 2) return null;
    const leave = () => {
      if (body.faults.ignoreSwitch === true || body.memory.get('switching') === true) return;
      body.memory.set('switching', true);
      body.reenumerate(composition, { afterMs: LEAVE_MS });
    };
    return { kind: 'answer', status: body.faults.cswStatus ?? 0, after: leave };
  };
}

/** A drive; `switchesTo` for the disc of the disc state. */
function drive(kind: 'cd' | 'card', switchesTo?: string): Piece {
  return (n) => {
    const number = n.interface();
    const input = n.input();
    const output = n.output();
    return {
      interfaces: [{ number, class: 8, subclass: 6, protocol: 0x50, endpoints: [bulk(input), bulk(output)] }],
      functions: (body) => {
        const hook = switchesTo === undefined ? {} : { onCommand: ejectHook(body, switchesTo) };
        const unit = kind === 'cd' ? new ScsiDrive('cd', CD, image) : new ScsiDrive('card', CARD, null);
        return [new Disc({ interfaceNumber: number, input, output, drive: unit, ...hook })];
      },
      bindings: [{ interfaceNumber: number, driver: 'usb-storage', ...(kind === 'cd' ? { node: 'sr' as const } : {}) }],
    };
  };
}

/** The router that the stick is: 192.168.0.1 (ArchWiki), there whatever the SIM does. */
function webRouter({ mac }: VirtualIdentity): (body: ModemBody) => TinyNetwork {
  const lease = { address: '192.168.0.100', mask: '255.255.255.0', gateway: '192.168.0.1', dns: ['192.168.0.1'] };
  const own = `${mac.slice(0, -1)}${(Number.parseInt(mac.slice(-1), 16) ^ 1).toString(16)}`;
  return (body) => new TinyNetwork({ ...lease, mac: own, up: () => true, online: () => new Sim(body).state === 'ready' });
}

/** CDC Ethernet without an association: 103 bytes of configuration leave no room for one (`lsusb -v`, usb_modeswitch forum, topic 2060). */
function plainEcm(identity: VirtualIdentity): Piece {
  const piece = ecm(webRouter(identity));
  return (n) => {
    const part = piece(n);
    return { ...part, interfaces: part.interfaces.map(({ association: _, ...rest }) => rest) };
  };
}

/** RNDIS with the functional descriptors of a 19d2:1403 (`lsusb -vvv` of an MF667, usb_modeswitch forum, topic 2457). */
function zteRndis(identity: VirtualIdentity): Piece {
  const piece = rndis(webRouter(identity));
  return (n) => {
    const part = piece(n);
    const extra = [cdc.header(), cdc.acm(2), cdc.callManagement(3, 1), cdc.union(0, 1)];
    return { ...part, interfaces: part.interfaces.map((i) => (i.class === 0xe0 ? { ...i, extra } : i)) };
  };
}

interface Stick {
  readonly name: string;
  readonly title: string;
  readonly identity: VirtualIdentity;
  /** Whether it was left in what ZTE calls download mode, ports alone. */
  readonly download: boolean;
}

const pids: Readonly<Record<string, number>> = { disc: 0x1225, rndis: 0x1403, ecm: 0x1405, ports: 0x0016 };

/**
 * Compositions: `disc` (19d2:1225), `ecm` (1405; what Linux' eject leads to), `rndis` (1403) and `ports` (0016: diagnosis, modem and AT;
 * ModemManager 1.25.95-dev, 77-mm-zte-port-types.rules). Which of them comes first stands in two flags: ArchWiki, ZTE MF 823.
 */
function stick({ name, title, identity, download }: Stick): ModemModel {
  const speaks = { identity, tables: [commonTable, zteTable, zteStickTable] };
  const serial = [0xff, 0xff, 0xff] as const;
  const pieces: Readonly<Record<string, readonly Piece[]>> = {
    disc: [drive('cd', 'ecm')],
    ecm: [plainEcm(identity), drive('card')],
    rndis: [zteRndis(identity), drive('card')],
    ports: [diag(), port(speaks, { triple: serial }), port(speaks, { triple: serial, notifies: false })],
  };
  const partsOf = (composition: string): Part[] => layout(pieces[composition] ?? []);
  return {
    name,
    title,
    compositions: Object.keys(pieces),
    factory: () => ({ autorun: 1, download: download ? 1 : 0 }),
    powerUp: (flash) => (flash['download'] === 1 ? 'ports' : flash['autorun'] === 1 ? 'disc' : 'rndis'),
    compose: (composition, body) => {
      if (composition === 'disc') body.memory.delete('switching');
      const spec = {
        vid: 0x19d2,
        pid: pids[composition] ?? 0x1225,
        bcdDevice: 0xf0d4,
        class: composition === 'ecm' ? 2 : 0,
        manufacturer: 'ZTE,Incorporated',
        product: 'ZTE WCDMA Technologies MSM',
        serial: `${identity.model}0ZTED010000`,
        moreStrings: [identity.mac.toUpperCase()],
        attributes: composition === 'rndis' ? 0xc0 : 0xa0,
        maxPower: 500,
      };
      return compose(spec, partsOf(composition), body);
    },
    bindings: (composition) => bindingsOf(partsOf(composition)),
  };
}

/** Manufacturer and revision: session on an MF823 in ArchWiki. */
export const zteMf823Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'ZTE CORPORATION',
  model: 'MF823',
  revision: 'MF823_T03',
  hardware: 'MF823-1.0.0',
  imei: '866948010196028',
  imsi: '001010000000062',
  iccid: '8901010000000000062',
  mac: '024ba8c5d162',
  ip: { address: '10.64.62.65', mask: '255.255.255.252', gateway: '10.64.62.66', dns: ['10.64.62.66', '192.0.2.53'], mtu: 1500 },
};

/** Revision and hardware: technicalexperiments.wordpress.com, ZTE MF831 for use with OpenWRT. */
export const zteMf831Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'ZTE CORPORATION',
  model: 'MF831',
  revision: 'BD_HOFATMF831V1.0.0B02',
  hardware: 'MF831-1.0.0',
  imei: '866948010196036',
  imsi: '001010000000063',
  iccid: '8901010000000000063',
  mac: '024ba8c5d164',
  ip: { address: '10.64.63.65', mask: '255.255.255.252', gateway: '10.64.63.66', dns: ['10.64.63.66', '192.0.2.53'], mtu: 1500 },
};

export const zteMf823 = stick({ name: 'zte-mf823', title: 'ZTE MF823 stick', identity: zteMf823Identity, download: false });
export const zteMf831 = stick({
  name: 'zte-mf831',
  title: 'ZTE MF831 stick (left in port mode)',
  identity: zteMf831Identity,
  download: true,
});
