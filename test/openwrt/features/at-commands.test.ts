import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { buildBundle } from '../../../electron/openwrt/index.ts';
import { quectelQmi } from '../inputs.ts';
import type { Router } from '../router.ts';
import { apply, bundle, disposeRouters, newRouter, sentByChat, write } from './tools.ts';

afterEach(disposeRouters);

const servicedomain = 'AT+QCFG="servicedomain",1';
const attach = bundle({ mode: 'qmi' }, {}, { attachCommands: ['AT+CFUN?', servicedomain], atInterface: 2 });
const tty = 'etc/hotplug.d/tty/20-modem-bench';
const place = (node: string) => `/devices/usb1/1-1/1-1:1.2/${node}/tty/${node}`;

/** What becomes of a command: OK, an error, silence. */
type End = 'ok' | 'error' | 'silence';
/** chat's exit codes: 3 is a timeout, from 4 on its ABORT strings in their order (ppp, chat.8). */
const codes = { ok: 0, error: 4, silence: 3 } as const;

/** Answers of the modem. What was sent, each with the port that it went to. */
function modem(router: Router, ends: (command: string, time: number) => End = () => 'ok'): string[] {
  const sent: string[] = [];
  router.commands.set('chat', ([port = '', ...args]) => {
    const command = sentByChat(args);
    sent.push(`${port.replace(router.root, '')} ${command}`);
    return { code: codes[ends(command, sent.length)] };
  });
  router.commands.set('ifstatus', () => ({ code: 0, out: '{}' }));
  router.commands.set('jsonfilter', () => ({ code: 0, out: 'false\n' }));
  router.commands.set('sleep', () => ({ code: 0 }));
  return sent;
}

const appears = (router: Router, node: string) => router.event('add', place(node));

describe('commands at each appearance', () => {
  it('go to the port of that interface, whatever its name is, in their order, and to no other dongle', async () => {
    const router = newRouter();
    const sent = modem(router);
    router.plugUsb('1-2', { vid: '12d1', pid: '1506' }, { 2: 'ttyUSB0' });
    router.plugUsb('1-1', quectelQmi, { 0: 'ttyUSB1', 1: 'ttyUSB2', 2: 'ttyUSB3', 4: 'cdc-wdm0' });
    await apply(router, attach);
    sent.length = 0;
    const { log } = await appears(router, 'ttyUSB3');
    expect(sent).toEqual([`/dev/ttyUSB3 AT+CFUN?`, `/dev/ttyUSB3 ${servicedomain}`]);
    expect(log).toEqual(['daemon.notice: wwan: AT+CFUN?: OK', 'daemon.notice: wwan: AT+QCFG: OK']);
    for (const node of ['ttyUSB0', 'ttyUSB1', 'ttyS0']) await appears(router, node);
    expect(sent).toHaveLength(2);
  });

  it('are sent three times to a modem that is still silent, and once to one that refuses; the log says which', async () => {
    const router = newRouter();
    const sent = modem(router, (command) => (command === servicedomain ? 'error' : 'silence'));
    router.plugUsb('1-1', quectelQmi, { 2: 'ttyUSB3' });
    await apply(router, attach);
    sent.length = 0;
    const { code, log } = await appears(router, 'ttyUSB3');
    expect([code, sent.map((line) => line.slice(13))]).toEqual([0, ['AT+CFUN?', 'AT+CFUN?', 'AT+CFUN?', servicedomain]]);
    expect(log).toEqual([
      `daemon.err: wwan: AT+CFUN?: no answer from ${router.path('dev/ttyUSB3')}`,
      'daemon.err: wwan: AT+QCFG: refused by the modem',
    ]);
  });

  it('hold up nobody for more than ten seconds, however long the modem is silent', async () => {
    const router = newRouter();
    const sent = modem(router);
    router.plugUsb('1-1', quectelQmi, { 2: 'ttyUSB3' });
    await apply(router, attach);
    sent.length = 0;
    const seen: string[] = [];
    for (const name of ['sleep', 'next'])
      router.commands.set(name, () => {
        seen.push(name);
        return { code: 0 };
      });
    // The modem answers when whoever called has gone on.
    const program = router
      .read('etc/modem-bench/at')
      .replace(/\tchat -t .*/, `until [ -e '${router.path('on')}' ]; do command sleep 0.01; done; true`);
    write(router, 'etc/modem-bench/at', program);
    expect(program).toContain('until [ -e');
    router.install('call', `. '${router.path(tty)}'\nnext\n: >'${router.path('on')}'\n`);
    const { log } = await router.run('call', [], false, { ACTION: 'add', SUBSYSTEM: 'tty', DEVPATH: place('ttyUSB3') });
    expect(seen).toEqual([...Array.from({ length: 10 }, () => 'sleep'), 'next']);
    expect(log).toEqual(['daemon.notice: wwan: AT+CFUN?: OK', 'daemon.notice: wwan: AT+QCFG: OK']);
  });

  it('end for a newer caller after the command that they are at', async () => {
    const router = newRouter();
    const sent = modem(router, (_, time) => {
      // Setup, hotplug, watchdog or undo: the next number.
      if (time === 1) write(router, 'var/run/modem-bench.wwan.turn', '99\n');
      return 'silence';
    });
    router.plugUsb('1-1', quectelQmi, { 2: 'ttyUSB3' });
    await apply(router, attach);
    expect(sent).toEqual(['/dev/ttyUSB3 AT+CFUN?']);
    expect(router.exists('var/run/modem-bench.wwan.busy')).toBe(false);
  });

  it('wait for an older one, and no longer than for one that has died', async () => {
    const router = newRouter();
    const sent = modem(router);
    router.plugUsb('1-1', quectelQmi, { 2: 'ttyUSB3' });
    write(router, 'var/run/modem-bench.wwan.busy/died', '');
    await apply(router, attach);
    expect(sent).toHaveLength(2);
  });

  it('are not sent while the interface is up', async () => {
    const router = newRouter();
    const sent = modem(router);
    router.plugUsb('1-1', quectelQmi, { 2: 'ttyUSB3' });
    router.commands.set('jsonfilter', () => ({ code: 0, out: 'true\n' }));
    await apply(router, attach);
    const { log } = await appears(router, 'ttyUSB3');
    expect([sent, log]).toEqual([[], ['daemon.notice: interface wwan is up already: its modem is left as it is']]);
  });

  it('have a line in the log where chat is missing', async () => {
    const router = newRouter();
    router.plugUsb('1-1', quectelQmi, { 2: 'ttyUSB3' });
    await apply(router, attach);
    const { log } = await appears(router, 'ttyUSB3');
    expect(log).toEqual(['daemon.err: wwan: chat is not installed: the modem goes without its AT commands']);
  });

  it('without a known port are left out, and the manifest says so', async () => {
    const { manifest } = await buildBundle({ ...attach, atInterface: null });
    expect(manifest.warnings.map(({ key }) => key)).toContain('bundle.warnings.at-port-unknown');
    expect(manifest.parts).not.toContain('attach');
  });
});

describe('a reset', () => {
  const boot = (over = {}) => bundle({ mode: 'qmi' }, { resetAtBoot: true }, over);
  const run = (router: Router) => router.run('etc/modem-bench/reset', [], false);
  const authorized = (device: string) => readFileSync(`${device}/authorized`, 'utf8').trim();

  async function reset(router: Router, ...args: string[]) {
    router.install('call', `set -- ${args.join(' ')}\n. '${router.path('etc/modem-bench/reset')}'\n`);
    return router.run('call');
  }

  it('lets the USB device go and takes it again, once between two starts', async () => {
    const router = newRouter();
    const device = router.plugUsb('1-1', quectelQmi);
    const seen: string[] = [];
    router.commands.set('sleep', () => {
      seen.push(authorized(device));
      return { code: 0 };
    });
    await apply(router, boot());
    router.install('var/run/made', '');
    expect((await reset(router, 'wwan', 'boot')).log).toEqual(['daemon.notice: wwan: the modem is reset over USB']);
    expect([seen, authorized(device)]).toEqual([['0'], '1']);
    expect((await reset(router, 'wwan', 'boot')).log).toEqual([]);
    expect(seen).toEqual(['0']);
    expect((await run(router)).code).toBe(1);
  });

  it('uses the modem’s own command where there is one, and USB where that is refused', async () => {
    const router = newRouter();
    let end: End = 'ok';
    const sent = modem(router, () => end);
    const device = router.plugUsb('1-1', quectelQmi, { 2: 'ttyUSB2' });
    await apply(router, boot({ resetCommand: 'AT+CFUN=1,1', atInterface: 2 }));
    expect((await reset(router, 'wwan')).log.at(-1)).toBe('daemon.notice: wwan: the modem is reset by its own command');
    expect((await reset(router, 'wwan', 'usb')).log.at(-1)).toBe('daemon.notice: wwan: the modem is reset over USB');
    expect(sent).toEqual(['/dev/ttyUSB2 AT+CFUN=1,1']);
    end = 'error';
    expect((await reset(router, 'wwan')).log.at(-1)).toBe('daemon.notice: wwan: the modem is reset over USB');
    expect(authorized(device)).toBe('1');
  });

  it('waits for a dongle that is not there yet, and says so in the end', async () => {
    const router = newRouter();
    let slept = 0;
    router.commands.set('sleep', () => {
      slept++;
      return { code: 0 };
    });
    await apply(router, boot());
    router.install('var/run/made', '');
    const { code, log } = await reset(router, 'wwan', 'boot');
    expect([code, slept, log]).toEqual([1, 30, ['daemon.err: wwan: its dongle is not there to be reset']]);
  });
});
