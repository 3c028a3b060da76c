import { commonTable } from '../at-engine/common.ts';
import type { AtTable } from '../at-engine/engine.ts';
import { huaweiQualcommTable, huaweiTable } from '../at-engine/huawei.ts';
import { error } from '../at-engine/results.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { cardPart, cdPart, discComposition, discParts } from './huawei-disc.ts';
import { layout, type Piece, port, qmi } from './layout.ts';
import { bindingsOf, compose, type Part } from './parts.ts';

/** A Huawei 3G stick on a Qualcomm chip. The revision is made up; those of the kind begin with 11 (asterisk-chan-dongle, issue 128). */
export const huaweiE173Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'huawei',
  model: 'E173',
  revision: '11.126.15.00.00',
  hardware: 'CD6ATCPU',
  imei: '354369040196061',
  imsi: '001010000000061',
  iccid: '8901010000000000061',
  mac: '024ba8c5d161',
  ip: { address: '10.64.61.65', mask: '255.255.255.252', gateway: '10.64.61.66', dns: ['10.64.61.66', '192.0.2.53'], mtu: 1500 },
};

/** Of the values of ^U2DIAG those whose product id was published; a real E173 has more. */
const u2diagTable: AtTable = {
  '^U2DIAG': {
    read: ({ body }) => [`^U2DIAG: ${String(body.flash['u2diag'] ?? 276)}`],
    set: ({ body }, [value = '', ...more]) => {
      if (!/^(0|255|276)$/.test(value) || more.length > 0) return error;
      body.flash['u2diag'] = Number(value);
      body.saveFlash();
      return [];
    },
  },
};

const speaks = { identity: huaweiE173Identity, tables: [commonTable, huaweiTable, huaweiQualcommTable, u2diagTable] };

const serial = [0xff, 0xff, 0xff] as const;
const modem = port(speaks, { triple: serial });
/** The port that carries voice as well. */
const voice = port('mute', { triple: serial, notifies: false });
const pcui = port(speaks, { triple: serial, notifies: false });
const cd: Piece = (n) => cdPart({ number: n.interface(), input: n.input(), output: n.output() });
const card: Piece = (n) => cardPart({ number: n.interface(), input: n.input(), output: n.output() });

/**
 * `network`, 12d1:140c: usb-devices in ubuntuforums.org (six interfaces, qmi_wwan on 1), AT on 3 and voice on 2 by asterisk-chan-dongle.
 * `modem`, 12d1:1001: the same without network and storage, AT on 2 and voice on 1 by the same program.
 */
function partsOf(composition: string): Part[] {
  if (composition === 'disc') return discParts('network');
  if (composition === 'modem') return layout([modem, voice, pcui]);
  return layout([modem, qmi(huaweiE173Identity, { triple: serial, rawIpOnly: false }), voice, pcui, cd, card]);
}

/** Compositions: `disc` (12d1:1446), `network` (12d1:140c) and, with ^U2DIAG 0, `modem` (12d1:1001). */
export const huaweiE173: ModemModel = {
  name: 'huawei-e173',
  title: 'Huawei E173 stick (3G)',
  compositions: ['disc', 'network', 'modem'],
  factory: () => ({ u2diag: 276 }),
  powerUp: (flash) => (flash['u2diag'] === 0 ? 'modem' : 'disc'),
  compose: (composition, body) => {
    if (composition === 'disc') return discComposition(0x1446, body, 'network');
    const spec = {
      vid: 0x12d1,
      pid: composition === 'modem' ? 0x1001 : 0x140c,
      bcdDevice: 0x0000,
      manufacturer: 'HUAWEI Technology',
      product: 'HUAWEI Mobile',
      attributes: 0xe0,
      maxPower: 500,
    };
    return compose(spec, partsOf(composition), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition)),
};
