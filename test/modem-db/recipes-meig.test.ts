import { describe, expect, it } from 'vitest';
import { commandsOf, db, modesReached, readValue, recipe } from './recipe-support.ts';

const locks = (id: string, command: string) => recipe(id).lockouts.some((l) => new RegExp(l.command, 'i').test(command));

describe('MeiG +SER', () => {
  it.each([
    ['meig-ser', '+SER: 1', '1', ['qmi']],
    ['meig-ser', '+SER: 3,1', '3', ['rndis']],
    ['meig-ser', '+SER: 2', '2', []],
    ['meig-ser', '+SER: 51', '51', []],
    ['meig-ser-asr', '+SER: 3', '3', ['rndis']],
    ['meig-ser-asr', '+SER: 1', '1', []],
  ])('%s reads %s', (id, line, value, modes) => {
    expect(readValue(id, [line])).toBe(value);
    expect(modesReached(id, value)).toEqual(modes);
  });

  it('never takes the ports away', () => {
    for (const value of ['2,1', '1,0', '7,1', '33,1', '']) expect(locks('meig-ser', `AT+SER=${value}`), value).toBe(true);
    for (const value of ['2,1', '1,1', '3']) expect(locks('meig-ser-asr', `AT+SER=${value}`), value).toBe(true);
    for (const id of ['meig-ser', 'meig-ser-asr']) {
      expect(locks(id, 'AT+LCTSN=1,7,"860000000000000"')).toBe(true);
      for (const command of commandsOf(recipe(id))) expect(locks(id, command), command).toBe(false);
    }
  });

  it('knows the ports of all that share 2dee:4d22', () => {
    const seen = (protocols: readonly (readonly [number, number])[]) =>
      protocols.map(([subclass, protocol], number) => ({ number, class: 0xff, subclass, protocol }));
    // Linux commits 1ca645a2f74a (SRM825L) and db79e75460fc (SLM828).
    const srm825 = seen([
      [0xff, 0x30],
      [0xff, 0x40],
      [0xff, 0x40],
      [0xff, 0x60],
      [0x42, 1],
      [0xff, 0x50],
    ]);
    const slm828 = seen([
      [0x10, 1],
      [0x10, 2],
      [0x10, 3],
      [0x10, 4],
      [0xff, 0xff],
      [0xff, 0xff],
    ]);
    for (const interfaces of [srm825, slm828]) {
      const found = db.recognise(0x2dee, 0x4d22, interfaces);
      expect([found.mode, found.roles.get(1), found.roles.get(2), found.roles.get(5)]).toEqual(['qmi', 'at', 'modem', 'control']);
    }
  });
});
