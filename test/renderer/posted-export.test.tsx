// @vitest-environment jsdom
import './setup.ts';
import { waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import type { Answer, Query } from '../../electron/contract/queries.ts';
import type { Mode } from '../../electron/contract/words.ts';
import { exported, quectel, reportedModem, routerFit, snapshotOf } from './fixtures.ts';
import { show, violations } from './show.tsx';

afterEach(() => void vi.restoreAllMocks());

const text = 'Bus 001 Device 003: ID 2c7c:0125 Quectel';

/** The page of the file for the one device of a text, and what the bench is asked to write. */
async function exportPage(
  modes: readonly Mode[] = ['qmi', 'mbim'],
  configuration = 0,
  write: () => Answer = () => {
    if (!exported.bundle) throw new Error('no bundle');
    return { type: 'posted-bundle', bundle: exported.bundle, fit: configuration > 0 ? routerFit : null };
  },
) {
  const page = show(snapshotOf([]));
  page.client.onQuery = (query: Query): Answer => {
    if (query.type === 'export-posted') return write();
    if (query.type !== 'read-dump') return { type: 'countries', countries: [] };
    const router = { release: query.release, judgedBy: query.release, kernel: '6.12.1', caveats: [] };
    const unread = { count: 1, lines: ['Hi all'] };
    return { type: 'dump', router, devices: [reportedModem], unread, configuration, bundleModes: [[...modes]] };
  };
  await page.openDump();
  await page.user.click(page.get('dump-text'));
  await page.user.paste(text);
  await page.find('dump-device-0');
  const asked = () => page.client.asked.filter((query) => query.type === 'export-posted');
  return { ...page, asked };
}

describe('the file from a text', () => {
  it('is left for the page without a dongle', async () => {
    const page = await exportPage();
    page.next(snapshotOf([quectel]));
    await page.press('dump-device-0-export');
    expect(page.query('page-without-dongle')).toBeNull();
    await page.press('without-dongle');
    expect(page.get('page-without-dongle')).toBeTruthy();
  });

  it('is offered for a device that one can be made for, and for no other', async () => {
    const page = await exportPage();
    expect(page.get('dump-device-0-export').textContent).toContain('Make the file');
    expect(page.get('dump-unread').textContent).toContain('1 line');
    page.unmount();
    const none = await exportPage([]);
    expect(none.query('dump-device-0-export')).toBeNull();
  });

  it('is made for the mode that the text shows, in the words of the form', async () => {
    const page = await exportPage();
    await page.press('dump-device-0-export');
    expect(await violations(page.container)).toEqual([]);
    expect(document.activeElement?.tagName).toBe('H1');
    await page.user.type(page.get('apn'), 'internet');
    const scrolled = vi.spyOn(Element.prototype, 'scrollIntoView');
    await page.press('export');
    await page.find('reveal');
    expect(scrolled.mock.calls).toEqual([[{ block: 'nearest' }]]);
    const [query, ...more] = page.asked();
    expect(more).toEqual([]);
    expect(query).toMatchObject({
      ...{ text, device: 0, folder: '/home/tech/Modem Bench', language: 'en', fit: true, accepts: [] },
      wishes: { mode: 'qmi', router: '25.12.1', apn: 'internet', pin: '' },
    });
    expect(page.client.sent).toEqual([]);
    // What was written was for another form.
    await page.user.type(page.get('apn'), '2');
    expect(page.query('reveal')).toBeNull();
  });

  it('says that another mode is not the one that the text shows', async () => {
    const page = await exportPage();
    await page.press('dump-device-0-export');
    const form = page.get('page-posted-export');
    expect(form.textContent).toContain('In the text, the dongle is in this mode');
    await page.user.selectOptions(page.get('posted-mode'), 'mbim');
    expect(form.textContent).toContain('In the text, the dongle is not in this mode');
    await page.press('export');
    expect(page.asked()).toMatchObject([{ wishes: { mode: 'mbim' } }]);
  });

  it('puts a PIN into the file only on the technician’s word', async () => {
    const page = await exportPage();
    await page.press('dump-device-0-export');
    expect(page.query('accept-pin')).toBeNull();
    await page.user.type(page.get('pin'), '1234');
    await page.press('export');
    await page.press('accept-pin');
    await page.press('export');
    expect(page.asked()).toMatchObject([{ accepts: [] }, { accepts: ['untried-pin'] }]);
  });

  it('is fitted to the configuration in the text, unless that is not wished', async () => {
    const page = await exportPage(['qmi'], 15);
    expect(page.get('dump-configuration').textContent).toContain('15 lines');
    await page.press('dump-device-0-export');
    await page.user.selectOptions(page.get('owners'), 'disable');
    await page.press('export');
    await page.find('router-fit');
    await page.press('posted-fit');
    await page.press('export');
    expect(page.asked()).toMatchObject([{ fit: true, wishes: { onRouter: { owners: 'disable' } } }, { fit: false }]);
    page.unmount();
    const without = await exportPage();
    await without.press('dump-device-0-export');
    expect(without.query('posted-fit')).toBeNull();
  });

  it('that is refused says why, at its field where it is about one', async () => {
    const refusals = [new BenchError('APN_QUOTE', { position: 1 }), new BenchError('MODEL_UNKNOWN', { name: '2c7c:0125' })];
    const page = await exportPage(['qmi'], 0, () => {
      throw refusals.shift() ?? new Error('no more');
    });
    await page.press('dump-device-0-export');
    await page.press('export');
    expect((await page.find('posted-refused')).textContent).not.toBe('');
    expect(page.get('failure').dataset['code']).toBe('APN_QUOTE');
    await page.press('export');
    await waitFor(() => expect(page.get('failure').dataset['code']).toBe('MODEL_UNKNOWN'));
    expect(page.query('posted-refused')).toBeNull();
  });
});
