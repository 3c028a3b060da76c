import { describe, expect, it } from 'vitest';
import { choosePosted, postedModel } from '../../electron/bench/export-facts/posted-model.ts';
import { withAssociated } from '../../electron/bench/forecast/associated.ts';
import { byDrivers } from '../../electron/bench/forecast/by-drivers.ts';
import { withNamedIds } from '../../electron/bench/forecast/by-name.ts';
import { readDump, readPosted } from '../../electron/bench/forecast/dumps.ts';
import { withoutPersonal } from '../../electron/bench/forecast/private.ts';
import { toldModes } from '../../electron/bench/forecast/told-modes.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import { type DumpDevice, readText } from '../../electron/usb/dumps/index.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import { loadDb } from '../../modem-db/db.ts';
import { driverTables } from '../../modem-db/drivers/index.ts';
import { type Printed, printed, writeDebugfs, writeLsusbList, writeLsusbTree, writeUsbDevices } from '../support/dump-writer.ts';
import { ICCID, IMEI, IMSI, writeAt, writeKernelLog, writeMmcli } from '../support/told-writer.ts';

const db = loadDb();
const RELEASE = '24.10.8';
const tables = driverTables(RELEASE);
const dongle = (name: string, composition: string): Printed => {
  const model = findModel(name);
  if (!model) throw new Error(name);
  return printed(model, composition);
};
const one = (text: string): DumpDevice => {
  const [device, ...more] = readText(text).devices;
  if (!device || more.length > 0) throw new Error(`${more.length} more`);
  return device;
};
const report = (text: string) => readDump(text, RELEASE, 'en', db).devices;
const [ec25, disc] = [dongle('quectel-ec25', 'qmi'), dongle('huawei-ncm', 'disc')];

describe('ids by a name', () => {
  const asks = (model: string, more = '') => one(`AT+CGMM\n${model}\nOK\n${more}`);

  it('are those that the label stands for, and it is said', () => {
    const { device, assumed } = withNamedIds(asks('EC25'), db);
    expect([device.vid, device.pid, device.complete.ids]).toEqual([0x2c7c, 0x0125, true]);
    expect(assumed.map(({ key }) => key)).toEqual(['drivers.assumed.name']);
  });

  it('are none of a name that nobody knows, and never take the place of those that the text tells', () => {
    expect(withNamedIds(asks('Zork 3000'), db)).toMatchObject({ device: { complete: { ids: false } }, assumed: [] });
    const told = one(`${writeLsusbList(disc)}\nAT+CGMM\nEC25\nOK\n`);
    expect(withNamedIds(told, db).device).toMatchObject({ vid: disc.vid, pid: disc.pid });
  });

  it('are found by the beginning of the firmware', () => {
    expect(withNamedIds(one('AT+CGMR\nEC25EFAR06A06M4G\nOK\n'), db).device).toMatchObject({ vid: 0x2c7c, pid: 0x0125 });
  });
});

describe('drivers in a text', () => {
  it('of a log give each interface the codes of a row for these ids', () => {
    const word = byDrivers(one(writeKernelLog(ec25)), tables);
    expect(word?.interfaces.map((i) => [i.number, i.class])).toEqual([0, 1, 2, 3, 4].map((number) => [number, 0xff]));
    expect(word?.untold).toEqual([]);
    const [device] = report(writeKernelLog(ec25));
    expect(device).toMatchObject({ mode: 'qmi', way: { proto: 'qmi' } });
    expect(device?.interfaces.every(({ agrees }) => agrees === true)).toBe(true);
  });

  it('without ids speak for classes alone', () => {
    const tree = one(writeLsusbTree(dongle('quectel-ec25', 'mbim')));
    const word = byDrivers(tree, tables);
    expect(word?.interfaces.map((i) => i.class)).not.toContain(0xff);
    expect(word?.untold.length).toBeGreaterThan(0);
    expect(report(writeLsusbTree(dongle('quectel-ec25', 'mbim')))[0]).toMatchObject({ mode: 'mbim', way: { proto: 'mbim' }, vid: null });
  });

  it('are those of another release where the one that is asked about has no row', () => {
    const old = driverTables('21.02.0');
    const newer =
      '[ 1.000000] usb 1-2: New USB device found, idVendor=2c7c, idProduct=0801, bcdDevice= 5.04\n[ 1.000001] option 1-2:1.0: GSM modem (1-port) converter detected\n';
    expect(byDrivers(one(newer), old)?.interfaces.map((i) => i.number)).toEqual([0]);
  });

  it('of RNDIS are of three classes', () => {
    for (const [cls, subclass, protocol] of [
      ['Wireless', 0x01, 0x03],
      ['Miscellaneous Device', 0x04, 0x01],
      ['Communications', 0x02, 0xff],
    ] as const) {
      const rows = [0, 1].map((n) => `    |__ Port 2: Dev 3, If ${n}, Class=${n ? 'CDC Data' : cls}, Driver=rndis_host, 480M`);
      const text = `/:  Bus 01.Port 1: Dev 1, Class=root_hub, Driver=ehci/1p, 480M\n${rows.join('\n')}\n`;
      expect(byDrivers(one(text), tables)?.interfaces[0]).toMatchObject({ subclass, protocol });
      expect(report(text)[0]).toMatchObject({ mode: 'rndis', way: { proto: 'dhcp' } });
    }
  });

  it('that nobody names say nothing', () => {
    expect(byDrivers(one(writeLsusbList(ec25)), tables)).toBeNull();
    expect(byDrivers(one(writeLsusbTree({ ...ec25, drivers: new Map() })), tables)).toBeNull();
  });
});

describe('associations', () => {
  const cut = [
    'T:  Bus=01 Lev=01 Prnt=01 Port=00 Cnt=01 Dev#=  7 Spd=480  MxCh= 0',
    'D:  Ver= 2.10 Cls=ef(misc ) Sub=02 Prot=01 MxPS=64 #Cfgs=  1',
    'P:  Vendor=1199 ProdID=9091 Rev=00.06',
    'C:* #Ifs= 5 Cfg#= 1 Atr=a0 MxPwr=500mA',
    'A:  FirstIf#=12 IfCount= 2 Cls=02(comm.) Sub=0e Prot=00',
  ];

  it('of a cut text are the interfaces that it lacks', () => {
    const { device, added } = withAssociated(one(cut.join('\n')));
    expect([...added]).toEqual([]);
    const rest = 'I:* If#= 0 Alt= 0 #EPs= 2 Cls=ff(vend.) Sub=ff Prot=ff Driver=qcserial';
    const more = withAssociated(one([...cut, rest].join('\n')));
    expect([...more.added]).toEqual([12, 13]);
    expect(more.device.configurations[0]?.interfaces.map((i) => [i.number, i.class, i.subclass, i.protocol])).toEqual([
      [0, 0xff, 0xff, 0xff],
      [12, 0x02, 0x0e, 0x00],
      [13, 0x0a, 0x00, 0x02],
    ]);
    expect(device.configurations.flatMap((c) => c.interfaces)).toEqual([]);
    expect(report([...cut, rest].join('\n'))[0]).toMatchObject({ mode: 'mbim' });
  });

  it('of a whole text, of other classes and of other counts change nothing', () => {
    const whole = one(writeDebugfs(dongle('quectel-ec25', 'mbim')));
    expect(withAssociated(whole).device).toBe(whole);
    const rest = 'I:* If#= 0 Alt= 0 #EPs= 2 Cls=ff(vend.) Sub=ff Prot=ff Driver=qcserial';
    for (const line of [
      'A:  FirstIf#=12 IfCount= 2 Cls=0e(video) Sub=03 Prot=00',
      'A:  FirstIf#=12 IfCount= 3 Cls=02(comm.) Sub=0e Prot=00',
    ]) {
      const device = one([...cut.slice(0, 4), line, rest].join('\n'));
      expect(withAssociated(device).device).toBe(device);
    }
  });
});

describe('modes that a text tells', () => {
  it('are those of its drivers before its ports, and these before its settings', () => {
    expect([...toldModes(one(writeKernelLog(ec25)), db)]).toEqual(['qmi']);
    const ports = 'Model: EC25\nPorts: cdc-wdm0 (mbim), ttyUSB2 (at)\nProtocol: qmi\n';
    expect([...toldModes(one(ports), db)]).toEqual(['mbim']);
    expect([...toldModes(one(`${ports}Drivers: option, qmi_wwan\n`), db)]).toEqual(['qmi']);
    expect([...toldModes(one('Model: EC25\nProtocol: ecm\n'), db)]).toEqual(['ecm']);
  });

  it('that contradict each other are several, and none is concluded', () => {
    const text = 'Model: Zork 3000\nDrivers: cdc_mbim, qmi_wwan\n';
    expect([...toldModes(one(text), db)]).toEqual(['mbim', 'qmi']);
    expect(report(text)[0]).toMatchObject({ mode: null });
  });

  it('are those of the answer to the question of its recipe', () => {
    const asks = (value: number) => `${writeLsusbList(ec25)}AT+QCFG="usbnet"\n+QCFG: "usbnet",${value}\nOK\n`;
    expect([0, 1, 2].map((value) => [...toldModes(one(asks(value)), db)])).toEqual([['qmi'], ['ecm'], ['mbim']]);
    expect([...toldModes(one(`${writeLsusbList(ec25)}AT+QCFG="usbnet"\nERROR\n`), db)]).toEqual([]);
  });
});

describe('personal numbers', () => {
  const MAC = '02:1e:10:1f:ab:cd';
  const numbers = [IMEI, IMSI, ICCID, MAC, '79161234567', '+79161234567'];
  const answers = [
    `AT+CGSN\n${IMEI}\nOK`,
    `AT+CIMI\n${IMSI}\nOK`,
    `AT+QCCID\n+QCCID: ${ICCID}\nOK`,
    'AT+CNUM\n+CNUM: ,"+79161234567",145\nOK',
    'AT+CNUM\n+CNUM: "My number","79161234567",129\nOK',
    `AT#RFSTS\n#RFSTS: "250 01",1325,-98,-70,-13,2C10,255,,256,19,1A2B3C4,"${IMSI}","Net",3,3\nOK`,
    `AT+CCED=0,1\n+CCED: LTE current cell:250,01,${IMSI},5,0,20,3,1325\nOK`,
    `AT^SN\nIMEI: ${IMEI}\nOK`,
    'ATI\nManufacturer: Maker\nModel: Zork 3000\nRevision: 1.0\nIMEI: 861234030123455\n+GCAP: +CGSM\nOK',
  ];

  it.each(answers.map((text) => [text.split('\n')[0] ?? '', text] as const))('in answers to %s are masked', (_, text) => {
    const shown = JSON.stringify(readDump(text, RELEASE, 'en', db));
    expect(shown).toContain('**');
    for (const number of numbers) expect(shown).not.toContain(number);
  });

  it('in notes, events and lines that nobody understood are masked', () => {
    const noted = writeUsbDevices(ec25).replace(/^C:/m, `what my IMEI ${IMEI} has to do here and ${MAC}\nC:`);
    const log = `${writeKernelLog(ec25)}[   99.000000] usb 1-2: failed with error -71 at ${MAC}, IMEI: ${IMEI}\n`;
    const unread = `my SIM ${ICCID} is at card ${MAC}\n${writeLsusbList(ec25)}`;
    for (const text of [noted, log, unread]) {
      const shown = JSON.stringify(readDump(text, RELEASE, 'en', db));
      expect(shown).toContain('**');
      for (const number of numbers) expect(shown).not.toContain(number);
    }
  });

  it('are masked, and what is nobody’s is not', () => {
    expect(withoutPersonal(`IMEI: ${IMEI}`)).not.toContain(IMEI);
    expect(withoutPersonal(MAC.replaceAll(':', '-'))).toBe('**:**:**:**:**:**');
    for (const line of ['+CSQ: 22,99', 'EC25EFAR06A06M4G', 'usb 1-1.4: error -71', '12:34:56 up 7 days', '2c7c:0125'])
      expect(withoutPersonal(line)).toBe(line);
  });
});

describe('the modem that a bundle is for', () => {
  const posted = (text: string) => readPosted(text, RELEASE, 'en', db).devices;
  const code = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      if (error instanceof BenchError) return error.code;
      throw error;
    }
    return null;
  };
  const em7455 = { ...dongle('sierra-em7455', 'mbim'), address: 9, port: 3 };
  const two = `${writeUsbDevices(ec25)}\n${writeUsbDevices(em7455)}`;

  it('is the only one, or the one that is named by ids, port, or bus and address', () => {
    expect(choosePosted(posted(writeUsbDevices(ec25))).reported.pid).toBe('0125');
    expect(code(() => choosePosted(posted(two)))).toBe('TEXT_AMBIGUOUS');
    for (const name of ['2c7c:0125', ' 2C7C:0125 ', '1-2', '1/4']) expect(choosePosted(posted(two), name).reported.pid).toBe('0125');
    expect(code(() => choosePosted(posted(two), '1234:5678'))).toBe('TEXT_LACKS');
    expect(code(() => choosePosted(posted(two), '\u001b[31m'))).toBe('TEXT_LACKS');
  });

  it('is none where the text shows none, or boot code', () => {
    expect(code(() => choosePosted([]))).toBe('DUMP_EMPTY');
    expect(code(() => choosePosted(posted('Bus 001 Device 003: ID 046d:c31c Logitech Keyboard\n')))).toBe('DUMP_EMPTY');
    expect(code(() => choosePosted(posted('Bus 001 Device 003: ID 05c6:9008 Qualcomm QDL mode\n')))).toBe('MODEM_NOT_RUNNING');
  });

  it.each(['14dc', '1f01'])('of a log that shows it as a disc, %s, and as a modem is the modem', (pid) => {
    const text = [
      'usb 1-2: new high-speed USB device number 4 using xhci_hcd',
      `usb 1-2: New USB device found, idVendor=12d1, idProduct=${pid}, bcdDevice= 1.02`,
      'usb-storage 1-2:1.0: USB Mass Storage device detected',
      'usb 1-2: USB disconnect, device number 4',
      'usb 1-2: new high-speed USB device number 5 using xhci_hcd',
      'usb 1-2: New USB device found, idVendor=12d1, idProduct=14dc, bcdDevice= 1.02',
      "cdc_ether 1-2:1.0 eth1: register 'cdc_ether' at usb-0000:00:14.0-2, CDC Ethernet Device, 02:00:00:00:00:01",
    ];
    const log = (lines: readonly string[]) => lines.map((line, at) => `[   1${at}.000000] ${line}`).join('\n');
    expect(choosePosted(posted(log(text))).reported).toMatchObject({ pid: '14dc', address: 5, disc: false, mode: 'ecm' });
    // Another stick in another port leaves it open.
    const other = text.slice(4).map((line) => line.replaceAll('1-2', '1-3').replace('number 5', 'number 6').replace('14dc', '1506'));
    expect(code(() => choosePosted(posted(log([...text, ...other]))))).toBe('TEXT_AMBIGUOUS');
    // The disc alone is what a bundle may be for as well.
    expect(choosePosted(posted(log(text.slice(0, 3)))).reported.pid).toBe(pid);
  });

  it('of which no ids are told is no model', () => {
    const [device] = posted(writeLsusbTree(dongle('quectel-ec25', 'mbim')));
    if (!device) throw new Error('no device');
    expect(code(() => postedModel(device, db))).toBe('MODEL_UNKNOWN');
  });

  it('that no list has is as the text describes it, and no other mode is made up', () => {
    const text = writeDebugfs({ ...dongle('quectel-ec25', 'mbim'), vid: 0x1234, pid: 0x5678 });
    const [device] = posted(text);
    if (!device) throw new Error('no device');
    const model = postedModel(device, db);
    expect([model.name, [...model.states.keys()], model.ids]).toEqual(['1234:5678', ['mbim'], ['1234:5678']]);
    const recognised = device.identified.kind === 'modem' ? device.identified.recognised : null;
    expect(model.states.get('mbim')).toEqual({ shape: device.shape, recognised, portsInOrder: true });
    expect(model.states.get('mbim')?.shape.configurations[0]?.interfaces.length).toBeGreaterThan(4);
  });

  it('that a text names and does not describe has what the database has', () => {
    const [device] = posted(writeMmcli(ec25, { maker: 'Quectel', model: 'EC25', firmware: 'EC25EFAR06A06M4G' }));
    if (!device) throw new Error('no device');
    expect(postedModel(device, db)).toMatchObject({ name: '2c7c:0125' });
    expect(postedModel(device, db).states.has('qmi')).toBe(true);
  });

  it('an answer of a modem alone names it', () => {
    const { reported } = choosePosted(posted(writeAt({ maker: 'Quectel', model: 'EC25', firmware: 'EC25EFAR06A06M4G' })));
    expect(reported).toMatchObject({ vid: '2c7c', pid: '0125' });
  });
});
