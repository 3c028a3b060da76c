// @vitest-environment jsdom
import './setup.ts';
import { describe, expect, it } from 'vitest';
import { models } from '../../electron/virtual/models/index.ts';
import { byVendor, findPractice } from '../../renderer/state/practice.ts';
import { disc, quectel, snapshotOf } from './fixtures.ts';
import { show, violations } from './show.tsx';

const unplugged = models.map(({ name, title }) => ({ name, title, plugged: null }));
const dongle = (name: string, title: string) => ({ name, title, plugged: null });

describe('the practice dongles', () => {
  it('are all there, by vendor, whatever the bench has', async () => {
    const page = show(snapshotOf([], { practice: unplugged }));
    for (const { name } of unplugged) expect(page.get(`practice-plug-${name}`)).toBeTruthy();
    const vendors = [...page.get('practice').querySelectorAll('h3')].map((heading) => heading.textContent);
    expect(vendors).toEqual([...new Set(vendors)]);
    expect(vendors).toEqual(expect.arrayContaining(['Huawei', 'Quectel', 'Sierra Wireless', 'u-blox']));
    expect(await violations(document.body)).toEqual([]);
  });

  it('are grouped by what their names begin with, and carry the vendor once', () => {
    const groups = byVendor([
      dongle('captured-12d1-1506', '12d1:1506, captured 2026-11-21'),
      dongle('sierra-b', 'Sierra Wireless EM7455 module'),
      dongle('sierra-a', 'Sierra Wireless MC7304 module'),
      dongle('dell-x', 'Dell DW5821e module (USB adapter)'),
    ]);
    expect(groups[0]?.members[0]).toMatchObject({
      model: 'DW5821e module',
      detail: 'USB adapter',
      title: 'Dell DW5821e module (USB adapter)',
    });
    expect(groups.map(({ vendor, members }) => [vendor, members.map((member) => member.model)])).toEqual([
      ['Dell', ['DW5821e module']],
      ['Sierra Wireless', ['EM7455 module', 'MC7304 module']],
      [null, ['12d1:1506, captured 2026-11-21']],
    ]);
  });

  it('keep a title that is nothing but the vendor', () => {
    const modelsOf = (...titles: string[]) =>
      byVendor(titles.map((title, i) => dongle(`acme-${i}`, title)))[0]?.members.map(({ model }) => model);
    expect(modelsOf('Acme')).toEqual(['Acme']);
    expect(modelsOf('Acme', 'Acme X')).toEqual(['Acme', 'X']);
    expect(modelsOf('Acme X', 'Acme X 2')).toEqual(['X', 'X 2']);
    expect(byVendor([])).toEqual([]);
  });

  it('are found by the words of title and name, in any order and case', async () => {
    expect(findPractice(unplugged, '  5g QUECTEL ').map(({ name }) => name)).toEqual(['quectel-rm520n', 'quectel-rm500u']);
    expect(findPractice(unplugged, '')).toHaveLength(unplugged.length);
    for (const label of ['RM520N-GL', 'RM520N-EU', 'rm520n_gl', 'Quectel RM520NGLAA-M20', 'rm520n gl'])
      expect(
        findPractice(unplugged, label).map(({ name }) => name),
        label,
      ).toEqual(['quectel-rm520n']);
    expect(findPractice(unplugged, 'RM5200')).toEqual([]);
    const page = show(snapshotOf([], { practice: unplugged }));
    await page.user.type(page.get('practice-search'), 'huawei');
    expect(page.query('practice-quectel-ec25')).toBeNull();
    expect(page.get('practice-huawei-ncm')).toBeTruthy();
    await page.user.type(page.get('practice-search'), ' nothing');
    expect(page.get('practice-count').textContent).toBe('No practice dongle with this name.');
    expect(await violations(document.body)).toEqual([]);
    await page.user.keyboard('{Escape}');
    expect(page.get('practice-quectel-ec25')).toBeTruthy();
  });

  it('are not searched where they are few', () => {
    expect(show(snapshotOf([])).query('practice-search')).toBeNull();
  });

  it('can be unplugged where they are looked at, which a real one can not', async () => {
    const page = show(snapshotOf([disc, quectel]));
    await page.press('unplug');
    expect(page.client.sent).toEqual([{ type: 'unplug-practice', portPath: 'practice-1' }]);
    await page.press('dongle-1-1.4');
    expect(page.query('unplug')).toBeNull();
  });
});
