import { describe, expect, it } from 'vitest';
import { settingOf } from './recipe-patterns.ts';
import { commandsOf, db, lockedOut, modesOffered, modesReached, readValue, recipe, recipesOfModel } from './recipe-support.ts';

/** AT^SETPORT=? of an E3372s (morfikov's blog). */
const E3372S = ['3: 3G DIAG', '10: 4G MODEM', '1: 3G MODEM', '12: 4G PCUI', '13: 4G DIAG', '5: 3G GPS', '14: 4G GPS', 'A: BLUE TOOTH']
  .concat('16: NCM', 'A1: CDROM', 'A2: SD')
  .map((code) => `^SETPORT:${code}`);
/** Of an E398 (notes on a Netgear R7000 on github.com). */
const E398 = ['1:MODEM', '2:PCUI', '3:DIAG', '4:PCSC', '5:GPS', '6:GPS CONTROL', '7:NDIS', 'A:BLUE TOOTH', 'A1:CDROM', 'A2:SD'].map(
  (code) => `^SETPORT:${code}`,
);

describe('Huawei ^SETPORT', () => {
  const id = 'huawei-setport';

  it.each([
    ['^SETPORT:A1,A2;12,1,16,A1,A2', 'A1,A2;12,1,16,A1,A2', ['ncm']],
    ['^SETPORT:A1,A2;10,12,16,A1,A2', 'A1,A2;10,12,16,A1,A2', ['ncm']],
    ['^SETPORT:FF;12,16', 'FF;12,16', ['ncm']],
    ['^SETPORT: A1;1,12', 'A1;1,12', ['ppp']],
    ['^SETPORT: A1,A2;1,3,12', 'A1,A2;1,3,12', ['ppp']],
    ['^SETPORT:FF;10,12', 'FF;10,12', ['ppp']],
    // Neither: no network and no modem port, or no AT.
    ['^SETPORT:FF;12', 'FF;12', []],
    ['^SETPORT:FF;1,3', 'FF;1,3', []],
    ['^SETPORT:FF;11,112', 'FF;11,112', []],
  ])('reads %s', (line, value, modes) => {
    expect(readValue(id, [line])).toBe(value);
    expect(modesReached(id, value)).toEqual(modes);
  });

  it('offers what the firmware lists', () => {
    expect(modesOffered(id, E3372S).toSorted()).toEqual(['ncm', 'ppp']);
    expect(
      modesOffered(
        id,
        E3372S.filter((l) => !/:16:/.test(l)),
      ),
    ).toEqual(['ppp']);
    expect(modesOffered(id, ['^SETPORT: 1: 3G MODEM', '^SETPORT: 12: 4G PCUI', '^SETPORT: 16: NCM']).toSorted()).toEqual(['ncm', 'ppp']);
    // Code 16 is a modem in some firmware: no network then.
    expect(modesOffered(id, ['^SETPORT: 1: 3G MODEM', '^SETPORT: 12: 4G PCUI', '^SETPORT: 16: 4G MODEM'])).toEqual(['ppp']);
    expect(modesOffered(id, E398)).toEqual([]);
  });

  it.each(['AT^SETPORT="FF;1"', 'AT^SETPORT="FF; 1"', 'AT^SETPORT="A1,A2;1,2,3"', 'at^setport="ff;16"', 'AT^U2DIAG=0', 'AT^U2DIAG=119'])(
    'never sends %s',
    (command) => expect(lockedOut(id, command)).toBe(true),
  );

  it('sends nothing that it forbids, nor a way back', () => {
    const own = [...commandsOf(recipe(id)), 'AT^SETPORT="A1,A2;10,12,16,A1,A2"', 'AT^U2DIAG?'];
    for (const command of own) expect(lockedOut(id, command), command).toBe(false);
  });
});

describe('Huawei ^U2DIAG', () => {
  const id = 'huawei-u2diag';

  it('is for the sticks that were seen with 0, and for no HiLink stick', () => {
    for (const model of ['E173', 'E173s', 'E1750', 'E1550', 'E160']) expect(recipesOfModel('12d1:1001', model)).toEqual([id]);
    for (const model of ['E303', 'E1752', 'E3131', 'E1762', 'K3765', 'E398']) expect(recipesOfModel('12d1:1001', model)).toEqual([]);
    expect(db.recipesFor('12d1:1506').map((r) => r.id)).toEqual(['huawei-setport']);
  });

  it('reads and tells', () => {
    expect(readValue(id, ['^U2DIAG: 276'])).toBe('276');
    expect(readValue(id, ['^U2DIAG:0'])).toBe('0');
    expect(modesReached(id, '0')).toEqual(['ppp']);
    expect(modesReached(id, '276')).toEqual([]);
  });

  it('holds other values back', () => {
    const lockouts = recipe(id).lockouts.map((l) => new RegExp(l.command, 'i'));
    const locked = (command: string) => lockouts.some((l) => l.test(command));
    expect(locked('AT^SETPORT="FF;12,1,16"')).toBe(true);
    for (const value of ['118', '119', '5', '11', '2', '2316']) expect(locked(`AT^U2DIAG=${value}`), value).toBe(true);
    for (const command of [...commandsOf(recipe(id)), 'AT^U2DIAG=276', 'AT^U2DIAG=256']) expect(locked(command), command).toBe(false);
  });
});

describe('Huawei settings', () => {
  it.each([
    ['12d1:1506', '^SYSCFGEX:"00",3FFFFFFF,1,2,7FFFFFFFFFFFFFFF', ['auto'], ['combined']],
    ['12d1:1506', '^SYSCFGEX:"030201",3FFFFFFF,1,3,800C5', ['auto'], ['combined']],
    ['12d1:1506', '^SYSCFGEX: "03",4C00000,0,1,8000011041', ['lte'], ['packet']],
    ['12d1:1506', '^SYSCFGEX:"0302",3FFFFFFF,1,2,7FFFFFFFFFFFFFFF,,', [], ['combined']],
    ['12d1:140c', '^SYSCFG: 2,0,400000,0,3', ['auto'], ['combined']],
    ['12d1:140c', '^SYSCFG:14,2,780380,1,0', ['umts'], []],
    ['12d1:140c', '^SYSCFG:13,1,3FFFFFFF,1,1', ['gsm'], ['packet']],
  ])('of %s: %s', (id, line, network, domain) => {
    const model = id === '12d1:1506' ? 'E3372' : 'E173';
    expect(settingOf(db, id, 'network-mode', line, model)).toEqual(network);
    expect(settingOf(db, id, 'packet-domain', line, model)).toEqual(domain);
    expect(settingOf(db, id, 'network-mode', line, model === 'E173' ? 'E3372' : 'E173')).toBeNull();
  });
});
