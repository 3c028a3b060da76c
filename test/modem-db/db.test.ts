import { describe, expect, it } from 'vitest';
import { loadDb } from '../../modem-db/db.ts';

/** Look-ups in a small database of its own, where what is looked up has neighbours that it may be taken for. */

const source = 'Some manual, page 1';
const composition = (name: string, more: object = {}) => ({
  id: 'aaaa:0002',
  name,
  mode: 'qmi',
  interfaces: [{ number: 4, class: 'ff', role: 'control' }],
  control: 'qmi',
  source,
  ...more,
});

const db = (...compositions: object[]) =>
  loadDb([{ vendor: 'Acme', family: 'acme', vids: ['aaaa'], switches: [], compositions, recipes: [] }]);

const seen = [{ number: 4, class: 0xff, subclass: 0, protocol: 0 }];

describe('compositions of one id and the same interfaces', () => {
  const both = [composition('Acme A', { models: '^A1' }), composition('Acme B', { models: '^B2' })];
  const plain = composition('Acme any');
  const named = (all: readonly object[], model?: string) => db(...all).recognise(0xaaaa, 2, seen, model).name;

  it('are told apart by the model that the modem names', () => {
    expect(named(both, 'A100')).toBe('Acme A');
    expect(named(both, 'B200')).toBe('Acme B');
    expect(named(both, 'b200')).toBe('Acme B');
    expect(named([plain, ...both], 'B200')).toBe('Acme B');
  });

  it('are that of no certain model where nobody asked, or where the model is another', () => {
    expect(named([...both, plain])).toBe('Acme any');
    expect(named([...both, plain], 'C300')).toBe('Acme any');
  });

  it('of another set of interfaces are not taken, whatever the model', () => {
    const elsewhere = composition('Acme C', { models: '^C3', interfaces: [{ number: 5, class: 'ff', role: 'control' }] });
    expect(named([elsewhere, plain], 'C300')).toBe('Acme any');
  });

  it('are shared where the id is of several makers, until the modem has said which it is', () => {
    const shared = composition('Acme or another', { shared: true, models: '^A1' });
    const recognise = (model?: string) => db(shared).recognise(0xaaaa, 2, seen, model).shared;
    expect(recognise()).toBe(true);
    expect(recognise('A100')).toBeUndefined();
  });
});
