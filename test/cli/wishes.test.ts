import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { type WishOptions, wishesFor, wishesOf, withWishes } from '../../electron/cli/wish-options.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import { RouterOptions } from '../../electron/contract/router-options.ts';

/** The options as the terminal gives them. */
function typed(...words: string[]): WishOptions {
  const command = withWishes(new Command().exitOverride());
  command.parse(['--mode', 'qmi', '--router', '24.10.8', ...words], { from: 'user' });
  return command.opts<WishOptions>();
}

const wishes = (...words: string[]) => wishesOf(typed(...words));

describe('wishes of the command line', () => {
  it('are the usual where nothing is said', () => {
    expect(wishes()).toEqual({
      mode: 'qmi',
      otherMode: 'stop',
      router: '24.10.8',
      apn: '',
      username: '',
      password: '',
      auth: 'none',
      pdpType: 'ipv4',
      pin: '',
      pinLock: 'keep',
      tryCard: false,
      interfaceName: 'wwan',
      networkMode: 'keep',
      packetDomain: 'keep',
      metric: 20,
      customer: '',
      onRouter: RouterOptions.parse({}),
    });
  });

  it.each<[string[], Record<string, unknown>]>([
    [
      ['--apn', 'internet', '--username', 'u', '--password', 'p', '--auth', 'chap'],
      { apn: 'internet', username: 'u', password: 'p', auth: 'chap' },
    ],
    [['--pdp', 'ipv4v6', '--pin', '1234', '--drop-pin-lock'], { pdpType: 'ipv4v6', pin: '1234', pinLock: 'off' }],
    [['--try-card', '--network-mode', 'lte', '--packet-domain', 'packet'], { tryCard: true, networkMode: 'lte', packetDomain: 'packet' }],
    [['--interface', 'lte', '--metric', '007', '--customer', 'c'], { interfaceName: 'lte', metric: 7, customer: 'c' }],
  ])('%j are wishes', (words, expected) => {
    expect(wishes(...words)).toEqual({ ...wishes(), ...expected });
  });

  it.each<[string[], Record<string, unknown>]>([
    [['--way', 'modemmanager'], { way: 'modemmanager' }],
    [['--way', 'ndisdup'], { way: 'dial' }],
    [['--v6apn', 'v6', '--plmn', '25001'], { v6apn: 'v6', plmn: '25001' }],
    [['--profile', '2', '--v6-profile', '3'], { profile: 2, v6profile: 3 }],
    [['--clat'], { clat: true }],
    [['--fcc-auth'], { fccAuth: true }],
    [['--delay', '0'], { delay: 0 }],
    [['--dial-number', '*99***1#'], { dialNumber: '*99***1#' }],
    [['--usb-port', '1-1', '--usb-serial', 's'], { usbPort: '1-1', usbSerial: 's' }],
    [['--mode-at-connect'], { modeAtConnect: true }],
    [['--packet-domain-at-attach'], { packetDomainAtAttach: true }],
    [['--reset-at-boot'], { resetAtBoot: true }],
    [['--zone', 'z', '--rebind-domain', 'a', '--rebind-domain', 'b'], { zone: 'z', rebindDomains: ['a', 'b'] }],
    [
      ['--multiwan', 'mwan3', '--storage', '/mnt/card', '--owners', 'replace'],
      { multiwan: 'mwan3', storage: '/mnt/card', owners: 'replace' },
    ],
    [['--no-secrets'], { secrets: 'router' }],
    [['--watchdog', '1.1.1.1'], { watchdog: { addresses: ['1.1.1.1'], everySeconds: 60, failures: 5, resetsModem: true } }],
    [
      ['--watchdog', 'a', '--watchdog', 'b', '--watchdog-every', '10', '--watchdog-failures', '1', '--no-watchdog-reset'],
      { watchdog: { addresses: ['a', 'b'], everySeconds: 10, failures: 1, resetsModem: false } },
    ],
  ])('%j are for the router', (words, expected) => {
    expect(wishes(...words).onRouter).toEqual({ ...RouterOptions.parse({}), ...expected });
  });

  it.each([
    [['--metric', '1x'], 'metric', '1x'],
    [['--metric', 'x1'], 'metric', 'x1'],
    [['--metric', '-1'], 'metric', '-1'],
    [['--metric', ''], 'metric', ''],
    [['--metric', '0000020'], 'metric', '0000020'],
    [['--metric', '65536'], 'metric', '65536'],
    [['--profile', '0'], 'onRouter.profile', '0'],
    [['--v6-profile', 'x'], 'onRouter.v6profile', 'x'],
    [['--delay', '1.5'], 'onRouter.delay', '1.5'],
    [['--rebind-domain', 'x'.repeat(300)], 'onRouter.rebindDomains.0', 'x'.repeat(40)],
    [['--watchdog', 'a', '--watchdog-every', '9'], 'onRouter.watchdog.everySeconds', 'a 9'],
    [['--watchdog', 'a', '--watchdog-failures', 'x'], 'onRouter.watchdog.failures', 'a x'],
    [['--interface', 'x'.repeat(101)], 'interfaceName', 'x'.repeat(40)],
    [['--pin', '1'.repeat(101)], 'pin', '****'],
    [['--password', 'p'.repeat(1001)], 'password', '****'],
  ])('%j cannot be meant, which is told with what was typed', (words, field, value) => {
    const error = (() => {
      try {
        return wishes(...words);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(BenchError);
    expect(error).toMatchObject({ code: 'WISH_INVALID', detail: { field, value } });
  });

  it.each([[['--watchdog-every', '30']], [['--watchdog-failures', '3']], [['--no-watchdog-reset']]])('%j name nobody to ping', (words) => {
    expect(() => wishes(...words)).toThrow(/^USAGE /);
  });

  it('need no dongle at hand for a file alone, and then nothing can be done to one', () => {
    const command = withWishes(new Command(), false);
    command.parse([], { from: 'user' });
    expect(command.opts()).toMatchObject({ interface: 'wwan' });
    for (const long of ['--drop-pin-lock', '--other-mode']) expect(command.options.map((option) => option.long)).not.toContain(long);
    expect(
      withWishes(new Command())
        .options.filter(({ mandatory }) => mandatory)
        .map(({ long }) => long),
    ).toEqual(['--router']);
  });

  const offers = (['ppp', 'qmi'] as const).map((mode) => ({ mode, possible: true, reason: { key: 'offers.after-switch', values: {} } }));
  it.each([
    [{ mode: null, bootState: null, offers }, [], { mode: 'qmi', otherMode: 'go-on' }],
    [{ mode: 'ppp' as const, bootState: null, offers }, [], { mode: 'ppp', otherMode: 'go-on' }],
    [{ mode: null, bootState: null, offers }, ['--mode', 'ppp'], { mode: 'ppp', otherMode: 'stop' }],
    [{ mode: null, bootState: null, offers }, ['--mode', 'ncm', '--other-mode', 'go-on'], { mode: 'ncm', otherMode: 'go-on' }],
    [{ mode: null, bootState: null, offers }, ['--other-mode', 'stop'], { mode: 'qmi', otherMode: 'stop' }],
  ])('of a dongle %j are, with %j, %j', (dongle, words, expected) => {
    const command = withWishes(new Command().exitOverride());
    command.parse(['--router', '24.10.8', ...words], { from: 'user' });
    expect(wishesFor(dongle, command.opts<WishOptions>())).toMatchObject(expected);
  });

  it('have to name the mode of a dongle that offers none', () => {
    const { mode: _mode, ...none } = typed();
    expect(() => wishesFor({ mode: null, bootState: null, offers: [] }, none)).toThrow(/^USAGE .*--mode/);
    // The plan says why, of these.
    const refused = [{ mode: 'mbim' as const, possible: false, reason: { key: 'offers.refused', values: {} } }];
    expect(wishesFor({ mode: null, bootState: null, offers: refused }, none).mode).toBe('mbim');
    expect(wishesFor({ mode: null, bootState: 'download', offers: [] }, none).mode).toBe('qmi');
  });
});
