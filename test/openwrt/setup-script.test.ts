import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { modes } from '../../electron/contract/words.ts';
import { type BundleInput, buildBundle } from '../../electron/openwrt/index.ts';
import { protoForMode } from '../../electron/openwrt/protos.ts';
import { formatUci } from '../../electron/openwrt/uci.ts';
import { parseUci } from '../../electron/openwrt/uci-parse.ts';
import { someOf } from '../support/some-of.ts';
import { input, text } from './inputs.ts';
import { Router, shell } from './router.ts';
import { firewalls, networks } from './stock.ts';

const setup = 'etc/uci-defaults/99-modem-bench';
const hotplugs = ['usb/90', 'usbmisc/00', 'tty/20', 'net/90'].map((place) => `etc/hotplug.d/${place}-modem-bench`);
const remove = 'etc/modem-bench/modem-bench-remove';
const routers: Router[] = [];

afterEach(() => {
  for (const router of routers.splice(0)) router.dispose();
});

async function routerWith(files: Record<string, string>, bundle: BundleInput, handlers?: readonly string[]): Promise<Router> {
  const router = new Router(files, handlers);
  routers.push(router);
  await unpack(router, bundle);
  return router;
}

async function unpack(router: Router, bundle: BundleInput): Promise<void> {
  const { contents } = await buildBundle(bundle);
  for (const { path } of contents) router.install(path, text(contents, path));
}

const canonical = (file: string) => formatUci(parseUci(file));
const interfaceOf = (router: Router, name: string) =>
  parseUci(router.uci.file('network')).sections.find((section) => section.name === name);

/** Lines that were added to a file, without their indent; throws where one was taken away. */
function added(before: string, after: string): string[] {
  const old = before.split('\n');
  const fresh: string[] = [];
  let at = 0;
  for (const line of after.split('\n')) {
    if (line === old[at]) at++;
    else fresh.push(line.trim());
  }
  if (at !== old.length) throw new Error(`lost from line ${at + 1}: ${old[at]}`);
  return fresh.filter((line) => line !== '');
}

describe('the setup script on a router', () => {
  const layouts = [
    ['23.05.0', 'dsa', 'list'],
    ['23.05.6', 'swconfig', 'list'],
    ['24.10.0', 'singlePort', 'list'],
    ['24.10.8', 'dsa', 'none'],
    ['25.12.0', 'dsaCidr', 'list'],
    ['25.12.5', 'swconfig', 'odd'],
    ['22.03.7', 'dsa', 'oneWord'],
    ['21.02.7', 'swconfig', 'oneString'],
  ] as const;

  // The script is one, with parameters: two modes to a layout, so that each mode meets several, in place of each on each.
  const pairs = layouts.flatMap(([router, network, firewall], at) =>
    [at, at + 1].flatMap((index) =>
      modes.slice(index % modes.length, (index % modes.length) + 1).map((mode) => [mode, router, network, firewall] as const),
    ),
  );

  it.each(someOf(pairs, 10))(
    '%s on %s, %s network, zone as %s: adds once, twice changes nothing, undone is as before',
    async (mode, release, network, firewall) => {
      const before = { network: canonical(networks[network]), firewall: canonical(firewalls[firewall]) };
      const router = await routerWith(before, input({ mode, router: release, pin: '0012' }));
      const proto = protoForMode(mode);
      const first = await router.run(setup, [], true);
      expect(first).toEqual({ code: 0, log: [`daemon.notice: interface wwan (${proto}) is set up`], stderr: '' });
      expect(router.exists(setup)).toBe(false);
      expect(router.uci.staged).toBe(false);

      const after = { network: router.uci.file('network'), firewall: router.uci.file('firewall') };
      expect(added(before.network, after.network).slice(0, 3)).toEqual([
        "config interface 'wwan'",
        `option proto '${proto}'`,
        `option device '${proto === 'dhcp' ? 'usb0' : '/dev/modem-bench/wwan'}'`,
      ]);
      const word =
        firewall === 'oneString'
          ? "option network 'wan wan6 wwan'"
          : firewall === 'oneWord'
            ? "option network 'wan wwan'"
            : "list network 'wwan'";
      if (firewall === 'oneString' || firewall === 'oneWord') {
        expect(after.firewall).toBe(before.firewall.replace(/option network 'wan.*'/, word));
      } else expect(added(before.firewall, after.firewall)).toEqual([word]);

      await unpack(router, input({ mode, router: release, pin: '0012' }));
      expect((await router.run(setup, [], true)).code).toBe(0);
      expect({ network: router.uci.file('network'), firewall: router.uci.file('firewall') }).toEqual(after);
      expect(router.read('lib/upgrade/keep.d/modem-bench')).toBe(
        ['etc/modem-bench/', 'lib/upgrade/keep.d/modem-bench', ...hotplugs].map((path) => `${router.root}/${path}\n`).join(''),
      );

      const undone = await router.run(remove);
      expect(undone).toEqual({ code: 0, log: ['daemon.notice: interface wwan is taken back'], stderr: '' });
      expect({ network: router.uci.file('network'), firewall: router.uci.file('firewall') }).toEqual(before);
      expect([router.exists('etc/modem-bench'), router.exists('lib/upgrade/keep.d/modem-bench'), router.reloads]).toEqual([
        false,
        false,
        1,
      ]);
      for (const path of hotplugs) expect(router.exists(path), path).toBe(false);
    },
  );

  const stock = { network: canonical(networks.dsa), firewall: canonical(firewalls.list) };

  it('says what is missing where the protocol is not installed, and sets the interface up all the same', async () => {
    const router = await routerWith(stock, input({ mode: 'qmi', router: '25.12.5' }), ['ncm']);
    const { code, log } = await router.run(setup);
    expect(code).toBe(0);
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(
      /^daemon\.warning: interface wwan is set up, but the protocol qmi is not installed; .*apk update && apk add uqmi /,
    );
    expect(interfaceOf(router, 'wwan')?.options.get('proto')).toBe('qmi');
  });

  it('leaves an interface of that name alone that it did not add, and stays for the next boot', async () => {
    const foreign = { ...stock, network: `${stock.network}config interface 'wwan'\n\toption proto 'dhcp'\n\n` };
    const router = await routerWith(foreign, input({ mode: 'qmi' }));
    const { code, log } = await router.run(setup, [], true);
    expect(code).toBe(1);
    expect(log[0]).toMatch(/^daemon\.err: an interface wwan is there already and is not ours/);
    expect([router.uci.file('network'), router.uci.file('firewall'), router.uci.staged]).toEqual([
      foreign.network,
      foreign.firewall,
      false,
    ]);
    expect([router.exists(setup), router.exists('etc/modem-bench/wwan.added')]).toEqual([true, false]);
  });

  it('does not take for its own what became another interface since, nor undo it', async () => {
    const router = await routerWith(stock, input({ mode: 'qmi' }));
    await router.run(setup);
    router.uci.run(['set', 'network.wwan.proto=dhcp']);
    router.uci.run(['commit', 'network']);
    const now = router.uci.file('network');
    expect((await router.run(setup)).code).toBe(1);
    expect((await router.run(remove)).code).toBe(1);
    expect(router.uci.file('network')).toBe(now);
  });

  it('leaves an equal interface of another hand with that hand', async () => {
    const router = await routerWith(stock, input({ mode: 'qmi' }));
    await router.run(setup);
    const now = router.uci.file('network');
    const second = await routerWith({ network: now, firewall: stock.firewall }, input({ mode: 'qmi' }));
    expect((await second.run(setup)).code).toBe(0);
    await second.run(remove);
    expect(second.uci.file('network')).toBe(now);
  });

  it('replaces what an earlier bundle of its own set, and keeps what was added to it by hand if nothing changed', async () => {
    const router = await routerWith(stock, input({ mode: 'qmi', apn: 'old', username: 'u', password: 'p' }));
    await router.run(setup);
    await unpack(router, input({ mode: 'qmi', apn: 'new' }));
    await router.run(setup);
    expect([...(interfaceOf(router, 'wwan')?.options.keys() ?? [])]).toEqual(['proto', 'device', 'apn', 'pdptype', 'metric']);
    expect(interfaceOf(router, 'wwan')?.options.get('apn')).toBe('new');
    router.uci.run(['add_list', 'network.wwan.dns=9.9.9.9']);
    router.uci.run(['commit', 'network']);
    await router.run(setup);
    expect(interfaceOf(router, 'wwan')?.options.get('dns')).toEqual(['9.9.9.9']);
  });

  it('carries two dongles, and takes one back without the other', async () => {
    const router = await routerWith(stock, input({ mode: 'qmi', interfaceName: 'one' }));
    await router.run(setup);
    await unpack(router, input({ mode: 'ncm', interfaceName: 'two' }, { controlNode: '/dev/ttyUSB2', controlInterface: 2 }));
    await router.run(setup);
    expect((await router.run(remove, ['one'])).code).toBe(0);
    expect([interfaceOf(router, 'one'), interfaceOf(router, 'two')?.name]).toEqual([undefined, 'two']);
    expect(router.uci.file('firewall')).toContain("list network 'two'");
    expect(router.exists(remove)).toBe(true);
    expect((await router.run(remove)).code).toBe(0);
    expect(router.uci.file('firewall')).toBe(stock.firewall);
    expect(router.exists('etc/modem-bench')).toBe(false);
  });

  it('names another interface of the same dongle, whoever made it, and no other one', async () => {
    const second = (name: string, device: string, more = '') =>
      `config interface '${name}'\n\toption proto 'qmi'\n\toption device '${device}'\n${more}\n`;
    const network = [
      stock.network,
      second('mine', '/dev/cdc-wdm0'),
      second('spare', '/dev/cdc-wdm1'),
      second('off', '/dev/cdc-wdm0', "\toption disabled '1'\n"),
    ].join('');
    const router = await routerWith({ ...stock, network: canonical(network) }, input({ mode: 'qmi' }));
    const { code, log } = await router.run(setup);
    const rival = (name: string) => expect.stringMatching(new RegExp(`^daemon\\.warning: the interface ${name} is for the same dongle`));
    expect([code, log]).toEqual([0, [rival('mine'), 'daemon.notice: interface wwan (qmi) is set up']]);

    // The same card under another name: neither has found it yet, so that the node tells nothing.
    const cards = await routerWith(stock, input({ mode: 'ecm', interfaceName: 'one', pdpType: 'ipv4v6' }));
    expect((await cards.run(setup)).log).toEqual(['daemon.notice: interface one (dhcp) is set up']);
    await unpack(cards, input({ mode: 'ecm', interfaceName: 'two' }, { pid: '1f01' }));
    expect((await cards.run(setup)).log).toEqual(['daemon.notice: interface two (dhcp) is set up']);
    await unpack(cards, input({ mode: 'ecm', interfaceName: 'three' }));
    expect((await cards.run(setup)).log).toEqual([rival('one'), 'daemon.notice: interface three (dhcp) is set up']);
  });

  it.each([
    ['24.10.2', 0],
    ['24.10-SNAPSHOT', 0],
    ['24.1', 1],
    ['25.12.5', 1],
    ['SNAPSHOT', 1],
  ])('says that the router runs %s where that is another series than 24.10', async (runs, warnings) => {
    const router = await routerWith(stock, input({ mode: 'qmi', router: '24.10.8' }));
    router.install('etc/openwrt_release', `DISTRIB_ID='OpenWrt'\nDISTRIB_RELEASE='${runs}'\nDISTRIB_REVISION="r1"\n`);
    const { code, log } = await router.run(setup);
    expect([code, log.length]).toEqual([0, 1 + warnings]);
    if (warnings > 0) expect(log[0]).toContain(`was made for OpenWrt 24.10.8, and the router runs ${runs}: if wwan does not come up`);
  });

  it('changes nothing where no zone is the wan', async () => {
    const odd = { ...stock, firewall: canonical(firewalls.noWan) };
    const router = await routerWith(odd, input({ mode: 'qmi' }));
    const { code, log } = await router.run(setup, [], true);
    expect([code, log]).toEqual([1, ['daemon.err: no firewall zone has the name wan: nothing was changed']]);
    expect([router.uci.file('network'), router.uci.staged, router.exists(setup)]).toEqual([odd.network, false, true]);
  });

  it('sees that uci dropped a value, takes everything back, and leaves what others staged', async () => {
    const router = await routerWith(stock, input({ mode: 'qmi' }));
    router.uci.run(['set', 'network.lan.ip6assign=64']);
    router.uci.drop = (args) => args[0] === 'set' && (args[1] ?? '').includes('/network.wwan.apn=');
    const { code, log } = await router.run(setup);
    expect([code, log]).toEqual([1, ['daemon.err: uci did not take: apn: nothing was changed']]);
    expect([router.uci.file('network'), router.exists('etc/modem-bench/wwan.added')]).toEqual([stock.network, false]);
    expect(router.uci.run(['export', 'network']).out).not.toContain('wwan');
    expect(router.uci.run(['get', 'network.lan.ip6assign']).out).toBe('64\n');
  });

  it('tries again at the next boot when the flash is full', async () => {
    const router = await routerWith(stock, input({ mode: 'qmi' }));
    router.uci.failCommit = 'firewall';
    expect((await router.run(setup, [], true)).code).toBe(1);
    router.uci.failCommit = null;
    expect((await router.run(setup, [], true)).code).toBe(0);
    expect(router.uci.file('firewall').match(/'wwan'/g)).toHaveLength(1);
  });

  it('executes nothing that stands in a value', async () => {
    const mark = join(tmpdir(), `executed-${process.pid}`);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's, not ours
    const evil = [`$(touch ${mark})`, `\`touch ${mark}\``, `';touch ${mark};'`, `x;touch ${mark}`, '${HOME}', "'\\''"];
    for (const password of evil) {
      const safe = password.replaceAll('\\', '');
      const router = await routerWith(stock, input({ mode: 'ncm', username: safe, password: safe }));
      expect((await router.run(setup)).code).toBe(0);
      expect(interfaceOf(router, 'wwan')?.options.get('password')).toBe(safe);
    }
    expect(existsSync(mark)).toBe(false);
  });
});

describe('the scripts as text', () => {
  const shellcheck = spawnSync('shellcheck', ['--version']).status === 0;
  const all = modes.flatMap((mode) => ['21.02.0', '23.05.6', '24.10.8', '25.12.5'].map((router) => ({ mode, router })));

  it.skipIf(!shellcheck).each(all)('are clean by shellcheck (skipped where it is not installed): $mode, $router', async (over) => {
    const { contents } = await buildBundle(
      input({ ...over, username: "o'b $x", password: '`$(id)`', apn: 'a', ...(over.mode === 'qmi' ? { username: "o'b$x" } : {}) }),
    );
    // The rest is the same in every bundle (scripts.test.ts).
    const { stdout } = spawnSync('shellcheck', ['-s', 'sh', '-'], { input: text(contents, setup), encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  it.each(all)('are read by the shell without a complaint: $mode, $router', async (over) => {
    const { contents } = await buildBundle(input(over));
    for (const { data } of contents) {
      const [program, ...args] = shell;
      const { status, stderr } = spawnSync(program, [...args, '-n'], { input: data, encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    }
  });
});
