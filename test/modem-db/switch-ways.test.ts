import { describe, expect, it } from 'vitest';
import { loadDb } from '../../modem-db/db.ts';
import { stockUsbModeFile } from '../../modem-db/openwrt/usbmode/index.ts';
import type { SwitchEntry } from '../../modem-db/schema.ts';
import { compositionsAfter, targetIds, wayFor, waysOf } from '../../modem-db/switch-ways.ts';

const db = loadDb();

function entryOf(id: string): SwitchEntry {
  const [vid = '', pid = ''] = id.split(':');
  const [entry] = db.switchesOf(Number.parseInt(vid, 16), Number.parseInt(pid, 16));
  if (!entry) throw new Error(`no entry ${id}`);
  return entry;
}

const methodFor = (id: string, mode: Parameters<typeof wayFor>[1]) => {
  const { entry, other } = wayFor(entryOf(id), mode, db);
  return [entry.method.name, other, targetIds(entry)];
};

describe('the switch of a disc state', () => {
  it('is its own for a mode that this leads to, and another one for a mode that only that leads to', () => {
    expect(methodFor('12d1:157d', 'ecm')).toEqual(['HuaweiNewMode', null, ['12d1:14db', '12d1:14dc']]);
    expect(methodFor('12d1:157d', 'ppp')).toEqual(['MessageContent', expect.stringContaining('11 06 30'), ['12d1:1001']]);
    expect(methodFor('12d1:1f01', 'ecm')).toEqual(['HuaweiNewMode', null, ['12d1:14db', '12d1:14dc']]);
    expect(methodFor('12d1:1f01', 'ncm')).toEqual(['HuaweiAltMode', 'HuaweiAltMode', ['12d1:155e']]);
    expect(methodFor('12d1:1f01', 'ppp')).toEqual(['MessageContent', expect.stringContaining('11 06 20'), ['12d1:1001']]);
  });

  it('is its own for a mode that nothing is known to lead to, or that a command of the modem behind it sets', () => {
    expect(methodFor('12d1:157d', 'mbim')).toEqual(['HuaweiNewMode', null, ['12d1:14db', '12d1:14dc']]);
    expect(methodFor('12d1:1446', 'ppp').slice(0, 2)).toEqual(['HuaweiNewMode', null]);
  });

  it('leads, under one id for every state, to the composition of the class that it names', () => {
    const modes = waysOf(entryOf('3566:2001')).map(({ entry, other }) => [other, compositionsAfter(entry, db).map(({ mode }) => mode)]);
    expect(modes).toEqual([
      [null, ['rndis']],
      ['HuaweiAltMode', ['ppp']],
    ]);
  });

  it('as another one is an entry of its own: the same dongle, and nothing of the method that it replaces', () => {
    const usual: SwitchEntry = {
      id: '12d1:0001',
      name: 'Acme',
      when: [{ key: 'product', contains: 'X' }],
      method: { name: 'Configuration' },
      configuration: 3,
      waitBeforeSeconds: 2,
      target: { vid: '12d1', pids: ['0002'] },
      others: [{ name: 'eject', method: { name: 'StandardEject' }, target: { vid: '12d1', pids: ['0003'] }, source: 'a forum, topic 1' }],
      source: 'a manual, page 1',
      secondSource: 'a manual, page 2',
    };
    expect(waysOf(usual)).toEqual([
      { entry: usual, other: null },
      {
        entry: {
          id: '12d1:0001',
          name: 'Acme',
          when: [{ key: 'product', contains: 'X' }],
          method: { name: 'StandardEject' },
          waitBeforeSeconds: 2,
          target: { vid: '12d1', pids: ['0003'] },
          source: 'a forum, topic 1',
        },
        other: 'eject',
      },
    ]);
  });
});

describe('what OpenWrt itself switches', () => {
  it('is known, every id of its table in the newest state', () => {
    const known = new Set(db.vendors.flatMap((v) => v.switches).map(({ id }) => id));
    expect(Object.keys(stockUsbModeFile('snapshot').devices).filter((id) => !known.has(id))).toEqual([]);
  });
});
