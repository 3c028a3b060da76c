import { describe, expect, it } from 'vitest';
import { readDump } from '../../electron/bench/forecast/dumps.ts';
import { driverVerdict } from '../../electron/bench/forecast/view.ts';
import { meantWay, recogniseDevice } from '../../electron/bench/identity/recognise.ts';
import { answerQuery } from '../../electron/bench/queries.ts';
import { mostReported, type ReportedDevice } from '../../electron/contract/drivers.ts';
import { Answer } from '../../electron/contract/queries.ts';
import { createText } from '../../electron/contract/text.ts';
import { languages } from '../../electron/contract/words.ts';
import { chosenConfiguration } from '../../electron/drivers/shape.ts';
import { models } from '../../electron/virtual/models/index.ts';
import { loadDb } from '../../modem-db/db.ts';
import {
  type Printed,
  printed,
  writeDebugfs,
  writeLsusbList,
  writeLsusbTree,
  writeLsusbVerbose,
  writeUsbDevices,
} from '../support/dump-writer.ts';

const db = loadDb();
const RELEASE = '24.10.8';
const read = (text: string) => readDump(text, RELEASE, 'en', db).devices;
const keys = ({ assumed }: ReportedDevice) => assumed.map(({ key }) => key.replace('drivers.assumed.', ''));

function only(text: string): ReportedDevice {
  const [device, ...more] = read(text);
  expect(more).toEqual([]);
  if (!device) throw new Error('no device');
  return device;
}

function model(name: string) {
  const found = models.find((m) => m.name === name);
  if (!found) throw new Error(name);
  return found;
}

/** Every practice dongle in every composition, in the configuration that a kernel chooses by itself. */
const dongles: Printed[] = models.flatMap((m) =>
  m.compositions.flatMap((composition) => {
    const first = printed(m, composition);
    const chosen = chosenConfiguration({ ...first, activeConfiguration: null })?.value;
    const index = first.configurations.findIndex((c) => c.value === chosen);
    return index < 0 ? [] : [index === 0 ? first : printed(m, composition, index)];
  }),
);

/** How its card is dialled follows from who it is, not from its descriptors. */
const undialled = (way: ReportedDevice['way']) =>
  way && { ...way, proto: way.proto === 'static' ? ('dhcp' as const) : way.proto, dial: null };
const verdictOf = ({ interfaces, way }: ReportedDevice) => ({
  drivers: interfaces.map((i) => [i.number, i.driver, i.nodes]),
  way: undialled(way),
});

describe('one dongle in the four forms', () => {
  it('of which practice has many', () => expect(dongles.length).toBeGreaterThan(40));

  it.each(dongles.map((d) => [`${d.vid.toString(16)}:${d.pid.toString(16)} ${d.product ?? ''} ${d.configurations.length}`, d] as const))(
    '%s gets one verdict, that of its descriptors',
    (_, d) => {
      const shape = { ...d, configurations: shapes(d) };
      const recognised = recogniseDevice(shape, db);
      const expected = driverVerdict(shape, RELEASE, { meant: meantWay(shape, recognised), use: recognised });
      const ours = { drivers: expected.interfaces.map((i) => [i.number, i.driver, i.nodes]), way: expected.way };
      const verbose = only(writeLsusbVerbose(d));
      expect(verdictOf(verbose)).toEqual(ours);
      expect(keys(verbose)).toEqual([]);
      expect(verdictOf(only(writeDebugfs(d)))).toEqual(ours);
      expect(verdictOf(only(writeUsbDevices(d)))).toEqual(ours);
      for (const text of [writeDebugfs(d), writeUsbDevices(d)]) expect(only(text).way?.dial).toEqual(verbose.way?.dial);
      // Older ones count endpoints and do not show them.
      const counted = only(writeUsbDevices(d).replaceAll(/^E:.*\n?/gm, ''));
      expect(verdictOf(counted)).toEqual(ours);
      if (counted.interfaces.length > 2) expect(keys(counted)).toContain('endpoints-counted');
      // The tree tells no more than numbers, classes and drivers; with the plain text beside it, it is filled in.
      expect(verdictOf(only(`${writeUsbDevices(d)}\n${writeLsusbTree(d)}`))).toEqual(ours);
      // A router with none had no file that gives the id.
      for (const { interfaces } of [verbose, only(writeDebugfs(d))])
        for (const { seen, told, agrees, driver, newId } of interfaces)
          expect(agrees).toBe(told && !(newId && seen === null) ? seen === driver : null);
    },
  );
});

function shapes(d: Printed) {
  return d.configurations.map((c, i) => ({ ...c, associations: d.associations[i] ?? [] }));
}

describe('a text', () => {
  const ec25 = model('quectel-ec25');
  const qmi = printed(ec25, 'qmi');

  it('names the modem and its mode', () => {
    expect(only(writeUsbDevices(qmi))).toMatchObject({
      forms: ['usb-devices'],
      vid: '2c7c',
      pid: '0125',
      listed: true,
      disc: false,
      mode: 'qmi',
      way: { proto: 'qmi', device: '/dev/cdc-wdm0', net: 'wwan0' },
      routerSwitch: null,
    });
  });

  it('of a dongle in its disc state says so, and what the router does with it', () => {
    const disc = printed(model('huawei-ncm'), 'disc');
    expect(only(writeDebugfs(disc))).toMatchObject({
      disc: true,
      mode: null,
      listed: true,
      way: null,
      routerSwitch: { outcome: 'switches' },
    });
  });

  it('disagrees where the driver is another one, or none, and not where it does not tell', () => {
    const text = writeUsbDevices(qmi);
    const interfaces = (changed: string) => only(changed).interfaces.map(({ agrees }) => agrees);
    expect(interfaces(text)).toEqual([true, true, true, true, true]);
    expect(interfaces(text.replace('Driver=qmi_wwan', 'Driver=option'))).toEqual([true, true, true, true, false]);
    expect(interfaces(text.replace('Driver=qmi_wwan', 'Driver=(none)'))).toEqual([true, true, true, true, false]);
    expect(only(text.replace('Driver=qmi_wwan', 'Driver=(none)')).interfaces[4]).toMatchObject({ seen: null, told: true });
    expect(only(writeLsusbVerbose(qmi)).interfaces[4]).toMatchObject({ seen: null, told: false, agrees: null, driver: 'qmi_wwan' });
  });

  it('with a driver that is not a modem’s gets no verdict against it', () => {
    const mouse = [
      'T:  Bus=01 Lev=01 Prnt=01 Port=00 Cnt=01 Dev#=  7 Spd=12  MxCh= 0',
      'D:  Ver= 2.00 Cls=00(>ifc ) Sub=00 Prot=00 MxPS=64 #Cfgs=  1',
      'P:  Vendor=046d ProdID=c077 Rev=72.00',
      'C:  #Ifs= 1 Cfg#= 1 Atr=a0 MxPwr=100mA',
      'I:  If#= 0 Alt= 0 #EPs= 1 Cls=03(HID  ) Sub=01 Prot=02 Driver=usbhid',
      'E:  Ad=81(I) Atr=03(Int.) MxPS=   4 Ivl=10ms',
    ].join('\n');
    const devices = read(`${mouse}\n\n${writeUsbDevices(qmi)}`);
    // Modems first.
    expect(devices.map(({ vid, mode }) => [vid, mode])).toEqual([
      ['2c7c', 'qmi'],
      ['046d', null],
    ]);
    expect(devices[1]?.interfaces[0]).toMatchObject({
      seen: 'usbhid',
      driver: null,
      agrees: null,
      why: { key: 'drivers.rules.other-driver' },
    });
  });

  it('that tells ids alone is judged by what the database has for them, and says so', () => {
    const device = only('Bus 001 Device 004: ID 1e0e:9001 Qualcomm / Option SimTech');
    expect(device).toMatchObject({ forms: ['lsusb'], vid: '1e0e', listed: true, mode: 'qmi', way: { proto: 'qmi' } });
    expect(device.interfaces.length).toBeGreaterThan(3);
    expect(keys(device)).toEqual(['composition']);
    // A name and ports that may be there or not are no composition.
    const named = db.vendors
      .flatMap((v) => v.compositions)
      .find(({ id, mode, interfaces }) => {
        const silent = mode === null && interfaces.every((i) => i.optional === true) && db.compositionsOf([id]).length === 1;
        return silent && db.switchesOf(Number.parseInt(id.slice(0, 4), 16), Number.parseInt(id.slice(5), 16)).length === 0;
      });
    if (!named) throw new Error('no composition is a name alone');
    expect(only(`Bus 001 Device 004: ID ${named.id}`)).toMatchObject({ listed: true, interfaces: [], way: null });
    expect(keys(only(`Bus 001 Device 004: ID ${named.id}`))).toEqual(['ids-listed']);
    expect(only('Bus 001 Device 004: ID dead:beef')).toMatchObject({ interfaces: [], way: null, listed: false, name: 'dead:beef' });
    expect(keys(only('Bus 001 Device 004: ID dead:beef'))).toEqual(['ids-only']);
    // What only outside lists know has a name, and drivers where the kernel's tables have it.
    expect(only('Bus 001 Device 004: ID 2c7c:012a')).toMatchObject({ interfaces: [], way: null, listed: true, name: 'Quectel EM060K' });
    expect(only('Bus 001 Device 004: ID 2c7c:012a').assumed).toEqual([
      { key: 'drivers.assumed.ids-drivers', values: { drivers: 'option' } },
    ]);
    expect(only('Bus 001 Device 004: ID 3763:3c93')).toMatchObject({ listed: true, name: 'NARI-M601' });
    expect(keys(only('Bus 001 Device 004: ID 3763:3c93'))).toEqual(['ids-named']);
    // A network adapter stands in a driver's table too.
    expect(only('Bus 001 Device 004: ID 0b95:2790')).toMatchObject({ listed: false });
    // Hubs by their ids are left out, unless the text shows something else.
    const ids = (text: string) => readDump(text, RELEASE, 'en', db).devices.map(({ vid, pid }) => `${vid}:${pid}`);
    expect(ids('Bus 001 Device 003: ID 1bbb:00b6\nBus 001 Device 002: ID 2109:3431\n')).toEqual(['1bbb:00b6']);
    expect(ids('T:  Bus=01\nP:  Vendor=2109 ProdID=3431\nI:* If#= 0 Alt= 0 #EPs= 2 Cls=ff(vend.) Sub=ff Prot=ff Driver=option\n')).toEqual([
      '2109:3431',
    ]);
    expect(keys(only('Bus 001 Device 004: ID 12d1:1446'))).toEqual(['disc']);
    expect(only('Bus 001 Device 004: ID 12d1:1446')).toMatchObject({ disc: true, routerSwitch: { outcome: 'switches' } });
  });

  it('that tells ids alone, which are those of the modem and of its disc, says that it may be either', () => {
    const ids = (id: string) => only(`Bus 001 Device 056: ID ${id} Mobile Mobile`);
    expect(keys(ids('3566:2001'))).toEqual(['maybe-disc', 'modes']);
    // No driver of the release has its ports by its own table, and its NCM never has a link.
    expect(ids('3566:2001').assumed[1]?.values['modes']).toBe('RNDIS: proto dhcp, usb0; PPP: proto 3g, /dev/ttyUSB1 (new_id)');
    expect(keys(ids('12d1:1001'))).toEqual(['revision', 'maybe-disc', 'composition']);
    // Its entry chooses among configurations: no drive is made up for it.
    expect(ids('12d1:1573')).toMatchObject({ disc: false, interfaces: [] });
    expect(ids('3566:2001').assumed[0]).toMatchObject({ values: { id: '3566:2001' } });
    for (const language of languages) {
      const said = createText(language).phrase({ key: 'drivers.assumed.maybe-disc', values: { id: '3566:2001' } });
      expect(said).toMatch(/3566:2001.*(disc|диск)/);
    }
    // An entry that chooses among configurations is for a modem; and what is described is what it is.
    expect(keys(ids('413c:81d7'))).not.toContain('maybe-disc');
    expect(keys(only(writeLsusbVerbose(printed(model('huawei-e173'), 'modem'))))).not.toContain('maybe-disc');
  });

  it('of a drive under the id of its modem is its disc, with what leads out of it', () => {
    const text = [
      'Bus 001 Device 028: ID 3566:2001 Mobile Mobile',
      'Device Descriptor:',
      '  bDeviceClass            0',
      '  idVendor           0x3566',
      '  idProduct          0x2001',
      '  bcdDevice           ff.ff',
      '  bNumConfigurations      1',
      '  Configuration Descriptor:',
      '    bNumInterfaces          1',
      '    bConfigurationValue     1',
      '    Interface Descriptor:',
      '      bInterfaceNumber        0',
      '      bAlternateSetting       0',
      '      bNumEndpoints           2',
      '      bInterfaceClass         8 Mass Storage',
      '      bInterfaceSubClass      6 SCSI',
      '      bInterfaceProtocol     80 Bulk-Only',
      '      iInterface              0',
    ];
    expect(only(text.join('\n'))).toMatchObject({
      disc: true,
      mode: null,
      listed: true,
      routerSwitch: { outcome: 'nothing', needless: false },
    });
  });

  it('that tells ids of a modem with several modes foretells none and says what each needs', () => {
    const device = only(writeLsusbList(qmi));
    expect(device).toMatchObject({ vid: '2c7c', listed: true, disc: false, mode: null, interfaces: [], way: null, routerSwitch: null });
    expect(keys(device)).toEqual(['modes']);
    expect(device.assumed[0]?.values).toEqual({
      count: 4,
      modes: expect.stringMatching(
        /^(?=.*QMI: proto qmi, \/dev\/cdc-wdm0)(?=.*MBIM: proto mbim, \/dev\/cdc-wdm0)(?=.*ECM: proto dhcp, usb0)/,
      ),
    });
    // Still before what is no modem.
    expect(read(`Bus 001 Device 003: ID 046d:c077\n${writeLsusbList(qmi)}`).map(({ vid }) => vid)).toEqual(['2c7c', '046d']);
    // The tree tells classes: those of ECM and MBIM are the same, and no driver speaks for one of them.
    const rows = [
      'Vendor Specific Class',
      'Vendor Specific Class',
      'Vendor Specific Class',
      'Vendor Specific Class',
      'Communications',
      'CDC Data',
    ];
    const tree = only(
      [
        '/:  Bus 01.Port 1: Dev 1, Class=root_hub, Driver=ehci-platform/1p, 480M',
        ...rows.map((name, number) => `    |__ Port 2: Dev 4, If ${number}, Class=${name}, Driver=${number < 4 ? 'option' : ''}, 480M`),
        'Bus 001 Device 004: ID 2c7c:0125 Quectel',
      ].join('\n'),
    );
    expect(keys(tree)).toContain('modes');
    expect(tree.assumed.find(({ key }) => key.endsWith('.modes'))?.values['modes']).toMatch(/^(?=.*MBIM: )(?=.*ECM: )(?!.*QMI: )/);
    expect(tree.interfaces.map(({ why }) => why.key)).toEqual(Array(6).fill('drivers.rules.not-told'));
  });

  it('that is a tree of a function with two classes of its own is judged by them', () => {
    // OpenWrt forum 28744: a router-in-a-stick, of which the database leaves the numbers open.
    const tree = [
      '/:  Bus 01.Port 1: Dev 1, Class=root_hub, Driver=ehci-platform/1p, 480M',
      '    |__ Port 2: Dev 4, If 0, Class=Communications, Driver=cdc_ether, 480M',
      '    |__ Port 2: Dev 4, If 1, Class=CDC Data, Driver=cdc_ether, 480M',
    ];
    const device = only([...tree, 'Bus 001 Device 004: ID 12d1:14db Huawei'].join('\n'));
    expect(device).toMatchObject({ mode: 'ecm', way: { proto: 'dhcp' } });
    expect(device.interfaces.map(({ driver, agrees }) => [driver, agrees])).toEqual(Array(2).fill(['cdc_ether', true]));
    // One interface more than that composition has, and it is another: then the drivers in the text say what they have.
    const more = '    |__ Port 2: Dev 4, If 2, Class=Vendor Specific Class, Driver=option, 480M';
    const other = only([...tree, more, 'Bus 001 Device 004: ID 12d1:14db Huawei'].join('\n'));
    expect(other.interfaces.map(({ driver, agrees }) => [driver, agrees])).toEqual([
      ...Array(2).fill(['cdc_ether', true]),
      ['option', true],
    ]);
    expect(keys(other)).toContain('by-drivers');
  });

  it('that is a tree is judged by the composition that its classes and drivers speak for', () => {
    const device = only(writeLsusbTree(qmi, 'verbose').replace(/ {4}ID 1d6b.*\n/, ''));
    expect(device).toMatchObject({ forms: ['lsusb-t'], mode: 'qmi', way: { proto: 'qmi' } });
    expect(device.interfaces.map(({ driver, agrees }) => [driver, agrees])).toEqual([
      ...Array(4).fill(['option', true]),
      ['qmi_wwan', true],
    ]);
    expect(keys(device)).toEqual(['composition']);
    // Without ids nobody knows subclass and protocol: no verdict rather than a guess.
    const bare = only(writeLsusbTree(qmi));
    expect(bare.interfaces.map(({ why, driver, agrees, seen }) => [why.key, driver, agrees, seen])).toEqual([
      ...Array(4).fill(['drivers.rules.not-told', null, null, 'option']),
      ['drivers.rules.not-told', null, null, 'qmi_wwan'],
    ]);
    expect(bare).toMatchObject({ vid: null, pid: null, way: null, routerSwitch: null });
    expect(keys(bare)).toEqual(['ids', 'triples']);
  });

  it('of a function that no driver runs is judged by the data setting that it does not show', () => {
    const ncm = printed(model('huawei-ncm'), 'modem');
    const text = writeUsbDevices(ncm);
    expect(only(text).way).toMatchObject({ proto: 'ncm' });
    expect(keys(only(text))).toContain('alternates');
    const mbim = [
      'T:  Bus=01 Lev=01 Prnt=01 Port=00 Cnt=01 Dev#=  7 Spd=480 MxCh= 0',
      'D:  Ver= 2.00 Cls=00(>ifc ) Sub=00 Prot=00 MxPS=64 #Cfgs=  1',
      'P:  Vendor=dead ProdID=beef Rev=01.00',
      'C:  #Ifs= 2 Cfg#= 1 Atr=a0 MxPwr=500mA',
      'I:  If#= 0 Alt= 0 #EPs= 1 Cls=02(commc) Sub=0e Prot=00 Driver=(none)',
      'E:  Ad=81(I) Atr=03(Int.) MxPS=  64 Ivl=32ms',
      'I:  If#= 1 Alt= 0 #EPs= 0 Cls=0a(data ) Sub=00 Prot=02 Driver=(none)',
    ].join('\n');
    const device = only(mbim);
    expect(device).toMatchObject({ listed: false, mode: 'mbim', way: { proto: 'mbim', device: '/dev/cdc-wdm0', net: 'wwan0' } });
    expect(device.interfaces.map(({ driver, seen, agrees }) => [driver, seen, agrees])).toEqual([
      ['cdc_mbim', null, false],
      ['cdc_mbim', null, false],
    ]);
    expect(keys(device)).toEqual(['alternates', 'extra']);
    // The kernel's own file tells all settings, and one that is not there is not there.
    const whole = only(mbim.replaceAll('I:  If', 'I:* If').replace('C:  #', 'C:* #'));
    expect(whole.forms).toEqual(['debugfs']);
    expect(whole.interfaces.map(({ driver, agrees }) => [driver, agrees])).toEqual([
      [null, true],
      [null, true],
    ]);
  });

  it('of Huawei’s NCM is judged alike as one interface and as two, with settings shown or not', () => {
    const head = ['T:  Bus=02 Lev=01 Prnt=01 Port=00 Cnt=01 Dev#=  2 Spd=480  MxCh= 0', 'P:  Vendor=12d1 ProdID=1506 Rev= 1.02'];
    const setting = (number: number, alternate: number, endpoints: readonly string[], star = '') => [
      `I:${star} If#= ${number} Alt= ${alternate} #EPs= ${endpoints.length} Cls=ff(vend.) Sub=02 Prot=16 Driver=huawei_cdc_ncm`,
      ...endpoints.map((endpoint) => `E:  Ad=${endpoint} MxPS=  16 Ivl=2ms`),
    ];
    const notify = '86(I) Atr=03(Int.)';
    const pair = ['85(I) Atr=02(Bulk)', '04(O) Atr=02(Bulk)'];
    const of = (count: number, ...lines: readonly (readonly string[])[]) =>
      only([...head, `C:  #Ifs= ${count} Cfg#= 1 Atr=c0 MxPwr=2mA`, ...lines.flat()].join('\n'));
    const texts = {
      one: of(1, setting(0, 0, [notify], '*'), setting(0, 1, [notify, ...pair], '*')),
      oneIdle: of(1, setting(0, 0, [notify])),
      oneActive: of(1, setting(0, 1, [notify, ...pair])),
      two: of(2, setting(0, 0, [notify], '*'), setting(1, 0, [], '*'), setting(1, 1, pair, '*')),
      twoIdle: of(2, setting(0, 0, [notify]), setting(1, 0, [])),
      twoActive: of(2, setting(0, 0, [notify]), setting(1, 1, pair)),
    };
    for (const [name, device] of Object.entries(texts)) {
      expect(device.way, name).toEqual({ proto: 'ncm', device: '/dev/cdc-wdm0', net: 'wwan0', dial: null });
      for (const { driver, agrees } of device.interfaces) expect([name, driver, agrees]).toEqual([name, 'huawei_cdc_ncm', true]);
    }
    // Two functions, each whole in one interface.
    const both = of(2, setting(0, 0, [notify]), setting(1, 0, ['87(I) Atr=03(Int.)']));
    expect(both.interfaces.map(({ nodes }) => nodes[0])).toEqual(['/dev/cdc-wdm0', '/dev/cdc-wdm1']);
  });

  it('that has lost some of the endpoints that it counts is judged by their count', () => {
    // Three are QMI, two would be diagnosis.
    const lost = writeUsbDevices(qmi).replace(/(If#= ?4 [^\n]*\n(?:E:[^\n]*\n){2})E:[^\n]*\n/, '$1');
    expect(lost).not.toBe(writeUsbDevices(qmi));
    expect(only(lost).interfaces[4]).toMatchObject({ driver: 'qmi_wwan', agrees: true });
    expect(keys(only(lost))).toContain('endpoints-counted');
  });

  it('that was cut before a data interface gives no verdict against its control', () => {
    const head = ['T:  Bus=02 Lev=01 Prnt=01 Port=03 Cnt=01 Dev#=  2 Spd=5000 MxCh= 0', 'P:  Vendor=2cb7 ProdID=01a2 Rev= 5.04'];
    const control = [
      'I:* If#= 0 Alt= 0 #EPs= 1 Cls=02(comm.) Sub=0e Prot=00 Driver=cdc_mbim',
      'E:  Ad=81(I) Atr=03(Int.) MxPS=  64 Ivl=32ms',
      'I:* If#= 2 Alt= 0 #EPs= 2 Cls=ff(vend.) Sub=ff Prot=30 Driver=option',
      'E:  Ad=82(I) Atr=02(Bulk) MxPS= 512 Ivl=0ms',
      'E:  Ad=02(O) Atr=02(Bulk) MxPS= 512 Ivl=0ms',
    ];
    const device = only([...head, 'C:* #Ifs= 7 Cfg#= 1 Atr=a0 MxPwr=896mA', ...control].join('\n'));
    expect(device.interfaces.map(({ driver, agrees, why }) => [driver, agrees, why.key])).toEqual([
      [null, null, 'drivers.rules.not-told'],
      ['option', true, 'drivers.rules.row'],
    ]);
    // Where the text counts no more than it shows, the kernel refuses it too.
    const whole = only([...head, 'C:* #Ifs= 2 Cfg#= 1 Atr=a0 MxPwr=896mA', ...control].join('\n'));
    expect(whole.interfaces[0]).toMatchObject({ driver: null, agrees: false });
  });

  it('that was cut at any line gives no other verdict than the whole one', () => {
    let kept = 0;
    for (const d of dongles.filter((_, at) => at % 3 === 1))
      for (const write of [writeDebugfs, writeUsbDevices]) {
        const text = write(d);
        // Which id is given to drivers follows from all interfaces.
        const own = (i: ReportedDevice['interfaces'][number]) => (i.newId ? null : i.driver);
        const whole = new Map(only(text).interfaces.map((i) => [i.number, own(i)]));
        const lines = text.split('\n');
        for (const [at, line] of lines.entries()) {
          const cut = lines.slice(0, at).join('\n');
          if (!/^[IE]:/.test(line) || !/^I:/m.test(cut)) continue;
          const device = only(cut);
          // Of what lost a whole configuration, that is said, and it may be the other one.
          if (!keys(device).includes('cut') || keys(device).includes('configurations')) continue;
          for (const one of device.interfaces) {
            if (one.why.key === 'drivers.rules.not-told') continue;
            expect([cut, one.number, own(one)]).toEqual([cut, one.number, whole.get(one.number)]);
            kept++;
          }
        }
      }
    expect(kept).toBeGreaterThan(500);
    // The name of a driver that breaks off is none.
    const broken = only(writeUsbDevices(qmi).replace(/(If#= ?2 [^\n]*Driver=opt)ion.*/s, '$1'));
    expect(broken.interfaces.at(-1)).toMatchObject({ number: 2, agrees: null, why: { key: 'drivers.rules.not-told' } });
  });

  it('that shows an interface twice is judged by what it shows first', () => {
    // usb-devices before usbutils 007 printed interfaces 8 and 9 as another 0 (`printf: 09: invalid octal number`).
    const text = [
      'T:  Bus=01 Lev=01 Prnt=01 Port=03 Cnt=01 Dev#=  5 Spd=480 MxCh= 0',
      'P:  Vendor=1199 ProdID=68a3 Rev=00.06',
      'C:  #IFs= 2 Cfg#= 1 Atr=a0 MxPwr=500mA',
      'I:  If#= 0 Alt= 0 #EPs= 2 Cls=ff(vend.) Sub=ff Prot=ff Driver=sierra',
      'I:  If#= 7 Alt= 0 #EPs= 3 Cls=ff(vend.) Sub=ff Prot=ff Driver=sierra_net',
      '/usr/bin/usb-devices: line 79: printf: 09: invalid octal number',
      'I:  If#= 0 Alt= 0 #EPs= 2 Cls=08(stor.) Sub=06 Prot=50 Driver=usb-storage',
    ].join('\n');
    const device = only(text);
    expect(device.interfaces.map(({ number, driver, seen, agrees }) => [number, driver, seen, agrees])).toEqual([
      [0, 'sierra', 'sierra', true],
      [7, 'sierra_net', 'sierra_net', true],
    ]);
    expect(keys(device)).not.toContain('cut');
  });

  it('that was cut off says so', () => {
    const cut = writeUsbDevices(qmi).split('I:  If#= 4')[0] ?? '';
    expect(keys(only(cut))).toContain('cut');
    // In the midst of the last interface: of that one there is no verdict, and the others keep theirs.
    const torn = only(writeUsbDevices(qmi).replace(/(I: +If#= ?4 [^\n]*Cls=ff\(vend\.\)) Sub=.*/s, '$1'));
    expect(torn.interfaces.map(({ number, driver }) => [number, driver])).toEqual([...[0, 1, 2, 3].map((n) => [n, 'option']), [4, null]]);
    expect(torn.interfaces[0]?.row?.values['info']).toBe('NUMEP2');
    expect(torn.interfaces[4]?.why.key).toBe('drivers.rules.not-told');
    expect(keys(torn)).toContain('triples');
  });

  it('with another configuration in force than a router chooses says so', () => {
    const several = dongles.find((d) => d.configurations.length > 1);
    if (!several) throw new Error('no practice dongle has two configurations');
    const other = several.configurations.find((c) => c.value !== several.active);
    const device = only(writeDebugfs({ ...several, active: other?.value ?? 0 }));
    expect(device.assumed).toContainEqual({
      key: 'drivers.assumed.configuration',
      values: { configuration: other?.value, chosen: several.active },
    });
    expect(keys(only(writeUsbDevices(several)))).toContain('configurations');
  });

  it('of very many devices is reported to its bound', () => {
    const list = Array.from({ length: 200 }, (_, i) => `Bus 001 Device ${i + 2}: ID dead:${(i + 4096).toString(16)}`).join('\n');
    expect(read(list)).toHaveLength(mostReported);
  });

  it('has words in every language for whatever was assumed', () => {
    const texts = [...dongles, qmi].flatMap((d) => [
      writeUsbDevices(d),
      writeDebugfs(d),
      writeLsusbTree(d),
      writeLsusbTree(d, 'verbose'),
      writeLsusbList(d),
    ]);
    const found = new Map(
      texts.flatMap((text) => read(text).flatMap(({ assumed }) => assumed.map((phrase) => [phrase.key, phrase] as const))),
    );
    expect(found.size).toBeGreaterThan(6);
    for (const language of languages)
      for (const phrase of found.values()) expect(createText(language).phrase(phrase)).not.toMatch(/\{\{|drivers\.assumed/);
  });

  it('is read by the bench for a page', async () => {
    const answer = await answerQuery(
      { type: 'read-dump', text: writeUsbDevices(qmi), release: '24.10.8', language: 'ru' },
      { db, version: '0' },
    );
    expect(Answer.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ type: 'dump', router: { release: '24.10.8' }, devices: [{ mode: 'qmi' }] });
    expect(JSON.stringify(answer)).toMatch(/[а-я]/);
    expect(
      Answer.parse(await answerQuery({ type: 'read-dump', text: '', release: '24.10.8', language: 'en' }, { db, version: '0' })),
    ).toMatchObject({
      devices: [],
    });
    await expect(answerQuery({ type: 'read-dump', text: '', release: '1', language: 'en' }, { db, version: '0' })).rejects.toMatchObject({
      code: 'ROUTER_UNKNOWN',
    });
  });
});
