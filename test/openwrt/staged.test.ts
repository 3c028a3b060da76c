import { afterEach, describe, expect, it } from 'vitest';
import type { RouterOptions } from '../../electron/contract/router-options.ts';
import { apply, bundle, canonical, disposeRouters, newRouter, remove, stock } from './features/tools.ts';
import type { Router } from './router.ts';

afterEach(disposeRouters);

const routed = {
  ...stock,
  network: canonical(`${stock.network}config route\n\toption interface 'lan'\n\toption target '10.9.0.0/16'\n`),
};
const yota: Partial<RouterOptions> = { rebindDomains: ['status.yota.ru'] };
/** In each file that a bundle changes, and in sections of both kinds. */
const typed: readonly (readonly string[])[] = [
  ['set', 'network.lan.ip6assign=64'],
  ['set', 'network.@route[0].gateway=192.168.1.254'],
  ['set', 'firewall.@rule[0].enabled=0'],
  ['set', 'dhcp.lan.start=50'],
];
const files = ['network', 'firewall', 'dhcp'];

function stage(router: Router, commands = typed): void {
  for (const command of commands) expect(router.uci.run(command).code).toBe(0);
}
const saved = (router: Router) => Object.fromEntries(files.map((name) => [name, router.uci.file(name)]));
function commit(router: Router): Record<string, string> {
  for (const name of files) router.uci.run(['commit', name]);
  return saved(router);
}
const staysStaged = (section: string) =>
  expect.stringMatching(new RegExp(`^daemon\\.warning: ${section.replace('.', '\\.')} has changes that somebody has staged`));

describe('what somebody has staged in UCI and not saved', () => {
  it('is not saved by a setup, nor by the undo, and comes true once it is saved', async () => {
    const [router, plain] = [newRouter(routed), newRouter(routed)];
    const given = bundle({ mode: 'qmi', pdpType: 'ipv4v6' }, yota);
    stage(router);
    expect(await apply(router, given)).toEqual(await apply(plain, given));
    expect(saved(router)).toEqual(saved(plain));
    expect([router.uci.staged, router.exists('var/run/modem-bench-copies')]).toEqual([true, false]);

    expect(await router.run(remove)).toEqual(await plain.run(remove));
    expect(saved(router)).toEqual(saved(plain));
    expect(router.exists('var/run/modem-bench-copies')).toBe(false);
    stage(plain);
    expect(commit(router)).toEqual(commit(plain));
  });

  it('stays with its section where that moves in the file', async () => {
    const [router, plain] = [newRouter(), newRouter()];
    for (const one of [router, plain]) {
      await apply(one, bundle({ mode: 'qmi', apn: 'old' }));
      const behind = `${one.uci.file('network')}config route\n\toption interface 'lan'\n\toption target '10.9.0.0/16'\n`;
      one.install('etc/config/network', `${behind}\nconfig rule\n\toption lookup '7'\n`);
    }
    const more = [...typed, ['delete', 'network.@rule[0].lookup'], ['set', "network.@rule[0].src=it's"]];
    stage(router, more);
    // The interface is set anew and stands last, then it goes.
    for (const one of [router, plain]) await apply(one, bundle({ mode: 'qmi', apn: 'new' }));
    expect(router.uci.run(['get', 'network.@route[0].gateway']).out).toBe('192.168.1.254\n');
    expect(router.uci.run(['get', 'network.@rule[0].lookup']).code).toBe(1);
    for (const one of [router, plain]) await one.run(remove);
    stage(plain, more);
    expect(router.uci.file('network')).not.toContain('gateway');
    expect(commit(router)).toEqual(commit(plain));
  });

  it('for the very sections that change is told in the log, and stays', async () => {
    const router = newRouter();
    stage(router, [
      ['set', 'network.wwan=interface'],
      ['set', 'network.wwan.proto=static'],
      ['set', 'firewall.@zone[1].mtu_fix=0'],
    ]);
    const { code, log } = await apply(router, bundle({ mode: 'qmi' }));
    expect([code, log]).toEqual([
      0,
      [staysStaged('network.wwan'), staysStaged('firewall.cfg03dc81'), 'daemon.notice: interface wwan (qmi) is set up'],
    ]);
    expect(router.uci.stagedFor('network')).toBe("network.wwan='interface'\nnetwork.wwan.proto='static'\n");
    expect(router.uci.file('network')).toContain("config interface 'wwan'\n\toption proto 'qmi'");

    const undone = await router.run(remove);
    expect(undone.log).toEqual([
      staysStaged('network.wwan'),
      staysStaged('firewall.cfg03dc81'),
      'daemon.notice: interface wwan is taken back',
    ]);
    expect(commit(router)['network']).toBe(`${stock.network}config interface 'wwan'\n\toption proto 'static'\n\n`);
  });

  it('is no matter where a bundle gives up', async () => {
    const router = newRouter();
    stage(
      router,
      typed.filter(([, target = '']) => !target.includes('route')),
    );
    router.uci.drop = (args) => args[0] === 'set' && (args[1] ?? '').includes('/network.wwan.apn=');
    const before = files.map((name) => router.uci.stagedFor(name));
    expect((await apply(router, bundle({ mode: 'qmi' }, yota))).code).toBe(1);
    expect(files.map((name) => router.uci.stagedFor(name))).toEqual(before);
    expect(saved(router)).toEqual(saved(newRouter()));
  });
});

describe('what somebody saves while a script is at work', () => {
  /** Before the last answer that the script needs to be done with its copies, `times` times. */
  function saveMeanwhile(router: Router, times: number): void {
    const uci = router.uci.run.bind(router.uci);
    let left = times;
    router.uci.run = (args) => {
      if (left > 0 && args.includes('set') && (args.at(-1) ?? '').includes('/network.wwan.apn=')) {
        left--;
        uci(['set', `network.lan.ip6assign=${50 + left}`]);
        uci(['commit', 'network']);
      }
      return uci(args);
    };
  }

  it('is kept: the script begins again', async () => {
    const router = newRouter();
    saveMeanwhile(router, 1);
    const { code, log } = await apply(router, bundle({ mode: 'qmi' }));
    expect([code, log]).toEqual([0, ['daemon.notice: interface wwan (qmi) is set up']]);
    expect(router.uci.file('network')).toMatch(/ip6assign '50'.*config interface 'wwan'/s);
  });

  it('again and again makes it leave its work for the next boot', async () => {
    const router = newRouter();
    saveMeanwhile(router, 2);
    const { code, log } = await apply(router, bundle({ mode: 'qmi' }));
    expect([code, log]).toEqual([
      1,
      ['daemon.err: somebody else is changing the configuration: it was left as it is; the next boot tries again'],
    ]);
    expect(router.uci.file('network')).not.toContain('wwan');
    expect([router.exists('etc/uci-defaults/99-modem-bench'), router.exists('var/run/modem-bench-copies')]).toEqual([true, false]);
    expect((await router.run('etc/uci-defaults/99-modem-bench', [], true)).code).toBe(0);
    expect(router.uci.file('network')).toContain("config interface 'wwan'");
  });
});
