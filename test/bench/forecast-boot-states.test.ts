import { describe, expect, it } from 'vitest';
import { readDump } from '../../electron/bench/forecast/dumps.ts';
import { showReport } from '../../electron/cli/show-drivers.ts';
import { DriversDocument, type ReportedDevice } from '../../electron/contract/drivers.ts';
import { createText } from '../../electron/contract/text.ts';
import type { Language } from '../../electron/contract/words.ts';
import { loadDb } from '../../modem-db/db.ts';

/** What a posted text shows of a dongle in which no modem runs. */

const db = loadDb();
const read = (text: string) => readDump(text, '24.10.8', 'en', db).devices;
const shown = (text: string, language: Language = 'en') => showReport(createText(language), readDump(text, '24.10.8', language, db));
const lone = (vid: string, pid: string, product: string, triple = 'Cls=ff(vend.) Sub=ff Prot=ff', driver = 'qcserial') => `
T:  Bus=01 Lev=02 Prnt=02 Port=01 Cnt=02 Dev#=  4 Spd=480  MxCh= 0
D:  Ver= 2.00 Cls=00(>ifc ) Sub=00 Prot=00 MxPS=64 #Cfgs=  1
P:  Vendor=${vid} ProdID=${pid} Rev= 0.00
S:  Product=${product}
C:* #Ifs= 1 Cfg#= 1 Atr=a0 MxPwr=  2mA
I:* If#= 0 Alt= 0 #EPs= 2 ${triple} Driver=${driver}
E:  Ad=81(I) Atr=02(Bulk) MxPS= 512 Ivl=0ms
E:  Ad=01(O) Atr=02(Bulk) MxPS= 512 Ivl=0ms
`;
const only = (text: string): ReportedDevice => {
  const [device, ...more] = read(text);
  if (!device || more.length > 0) throw new Error(`${more.length + 1} devices`);
  return device;
};

describe('a text about boot code', () => {
  it('is told as that, with no way to the network and no port to be asked', () => {
    const device = only(lone('05c6', '9008', 'QUSB__BULK'));
    expect(device).toMatchObject({
      bootState: 'emergency-download',
      listed: true,
      disc: false,
      mode: null,
      way: null,
      ports: [],
      at: null,
    });
    expect(device.name).toBe('Qualcomm emergency download (EDL)');
    // What the kernel binds is a fact all the same.
    expect(device.interfaces).toMatchObject([{ driver: 'qcserial', agrees: true }]);
    expect(DriversDocument.shape.devices.parse([device])).toEqual([device]);
  });

  it('is told by ids alone as well, whatever composition a vendor lists under the id', () => {
    const text = [
      '1782:4d00 Spreadtrum',
      '0e8d:2000 MediaTek Inc. MT65xx Preloader',
      '1199:9070 Sierra Wireless, Inc.',
      '2c7c:0125 Quectel',
    ]
      .map((device, i) => `Bus 001 Device 0${10 + i}: ID ${device}`)
      .join('\n');
    const states = new Map(read(text).map((d) => [`${d.vid}:${d.pid}`, d]));
    expect(states.get('1782:4d00')?.bootState).toBe('preloader');
    expect(states.get('0e8d:2000')?.bootState).toBe('preloader');
    expect(states.get('1199:9070')).toMatchObject({ bootState: 'download', interfaces: [], assumed: [], routerSwitch: null });
    expect(states.get('2c7c:0125')?.bootState).toBeNull();
  });

  it('is told under the id of the modem, where the modem keeps it', () => {
    expect(only(lone('2c7c', '0125', 'QHSUSB__BULK', undefined, 'option'))).toMatchObject({ bootState: 'download', way: null, at: null });
    expect(only(lone('2c7c', '0800', 'QUSB_BULK', 'Cls=ff(vend.) Sub=ff Prot=10', 'option'))).toMatchObject({ bootState: 'download' });
  });

  it.each(['en', 'ru'] as const)('says in its heading what it is, and below what to do (%s)', (language) => {
    const text = createText(language);
    const lines = shown(lone('1bc7', '9000', 'FN990-dump', 'Cls=ff(vend.) Sub=ff Prot=10', 'option'), language).split('\n');
    const heading = lines.find((line) => line.includes('1bc7:9000'));
    expect(heading).toContain(`Telit crash dump  1bc7:9000  ${text.word('states.no-modem')}: ${text.word('boot-states.crash-dump.name')}`);
    for (const part of ['meaning', 'remedy']) expect(lines).toContain(`  ${text.word(`boot-states.crash-dump.${part}`)}`);
    expect(lines.join('\n')).not.toMatch(/proto |протокол |boot-states\.|\{\{/);
    expect(lines).not.toContain(`  ${text.word('drivers.no-way')}`);
  });

  it('gets no advice to give its port to a driver by hand, and rests on nothing that was assumed', () => {
    const text = lone('05c6', '900e', 'QUSB_BULK_CID:0412_SN:00000000', 'Cls=ff(vend.) Sub=ff Prot=10', '(none)').replace(/E: .*\n/g, '');
    expect(only(text)).toMatchObject({ bootState: 'crash-dump', assumed: [] });
    expect(only(text).interfaces).toMatchObject([{ driver: null, why: { key: 'drivers.rules.boot-code' } }]);
    expect(shown(text)).not.toMatch(/new_id|option/);
  });

  it('stands before what nobody knows', () => {
    const text = ['ID 046d:c077 Logitech', 'ID 1782:4d00 Spreadtrum'].map((d, i) => `Bus 001 Device 00${2 + i}: ${d}`).join('\n');
    expect(read(text).map(({ vid }) => vid)).toEqual(['1782', '046d']);
  });
});
