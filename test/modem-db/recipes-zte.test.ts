import { describe, expect, it } from 'vitest';
import { settingOf } from './recipe-patterns.ts';
import { commandsOf, db, lockedOut, modesReached, readValue, recipe, recipesOfModel } from './recipe-support.ts';

describe('ZTE +ZCDRUN', () => {
  const id = 'zte-zcdrun';

  it('is for the sticks with a web interface, not for others of the id', () => {
    for (const model of ['MF823', 'MF831', 'MF823D']) expect(recipesOfModel('19d2:0016', model)).toEqual([id]);
    for (const model of ['MF110', 'MF627', 'MF821D', 'MF833V']) expect(recipesOfModel('19d2:0016', model)).toEqual([]);
  });

  it('reads the flag, which says nothing of the mode', () => {
    expect(readValue(id, ['Inquiry autorun open state result(0:NO 1:YES):1'])).toBe('1');
    expect(readValue(id, ['exit download mode result(0:FAIL 1:SUCCESS):1'])).toBeNull();
    for (const value of ['0', '1']) expect(modesReached(id, value)).toEqual([]);
  });

  it.each(['AT+ZCDRUN=0', 'AT+ZCDRUN=Q', 'AT+ZCDRUN=88', 'AT+ZCDRUN=9', 'AT+ZCDRUN=G', 'AT+ZCPE=O', 'AT+MODE=0076'])(
    'never sends %s',
    (command) => expect(lockedOut(id, command)).toBe(true),
  );

  it('sends nothing that it forbids', () => {
    for (const command of [...commandsOf(recipe(id)), 'AT+ZCDRUN=E']) expect(lockedOut(id, command), command).toBe(false);
  });

  it.each([
    ['+ZSNT: 0,0,0', ['auto']],
    ['+ZSNT: 0,0,2', ['auto']],
    ['+ZSNT:6,0,0', ['lte']],
    ['+ZSNT: 2,0,0', ['umts']],
    ['+ZSNT: 1,0,0', ['gsm']],
    ['+ZSNT: 7,0,0', []],
  ])('%s', (line, values) => expect(settingOf(db, '19d2:0016', 'network-mode', line)).toEqual(values));

  it('tells tries from +ZPINPUK', () => {
    const reading = db.vendorOf(0x19d2)?.reading;
    expect(new RegExp(reading?.pinTriesReply ?? '').exec('+ZPINPUK: 3,10')?.groups?.['pin']).toBe('3');
  });
});
