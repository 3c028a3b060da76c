// @vitest-environment jsdom
import './setup.ts';
import { describe, expect, it } from 'vitest';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { createText } from '../../electron/contract/text.ts';
import { bootKinds } from '../../electron/contract/words.ts';
import { closedBecause } from '../../renderer/state/steps.ts';
import { booting, failed, jobView, snapshotOf } from './fixtures.ts';
import { show } from './show.tsx';

/** A dongle that shows boot code and no modem. */

describe('boot code on the page', () => {
  it.each(bootKinds)('says what it is and what to do, and leads nowhere (%s)', (kind) => {
    const page = show(snapshotOf([{ ...booting, bootState: kind }], { looksAllowed: null }));
    const text = createText('en');
    const notice = page.get('boot-state').textContent ?? '';
    expect(notice.toLowerCase()).toContain(text.word('boot-states.name', { kind: text.word(`boot-states.${kind}.name`) }).toLowerCase());
    for (const part of ['meaning', 'remedy']) expect(notice).toContain(text.word(`boot-states.${kind}.${part}`));
    expect(page.get('next')).toHaveProperty('disabled', true);
    expect(page.query('look-consent')).toBeNull();
  });

  it('asks for no access to what nobody will open', () => {
    const page = show(snapshotOf([{ ...booting, access: 'denied' }], { usbRuleCommand: 'sudo sh rule' }));
    expect(page.query('access-denied')).toBeNull();
    expect(page.container.textContent).not.toContain('sudo sh rule');
  });

  it('closes every screen but the first', () => {
    expect(closedBecause('confirm', booting)).toBe('no-modem');
    expect(closedBecause('run', booting)).toBe('agree-first');
  });

  it('stands below the failure of the job that it ended', async () => {
    const ended: DongleView = {
      ...failed,
      bootState: 'crash-dump',
      job: jobView({ failure: { code: 'RETURNED_WITHOUT_MODEM', detail: { id: '05c6:900e', name: 'Qualcomm RAM dump' } } }),
    };
    const page = show(snapshotOf([ended]));
    await page.press('step-plug');
    expect(page.container.textContent).toContain('came back as Qualcomm RAM dump (05c6:900e)');
    expect(page.get('boot-state')).toBeTruthy();
  });
});
