import { describe, expect, it } from 'vitest';
import { discName, ownName, tells } from '../../modem-db/labels/names.ts';

describe('a listed name', () => {
  it.each([
    ['ZTE modem 0003', '19d2:0003', 'id'],
    ['Qualcomm modem 9048, QMI', '05c6:9048', 'id'],
    ['Option HSO device c031', '0af0:c031', 'id'],
    ['Huawei stick, NCM', '12d1:1506', 'nothing'],
    ['Sierra Wireless modem', '1199:0029', 'nothing'],
    ['ZTE modem 0003', '19d2:0004', 'model'],
    ['Quectel EC25, QMI', '2c7c:0125', 'model'],
    ['Sierra Wireless Gobi 3000 modem, QMI', '1199:68a5', 'nothing'],
    ['Dell Gobi 2000', '413c:8186', 'model'],
  ] as const)('%s of %s tells: %s', (name, id, what) => {
    expect(tells(name, id)).toBe(what);
  });
});

describe('what a device calls itself', () => {
  const sierra = { vendor: 'Sierra Wireless', manufacturer: 'Sierra Wireless, Incorporated', product: 'EM9190' };

  it('is its model, behind its maker', () => {
    expect(ownName(sierra, false)).toBe('Sierra Wireless EM9190');
    expect(ownName({ ...sierra, product: 'Sierra Wireless EM9190' }, false)).toBe('Sierra Wireless EM9190');
    expect(ownName({ ...sierra, product: 'Acme Stick 5' }, true)).toBe('Acme Stick 5');
    expect(ownName({ ...sierra, model: 'EM9191' }, false)).toBe('Sierra Wireless EM9191');
    expect(ownName({ vendor: null, manufacturer: 'Fibocom Wireless Inc.', product: 'MA510-GL' }, false)).toBe('Fibocom MA510-GL');
    expect(ownName({ vendor: null, manufacturer: null, product: 'MA510-GL' }, false)).toBe('MA510-GL');
  });

  it('is no name where it says nothing of the model, unless anything will do', () => {
    expect(ownName({ ...sierra, product: 'Mobile Broadband' }, false)).toBeNull();
    expect(ownName({ ...sierra, product: 'Mobile Broadband' }, true)).toBe('Mobile Broadband');
    expect(ownName({ ...sierra, product: null }, true)).toBeNull();
    expect(ownName({ ...sierra, product: ' ' }, true)).toBeNull();
  });
});

describe('a disc', () => {
  it('is called by the sticks that were seen with it, else by its file', () => {
    expect(discName({ name: 'Huawei E353 (3.se) and others', sticks: { names: ['Huawei E3372h', 'E8372'], source: 'forum' } })).toBe(
      'Huawei E3372h, E8372',
    );
    expect(discName({ name: 'Huawei E169' })).toBe('Huawei E169');
  });
});
