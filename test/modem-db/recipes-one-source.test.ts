import { describe, expect, it } from 'vitest';
import { isTestMandatory, wishedValue } from '../../modem-db/recipe-values.ts';
import { commandsOf, db, lockedOut, modesOffered, modesReached, readValue, recipe, recipesOfModel } from './recipe-support.ts';

const recipes = db.vendors.flatMap((vendor) => vendor.recipes);

describe('a recipe of one source', () => {
  const alone = recipes.filter(({ secondSource }) => secondSource === undefined);

  it.each(alone.map((r) => [r.id, r] as const))('%s is carried out behind the device’s own list only', (_id, r) => {
    expect([r.testMandatory, r.test?.endsWith('=?')]).toEqual([true, true]);
  });

  it('is the exception', () => {
    expect(alone.length).toBeLessThan(recipes.length / 3);
  });
});

describe('the value that a mode is', () => {
  it.each([
    ['quectel-usbnet', 'mbim', '2'],
    ['quectel-usbnet-bg95', 'ppp', 'modem'],
    ['telit-usbcfg-x62', 'qmi', '1'],
    ['simcom-cusbpidswitch', 'rndis', '9011'],
    ['meig-ser-srm813q', 'qmi', '1'],
    ['gosuncn-zswitch-gm', 'ecm', 'E'],
    // Two commands, and a state that neither of them writes.
    ['zte-zcdrun', 'rndis', null],
  ] as const)('%s, %s', (id, mode, value) => expect(wishedValue(recipe(id), mode)).toBe(value));

  it('is in no lock-out of its recipe', () => {
    for (const r of recipes)
      for (const command of commandsOf(r)) expect([r.id, command, lockedOut(r.id, command)]).toEqual([r.id, command, false]);
  });
});

describe('which recipe for which modem', () => {
  it.each([
    ['2c7c:0122', 'RM551E-GL', ['quectel-usbnet-x75']],
    ['2c7c:030b', 'EM060K-GL', ['quectel-usbnet-em060k']],
    ['2c7c:0312', 'EM05', ['quectel-usbnet-em05']],
    ['2c7c:030e', 'EM05', ['quectel-usbnet-em05-v2']],
    ['2c7c:0700', 'BG95-M3', ['quectel-usbnet-bg95']],
    ['2c7c:6007', 'EG916Q-GL', ['quectel-usbnet-cat1']],
    ['1bc7:1040', 'LM960A18', ['telit-usbcfg-lm960']],
    // Another chip on the same id, with other numbers.
    ['1bc7:1040', 'LE922A6', []],
    ['1bc7:10b0', 'FE990B40', ['telit-usbcfg-x62']],
    ['1bc7:10d0', 'FN990B40', ['telit-usbcfg-x62']],
    ['1bc7:1060', 'LN920A12-WW', ['telit-usbcfg-x62']],
    ['1bc7:10a0', 'FN920C04-WW', ['telit-usbcfg-fn920']],
    ['1bc7:10c0', 'FE910C04-EU', []],
    ['1bc7:1101', 'ME910C1-WW', ['telit-usbcfg-me910']],
    ['1bc7:1901', 'LN940A9', ['telit-setmode-ln940']],
    ['1199:90b1', 'EM7565', ['sierra-usbcomp-9x50-usbif']],
    ['1199:90e3', 'EM9293', ['sierra-usbcomp-sdx55']],
    ['3466:3301', 'MT5700M-CN', ['td-tech-setmode']],
    ['1782:4057', 'MH5000-82M', ['td-tech-setmode-unisoc']],
    ['1782:4e00', 'Air724UG', ['openluat-setusb']],
    ['2dee:4d64', 'SRM813Q', ['meig-ser-srm813q']],
  ])('%s %s', (id, model, ids) => expect(recipesOfModel(id, model)).toEqual(ids));
});

describe('what real ones answered', () => {
  it('is read', () => {
    // An Air724UG and an MT5700M-CN.
    expect(readValue('openluat-setusb', ['mode: 2', 'Vid: 0x1782', 'Pid: 0x4e00'])).toBe('2');
    expect(readValue('td-tech-setmode', ['4'])).toBe('4');
    expect(readValue('quectel-usbnet-bg95', ['+QCFGEXT: "usbnet","ecm"'])).toBe('ecm');
    expect(
      readValue('sierra-usbcomp-sdx55', ['Config Index: 1', 'Config Type:  4 (MBIM V2)', 'Interface bitmask: 00001009 (diag,modem,mbim)']),
    ).toBe('00001009');
    expect(modesReached('sierra-usbcomp-sdx55', '00001009')).toEqual(['mbim']);
    expect(modesReached('sierra-usbcomp-sdx55', '00000109')).toEqual([]);
    expect(modesReached('td-tech-setmode', '5')).toEqual(['ncm']);
  });

  it('tells of each mode', () => {
    expect(modesOffered('telit-usbcfg-x62', ['#USBCFG: (0-3)']).toSorted()).toEqual(['ecm', 'mbim', 'qmi', 'rndis']);
    expect(modesOffered('quectel-usbnet-x75', ['+QCFG: "usbnet",(0-3)'])).not.toContain('ncm');
    expect(modesOffered('quectel-usbnet-x75', ['+QCFG: "usbnet",(0-5)'])).toContain('ncm');
    expect(['rndis', 'ncm', 'qmi'].map((mode) => isTestMandatory(recipe('quectel-usbnet-x75'), mode as 'qmi'))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('what must never be sent', () => {
  it.each([
    ['quectel-usbnet-em05', 'AT+QCFG="usbnet",0'],
    ['quectel-usbnet-em060k', 'AT+QCFG="usbcfg",0x2C7C,0x030B,1,0,0,0,0'],
    ['quectel-usbnet-bg95', 'AT+QCFGEXT="usbnet","rmnet"'],
    ['telit-usbcfg-fn920', 'AT#USBCFG=3'],
    ['telit-usbcfg-x62', 'AT#USBCFG=4'],
    ['telit-setmode-ln940', 'AT^SETMODE=3'],
    ['telit-setmode-ln940', 'AT^CUSTOMER=2'],
    ['sierra-usbcomp-sdx55', 'AT!USBCOMP=1,4,109'],
    ['sierra-usbcomp-sdx55', 'AT!USBCOMP=1,4,1001'],
    ['sierra-usbcomp-9x50-usbif', 'AT!USBCOMP=1,1,10D'],
    ['fibocom-gtusbmode-fm190', 'AT+GTUSBMODE=24'],
    ['fibocom-gtusbmode-nl668', 'AT+GTUSBMODE=24'],
    ['td-tech-setmode', 'AT^SETMODE=7'],
    ['td-tech-setmode', 'AT^TDPMCFG=1,0,0,0'],
    ['td-tech-setmode-unisoc', 'AT^SETMODE=4'],
    ['openluat-setusb', 'AT+SETUSB=3'],
    ['meig-ser-srm813q', 'AT+SER=2,1'],
  ])('%s: %s', (id, command) => expect(lockedOut(id, command)).toBe(true));
});

describe('a modem whose QMI Linux does not know', () => {
  it.each(['2c7c:030b', '2c7c:0312', '1199:90d3', '2c7c:0700'])('%s is not put into it', (id) => {
    const [only] = db.recipesFor(id);
    expect(only?.modes.qmi).toBeUndefined();
    expect(only?.refused?.map(({ mode }) => mode)).toContain('qmi');
  });
});

describe('shapes of what is new', () => {
  const seen = (...triples: string[]) =>
    triples.map((triple, number) => {
      const [c = 0, subclass = 0, protocol = 0] = triple.split('/').map((byte) => Number.parseInt(byte, 16));
      return { number, class: c, subclass, protocol };
    });
  const roles = (vid: number, pid: number, interfaces: ReturnType<typeof seen>) => {
    const { mode, roles: told } = db.recognise(vid, pid, interfaces);
    return [mode, Object.fromEntries([...told])];
  };

  it('a BG95 in each of its modes', () => {
    const ports = ['ff/ff/ff', 'ff/ff/ff', 'ff/ff/ff'];
    expect(roles(0x2c7c, 0x0700, seen(...ports, '02/06/00', '0a/00/00'))).toEqual(['ecm', expect.objectContaining({ 2: 'at', 3: 'net' })]);
    const serial = [...seen(...ports), { number: 4, class: 0xff, subclass: 0xfe, protocol: 0xff }];
    expect(roles(0x2c7c, 0x0700, serial)).toEqual(['ppp', expect.objectContaining({ 2: 'at', 4: 'modem' })]);
  });

  it('an SRM813Q with modem and with NMEA port', () => {
    expect(roles(0x2dee, 0x4d63, seen('ff/ff/50', 'ff/ff/30', 'ff/ff/40', 'ff/ff/40'))).toEqual([
      'qmi',
      { 0: 'control', 1: 'diag', 2: 'modem', 3: 'at' },
    ]);
    expect(roles(0x2dee, 0x4d64, seen('ff/ff/50', 'ff/ff/30', 'ff/ff/60', 'ff/ff/40'))).toEqual([
      'qmi',
      { 0: 'control', 1: 'diag', 2: 'gps', 3: 'at' },
    ]);
  });
});
