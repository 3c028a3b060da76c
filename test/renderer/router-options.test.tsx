// @vitest-environment jsdom
import './setup.ts';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { RouterOptions } from '../../electron/contract/router-options.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { modes } from '../../electron/contract/words.ts';
import { type Draft, freshDraft, refusedShape } from '../../renderer/state/draft.ts';
import { fieldOf } from '../../renderer/state/failure-fields.ts';
import { isShown, listOf, optionNames, waysFor } from '../../renderer/state/router-options.ts';
import { disc, plan, planned, snapshotOf } from './fixtures.ts';
import { show, violations } from './show.tsx';

const settings = [
  { id: 'network-mode' as const, values: ['auto', 'lte'] },
  { id: 'packet-domain' as const, values: ['combined', 'packet'] },
];

async function routerOptions() {
  const page = show(snapshotOf([{ ...disc, settings }]));
  await page.openSettings();
  expect(page.get('router-options-fold').getAttribute('aria-expanded')).toBe('false');
  await page.press('router-options-fold');
  const wishes = async () => (await page.planned())?.onRouter;
  return { ...page, wishes };
}
const fill = async (page: Awaited<ReturnType<typeof routerOptions>>, id: string, value: string) => {
  await page.user.clear(page.get(id));
  await page.user.type(page.get(id), value);
  await page.user.tab();
};

describe('options of the router', () => {
  it('are the usual ones where nothing is touched', async () => {
    const page = await routerOptions();
    expect(await violations(document.body)).toEqual([]);
    expect(await page.wishes()).toEqual(RouterOptions.parse({}));
  });

  it('go into the wishes as they were set', async () => {
    const page = await routerOptions();
    await page.user.selectOptions(page.get('on-router-way'), 'dial');
    await page.user.selectOptions(page.get('on-router-way'), 'mode');
    await fill(page, 'on-router-profile', '3');
    await fill(page, 'on-router-delay', '15');
    await fill(page, 'on-router-zone', 'lte');
    await fill(page, 'on-router-rebindDomains', 'my.yota.ru, status.megafon.ru');
    await page.press('watchdog');
    await fill(page, 'watchdog-addresses', '9.9.9.9 example.org');
    await fill(page, 'watchdog-every', '120');
    await fill(page, 'watchdog-failures', '3');
    await page.press('watchdog-resets');
    await page.press('on-router-resetAtBoot');
    expect(page.query('on-router-modeAtConnect')).toBeNull();
    await page.user.selectOptions(page.get('network-mode'), 'lte');
    await page.user.selectOptions(page.get('packet-domain'), 'packet');
    await page.press('on-router-packetDomainAtAttach');
    await page.press('on-router-modeAtConnect');
    expect(await violations(document.body)).toEqual([]);
    expect(page.get('router-options').textContent).toContain('8 set');
    expect(await page.wishes()).toEqual({
      ...RouterOptions.parse({}),
      profile: 3,
      delay: 15,
      zone: 'lte',
      rebindDomains: ['my.yota.ru', 'status.megafon.ru'],
      watchdog: { addresses: ['9.9.9.9', 'example.org'], everySeconds: 120, failures: 3, resetsModem: false },
      resetAtBoot: true,
      packetDomainAtAttach: true,
      modeAtConnect: true,
    });
    // axe goes over the whole form.
  }, 180_000);

  it('take a number back to the usual one when its field is emptied', async () => {
    const page = await routerOptions();
    await fill(page, 'on-router-profile', '3');
    await page.user.clear(page.get('on-router-profile'));
    await page.user.tab();
    expect((await page.wishes())?.profile).toBeNull();
  });

  it.each([
    ['onRouter.zone', 'on-router-zone'],
    ['onRouter.profile', 'on-router-profile'],
    ['onRouter.way', 'on-router-way'],
    ['onRouter.watchdog.addresses.1', 'watchdog-addresses'],
    ['onRouter.watchdog', 'watchdog-addresses'],
    ['onRouter.watchdog.failures', 'watchdog-failures'],
    ['onRouter.rebindDomains.0', 'on-router-rebindDomains'],
    ['onRouter.resetAtBoot', 'on-router-resetAtBoot'],
  ])('that are refused as %s unfold and show it at the field', async (field, id) => {
    const page = await routerOptions();
    if (field.includes('watchdog')) await page.press('watchdog');
    await page.press('router-options-fold');
    page.client.refuse('plan', new BenchError('WISH_INVALID', { field, value: 'x' }));
    await page.user.type(page.get('apn'), 'x');
    expect((await page.find('failure')).dataset['code']).toBe('WISH_INVALID');
    expect(page.get('router-options-fold').getAttribute('aria-expanded')).toBe('true');
    expect(page.get(id).getAttribute('aria-invalid')).toBe('true');
  });

  it('that the contract does not take are refused before anything is asked', async () => {
    const page = await routerOptions();
    await page.press('watchdog');
    await page.user.clear(page.get('watchdog-addresses'));
    page.client.sent.length = 0;
    expect(await page.planned()).toBeUndefined();
    expect(page.get('watchdog-addresses').getAttribute('aria-invalid')).toBe('true');
    await page.user.type(page.get('watchdog-addresses'), '1.1.1.1');
    expect((await page.planned())?.onRouter.watchdog?.addresses).toEqual(['1.1.1.1']);
    expect(page.query('failure')).toBeNull();
  });

  it('name the SIM without a PIN lock first, and only where there is a secret', async () => {
    const page = await routerOptions();
    expect(page.query('secrets')).toBeNull();
    await page.user.type(page.get('pin'), '1234');
    const said = page.get('secrets').textContent ?? '';
    expect(said.indexOf('PIN lock here')).toBeGreaterThan(0);
    expect(said.indexOf('PIN lock here')).toBeLessThan(said.indexOf('In the bundle'));
    await page.press('secrets-router');
    expect((await page.wishes())?.secrets).toBe('router');
  });

  it('are among what the plan leads to', async () => {
    const onRouter = RouterOptions.parse({ zone: 'lte', watchdog: { addresses: ['1.1.1.1'] }, resetAtBoot: true, secrets: 'router' });
    const page = show(snapshotOf([{ ...planned, draft: { ...plan, wishes: { ...plan.wishes, onRouter } } }]));
    await page.press('plan-fold');
    for (const said of ['lte', '1.1.1.1', 'Reset the modem when the router starts', 'Entered on the router'])
      expect(page.get('plan').textContent).toContain(said);
    expect(page.get('plan').textContent).not.toContain('Dial number');
  });
});

describe('which options are shown', () => {
  const draft = (more: Partial<Draft>): Draft => ({ ...freshDraft(disc, snapshotOf([]).routers), ...more });
  const shown = (more: Partial<Draft>) => optionNames.filter((name) => isShown(name, draft(more)));

  it('depends on the mode and the way', () => {
    expect(shown({ mode: 'qmi', pdpType: 'ipv4v6' })).toContain('v6apn');
    expect(shown({ mode: 'qmi', pdpType: 'ipv4v6', router: '22.03.7' })).not.toContain('v6apn');
    expect(shown({ mode: 'qmi', pdpType: 'ipv4' })).not.toContain('v6apn');
    expect(shown({ mode: 'qmi' })).toEqual(expect.arrayContaining(['plmn', 'profile', 'delay', 'zone', 'watchdog']));
    expect(shown({ mode: 'qmi' })).not.toContain('dialNumber');
    expect(shown({ mode: 'ppp' })).toContain('dialNumber');
    for (const name of ['v6apn', 'plmn', 'profile', 'dialNumber', 'delay'] as const) expect(shown({ mode: 'rndis' })).not.toContain(name);
    const onRouter = RouterOptions.parse({ way: 'modemmanager' });
    expect(shown({ mode: 'mbim', onRouter })).toContain('plmn');
    expect(shown({ mode: 'qmi', onRouter })).not.toContain('profile');
  });

  it('has port and serial number in every mode, on every release', () => {
    for (const mode of modes)
      for (const router of ['21.02.0', '25.12.2', '25.12.5'])
        expect(shown({ mode, router })).toEqual(expect.arrayContaining(['usbPort', 'usbSerial']));
  });

  it('depends on what else is wished', () => {
    expect(shown({ mode: 'ncm' })).not.toContain('modeAtConnect');
    expect(shown({ mode: 'ncm', networkMode: 'lte' })).toContain('modeAtConnect');
    expect(shown({ mode: 'mbim', networkMode: 'lte' })).not.toContain('modeAtConnect');
    expect(shown({ mode: 'rndis', packetDomain: 'packet' })).toContain('packetDomainAtAttach');
    for (const mode of ['ncm', 'ecm', 'rndis'] as const) expect(shown({ mode })).toContain('way');
    expect(shown({ mode: 'ncm', onRouter: RouterOptions.parse({ way: 'dial' }) })).toContain('delay');
    expect(shown({ mode: 'ncm', onRouter: RouterOptions.parse({ way: 'dial' }) })).not.toContain('profile');
  });

  it('keeps one in sight that was set, whatever fits now', () => {
    const onRouter = RouterOptions.parse({ plmn: '25001', way: 'directip' });
    expect(shown({ mode: 'ecm', onRouter })).toEqual(expect.arrayContaining(['plmn', 'way']));
    expect(waysFor('qmi', 'dial')).toContain('dial');
    expect(waysFor('qmi', 'mode')).not.toContain('dial');
    for (const mode of modes) expect(waysFor(mode, 'mode')[0]).toBe('mode');
  });
});

describe('the shape of wishes', () => {
  const wishes = Wishes.parse({ mode: 'ncm', router: '24.10.8' });

  it('is named by the field where it does not hold, and never shows a secret', () => {
    expect(refusedShape(wishes)).toBeNull();
    const long = { ...wishes, onRouter: { ...wishes.onRouter, rebindDomains: Array.from({ length: 21 }, () => 'a') } };
    expect(fieldOf(refusedShape(long))).toBe('onRouter.rebindDomains');
    const secret = refusedShape({ ...wishes, pin: '1234567890'.repeat(20) });
    expect(secret).toEqual({ code: 'WISH_INVALID', detail: { field: 'pin', value: '****' } });
  });

  it('has its lists parted by whatever people put between', () => {
    expect(listOf(' a,b;c\n d ')).toEqual(['a', 'b', 'c', 'd']);
    expect(fieldOf({ code: 'WISH_INVALID', detail: { field: 'onRouter.nothing' } })).toBeNull();
    expect(fieldOf({ code: 'WISH_INVALID', detail: { field: 'constructor' } })).toBeNull();
  });
});
