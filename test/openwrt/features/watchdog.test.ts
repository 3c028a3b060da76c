import { afterEach, describe, expect, it } from 'vitest';
import type { Router } from '../router.ts';
import { apply, bundle, disposeRouters, newRouter, remove, write } from './tools.ts';

afterEach(disposeRouters);

interface Backend {
  up: boolean;
  autostart: boolean;
  reachable: boolean;
  /** Of the interface's last attempt. */
  errors?: readonly string[];
}

/** Runs the watchdog for so many of its looks, each after a pause that takes no time, and lists what it did with the look's number. */
async function watch(options: {
  looks: number;
  backend: Backend;
  at?: Record<number, Partial<Backend>>;
  pin?: string;
  resetsModem?: boolean;
  every?: number;
  failures?: number;
}) {
  const { looks, backend, at = {}, pin = '', resetsModem = true, every = 60, failures = 2 } = options;
  const router = newRouter();
  const did: string[] = [];
  let look = 0;
  router.commands.set('procd', () => ({ code: 0 }));
  await apply(
    router,
    bundle({ mode: 'qmi', pin }, { watchdog: { addresses: ['9.9.9.9', '2001:db8::1'], everySeconds: every, failures, resetsModem } }),
  );
  const resets: string[] = [];
  if (resetsModem) write(router, 'etc/modem-bench/reset', router.read('etc/modem-bench/reset').replace(/^iface=\$1$/m, 'asked "$@"\n$&'));
  router.commands.set('asked', (args) => {
    resets.push(`${look} ${args.join(' ')}`);
    return { code: 0 };
  });
  router.commands.set('sleep', ([seconds]) => {
    if (seconds !== String(every)) return { code: 0 };
    Object.assign(backend, at[++look]);
    return { code: look > looks ? 1 : 0 };
  });
  router.commands.set('ifstatus', () => ({ code: 0, out: '{}' }));
  router.commands.set('jsonfilter', ([, path]) => ({
    code: 0,
    out: `${path === '@.errors[*].code' ? (backend.errors ?? []).join('\n') : path === '@.l3_device' ? (backend.up ? 'wwan0' : '') : path === '@.up' ? backend.up : backend.autostart}\n`,
  }));
  const pings: string[] = [];
  router.commands.set('ping', (args) => {
    pings.push(args.join(' '));
    return { code: backend.reachable ? 0 : 1 };
  });
  for (const name of ['ifup', 'ifdown'])
    router.commands.set(name, ([iface]) => {
      did.push(`${look} ${name} ${iface}`);
      return { code: 0 };
    });
  const { log } = await run(router);
  return { did, log, pings, resets };
}

async function run(router: Router) {
  router.install('call', `set -- wwan\n. '${router.path('etc/modem-bench/watchdog')}'\n`);
  return router.run('call');
}

/** The looks after which the interface was brought up. */
const ups = (did: readonly string[]) => did.filter((line) => line.endsWith('ifup wwan')).map((line) => Number(line.split(' ')[0]));

const dead = (): Backend => ({ up: true, autostart: true, reachable: false });

describe('the watchdog', () => {
  it('does nothing while an address answers through the interface', async () => {
    const { did, log, pings } = await watch({ looks: 5, backend: { ...dead(), reachable: true } });
    expect([did, log]).toEqual([[], []]);
    expect(pings).toEqual(Array.from({ length: 5 }, () => '-c 1 -W 5 -I wwan0 9.9.9.9'));
  });

  it('asks every address, connects anew after the misses, then resets the modem, with pauses that double', async () => {
    const { did, log, pings, resets } = await watch({ looks: 62, backend: dead() });
    expect(pings.slice(0, 2)).toEqual(['-c 1 -W 5 -I wwan0 9.9.9.9', '-c 1 -W 5 -I wwan0 2001:db8::1']);
    // Two misses; then 4, 8, 16, 32 looks.
    expect(ups(did)).toEqual([2, 6, 14, 30, 62]);
    expect(log.filter((line) => line.includes('is taken down')).length).toBe(2);
    expect(log.filter((line) => line.includes('the modem is reset (')).length).toBe(3);
    expect(log.filter((line) => line.includes('its dongle is not there')).length).toBe(3);
    expect(resets).toEqual(['14 wwan', '30 wwan usb', '62 wwan']);
  });

  it('resets the modem six times in an outage and never gives up: it connects anew each hour', async () => {
    const { did, resets } = await watch({ looks: 56, backend: dead(), every: 600, failures: 1 });
    expect(ups(did)).toEqual([1, 3, 7, 13, 19, 25, 31, 37, 43, 49, 55]);
    expect(resets).toEqual(['7 wwan', '13 wwan usb', '19 wwan', '25 wwan usb', '31 wwan', '37 wwan usb']);
  });

  it('leaves five minutes between two resets, also where it answered for a moment', async () => {
    const at = { 8: { reachable: true }, 9: { reachable: false } };
    const { did, resets } = await watch({ looks: 46, backend: dead(), at, every: 10, failures: 1 });
    expect(ups(did)).toEqual([1, 3, 7, 9, 11, 15, 23, 39]);
    expect(resets).toEqual(['7 wwan', '39 wwan']);
  });

  it('never resets the modem where that is not wished', async () => {
    const { log } = await watch({ looks: 31, backend: dead(), resetsModem: false });
    expect(log.every((line) => line.includes('is taken down and up'))).toBe(true);
    expect(log).toHaveLength(4);
  });

  it('begins from the start once the connection is back', async () => {
    const { did, log } = await watch({ looks: 12, backend: dead(), at: { 8: { reachable: true }, 9: { reachable: false } } });
    expect(did.filter((line) => line.includes('ifup'))).toEqual(['2 ifup wwan', '6 ifup wwan', '10 ifup wwan']);
    expect(log).toContain('daemon.notice: wwan: the connection is back');
    expect(log.at(-1)).toContain('(attempt 1)');
  });

  it('leaves an interface alone that somebody took down', async () => {
    const { did } = await watch({ looks: 10, backend: { up: false, autostart: false, reachable: false } });
    expect(did).toEqual([]);
  });

  it('tries one that its handler gave up after an error that passes, and none after an error of the PIN', async () => {
    const given = (...errors: string[]) => ({ up: false, autostart: false, reachable: false, errors });
    expect((await watch({ looks: 3, backend: given('NO_CID', 'NETWORK_REGISTRATION_FAILED') })).did).toHaveLength(2);
    expect((await watch({ looks: 9, backend: given('PIN_FAILED') })).did).toEqual([]);
    expect((await watch({ looks: 9, backend: given('NETWORK_REGISTRATION_FAILED'), pin: '1234' })).did).toEqual([]);
  });

  it('that is stopped while the interface is down brings that up', async () => {
    const router = newRouter();
    const ups: string[] = [];
    router.commands.set('procd', () => ({ code: 0 }));
    router.commands.set('ifup', ([iface = '']) => {
      ups.push(iface);
      return { code: 0 };
    });
    await apply(
      router,
      bundle({ mode: 'qmi' }, { watchdog: { addresses: ['9.9.9.9'], everySeconds: 60, failures: 2, resetsModem: false } }),
    );
    expect(ups).toEqual([]);
    write(router, 'var/run/modem-bench.wwan.down', '');
    router.install('call', `'${router.path('etc/init.d/modem-bench-watchdog')}' stop\n`);
    await router.run('call');
    await router.run('call');
    expect(ups).toEqual(['wwan']);
  });

  it('tries an interface that never came up, but not one with a PIN, whose tries it could burn', async () => {
    const down = () => ({ up: false, autostart: true, reachable: false });
    expect((await watch({ looks: 3, backend: down() })).did).toHaveLength(2);
    expect((await watch({ looks: 9, backend: down(), pin: '1234' })).did).toEqual([]);
    expect((await watch({ looks: 5, backend: down(), pin: '1234', at: { 1: { up: true }, 2: { up: false } } })).did).toHaveLength(2);
  });

  it('is one process for each interface, and goes with the last of them', async () => {
    const router = newRouter();
    const calls: string[] = [];
    router.commands.set('procd', (args) => {
      calls.push(args.join(' ').replaceAll(router.root, ''));
      return { code: 0 };
    });
    const watched = (interfaceName: string) =>
      bundle({ mode: 'qmi', interfaceName }, { watchdog: { addresses: ['9.9.9.9'], everySeconds: 60, failures: 2, resetsModem: false } });
    await apply(router, watched('one'));
    calls.length = 0;
    await apply(router, watched('two'));
    expect(calls.filter((line) => /^(instance|command)/.test(line))).toEqual([
      'instance one',
      'command /bin/sh /etc/modem-bench/watchdog one',
      'instance two',
      'command /bin/sh /etc/modem-bench/watchdog two',
    ]);
    await router.run(remove, ['one']);
    expect(router.exists('etc/init.d/modem-bench-watchdog')).toBe(true);
    await router.run(remove, ['two']);
    expect([router.exists('etc/init.d/modem-bench-watchdog'), calls.at(-1)]).toEqual([false, 'stop modem-bench-watchdog']);
  });
});
