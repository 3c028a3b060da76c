import { describe, expect, it } from 'vitest';
import { readDump } from '../../electron/bench/forecast/dumps.ts';
import { ReportedDevice } from '../../electron/contract/drivers.ts';
import { loadDb } from '../../modem-db/db.ts';

const db = loadDb();

/** A text as usb-devices writes it: `number codes endpoints driver` of each interface. */
function text(id: string, ...list: readonly string[]): string {
  const [vid, pid] = id.split(':');
  const lines = list.flatMap((line) => {
    const [number = '0', codes = '', count = '2', driver = '(none)'] = line.split(' ');
    const [c, sub, prot] = codes.split('/');
    const n = Number(number);
    const notices = count === '2' ? [] : [`E:  Ad=${(0x90 + n).toString(16)}(I) Atr=03(Int.) MxPS=  10 Ivl=32ms`];
    const data = [0x81 + n, 1 + n].map(
      (a) => `E:  Ad=${a.toString(16).padStart(2, '0')}(${a > 0x80 ? 'I' : 'O'}) Atr=02(Bulk) MxPS= 512 Ivl=0ms`,
    );
    return [
      `I:  If#= ${n} Alt= 0 #EPs= ${count} Cls=${c}(x) Sub=${sub} Prot=${prot} Driver=${driver}`,
      ...notices,
      ...(count === '1' ? [] : data),
    ];
  });
  return [
    'T:  Bus=01 Lev=01 Prnt=01 Port=00 Cnt=01 Dev#=  2 Spd=480 MxCh= 0',
    'D:  Ver= 2.00 Cls=00(>ifc ) Sub=00 Prot=00 MxPS=64 #Cfgs=  1',
    `P:  Vendor=${vid} ProdID=${pid} Rev=01.00`,
    `C:  #Ifs= ${list.length} Cfg#= 1 Atr=e0 MxPwr=500mA`,
    ...lines,
  ].join('\n');
}

function ports(id: string, ...list: readonly string[]) {
  const [device] = readDump(text(id, ...list), '24.10.8', 'en', db).devices.map((one) => ReportedDevice.parse(one));
  return { ports: device?.ports.map((p) => `${p.interface} ${p.node} ${p.role} ${p.known}`), at: device?.at };
}

describe('the serial ports of a posted text', () => {
  it('have their nodes on the router, and the AT port is named where it is known', () => {
    expect(
      ports(
        '2c7c:0125',
        '0 ff/ff/ff 2 option',
        '1 ff/00/00 3 option',
        '2 ff/00/00 3 option',
        '3 ff/00/00 3 option',
        '4 ff/ff/ff 3 qmi_wwan',
      ),
    ).toEqual({
      ports: ['0 /dev/ttyUSB0 diag listed', '1 /dev/ttyUSB1 gps listed', '2 /dev/ttyUSB2 at listed', '3 /dev/ttyUSB3 modem listed'],
      at: { state: 'named', interfaces: [2, 3] },
    });
  });

  it('are candidates where sources differ, in the order of asking', () => {
    const rm500u = ports('2c7c:0900', ...[2, 3, 4, 5, 6].map((n) => `${n} ff/00/00 2 option`));
    expect(rm500u.at).toEqual({ state: 'candidates', interfaces: [4, 5, 2, 3, 6] });
    expect(rm500u.ports?.[2]).toBe('4 /dev/ttyUSB2 other candidate');
  });

  it('are named without a node where no driver makes one', () => {
    expect(ports('aaaa:0001', '0 ff/ff/40 3 option', '1 ff/ff/30 2 option')).toEqual({
      ports: ['0 null at code', '1 null diag code'],
      at: { state: 'named', interfaces: [0] },
    });
  });

  it('are none of an interface that another driver takes', () => {
    // The database has one QMI interface of these ids, qmi_wwan's table (Linux 6.6) two.
    const { ports: reported } = ports('05c6:900c', '0 ff/ff/ff 3 option', '5 ff/ff/ff 3 qmi_wwan', '6 ff/ff/ff 3 qmi_wwan');
    expect(reported).toEqual(['0 null other candidate']);
  });

  it('are left out of a disc', () => {
    expect(ports('12d1:1446', '0 08/06/50 2 usb-storage')).toEqual({ ports: [], at: null });
  });
});
