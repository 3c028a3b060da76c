// @vitest-environment jsdom
import './setup.ts';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import type { HolderView } from '../../electron/contract/snapshot.ts';
import { createText } from '../../electron/contract/text.ts';
import { disc, snapshotOf } from './fixtures.ts';
import { show, violations } from './show.tsx';

const text = createText('en');
const command = "sudo tee /etc/udev/rules.d/70-modem-bench.rules < '/opt/rule' > /dev/null";
const denied = { ...disc, access: 'denied' as const };

describe('what holds the dongle', () => {
  const modem = '/org/freedesktop/ModemManager1/Modem/3';
  it.each<[HolderView, string[]]>([
    [{ kind: 'modem-manager', modem }, ['ModemManager', modem]],
    [{ kind: 'modem-manager', modem: null }, ['ModemManager', 'every modem']],
    [{ kind: 'usb-modeswitch', pid: 812 }, ['usb_modeswitch', '812']],
    [{ kind: 'mounted', device: '/dev/sr0', at: '/media/tech/Mobile Partner' }, ['/dev/sr0', '/media/tech/Mobile Partner']],
  ])('is named: %o', async (holder, words) => {
    const page = show(snapshotOf([{ ...disc, holders: [holder] }]));
    for (const word of words) expect(page.get(`holder-${holder.kind}`).textContent).toContain(word);
    expect(await violations(document.body)).toEqual([]);
  });

  it('may be asked to let go with one password for all dongles, where the system would ask for each', async () => {
    const holder = { kind: 'modem-manager' as const, modem };
    const asking = [{ ...disc, holders: [{ ...holder, asks: true }] }];
    const page = show(snapshotOf([{ ...disc, holders: [holder] }], { usbRuleCommand: command }));
    expect(page.query('ask-once')).toBeNull();
    // Where there is no rule, there is nothing that a password could be given once for.
    page.next(snapshotOf(asking));
    expect(page.query('ask-once')).toBeNull();
    page.next(snapshotOf(asking, { usbRuleCommand: command }));
    page.client.refuse('install-usb-rule', new BenchError('USB_RULE_DISMISSED'));
    await page.press('ask-once');
    expect((await page.find('failure')).dataset['code']).toBe('USB_RULE_DISMISSED');
    expect(page.client.sent).toEqual([{ type: 'install-usb-rule', portPath: 'practice-1' }]);
    expect(await violations(document.body)).toEqual([]);
    // That it helped is said at once, and that ModemManager asks for nothing more is seen later.
    page.client.onIntent = () => undefined;
    await page.press('ask-once');
    expect([page.query('ask-once'), page.get('asked-once').getAttribute('role')]).toEqual([null, 'status']);
  });

  it('has no such button in a browser, whose prompt nobody would see', () => {
    const page = show(
      snapshotOf([{ ...disc, holders: [{ kind: 'modem-manager', modem, asks: true }] }], { usbRuleCommand: command }),
      'browser',
    );
    expect(page.query('ask-once')).toBeNull();
  });

  it('is not mentioned where nobody does', () => {
    expect(show(snapshotOf([disc])).query('holders')).toBeNull();
  });
});

describe('a dongle that may not be opened', () => {
  it('is said to be so, and the rule is installed at the press of a button', async () => {
    const page = show(snapshotOf([denied], { usbRuleCommand: command }));
    expect(page.get('access-denied').textContent).toContain(disc.portPath);
    expect(page.query('access-command')).toBeNull();
    await page.press('give-access');
    expect(page.client.sent).toEqual([{ type: 'install-usb-rule', portPath: 'practice-1' }]);
    expect(await violations(document.body)).toEqual([]);
    page.next(snapshotOf([disc], { usbRuleCommand: command }));
    expect(page.query('access-denied')).toBeNull();
    expect(page.get('access-given').getAttribute('role')).toBe('status');
  });

  it.each([
    new BenchError('USB_RULE_DISMISSED'),
    new BenchError('USB_RULE_FAILED', { message: 'no agent', command }),
    new BenchError('USB_RULE_NO_EFFECT', { port: 'practice-1' }),
  ])('shows $code, and the way by hand', async (refused) => {
    const page = show(snapshotOf([denied], { usbRuleCommand: command }));
    page.client.refuse('install-usb-rule', refused);
    await page.press('give-access');
    const box = await page.find('failure');
    expect(box.dataset['code']).toBe(refused.code);
    expect(box.textContent).toContain(text.cause(refused.toFailure()));
    expect(page.get('access-command').textContent).toBe(command);
    expect(page.get('give-access').hasAttribute('disabled')).toBe(false);
  });

  it('shows the command in a browser, where no prompt would be seen', async () => {
    const page = show(snapshotOf([denied], { usbRuleCommand: command }), 'browser');
    expect(page.query('give-access')).toBeNull();
    expect(page.get('access-command').textContent).toBe(command);
    expect(await violations(document.body)).toEqual([]);
  });

  it('says nothing of access where there is some, or where nobody knows', () => {
    const page = show(snapshotOf([disc, { ...disc, portPath: '1-2', access: 'unknown' }]));
    expect(page.query('access-denied')).toBeNull();
    expect(page.query('access-given')).toBeNull();
  });
});
