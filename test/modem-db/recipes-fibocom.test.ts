import { describe, expect, it } from 'vitest';
import { loadDb } from '../../modem-db/db.ts';
import { asRead, commandsOf, forModel, lockedOut, offeredIn, settingOf } from './recipe-patterns.ts';

const db = loadDb();
const recipes = db.vendors.find((v) => v.family === 'fibocom')?.recipes ?? [];
/** +GTUSBMODE=? of a real FM160-CN, 89614.1000.00.04.01.02. */
const FM160_LIST = '+GTUSBMODE: (17-18,20-21,24,29-33)';

describe('Fibocom +GTUSBMODE', () => {
  it('reads what real modules answer', () => {
    for (const { id } of recipes) {
      expect(asRead(db, id, '+GTUSBMODE: 41')).toBe('41');
      expect(asRead(db, id, '+GTUSBMODE: 32')).toBe('32');
      // An L860, and an L850 with old firmware.
      expect(asRead(db, id, '+CME ERROR: 4')).toBeNull();
    }
  });

  it('tells apart what shares an id', () => {
    expect(forModel(db, '2cb7:0104', 'NL678-E')).toEqual(['fibocom-gtusbmode-lte']);
    for (const model of ['FM150-AE', 'FM160-CN', 'FM160-EAU', 'FM170-EAU', 'FG150'])
      expect(forModel(db, '2cb7:0104', model)).toEqual(['fibocom-gtusbmode-5g']);
    expect(forModel(db, '2cb7:0104', 'FM190W-GL')).toEqual(['fibocom-gtusbmode-fm190']);
    expect(forModel(db, '1508:1001', 'NL668-CN')).toEqual(['fibocom-gtusbmode-nl668']);
    // Others have the ids as well, with a list of their own.
    for (const model of ['NL668T-GL', 'FM350-GL', 'MA510-GL']) expect(forModel(db, '2cb7:0104', model)).toEqual([]);
  });

  it('reads numbers out of the lists that =? answers', () => {
    for (const mode of ['qmi', 'ecm', 'mbim'] as const) expect(offeredIn(db, 'fibocom-gtusbmode-5g', mode, FM160_LIST)).toBe(true);
    expect(offeredIn(db, 'fibocom-gtusbmode-5g', 'mbim', '+GTUSBMODE: (17-18,20-21,24,31-33)')).toBe(false);
    expect(offeredIn(db, 'fibocom-gtusbmode-5g', 'qmi', '+GTUSBMODE: (17,18)')).toBe(false);
    expect(offeredIn(db, 'fibocom-gtusbmode-mtk', 'rndis', '+GTUSBMODE: (40,41)')).toBe(true);
    expect(offeredIn(db, 'fibocom-gtusbmode-lte', 'qmi', '+GTUSBMODE: (0-3,117)')).toBe(false);
  });

  it('names MBIM over USB as what an FM350 has not', () => {
    expect(db.recipe('fibocom-gtusbmode-mtk')?.refused?.map((r) => r.mode)).toEqual(['mbim', 'ncm', 'qmi']);
  });
});

describe('what must never be sent to a Fibocom', () => {
  it.each([
    'AT+GTUSBMODE=20',
    'AT+GTUSBMODE=24',
    'AT+GTUSBMODE=28',
    'AT+GTUSBMODE=31',
    'AT+GTUSBMODE=22',
    'AT+GTUSBMODE=2',
    'AT+GTUSBMODE = 19',
    'AT+GTUSBMODE=99',
    'at@nvm:cal_usbmode.num=11',
    'AT+EGMR=1,7,"863982050196037"',
    'AT+GTSN=1,7,"863982050196037"',
  ])('%s', (command) => {
    for (const { id } of recipes) expect([id, lockedOut(db, id, command)]).toEqual([id, true]);
  });

  it('does not hold what the recipes send', () => {
    for (const recipe of recipes)
      for (const command of commandsOf(recipe))
        expect([command, recipe.id, lockedOut(db, recipe.id, command)]).toEqual([command, recipe.id, false]);
  });

  it('holds the numbers of other chips, and lets ways back be', () => {
    const numbers = [0, 7, 17, 18, 30, 32, 33, 34, 36, 38, 40, 41];
    const free = (id: string) => numbers.filter((number) => !lockedOut(db, id, `AT+GTUSBMODE=${number}`));
    expect(Object.fromEntries(recipes.map(({ id }) => [id.replace('fibocom-gtusbmode-', ''), free(id)]))).toEqual({
      lte: [17, 18, 32, 33],
      '5g': [17, 18, 30, 32, 33],
      unisoc: [34, 36, 38, 40],
      l610: [32, 33],
      mtk: [40, 41],
      intel: [0, 7],
      fm190: [17, 18, 30, 32, 33],
      nl668: [17],
    });
  });
});

describe('Fibocom settings', () => {
  it('read what real modules answer', () => {
    expect(settingOf(db, '2cb7:0104', 'network-mode', '+GTACT: 20,6,3,1,8,101,103,5078', 'FM160-CN')).toEqual(['auto']);
    expect(settingOf(db, '2cb7:0104', 'network-mode', '+GTACT: 2', 'FM160-CN')).toEqual(['lte']);
    expect(settingOf(db, '2cb7:0104', 'network-mode', '+GTACT: 10,3,2', 'NL678-E')).toEqual(['auto']);
    expect(settingOf(db, '2cb7:0a04', 'network-mode', '+GTRAT: 3,6,3')).toEqual(['lte']);
    expect(db.settingsFor('2cb7:0a04').filter((s) => s.query === 'AT+GTRAT?')).toHaveLength(1);
  });
});
