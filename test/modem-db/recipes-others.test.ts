import { describe, expect, it } from 'vitest';
import { loadDb } from '../../modem-db/db.ts';
import { asRead, commandsOf, forModel, lockedOut } from './recipe-patterns.ts';

const db = loadDb();

describe('Foxconn ^USBSWITCH', () => {
  it('reads what QModem expects, and is for the T99W175 alone', () => {
    expect(asRead(db, 'foxconn-usbswitch', '^USBSWITCH: 9025')).toBe('9025');
    expect(asRead(db, 'foxconn-usbswitch', '^USBSWITCH: 90D5')).toBe('90D5');
    expect(asRead(db, 'foxconn-usbswitch', 'ERROR')).toBeNull();
    const { modes } = db.recipe('foxconn-usbswitch') ?? {};
    expect(new RegExp(modes?.mbim?.reached ?? 'x^').test('90D5')).toBe(true);
    expect(forModel(db, '05c6:9025', 'T99W175')).toContain('foxconn-usbswitch');
    expect(forModel(db, '05c6:9025', 'TL131')).not.toContain('foxconn-usbswitch');
  });

  it.each(['AT^PCIEMODE=1', 'AT+PCIEMODE=1', 'AT^USBSWITCH=901E', 'at^usbswitch=90db', 'AT^nv=550,9,"8a,68,24"'])(
    'never sends %s',
    (command) => {
      expect(lockedOut(db, 'foxconn-usbswitch', command)).toBe(true);
    },
  );

  it('refuses nothing that it sends', () => {
    const recipe = db.recipe('foxconn-usbswitch');
    expect(recipe).toBeDefined();
    for (const command of recipe ? commandsOf(recipe) : [])
      expect([command, lockedOut(db, 'foxconn-usbswitch', command)]).toEqual([command, false]);
    expect(lockedOut(db, 'foxconn-usbswitch', 'AT^PCIEMODE?')).toBe(false);
  });
});

describe('u-blox +UUSBCONF', () => {
  it('reads the replies of ModemManager’s tests', () => {
    expect(asRead(db, 'ublox-uusbconf', '+UUSBCONF: 3,"RNDIS",,"0x1146"')).toBe('3,"RNDIS"');
    expect(asRead(db, 'ublox-uusbconf', '+UUSBCONF: 2,"ECM",,"0x1143"')).toBe('2,"ECM"');
    expect(asRead(db, 'ublox-uusbconf', '+UUSBCONF: 0,"",,"0x1141"')).toBe('0,""');
    expect(asRead(db, 'ublox-uusbconf', 'ERROR')).toBeNull();
  });

  it.each([
    'AT+UUSBCONF=12,"ECM"',
    'AT+UUSBCONF=13,"RNDIS"',
    'AT+UUSBCONF=1',
    'AT+UUSBCONF=2,"RNDIS"',
    'AT+UUSBCONF=3,"ECM",3',
    'AT+UUSBCONF=3,"RNDIS",,"0x1234"',
  ])('never sends %s', (command) => {
    expect(lockedOut(db, 'ublox-uusbconf', command)).toBe(true);
  });

  it('refuses nothing that it sends, nor the way back', () => {
    const recipe = db.recipe('ublox-uusbconf');
    const back = ['3,"RNDIS"', '2,"ECM"', '0,""'].map((value) => (recipe?.back ?? '').replace('{value}', value));
    for (const command of [...(recipe ? commandsOf(recipe) : []), ...back])
      expect([command, lockedOut(db, 'ublox-uusbconf', command)]).toEqual([command, false]);
  });
});

describe('Dell DW5821e', () => {
  const serial = [2, 3, 4].map((number) => ({ number, class: 0xff, subclass: 0, protocol: 0 }));
  const diag = { number: 5, class: 0xff, subclass: 0xff, protocol: 0xff };

  it('is told by its configuration, without a recipe', () => {
    const qmi = [
      { number: 0, class: 0xff, subclass: 0xff, protocol: 0xff },
      { number: 1, class: 3, subclass: 0, protocol: 0 },
      ...serial,
      diag,
    ];
    const mbim = [
      { number: 0, class: 2, subclass: 0x0e, protocol: 0 },
      { number: 1, class: 0x0a, subclass: 0, protocol: 2 },
      ...serial,
      diag,
    ];
    expect(db.recognise(0x413c, 0x81d7, qmi)).toMatchObject({ name: 'Dell DW5821e, QMI', mode: 'qmi', control: 'qmi' });
    expect(db.recognise(0x413c, 0x81d7, mbim)).toMatchObject({ name: 'Dell DW5821e, MBIM', mode: 'mbim', control: 'mbim' });
    expect(db.recognise(0x413c, 0x81d7, mbim).roles.get(2)).toBe('at');
    expect(db.recipesFor('413c:81d7')).toEqual([]);
  });
});
