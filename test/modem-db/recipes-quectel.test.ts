import { describe, expect, it } from 'vitest';
import { loadDb } from '../../modem-db/db.ts';
import { asRead, commandsOf, lockedOut, offeredIn, settingOf } from './recipe-patterns.ts';

const db = loadDb();

describe('Quectel usbnet', () => {
  it('reads what real modules answer', () => {
    for (const id of ['quectel-usbnet', 'quectel-usbnet-lte12', 'quectel-usbnet-5g', 'quectel-usbnet-unisoc', 'quectel-usbnet-asr']) {
      // quectel-CM logs of an RM500U, a forum answer on an EC25.
      expect(asRead(db, id, '+QCFG: "usbnet",5')).toBe('5');
      expect(asRead(db, id, '+QCFG: "usbnet",0')).toBe('0');
      expect(asRead(db, id, 'ERROR')).toBeNull();
      expect(asRead(db, id, '+QCFG: "usbcfg",0x2C7C,0x0125,1,1,1,1,1,0,0')).toBeNull();
    }
  });

  it('sets the number that the manual gives each mode', () => {
    const sets = (id: string) => Object.fromEntries(Object.entries(db.recipe(id)?.modes ?? {}).map(([mode, m]) => [mode, m?.set]));
    expect(sets('quectel-usbnet')).toEqual({
      qmi: ['AT+QCFG="usbnet",0'],
      ecm: ['AT+QCFG="usbnet",1'],
      mbim: ['AT+QCFG="usbnet",2'],
      rndis: ['AT+QCFG="usbnet",3'],
    });
    expect(sets('quectel-usbnet-5g')).toMatchObject({ ncm: ['AT+QCFG="usbnet",5'] });
  });

  it('offers NCM on 5G only where the firmware lists it', () => {
    expect(offeredIn(db, 'quectel-usbnet-5g', 'ncm', '+QCFG: "usbnet",(0-3)')).toBe(false);
    expect(offeredIn(db, 'quectel-usbnet-5g', 'ncm', '+QCFG: "usbnet",(0-3,5)')).toBe(true);
    expect(offeredIn(db, 'quectel-usbnet-5g', 'ncm', '+QCFG: "usbnet",(0-5)')).toBe(true);
    expect(offeredIn(db, 'quectel-usbnet-5g', 'ncm', '+QCFG: "usbspeed",("20","311","312")\n+QCFG: "usbnet",(0,1,2,3)')).toBe(false);
    // One source has 5 answered with ERROR: without a list it is not tried.
    expect(db.recipe('quectel-usbnet-5g')?.modes.ncm?.testMandatory).toBe(true);
  });

  it('has no QMI where the chip has none', () => {
    for (const id of ['2c7c:0900', '2c7c:6005', '2c7c:6026']) {
      const recipes = db.recipesFor(id);
      expect(recipes).toHaveLength(1);
      expect(recipes[0]?.modes.qmi).toBeUndefined();
      expect(recipes[0]?.refused?.map((r) => r.mode)).toContain('qmi');
    }
  });

  it('finds the ports where RNDIS has moved them', () => {
    const seen = [
      { number: 0, class: 0xe0, subclass: 1, protocol: 3 },
      { number: 1, class: 0x0a, subclass: 0, protocol: 0 },
      { number: 2, class: 0xff, subclass: 0xff, protocol: 0x30 },
      ...[3, 4, 5].map((number) => ({ number, class: 0xff, subclass: 0, protocol: 0 })),
    ];
    for (const pid of [0x0125, 0x0121, 0x0191, 0x0195, 0x0306, 0x0512, 0x0620, 0x0800, 0x0801]) {
      const { mode, roles } = db.recognise(0x2c7c, pid, seen);
      expect(mode).toBe('rndis');
      expect([...roles].filter(([, role]) => role === 'at')).toEqual([[4, 'at']]);
    }
  });
});

describe('what must never be sent to a Quectel', () => {
  it.each([
    'AT+QCFG="usbcfg",0x2C7C,0x0125,1,1,0,0,1,0,0',
    'AT+QCFG="usbcfg", 0x2C7C, 0x0125, 0, 0, 0, 0, 0',
    'AT+QCFG="data_interface",1,0',
    'AT+QCFG="pcie/mode",1',
    'AT+QCFG="usbnet",4',
    'AT+QCFG="usbnet",9',
    'AT+QCFG="usbnet",03',
    'AT+QCFG=usbnet,4',
    'AT+QCFG=data_interface,1,0',
    'AT+EGMR=1,7,"861536030196001"',
    'at+qprtpara=3',
  ])('%s', (command) => {
    for (const id of ['quectel-usbnet', 'quectel-usbnet-5g']) expect(lockedOut(db, id, command)).toBe(true);
  });

  it('holds the numbers that a chip does not have', () => {
    const held = (id: string) => [...'0123456789'].filter((value) => lockedOut(db, id, `AT+QCFG="usbnet",${value}`)).join('');
    expect(held('quectel-usbnet')).toBe('456789');
    expect(held('quectel-usbnet-lte12')).toBe('456789');
    expect(held('quectel-usbnet-5g')).toBe('46789');
    expect(held('quectel-usbnet-unisoc')).toBe('046789');
    expect(held('quectel-usbnet-asr')).toBe('02456789');
  });

  it('does not hold what the recipes send', () => {
    for (const recipe of db.vendors.find((v) => v.family === 'quectel')?.recipes ?? [])
      for (const command of commandsOf(recipe)) expect([command, lockedOut(db, recipe.id, command)]).toEqual([command, false]);
    expect(lockedOut(db, 'quectel-usbnet-5g', 'AT+QCFG="data_interface"')).toBe(false);
  });
});

describe('Quectel settings', () => {
  it('read what real modules answer', () => {
    expect(settingOf(db, '2c7c:0125', 'network-mode', '+QCFG: "nwscanmode",0')).toEqual(['auto']);
    expect(settingOf(db, '2c7c:0125', 'network-mode', '+QCFG: "nwscanmode",3')).toEqual(['lte']);
    expect(settingOf(db, '2c7c:0125', 'packet-domain', '+QCFG: "servicedomain",2')).toEqual(['combined']);
    expect(settingOf(db, '2c7c:0125', 'packet-domain', '+QCFG: "servicedomain",1')).toEqual(['packet']);
    expect(settingOf(db, '2c7c:0801', 'network-mode', '+QNWPREFCFG: "mode_pref",AUTO')).toEqual(['auto']);
    expect(settingOf(db, '2c7c:0801', 'network-mode', '+QNWPREFCFG: "mode_pref",NR5G')).toEqual(['nr']);
    // A choice of two is none of ours: it is shown, and set over when the technician wants another.
    expect(settingOf(db, '2c7c:0801', 'network-mode', '+QNWPREFCFG: "mode_pref",LTE:NR5G')).toEqual([]);
    expect(settingOf(db, '2c7c:0801', 'network-mode', 'ERROR')).toBeNull();
  });
});
