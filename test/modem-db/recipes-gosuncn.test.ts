import { describe, expect, it } from 'vitest';
import { commandsOf, db, modesReached, readValue, recipe, recipesOfModel } from './recipe-support.ts';

const locks = (id: string, command: string) =>
  recipe(id).lockouts.some((l) => new RegExp(l.command, 'i').test(command.toUpperCase().replace(/ /g, '')));

describe('Gosuncn +ZSWITCH', () => {
  it.each([
    ['gosuncn-zswitch', '+ZSWITCH: L', 'L', ['ecm']],
    ['gosuncn-zswitch', '+ZSWITCH: l', 'l', ['ecm']],
    ['gosuncn-zswitch', '+ZSWITCH: r', 'r', ['rndis']],
    ['gosuncn-zswitch', '+ZSWITCH: E', 'E', []],
    ['gosuncn-zswitch-gm', '+ZSWITCH: E', 'E', ['ecm']],
    ['gosuncn-zswitch-gm', '+ZSWITCH: e', 'e', []],
    ['gosuncn-zswitch-gm', '+ZSWITCH: 8', '8', []],
    ['gosuncn-zswitch-gm', '+ZSWITCH: x', 'x', ['qmi']],
  ])('%s reads %s', (id, line, value, modes) => {
    expect(readValue(id, [line])).toBe(value);
    expect(modesReached(id, value)).toEqual(modes);
  });

  it('each is for its own', () => {
    for (const id of ['19d2:0601', '19d2:0602', '19d2:1476']) expect(db.recipesFor(id).map((r) => r.id)).toEqual(['gosuncn-zswitch']);
    expect(recipesOfModel('305a:1404', 'GM800')).toEqual(['gosuncn-zswitch-gm']);
    expect(recipesOfModel('305a:1404', 'GM500_U1A')).toEqual([]);
  });

  it('sends no letter whose meaning is in doubt', () => {
    for (const letter of ['e', 'E', 'x', '8', 'q', 'LL', '']) expect(locks('gosuncn-zswitch', `AT+ZSWITCH=${letter}`), letter).toBe(true);
    for (const letter of ['8', 'q', 'l', '']) expect(locks('gosuncn-zswitch-gm', `AT+ZSWITCH=${letter}`), letter).toBe(true);
    for (const id of ['gosuncn-zswitch', 'gosuncn-zswitch-gm']) {
      expect(locks(id, 'AT+EGMR=1,7,"860000000000000"')).toBe(true);
      for (const command of commandsOf(recipe(id))) expect(locks(id, command), command).toBe(false);
    }
  });
});
