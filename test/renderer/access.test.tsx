// @vitest-environment jsdom
import './setup.ts';
import { describe, expect, it } from 'vitest';
import { booting, disc, exported, failed, locked, planned, plannedWith, quectel, running, snapshotOf, verified } from './fixtures.ts';
import { show, violations } from './show.tsx';

describe('access', () => {
  it.each([
    ['nothing plugged in', [], undefined],
    ['dongle', [disc, quectel], undefined],
    ['boot code', [booting], undefined],
    ['confirm', [disc], 'step-confirm'],
    ['settings', [disc], 'change'],
    ['plan', [planned], 'plan-fold'],
    ['running', [running, quectel], undefined],
    ['locked', [locked], undefined],
    ['failed', [failed], undefined],
    ['verified', [verified], undefined],
    ['exported', [exported], undefined],
  ])('axe finds nothing: %s', async (_name, dongles, step) => {
    const page = show(snapshotOf(dongles, { restarts: 1 }));
    if (step === 'change') await page.press('step-confirm');
    if (step) await page.press(step);
    expect(await violations(document.body)).toEqual([]);
  });

  it('axe sees what is wrong, so that its silence means something', async () => {
    const page = show(snapshotOf([disc]));
    page.container.querySelector('main')?.insertAdjacentHTML('beforeend', '<input type="text"><img src="x.png">');
    expect((await violations(document.body)).map((line) => line.split(':')[0])).toEqual(['image-alt', 'label']);
  });

  it('has a way past the list of dongles as the first stop', async () => {
    const page = show(snapshotOf([disc, quectel]));
    await page.user.tab();
    expect(document.activeElement).toBe(page.get('skip'));
    await page.user.keyboard('{Enter}');
    expect(document.activeElement?.tagName).toBe('MAIN');
  });

  it('goes the whole form by keyboard alone', async () => {
    const page = show(snapshotOf([disc]));
    page.get('next').focus();
    await page.user.keyboard('{Enter}');
    expect(page.get('page-confirm')).toBeTruthy();
    page.get('change').focus();
    await page.user.keyboard('{Enter}');
    page.within('mode-ncm').getByRole('radio').focus();
    await page.user.keyboard('{ArrowDown}');
    expect(page.within('mode-ppp').getByRole('radio')).toHaveProperty('checked', true);
    page.get('apn').focus();
    await page.user.keyboard('internet{Enter}');
    const wishes = await page.planned();
    expect(wishes).toMatchObject({ mode: 'ppp', apn: 'internet' });
    // The plan before, until the bench shows the one that was asked for.
    page.next(snapshotOf([planned]));
    expect(page.get('agree')).toHaveProperty('disabled', true);
    page.next(snapshotOf([plannedWith(wishes)]));
    page.get('agree').focus();
    await page.user.keyboard('{Enter}');
    expect(page.client.sent.at(-1)).toMatchObject({ type: 'prepare' });
  });

  it('goes no further with a dongle that this user may not open, says why, and goes on once access is given', async () => {
    const page = show(snapshotOf([{ ...disc, access: 'denied' }]));
    expect(page.get('next').hasAttribute('disabled')).toBe(true);
    expect(page.get('page-plug').querySelector('.action-note')?.textContent).toBe(
      'You do not have permission to open the dongle yet. Give access first.',
    );
    expect(page.get('step-confirm').hasAttribute('disabled')).toBe(true);
    expect(page.get('step-confirm').textContent).toContain('Give access first.');
    expect(await violations(document.body)).toEqual([]);
    page.next(snapshotOf([disc]));
    await page.press('next');
    expect(page.get('page-confirm')).toBeTruthy();
    page.next(snapshotOf([{ ...disc, access: 'denied' }]));
    expect(page.get('page-plug')).toBeTruthy();
  });

  it('lets work that is under way be looked at whatever the access is', () => {
    const page = show(snapshotOf([{ ...verified, access: 'denied' }]));
    expect(page.get('step-run').hasAttribute('disabled')).toBe(false);
    expect(page.get('step-router').hasAttribute('disabled')).toBe(false);
  });

  it('speaks Russian when asked, says so to the browser, and remembers', async () => {
    const page = show(snapshotOf([disc]));
    await page.press('language-ru');
    expect(document.documentElement.lang).toBe('ru');
    expect(page.get('next').textContent).toBe('Далее');
    page.unmount();
    const again = show(snapshotOf([disc]));
    expect(again.get('next').textContent).toBe('Далее');
    expect(again.get('page-plug').textContent).toContain('Своя запись переключения');
  });

  it('shows a page that waits until the first snapshot is there', () => {
    const page = show(null);
    expect(page.getByRole('status').textContent).toContain('Connecting');
    page.next(snapshotOf([]));
    expect(page.get('nothing-plugged')).toBeTruthy();
  });
});
