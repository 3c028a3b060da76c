// @vitest-environment jsdom
import './setup.ts';
import { describe, expect, it } from 'vitest';
import type { QuirkView } from '../../electron/contract/quirks.ts';
import { quectel, reportedModem, snapshotOf } from './fixtures.ts';
import { show, violations } from './show.tsx';

const quirk = (id: string, more: Partial<QuirkView> = {}): QuirkView => ({
  id,
  kind: 'modem',
  effect: { en: `Effect of ${id}.`, ru: `Действие ${id}.` },
  remedy: { en: `Remedy of ${id}.`, ru: `Средство от ${id}.` },
  proof: 'code',
  sources: [`Manual of ${id}`, 'Some forum'],
  use: null,
  ...more,
});
const withQuirks = (...quirks: QuirkView[]) => snapshotOf([{ ...quectel, quirks }]);

describe('the quirks of a dongle', () => {
  it('are told on its card: what it is, how sure, what helps, whose doing, what is done about it, and the sources', async () => {
    const page = show(withQuirks(quirk('one', { proof: 'hardware', use: 'radio-on' }), quirk('two', { kind: 'router', remedy: null })));
    const one = page.within('quirk-one');
    for (const words of [/Effect of one\./, /seen on hardware/, /Remedy of one\./, /Handled here/, /Manual of one; Some forum/])
      expect(one.getByText(words)).toBeTruthy();
    expect(page.within('quirk-two').getByText(/No workaround is known/)).toBeTruthy();
    expect(page.within('quirk-two').getByText('router software')).toBeTruthy();
    expect(page.query('quirks-more')).toBeNull();
    expect(await violations(page.container)).toEqual([]);
  });

  it('are three, and the others unfold', async () => {
    const page = show(withQuirks(...['a', 'b', 'c', 'd', 'e'].map((id) => quirk(id))));
    const shown = () => ['a', 'b', 'c', 'd', 'e'].filter((id) => page.get(`quirk-${id}`).closest('[hidden]') === null);
    expect(shown()).toEqual(['a', 'b', 'c']);
    expect(page.get('quirks-more').textContent).toBe('2 more');
    await page.press('quirks-more');
    expect(shown()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('are nothing where none is known', () => {
    expect(show(withQuirks()).query('quirks')).toBeNull();
  });

  it('stand under a posted text as well', async () => {
    const page = show(snapshotOf([]));
    page.client.onQuery = (query) =>
      query.type === 'read-dump'
        ? {
            type: 'dump',
            router: { release: query.release, judgedBy: query.release, kernel: '6.12.1', caveats: [] },
            devices: [{ ...reportedModem, quirks: [quirk('posted')] }],
            unread: { count: 0, lines: [] },
            configuration: 0,
            bundleModes: [[]],
          }
        : { type: 'countries', countries: [] };
    await page.openDump();
    await page.user.click(page.get('dump-text'));
    await page.user.paste('P:  Vendor=2c7c ProdID=0125 Rev=03.18');
    expect((await page.find('quirk-posted')).textContent).toContain('Effect of posted.');
  });
});
