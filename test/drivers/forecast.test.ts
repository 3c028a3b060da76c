import { describe, expect, it } from 'vitest';
import { forecast } from '../../electron/drivers/forecast.ts';
import { optionFlags } from '../../electron/drivers/rules/serial.ts';
import type { DeviceShape, ShapeInterface } from '../../electron/drivers/shape.ts';
import { cdc } from '../../electron/virtual/descriptors.ts';
import type { DriverRow } from '../../modem-db/drivers/index.ts';
import { bulkIn, bulkOut, face, interruptIn, madeTables, pair, shape, trio } from './shapes.ts';

const bytes = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const header = Uint8Array.from([5, 0x24, 0, 0x10, 1]);
const union = (master: number, slave: number) => Uint8Array.from([5, 0x24, 6, master, slave]);
const ether = (mac = 4) => Uint8Array.from([13, 0x24, 0x0f, mac, 0, 0, 0, 0, 0xea, 5, 0, 0, 0]);
const ncm = Uint8Array.from([6, 0x24, 0x1a, 0, 1, 0]);
const mbim = Uint8Array.from([12, 0x24, 0x1b, 0, 1, 0, 2, 0x20, 0x80, 0xdc, 5, 0x20]);
const acm = (capabilities: number) => Uint8Array.from([4, 0x24, 2, capabilities]);
const call = (data: number) => Uint8Array.from([5, 0x24, 1, 0, data]);

/** `option`, or `- reserved`: the driver of an interface, or why it has none. */
function verdict(driver: string, fields: Partial<DriverRow>, device: DeviceShape, number: number): string {
  const found = forecast(device, madeTables({ driver, ...fields })).interfaces.find((v) => v.number === number);
  return found?.driver ?? `- ${found?.rule}`;
}

type Case = readonly [title: string, fields: Partial<DriverRow>, interfaces: readonly ShapeInterface[], number: number, expected: string];
function cases(driver: string, list: readonly Case[], more: Partial<DeviceShape> = {}): void {
  describe(driver, () => {
    it.each(list)('%s', (_, fields, interfaces, number, expected) => {
      expect(verdict(driver, fields, shape('12d1:1506', interfaces, more), number)).toBe(expected);
    });
  });
}

const serial = (number: number, endpoints = trio(1)) => face(number, 'ff/ff/ff', { endpoints });

cases('option', [
  ['takes a serial interface', {}, [serial(0)], 0, 'option'],
  ['leaves storage', {}, [face(0, '08/06/50')], 0, '- is-storage'],
  ['leaves a reserved interface', { info: 'RSVD(1) | RSVD(4)' }, [serial(0), serial(4)], 4, '- reserved'],
  ['takes its neighbour', { info: 'RSVD(1) | RSVD(4)' }, [serial(0), serial(4)], 0, 'option'],
  ['takes one without modem control', { info: 'NCTRL(0)' }, [serial(0)], 0, 'option'],
  ['takes two endpoints under NUMEP2', { info: 'NUMEP2' }, [serial(0, pair(1))], 0, 'option'],
  ['leaves three under NUMEP2', { info: 'RSVD(3) | NUMEP2' }, [serial(0)], 0, '- not-two-endpoints'],
]);

const gobi = (count: number) => Array.from({ length: count }, (_, n) => serial(n));
cases('qcserial', [
  ['leaves what is no vendor class', { info: 'QCSERIAL_SWI' }, [face(0, '02/02/01'), serial(1)], 0, '- not-vendor-class'],
  ['Sierra: takes 3', { info: 'QCSERIAL_SWI' }, gobi(9), 3, 'qcserial'],
  ['Sierra: leaves 8', { info: 'QCSERIAL_SWI' }, gobi(9), 8, '- layout'],
  ['Gobi 2000: leaves 0', { info: 'QCSERIAL_G2K' }, gobi(4), 0, '- layout'],
  ['Gobi 2000: takes 1', { info: 'QCSERIAL_G2K' }, gobi(4), 1, 'qcserial'],
  ['Gobi 2000: leaves all of five interfaces', { info: 'QCSERIAL_G2K' }, gobi(5), 1, '- layout'],
  ['Gobi 1000: takes 2', { info: 'QCSERIAL_G1K' }, gobi(4), 2, 'qcserial'],
  ['Gobi 1000: leaves 1', { info: 'QCSERIAL_G1K' }, gobi(4), 1, '- layout'],
  ['Gobi 1000: leaves 0 without alternate 1', { info: 'QCSERIAL_G1K' }, gobi(4), 0, '- alternate-missing'],
  ['Gobi 1000: takes 0 with it', { info: 'QCSERIAL_G1K' }, [...gobi(4), { ...serial(0), alternate: 1 }], 0, 'qcserial'],
  ['Huawei: takes a port', { info: 'QCSERIAL_HWI' }, [face(0, 'ff/01/12'), serial(1)], 0, 'qcserial'],
  ['Huawei: leaves QMI', { info: 'QCSERIAL_HWI' }, [face(0, 'ff/01/09'), serial(1)], 0, '- huawei-protocol'],
  ['download mode: takes bulk in and out', {}, [face(0, 'ff/ff/ff')], 0, 'qcserial'],
  ['download mode: leaves the other order', {}, [face(0, 'ff/ff/ff', { endpoints: [bulkOut(1), bulkIn(1)] })], 0, '- not-qdl'],
  ['download mode: leaves three endpoints', {}, [serial(0)], 0, '- not-qdl'],
  [
    'download mode: two settings, the second',
    {},
    [face(0, 'ff/ff/ff', { endpoints: [] }), face(0, 'ff/ff/ff', { alternate: 1 })],
    0,
    'qcserial',
  ],
]);

describe("Quectel's EC20 under Qualcomm's id", () => {
  const five = shape('05c6:9215', gobi(5));
  const tables = madeTables(
    { driver: 'qmi_wwan', vid: 0x05c6, pid: 0x9215, number: 0 },
    { driver: 'qmi_wwan', vid: 0x05c6, pid: 0x9215, number: 4 },
    { driver: 'qcserial', vid: 0x05c6, pid: 0x9215, info: 'QCSERIAL_G2K' },
  );
  it('has QMI on 4', () => {
    const drivers = forecast(five, tables).interfaces.map(({ driver }) => driver);
    expect(drivers).toEqual(['qcserial', 'qcserial', 'qcserial', 'qcserial', 'qmi_wwan']);
  });
  it('has it on 0 where it is a Gobi 2000', () => {
    const drivers = forecast(shape('05c6:9215', gobi(4)), tables).interfaces.map(({ driver }) => driver);
    expect(drivers).toEqual(['qmi_wwan', 'qcserial', 'qcserial', 'qcserial']);
  });
});

const qmiControl = (slave: number, endpoints = [interruptIn(1)]) =>
  face(3, 'ff/01/09', { endpoints, extra: bytes(header, union(3, slave)) });
cases('qmi_wwan', [
  ['takes three endpoints', {}, [serial(4)], 4, 'qmi_wwan'],
  ['leaves two, which are diagnosis', {}, [serial(4, pair(1))], 4, '- two-endpoints'],
  ['leaves one without an interrupt endpoint', {}, [serial(4, [...pair(1), bulkIn(3)])], 4, '- status-missing'],
  ['leaves one without bulk', {}, [serial(4, [interruptIn(1)])], 4, '- endpoints-missing'],
  ['by number takes a vendor class', { number: 4 }, [serial(4)], 4, 'qmi_wwan'],
  ['by number leaves another', { number: 4 }, [face(4, '02/06/00', { endpoints: trio(1) })], 4, '- not-vendor-class'],
  ['takes control and its data by union', {}, [qmiControl(4), face(4, 'ff/01/08')], 4, 'qmi_wwan'],
  ['passes over a union that names nobody', {}, [qmiControl(9, trio(1))], 3, 'qmi_wwan'],
  ['leaves control whose first endpoint is no interrupt', {}, [qmiControl(4, [bulkIn(5)]), face(4, 'ff/01/08')], 3, '- status-missing'],
]);

const ecm = (extra: Uint8Array, data = face(1, '0a/00/00')) => [face(0, '02/06/00', { endpoints: [interruptIn(3)], extra }), data];
cases('cdc_ether', [
  ['takes a whole ECM function', { class: 2 }, ecm(bytes(header, union(0, 1), ether())), 0, 'cdc_ether'],
  ['claims its data interface', { class: 2 }, ecm(bytes(header, union(0, 1), ether())), 1, 'cdc_ether'],
  ['keeps off by a row of driver_info 0', { class: 2, info: '0' }, ecm(bytes(header, union(0, 1), ether())), 0, '- blacklisted'],
  ['leaves one without union', { class: 2 }, ecm(bytes(header, ether())), 0, '- union-missing'],
  ['leaves one without header', { class: 2 }, ecm(bytes(union(0, 1), ether())), 0, '- descriptor-missing'],
  ['leaves one without ethernet descriptor', { class: 2 }, ecm(bytes(header, union(0, 1))), 0, '- descriptor-missing'],
  ['leaves one that says everything twice', { class: 2 }, ecm(bytes(header, header, union(0, 1), ether())), 0, '- union-missing'],
  ['leaves one without address', { class: 2 }, ecm(bytes(header, union(0, 1), ether(0))), 0, '- mac-missing'],
  ['leaves a union with an interface that is not there', { class: 2 }, ecm(bytes(header, union(0, 7), ether())), 0, '- data-missing'],
  ['leaves a union of two others', { class: 2 }, [...ecm(bytes(header, union(1, 2), ether())), face(2, 'ff/0/0')], 0, '- union-broken'],
  ['takes a union the wrong way round', { class: 2 }, ecm(bytes(header, union(1, 0), ether())), 0, 'cdc_ether'],
  ['leaves data of a foreign class', { class: 2 }, ecm(bytes(header, union(0, 1), ether()), face(1, 'ff/00/00')), 0, '- data-class'],
  [
    'leaves data without endpoints',
    { class: 2 },
    ecm(bytes(header, union(0, 1), ether()), face(1, '0a/00/00', { endpoints: [] })),
    0,
    '- endpoints-missing',
  ],
  [
    'takes data whose endpoints are in a later setting',
    { class: 2 },
    [...ecm(bytes(header, union(0, 1), ether()), face(1, '0a/00/00', { endpoints: [] })), face(1, '0a/00/00', { alternate: 1 })],
    0,
    'cdc_ether',
  ],
  [
    'assumes what a dump does not show',
    { class: 2 },
    [face(0, '02/06/00', { endpoints: [interruptIn(3)], extra: null }), face(1, '0a/00/00')],
    1,
    'cdc_ether',
  ],
]);

const rndis = (triple: string, extra: Uint8Array, endpoints = [interruptIn(3)]) => [
  face(0, triple, { endpoints, extra }),
  face(1, '0a/00/00'),
];
cases('rndis_host', [
  ['takes a whole function', { number: 0 }, rndis('e0/01/03', bytes(header, call(1), acm(0), union(0, 1))), 1, 'rndis_host'],
  ['takes 0 and 1 without any descriptor', { number: 0 }, rndis('ef/01/01', bytes()), 1, 'rndis_host'],
  ['takes 0 and 1 where the union names nobody', { number: 0 }, rndis('e0/01/03', bytes(header, union(6, 7))), 1, 'rndis_host'],
  [
    'leaves the same on other numbers',
    { number: 2 },
    [serial(0), serial(1), face(2, 'e0/01/03', { endpoints: [interruptIn(3)] })],
    2,
    '- union-missing',
  ],
  ['leaves one without status endpoint', { number: 0 }, rndis('e0/01/03', bytes(header, union(0, 1)), []), 0, '- status-missing'],
  ['leaves a real modem of class 02', { number: 0 }, rndis('02/02/ff', bytes(header, acm(2), union(0, 1))), 0, '- acm-capabilities'],
  ['takes capabilities of a wireless controller', { number: 0 }, rndis('e0/01/03', bytes(header, acm(2), union(0, 1))), 0, 'rndis_host'],
]);

const dataPair = (number: number, ...alternates: number[]) => [
  face(number, '0a/00/01', { endpoints: [] }),
  ...alternates.map((alternate) => face(number, '0a/00/01', { alternate })),
];
const ncmControl = (extra: Uint8Array, endpoints = [interruptIn(3)]) => face(0, '02/0d/00', { endpoints, extra });
const mbimControl = (alternate: number, extra = bytes(header, union(0, 1), mbim)) =>
  face(0, '02/0e/00', { alternate, endpoints: [interruptIn(3)], extra });
const wholeNcm = bytes(header, union(0, 1), ether(), ncm);
cases('cdc_ncm', [
  ['takes a whole function', { class: 2 }, [ncmControl(wholeNcm), ...dataPair(1, 1)], 1, 'cdc_ncm'],
  ['leaves one without union', { class: 2 }, [ncmControl(bytes(header, ether(), ncm)), ...dataPair(1, 1)], 0, '- union-missing'],
  [
    'leaves one without NCM descriptor',
    { class: 2 },
    [ncmControl(bytes(header, union(0, 1), ether())), ...dataPair(1, 1)],
    0,
    '- descriptor-missing',
  ],
  [
    'leaves one without ethernet descriptor',
    { class: 2 },
    [ncmControl(bytes(header, union(0, 1), ncm)), ...dataPair(1, 1)],
    0,
    '- descriptor-missing',
  ],
  ['leaves one without alternate 1 of data', { class: 2 }, [ncmControl(wholeNcm), face(1, '0a/00/01')], 0, '- alternate-missing'],
  ['leaves one without notifications', { class: 2 }, [ncmControl(wholeNcm, []), ...dataPair(1, 1)], 0, '- status-missing'],
  [
    "takes Apple's private one without",
    { class: 2, info: 'apple_private_interface_info' },
    [ncmControl(wholeNcm, []), ...dataPair(1, 1)],
    0,
    'cdc_ncm',
  ],
  ['leaves one that could be MBIM', { class: 2 }, [ncmControl(wholeNcm), mbimControl(1), ...dataPair(1, 1, 2)], 0, '- mbim-preferred'],
  [
    'takes one whose second setting is no MBIM',
    { class: 2 },
    [ncmControl(wholeNcm), { ...ncmControl(wholeNcm), alternate: 1 }, ...dataPair(1, 1)],
    0,
    'cdc_ncm',
  ],
]);
cases('cdc_mbim', [
  ['takes a whole function', { class: 2 }, [mbimControl(0), ...dataPair(1, 1)], 1, 'cdc_mbim'],
  [
    'leaves one without MBIM descriptor',
    { class: 2 },
    [mbimControl(0, bytes(header, union(0, 1))), ...dataPair(1, 1)],
    0,
    '- descriptor-missing',
  ],
  ['leaves NCM', { class: 2 }, [ncmControl(wholeNcm), ...dataPair(1, 1)], 0, '- not-mbim'],
  ['takes NCM that can be MBIM', { class: 2 }, [ncmControl(wholeNcm), mbimControl(1), ...dataPair(1, 1, 2)], 0, 'cdc_mbim'],
  [
    'leaves that without alternate 2 of data',
    { class: 2 },
    [ncmControl(wholeNcm), mbimControl(1), ...dataPair(1, 1)],
    0,
    '- alternate-missing',
  ],
]);

const huaweiNcm = (extra: Uint8Array, active = trio(1)) => [
  face(2, 'ff/02/16', { endpoints: [interruptIn(9)], extra }),
  face(2, 'ff/02/16', { alternate: 1, endpoints: active }),
];
const huaweiWhole = bytes(header, union(2, 2), ether(), ncm);
cases('huawei_cdc_ncm', [
  ['takes control and data in one', {}, huaweiNcm(huaweiWhole), 2, 'huawei_cdc_ncm'],
  ['leaves it without a union', {}, huaweiNcm(bytes(header, ether(), ncm)), 2, '- union-missing'],
  ['leaves it without endpoints for data', {}, huaweiNcm(huaweiWhole, [interruptIn(9)]), 2, '- endpoints-missing'],
  ['leaves it without notifications', {}, huaweiNcm(huaweiWhole, pair(1)), 2, '- status-missing'],
]);

it('NCM without a union is found by an association of two', () => {
  const interfaces = [ncmControl(bytes(header, ether(), ncm)), ...dataPair(1, 1)];
  const with2 = (count: number) =>
    verdict(
      'cdc_ncm',
      { class: 2 },
      shape('12d1:1506', [], { configurations: [{ value: 1, interfaces, associations: [{ first: 0, count }] }] }),
      0,
    );
  expect([with2(2), with2(3)]).toEqual(['cdc_ncm', '- union-missing']);
});

const acmControl = (extra: Uint8Array, endpoints = [interruptIn(3)]) => face(0, '02/02/01', { endpoints, extra });
const acmData = face(1, '0a/00/00');
cases('cdc_acm', [
  ['takes control and data', { class: 2 }, [acmControl(bytes(header, acm(2), union(0, 1))), acmData], 1, 'cdc_acm'],
  ['ignores what its row says', { class: 2, info: 'IGNORE_DEVICE' }, [acmControl(bytes(header, union(0, 1))), acmData], 0, '- ignored'],
  ['leaves one without union', { class: 2 }, [acmControl(bytes(header)), acmData], 0, '- union-missing'],
  ['takes one by call management', { class: 2 }, [acmControl(bytes(header, call(1))), acmData], 0, 'cdc_acm'],
  ['takes 0 and 1 where its row says so', { class: 2, info: 'NO_UNION_NORMAL' }, [acmControl(bytes()), acmData], 1, 'cdc_acm'],
  ['takes three endpoints in one', { class: 2 }, [acmControl(bytes(header), trio(1))], 0, 'cdc_acm'],
  ['leaves a union with itself and two endpoints', { class: 2 }, [acmControl(bytes(header, union(0, 0)), pair(1))], 0, '- three-endpoints'],
  ['leaves data of a foreign class', { class: 2 }, [acmControl(bytes(header, union(0, 1))), face(1, 'ff/00/00')], 0, '- data-class'],
  [
    'takes it where its row says so',
    { class: 2, info: 'VENDOR_CLASS_DATA_IFACE | ALWAYS_POLL_CTRL' },
    [acmControl(bytes(header, union(0, 1))), face(1, 'ff/00/00')],
    0,
    'cdc_acm',
  ],
  [
    'leaves one that the union gives to another',
    { class: 2 },
    [acmControl(bytes(header, union(2, 1))), acmData, face(2, '02/02/01')],
    0,
    '- not-control',
  ],
]);

cases('cdc_wdm', [
  ['takes one interrupt endpoint', {}, [face(0, '02/09/01', { endpoints: [interruptIn(1)] })], 0, 'cdc_wdm'],
  ['leaves two', {}, [face(0, '02/09/01', { endpoints: [interruptIn(1), bulkIn(2)] })], 0, '- status-missing'],
  ['leaves bulk', {}, [face(0, '02/09/01', { endpoints: [bulkIn(2)] })], 0, '- status-missing'],
]);
cases('sierra', [
  ['takes a port', { info: 'direct_ip_interface_ignore' }, [serial(1)], 1, 'sierra'],
  ["leaves DirectIP's network", { info: 'direct_ip_interface_ignore' }, [serial(7)], 7, '- reserved'],
  ['takes the same number of another', {}, [serial(7)], 7, 'sierra'],
]);
cases('sierra_net', [
  ['takes three endpoints', {}, [serial(7)], 7, 'sierra_net'],
  ['leaves two', {}, [serial(7, pair(1))], 7, '- three-endpoints'],
  ['leaves three without notifications', {}, [serial(7, [...pair(1), bulkIn(3)])], 7, '- status-missing'],
]);
cases('kalmia', [
  ['takes the switched stick', { info: 'kalmia_info' }, [serial(1, [bulkIn(1), bulkOut(2)])], 1, 'kalmia'],
  ['leaves other endpoints than those in its code', { info: 'kalmia_info' }, [serial(1)], 1, '- endpoints-missing'],
  ['leaves the disc', { info: '0' }, [serial(1)], 1, '- blacklisted'],
  ['leaves its AT port', { info: 'kalmia_info' }, [face(0, '02/02/01')], 0, '- not-vendor-class'],
]);
cases('ipheth', [
  ['takes alternate 1', {}, [face(2, 'ff/fd/01', { endpoints: [] }), face(2, 'ff/fd/01', { alternate: 1 })], 2, 'ipheth'],
  ['leaves one without it', {}, [face(2, 'ff/fd/01')], 2, '- alternate-missing'],
]);
cases('hso', [
  ['takes the network', { info: 'default_port_spec' }, [{ ...serial(0), extra: Uint8Array.of(3, 0xff, 1) }], 0, 'hso'],
  ['leaves a network that names no ports', { info: 'default_port_spec' }, [serial(0)], 0, '- descriptor-missing'],
  ['leaves what its layout ends before', { info: 'default_port_spec' }, [serial(3)], 3, '- layout'],
  ['takes it in a longer layout', { info: 'icon321_port_spec' }, [serial(3)], 3, 'hso'],
  ['leaves another class', { info: 'default_port_spec' }, [face(0, '08/06/50')], 0, '- not-vendor-class'],
]);
cases('usb-storage', [
  ['takes bulk-only SCSI', {}, [face(0, '08/06/50')], 0, 'usb-storage'],
  ['leaves a transport that is none', {}, [face(0, '08/06/42')], 0, '- storage-protocol'],
  ['leaves one without bulk', {}, [face(0, '08/06/50', { endpoints: [] })], 0, '- endpoints-missing'],
]);

describe('between drivers', () => {
  const both = madeTables({ driver: 'qmi_wwan', class: 0xff, info: 'qmi_wwan_info' }, { driver: 'option', vid: 0x2c7c, info: 'RSVD(5)' });

  it('a refusal passes on to the next, and is told', () => {
    const [one] = forecast(shape('2c7c:0125', [serial(0, pair(1))]), both).interfaces;
    expect(one).toMatchObject({
      driver: 'option',
      kmod: 'kmod-option',
      rule: 'row',
      runnerUp: { driver: 'qmi_wwan', why: 'two-endpoints' },
    });
  });

  it('the first that takes it has it, and who comes later is told', () => {
    const [one] = forecast(shape('2c7c:0125', [serial(4)]), both).interfaces;
    expect(one).toMatchObject({
      driver: 'qmi_wwan',
      row: { driver: 'qmi_wwan', order: 0 },
      runnerUp: { driver: 'option', why: 'asked-later' },
    });
  });

  it('nobody has what all refuse, and the last refusal is the reason', () => {
    const [one] = forecast(shape('2c7c:0125', [face(5, 'ff/ff/ff')]), both).interfaces;
    expect(one).toMatchObject({ driver: null, kmod: null, rule: 'reserved', runnerUp: { driver: 'option', why: 'reserved' } });
  });

  it('nobody has what is in no table', () => {
    expect(forecast(shape('1234:5678', [face(0, '03/01/01')]), both).interfaces).toMatchObject([
      { driver: null, rule: 'no-row', runnerUp: null },
    ]);
  });

  it('a data interface that another driver has cannot be claimed', () => {
    const tables = madeTables({ driver: 'option', number: 0 }, { driver: 'cdc_ether', class: 2 });
    const control = face(1, '02/06/00', { endpoints: [interruptIn(3)], extra: bytes(header, union(1, 0), ether()) });
    expect(forecast(shape('1234:5678', [face(0, '0a/00/00'), control]), tables).interfaces[1]).toMatchObject({
      driver: null,
      rule: 'data-taken',
      values: { number: 0, driver: 'option' },
    });
  });

  it('an interface that was claimed is offered to nobody else', () => {
    const tables = madeTables({ driver: 'cdc_ether', class: 2 }, { driver: 'option', vid: 0x1234 });
    expect(forecast(shape('1234:5678', ecm(bytes(header, union(0, 1), ether()))), tables).interfaces[1]).toMatchObject({
      driver: 'cdc_ether',
      rule: 'data-of',
      values: { number: 0 },
      runnerUp: { driver: 'option', why: 'data-taken' },
    });
  });
});

describe('the configuration', () => {
  const configuration = (value: number, triple: string) => ({ value, interfaces: [face(0, triple)] });
  const chosen = (more: Partial<DeviceShape>, ...triples: string[]) =>
    forecast(shape('1:1', [], { configurations: triples.map((t, i) => configuration(i + 1, t)), ...more }), madeTables()).configuration;

  it.each([
    ['the first that does not begin with a vendor class', {}, ['ff/0/0', '02/0e/00', '02/06/00'], 2],
    ['the first where all begin so', {}, ['ff/0/0', 'ff/0/0'], 1],
    ["the first where the device is a vendor's as a whole", { class: 0xff }, ['ff/0/0', '02/0e/00'], 1],
    ['another than RNDIS where there is one', {}, ['02/02/ff', '02/06/00'], 2],
    ['RNDIS where the rest is a vendor class', {}, ['02/02/ff', 'ff/0/0'], 1],
    ['the one that somebody chose', { activeConfiguration: 3 }, ['02/0e/00', 'ff/0/0', 'ff/0/0'], 3],
    ['none where there is none', {}, [], null],
  ] as const)('is %s', (_, more, triples, value) => {
    expect(chosen(more, ...triples)).toBe(value);
  });
});

describe('nodes', () => {
  it('count in the order of the interfaces, and name what OpenWrt has to be told', () => {
    const tables = madeTables({ driver: 'qmi_wwan', number: 4, info: 'qmi_wwan_info' }, { driver: 'option', class: 0xff });
    const found = forecast(shape('2c7c:0125', [serial(0, pair(1)), serial(1, pair(2)), serial(2), serial(3), serial(4)]), tables);
    const names = found.nodes.map(({ interfaceNumber, node, net }) => `${interfaceNumber} ${node ?? net}`);
    expect(names).toEqual(['0 /dev/ttyUSB0', '1 /dev/ttyUSB1', '2 /dev/ttyUSB2', '3 /dev/ttyUSB3', '4 /dev/cdc-wdm0', '4 wwan0']);
    expect(found.way).toEqual({ proto: 'qmi', device: '/dev/cdc-wdm0', net: 'wwan0' });
  });

  it('leave out a number where option has an interface without data', () => {
    const { nodes, way } = forecast(shape('1:1', [serial(0), serial(1, [interruptIn(1)]), serial(2)]), madeTables({ driver: 'option' }));
    expect(nodes.map(({ node }) => node)).toEqual(['/dev/ttyUSB0', '/dev/ttyUSB2']);
    expect(way).toEqual({ proto: '3g', device: '/dev/ttyUSB0', net: null });
  });

  it('dial by the first port with notifications', () => {
    const { way } = forecast(shape('1:1', [serial(0, pair(1)), serial(1)]), madeTables({ driver: 'option' }));
    expect(way).toEqual({ proto: '3g', device: '/dev/ttyUSB1', net: null });
  });

  it('call a network card usb0, or ethN by its address; a modem wwan0', () => {
    const function1 = ecm(bytes(header, union(0, 1), ether()));
    const card = forecast(shape('1:1', function1), madeTables({ driver: 'cdc_ether', class: 2, info: 'cdc_info' }));
    expect(card.nodes).toMatchObject([{ net: 'usb0', orNet: 'ethN', node: null }]);
    expect(card.way).toEqual({ proto: 'dhcp', device: 'usb0', net: 'usb0' });
    const modem = forecast(shape('1:1', function1), madeTables({ driver: 'cdc_ether', class: 2, info: 'wwan_info' }));
    expect(modem.nodes).toMatchObject([{ net: 'wwan0', orNet: null }]);
  });

  it.each([
    ['cdc_mbim', [mbimControl(0), ...dataPair(1, 1)], { proto: 'mbim', device: '/dev/cdc-wdm0', net: 'wwan0' }],
    ['huawei_cdc_ncm', huaweiNcm(huaweiWhole), { proto: 'ncm', device: '/dev/cdc-wdm0', net: 'wwan0' }],
  ] as const)('of %s are a control channel and wwan0', (driver, interfaces, way) => {
    expect(forecast(shape('1:1', interfaces), madeTables({ driver, number: interfaces[0]?.number ?? 0 })).way).toEqual(way);
  });

  it("of Sierra's DirectIP are its serial port and wwan0", () => {
    const tables = madeTables({ driver: 'sierra_net', number: 7 }, { driver: 'sierra', info: 'direct_ip_interface_ignore' });
    expect(forecast(shape('1199:68a3', [serial(3), serial(7)]), tables).way).toEqual({
      proto: 'directip',
      device: '/dev/ttyUSB0',
      net: 'wwan0',
    });
  });
});

it('reads the CDC descriptors that the virtual dongles write', () => {
  const extra = bytes(cdc.header(), cdc.callManagement(0, 1), cdc.acm(2), cdc.union(0, 1));
  expect(verdict('cdc_acm', { class: 2 }, shape('1:1', [acmControl(extra), acmData]), 1)).toBe('cdc_acm');
});

it("reads option's flags", () => {
  expect(optionFlags('RSVD(1) | RSVD(4) | NCTRL(0) | NUMEP2')).toEqual({ reserved: [1, 4], withoutModemControl: [0], twoEndpoints: true });
  expect(optionFlags('')).toEqual({ reserved: [], withoutModemControl: [], twoEndpoints: false });
});

it('takes a setting that is described twice as it is described first, as the kernel does', () => {
  const device = shape('1199:9062', [serial(0, pair(1)), face(0, '08/06/50')]);
  // A second alternate setting would make it another download mode than one of bulk in and out alone.
  expect(verdict('qcserial', { info: 'QCSERIAL_SWI' }, device, 0)).toBe('qcserial');
  expect(forecast(device, madeTables({ driver: 'usb-storage', class: 8 })).interfaces).toMatchObject([{ number: 0, driver: null }]);
});
