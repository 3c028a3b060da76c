import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { recordedBackend } from '../../electron/bench/journal/recording.ts';
import script from '../../electron/host/card-trial.sh?raw';
import { LinuxCards, parseReport, trialArguments } from '../../electron/host/card-trial.ts';
import { joinHost, SilentHolders } from '../../electron/host/host.ts';
import { type ProgramEnd, type RunProgram, runProgram } from '../../electron/host/run-program.ts';
import type { CardTrial, DriverHost } from '../../electron/seams/host.ts';
import { PracticeBench } from '../../electron/virtual/practice/practice-bench.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { canTry, modems, runOnGround } from './card-ground.ts';
import { Machine } from './machine.ts';

const byDhcp: CardTrial = { net: 'wwan0', address: null, arp: true, request: { kind: 'echo', to: '1.1.1.1' } };
const told: CardTrial = { ...byDhcp, address: { address: '10.64.3.2', prefix: 30, gateway: '10.64.3.1' } };
const never = () => new AbortController().signal;
const lines = (...text: string[]) => text.map((line) => `${line}\n`).join('');

/** What the script answers to `look` and to `try`, as root or by way of pkexec. */
function cards({
  isRoot = true,
  look = {},
  trial = null,
}: {
  isRoot?: boolean;
  look?: Partial<ProgramEnd>;
  trial?: Partial<ProgramEnd> | null;
}) {
  const machine = new Machine();
  machine.answer = (line) => (line.includes(' look ') ? look : trial);
  return { machine, host: new LinuxCards({ run: machine.run, isRoot }) };
}

describe('what the script is given', () => {
  it('is words of its own, behind its text', async () => {
    const { machine, host } = cards({
      trial: { stdout: lines('started=yes', 'address=10.64.3.2/30', 'gateway=10.64.3.1', 'answered=yes', 'back=yes') },
    });
    expect(await host.tryCard(told, never())).toEqual({ kind: 'tried', address: '10.64.3.2/30', gateway: '10.64.3.1', answered: true });
    expect(machine.ran).toEqual(['sh -s -- look address echo', 'sh -s -- try wwan0 10.64.3.2 30 10.64.3.1 on echo 1.1.1.1']);
    expect(machine.inputs).toEqual([script, script]);
  });

  it('has a word for what there is not', () => {
    expect(trialArguments(byDhcp)).toEqual(['wwan0', 'dhcp', '-', '-', 'on', 'echo', '1.1.1.1']);
    expect(trialArguments({ ...byDhcp, net: 'enx0c5b8f279a64', request: { kind: 'page' } })).toEqual([
      'enx0c5b8f279a64',
      'dhcp',
      '-',
      '-',
      'on',
      'page',
      '-',
    ]);
    expect(trialArguments({ ...told, arp: false, address: { address: '10.0.0.1', prefix: null, gateway: null } })).toEqual([
      'wwan0',
      '10.0.0.1',
      '-',
      '-',
      'off',
      'echo',
      '1.1.1.1',
    ]);
  });

  const names = ['', '.', '..', '-x', 'a/b', 'a b', 'wwan0\n', 'wwan0:1', 'sixteen-letters0', 'ван0', 'wwan0\0'];
  const address = (over: Partial<NonNullable<CardTrial['address']>>) => ({
    ...told,
    address: { address: '10.0.0.2', prefix: 24, gateway: '10.0.0.1', ...over },
  });
  it.each<CardTrial>([
    ...names.map((net) => ({ ...byDhcp, net })),
    ...['', 'dhcp', '10.0.0', '10.0.0.256', '10.0.0.1 ', '-1.1.1.1', '::1', '10.0.0.1/24'].map((text) => address({ address: text })),
    ...[0, 33, -1, 1.5, Number.NaN].map((prefix) => address({ prefix })),
    ...['', 'x', 'fe80::1', '10.0.0.1;'].map((gateway) => address({ gateway })),
    { ...byDhcp, request: { kind: 'echo', to: 'example.org' } },
    { ...address({ gateway: null }), request: { kind: 'page' } },
  ])('is refused before anything is run: %j', async (trial) => {
    const { machine, host } = cards({});
    await expect(host.tryCard(trial, never())).rejects.toMatchObject({ code: 'CARD_TRIAL_FAILED' });
    expect(machine.ran).toEqual([]);
  });
});

describe('what the script says', () => {
  it('is read by its keys', () => {
    expect(parseReport(lines('started=yes', 'address=192.168.8.100/24', 'gateway=192.168.8.1', 'answered=no', 'back=yes'))).toEqual({
      started: true,
      missing: [],
      failed: null,
      address: '192.168.8.100/24',
      gateway: '192.168.8.1',
      answered: false,
      back: 'yes',
    });
  });

  it.each([
    '',
    '\0\0\0',
    'answered\naddress\n=\n==\n=yes',
    lines('answered=YES', 'answered=yes', 'back=maybe', 'started=1', 'address=10.0.0.1', 'gateway=<b>'),
    lines('address=10.0.0.1/0', 'address=10.0.0.1/24', 'gateway=10.0.0.1/24', 'missing=', 'back=', 'answered= '),
    lines('address=10.0.0.1/33', 'gateway=10.0.0.256', 'missing='),
    lines('address=10.0.0.1/x24', 'gateway=', 'missing'),
    lines('address=10.0.0.1/24x'),
    lines('address=10.0.0.1/024'),
    lines('address=10.0.0.1/24/24', 'gateway=::1', 'Answered=yes', ' back=yes'),
    `${'x=y\n'.repeat(200)}answered=yes\nback=yes\nstarted=yes\n`,
    `${'z'.repeat(30_000)}\nanswered=yes\n`,
  ])('counts for nothing where it is something else (%#)', (text) => {
    expect(parseReport(text)).toEqual({
      started: false,
      missing: [],
      failed: null,
      address: null,
      gateway: null,
      answered: null,
      back: null,
    });
  });

  it('counts where it is said first, and names every program that is missing', () => {
    const said = ['address=10.0.0.1/32', 'address=10.0.0.2/32', 'missing=ip', 'missing=ping', 'failed=', 'back=no', 'back=yes'];
    expect(parseReport(lines(...said))).toEqual({
      started: false,
      missing: ['ip', 'ping'],
      failed: '',
      address: '10.0.0.1/32',
      gateway: null,
      answered: null,
      back: 'no',
    });
    expect(parseReport('back=gone\nanswered=yes\nfailed=a=b')).toMatchObject({ back: 'gone', answered: true, failed: 'a=b' });
    expect(parseReport(`${'x=y\n'.repeat(99)}back=yes\n`).back).toBe('yes');
  });

  it('is one line of what may be shown, and not for ever', async () => {
    const { host } = cards({
      trial: { stdout: lines('started=yes', `failed=ip: \u001b[31m\u202enot so ${'long '.repeat(1000)}`, 'back=yes') },
    });
    const error = await host.tryCard(byDhcp, never()).catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: 'CARD_TRIAL_FAILED',
      detail: { net: 'wwan0', message: expect.stringMatching(/^ip: \[31mnot so (long ?)+$/) },
    });
  });

  it('is that nobody gave an address', async () => {
    const { host } = cards({ trial: { stdout: lines('started=yes', 'address=', 'answered=no', 'back=yes') } });
    expect(await host.tryCard(byDhcp, never())).toEqual({ kind: 'tried', address: null, gateway: null, answered: false });
  });

  it.each<[string, Partial<ProgramEnd>, RegExp]>([
    [
      'a program failed',
      { stdout: lines('started=yes', 'failed=ip netns add: Operation not permitted', 'back=yes'), status: 1 },
      /^ip netns add: Operation not permitted$/,
    ],
    ['nothing but the status tells why', { stdout: lines('started=yes', 'failed=', 'answered=yes', 'back=yes'), status: 7 }, /^status 7$/],
    ['nobody said whether it answered', { stdout: lines('started=yes', 'back=yes'), stderr: ' what \n' }, /^what$/],
    ['the dongle was pulled while a program failed', { stdout: lines('started=yes', 'failed=ip', 'back=gone') }, /went away/],
    ['the dongle was pulled', { stdout: lines('started=yes', 'address=10.0.0.1/32', 'answered=no', 'back=gone') }, /went away/],
    [
      'it is not back',
      { stdout: lines('started=yes', 'answered=yes', 'back=no'), stderr: 'RTNETLINK answers: File exists\n' },
      /did not come back: RTNETLINK answers: File exists/,
    ],
    ['it was killed', { stdout: lines('started=yes', 'answered=yes'), status: 128 }, /^status 128$/],
    ['it said nothing', {}, /^status 0$/],
    ['there is no shell', { status: null }, /^status null$/],
  ])('is a failure where %s', async (_, trial, message) => {
    const error = await cards({ trial })
      .host.tryCard(byDhcp, never())
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'CARD_TRIAL_FAILED', detail: { message: expect.stringMatching(message) } });
  });
});

describe('a password', () => {
  it('is not asked for where a program is missing', async () => {
    const { machine, host } = cards({ isRoot: false, look: { stdout: lines('missing=ip (iproute2)', 'missing=udhcpc/dhclient/dhcpcd') } });
    expect(await host.tryCard(byDhcp, never())).toEqual({
      kind: 'impossible',
      why: 'tools',
      missing: 'ip (iproute2), udhcpc/dhclient/dhcpcd',
    });
    expect(machine.ran).toEqual(['sh -s -- look dhcp echo']);
  });

  it('is asked for by pkexec, for the same words', async () => {
    const { machine, host } = cards({ isRoot: false, trial: { stdout: lines('started=yes', 'answered=yes', 'back=yes') } });
    expect(await host.tryCard({ ...byDhcp, arp: false }, never())).toMatchObject({ kind: 'tried', answered: true });
    expect(machine.ran[1]).toBe('pkexec /bin/sh -s -- try wwan0 dhcp - - off echo 1.1.1.1');
  });

  it.each([
    [126, 'Error executing command as another user: Request dismissed'],
    [127, 'Error executing command as another user: Not authorized\n\nThis incident has been reported.'],
  ])('that is not given (%i) is no failure', async (status, stderr) => {
    const { host } = cards({ isRoot: false, trial: { status, stderr } });
    expect(await host.tryCard(byDhcp, never())).toEqual({ kind: 'impossible', why: 'dismissed', missing: '' });
  });

  it('that cannot be asked for is a failure, and no pkexec one program that is missing', async () => {
    const { host } = cards({
      isRoot: false,
      trial: { status: 127, stderr: 'Error executing command as another user: No authentication agent found.' },
    });
    await expect(host.tryCard(byDhcp, never())).rejects.toMatchObject({
      code: 'CARD_TRIAL_FAILED',
      detail: { message: 'pkexec: Error executing command as another user: No authentication agent found' },
    });
    expect(await cards({ isRoot: false }).host.tryCard(byDhcp, never())).toEqual({ kind: 'impossible', why: 'tools', missing: 'pkexec' });
  });

  it('that was given does not make a status of the script one of pkexec', async () => {
    const { host } = cards({ isRoot: false, trial: { status: 126, stdout: lines('started=yes', 'failed=no', 'back=yes') } });
    await expect(host.tryCard(byDhcp, never())).rejects.toMatchObject({ code: 'CARD_TRIAL_FAILED', detail: { message: 'no' } });
  });
});

describe('a trial that is given up', () => {
  it('ends with its reason, once the script has ended', async () => {
    const stop = new AbortController();
    const log: string[] = [];
    const run: RunProgram = async (_, args, { until }) => {
      if (args.includes('try')) {
        await new Promise((resolve) => until?.addEventListener('abort', resolve));
        log.push('told');
        await delay(20);
        log.push('gave it back');
      }
      return { status: 1, stdout: lines('started=yes', 'back=yes'), stderr: '' };
    };
    const work = new LinuxCards({ run, isRoot: false }).tryCard(byDhcp, stop.signal).catch((error: unknown) => log.push(String(error)));
    await delay(0);
    stop.abort(new Error('cancelled'));
    await work;
    expect(log).toEqual(['told', 'gave it back', 'Error: cancelled']);
  });

  it('before it began runs nothing', async () => {
    const { machine, host } = cards({});
    await expect(host.tryCard(byDhcp, AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
    expect(machine.ran).toEqual([]);
  });
});

describe('a computer', () => {
  it('that is no Linux has no namespaces', async () => {
    for (const platform of ['darwin', 'win32'])
      expect(await joinHost({ platform } as DriverHost, new SilentHolders()).tryCard(byDhcp, never())).toEqual({
        kind: 'impossible',
        why: 'system',
        missing: '',
      });
  });

  it('has no card of a practice dongle, and what is tried is written down', async () => {
    const practice = new PracticeBench({ clock: new ManualClock(), stateFile: null });
    const sent: { text: string; planned: string }[] = [];
    const { host } = recordedBackend(
      { origin: 'practice', bus: practice.bus, serial: practice.serial, host: practice.host },
      'none',
      ({ text, planned }) => sent.push({ text, planned }),
    );
    expect(await host.tryCard(byDhcp, never())).toEqual({ kind: 'impossible', why: 'practice', missing: '' });
    await host.tryCard({ ...told, arp: false }, never());
    await host.tryCard({ ...byDhcp, net: 'usb0', request: { kind: 'page' } }, never());
    const own = 'into a namespace of its own';
    expect(sent).toEqual([
      { text: `network card wwan0 ${own}: DHCP, echo to 1.1.1.1`, planned: `network card ? ${own}: address ?, echo to 1.1.1.1` },
      {
        text: `network card wwan0 ${own}: address 10.64.3.2/30 via 10.64.3.1, ARP off, echo to 1.1.1.1`,
        planned: `network card ? ${own}: address ?, echo to 1.1.1.1`,
      },
      { text: `network card usb0 ${own}: DHCP, page of its gateway`, planned: `network card ? ${own}: address ?, page of its gateway` },
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('a program that is not to be sent signals', () => {
  it('is told by the end of its input, and waited for', async () => {
    const stop = new AbortController();
    const work = runProgram('sh', ['-s'], {
      input: "trap '' TERM\nexec 3<&0\necho begun\nread -r _ <&3\nsleep 0.1\necho ended\nexit 3\n",
      until: stop.signal,
      timeoutMs: 20_000,
    });
    await delay(200);
    stop.abort();
    expect(await work).toEqual({ status: 3, stdout: 'begun\nended\n', stderr: '' });
  });
});

describe.skipIf(process.platform === 'win32')('the script', () => {
  const shellcheck = spawnSync('shellcheck', ['--version']).status === 0;

  it.skipIf(!shellcheck)('is clean by shellcheck (skipped where it is not installed)', () => {
    expect(spawnSync('shellcheck', ['-s', 'sh', '-'], { input: script, encoding: 'utf8' }).stdout).toBe('');
  });

  it.each([
    ['a/b', 'dhcp', '-', '-', 'on', 'echo', '1.1.1.1'],
    ['-wwan0', 'dhcp', '-', '-', 'on', 'echo', '1.1.1.1'],
    ['a b', 'dhcp', '-', '-', 'on', 'echo', '1.1.1.1'],
    ['wwan0\n', 'dhcp', '-', '-', 'on', 'echo', '1.1.1.1'],
    ['sixteen-letters0', 'dhcp', '-', '-', 'on', 'echo', '1.1.1.1'],
    ['wwan0', '$(id)', '-', '-', 'on', 'echo', '1.1.1.1'],
    ['wwan0', '10.0.0.256', '-', '-', 'on', 'echo', '1.1.1.1'],
    ['wwan0', '10.0.0.1.1', '-', '-', 'on', 'echo', '1.1.1.1'],
    ['wwan0', '10.0.1', '-', '-', 'on', 'echo', '1.1.1.1'],
    ['wwan0', '10.0.0.1', '33', '-', 'on', 'echo', '1.1.1.1'],
    ['wwan0', '10.0.0.1', '0', '-', 'on', 'echo', '1.1.1.1'],
    ['wwan0', '10.0.0.1', '24', 'x', 'on', 'echo', '1.1.1.1'],
    ['wwan0', '10.0.0.1', '24', '-', 'maybe', 'echo', '1.1.1.1'],
    ['wwan0', '10.0.0.1', '24', '-', 'on', 'ping', '1.1.1.1'],
    ['wwan0', '10.0.0.1', '24', '-', 'on', 'echo', '-'],
    ['wwan0', '10.0.0.1', '24', '-', 'on', 'echo', '1.1.1.1;reboot'],
    ['wwan0', '10.0.0.1', '24', '-', 'on', 'echo'],
  ])('looks at its arguments itself: %j', async (...args) => {
    const { status, stdout } = await runProgram('sh', ['-s', '--', 'try', ...args], { input: script, until: never(), timeoutMs: 20_000 });
    expect(status).toBe(1);
    expect(parseReport(stdout)).toMatchObject({ failed: expect.stringMatching(/^(no |on or off|echo or page|eight)/), back: null });
  });

  it('names what is missing', async () => {
    const machine = new Machine();
    const { stdout } = await runProgram('/bin/sh', ['-s', '--', 'look', 'dhcp', 'page'], {
      input: script.replace(/^PATH=.*/m, `PATH=${machine.folder}`),
      timeoutMs: 20_000,
    });
    expect(parseReport(stdout).missing).toEqual(['ip (iproute2)', 'timeout', 'udhcpc/dhclient/dhcpcd', 'curl/wget']);
  });
});

describe('a card (skipped without iproute2, ping or busybox, and the right to namespaces)', {
  concurrent: true,
  skip: !canTry.card,
}, () => {
  const card: CardTrial = {
    net: 'card0',
    address: { address: '192.168.8.7', prefix: 24, gateway: '192.168.8.1' },
    arp: true,
    request: { kind: 'echo', to: '192.0.2.1' },
  };
  const nobody: CardTrial = { ...card, request: { kind: 'echo', to: '192.168.8.99' } };
  const onGround = (modem: string, meanwhile?: string) => {
    const { run, ends } = runOnGround(modem, meanwhile);
    return { host: new LinuxCards({ run, isRoot: true }), ends };
  };
  const unchanged = (ends: readonly ProgramEnd[]) =>
    expect(ends.map(({ stdout, stderr }) => [stdout.includes('\nunchanged\n'), stderr])).toEqual([[true, '']]);

  it('answers with the address that the modem told, and is given back as it was', async () => {
    const { host, ends } = onGround(modems.silent);
    expect(await host.tryCard(card, never())).toEqual({ kind: 'tried', address: '192.168.8.7/24', gateway: '192.168.8.1', answered: true });
    unchanged(ends);
  });

  it('is its own way out where the modem told the address alone', async () => {
    const { host, ends } = onGround(modems.silent);
    const alone: CardTrial = {
      ...card,
      address: { address: '192.168.8.7', prefix: null, gateway: null },
      request: { kind: 'echo', to: '192.168.8.1' },
    };
    expect(await host.tryCard(alone, never())).toEqual({ kind: 'tried', address: '192.168.8.7/32', gateway: null, answered: true });
    unchanged(ends);
  });

  it('sends without ARP where nobody answers that, and has it again afterwards', async () => {
    const { host, ends } = onGround(modems.noArp);
    expect(await host.tryCard({ ...card, arp: false }, never())).toMatchObject({ kind: 'tried', answered: true });
    unchanged(ends);
  });

  it.skipIf(!canTry.dhcp)('gets its address by DHCP (skipped without busybox)', async () => {
    const { host, ends } = onGround(modems.dhcp);
    expect(await host.tryCard({ ...card, address: null }, never())).toEqual({
      kind: 'tried',
      address: '192.168.8.100/24',
      gateway: '192.168.8.1',
      answered: true,
    });
    unchanged(ends);
  });

  it.skipIf(!canTry.dhcp)('that gets none says so (skipped without busybox)', async () => {
    const { host, ends } = onGround(modems.silent);
    expect(await host.tryCard({ ...card, address: null }, never())).toEqual({
      kind: 'tried',
      address: null,
      gateway: null,
      answered: false,
    });
    unchanged(ends);
  });

  it.skipIf(!canTry.page)('has a page behind it, wherever that leads on to (skipped without curl, wget or busybox)', async () => {
    const { host, ends } = onGround(modems.page);
    expect(await host.tryCard({ ...card, request: { kind: 'page' } }, never())).toMatchObject({ kind: 'tried', answered: true });
    unchanged(ends);
  });

  it.skipIf(!canTry.page)('has none where nobody serves one (skipped without curl, wget or busybox)', async () => {
    const { host, ends } = onGround(modems.silent);
    expect(await host.tryCard({ ...card, request: { kind: 'page' } }, never())).toMatchObject({ kind: 'tried', answered: false });
    unchanged(ends);
  });

  it('that is not there is a failure with its reason', async () => {
    const { host, ends } = onGround(modems.silent);
    const error = await host.tryCard({ ...card, net: 'wwan7' }, never()).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'CARD_TRIAL_FAILED', detail: { message: expect.stringContaining('wwan7') } });
    unchanged(ends);
  });

  it('is back when the trial is given up in the middle', async () => {
    const stop = new AbortController();
    const mark = join(temporaryFolder(), 'begun');
    const { host, ends } = onGround(modems.silent, `begun; : > '${mark}'`);
    const work = host.tryCard(nobody, stop.signal).catch((error: unknown) => String(error));
    while (!existsSync(mark)) await delay(20);
    await delay(300);
    stop.abort(new Error('cancelled'));
    expect(await work).toBe('Error: cancelled');
    expect(ends[0]?.stdout).not.toContain('answered=');
    unchanged(ends);
  });

  it('is back when the script is killed in the middle', async () => {
    const { host, ends } = onGround(modems.silent, 'begun; sleep 0.5; kill -KILL "$trial"');
    await expect(host.tryCard(nobody, never())).rejects.toMatchObject({ code: 'CARD_TRIAL_FAILED' });
    expect(ends[0]?.stdout).not.toContain('back=');
    expect(ends[0]?.stdout).toContain('\nunchanged\n');
  });

  it('that is pulled in the middle leaves no namespace', async () => {
    const { host, ends } = onGround(modems.silent, 'begun; sleep 0.5; ip -n modem link delete peer0');
    await expect(host.tryCard(nobody, never())).rejects.toMatchObject({
      code: 'CARD_TRIAL_FAILED',
      detail: { message: 'the card went away' },
    });
    expect(ends[0]?.stderr).not.toContain('modem-bench');
  });
});
