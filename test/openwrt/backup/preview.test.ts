import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { BenchError } from '../../../electron/contract/errors.ts';
import { FileDiff } from '../../../electron/contract/router-backup.ts';
import { RouterOptions } from '../../../electron/contract/router-options.ts';
import type { Wishes } from '../../../electron/contract/wishes.ts';
import { modes } from '../../../electron/contract/words.ts';
import { diffText, readRouterBackup, setupOf } from '../../../electron/openwrt/backup/index.ts';
import { applySetup } from '../../../electron/openwrt/backup/setup-model.ts';
import { outlineBundle } from '../../../electron/openwrt/bundle.ts';
import { type BundleInput, buildBundle } from '../../../electron/openwrt/index.ts';
import { formatUci } from '../../../electron/openwrt/uci.ts';
import { parseUci } from '../../../electron/openwrt/uci-parse.ts';
import { times } from '../../support/some-of.ts';
import { input } from '../inputs.ts';
import { Router } from '../router.ts';
import { firewalls, networks } from '../stock.ts';
import { backupOf, filesOf } from './stand.ts';

const setup = 'etc/uci-defaults/99-modem-bench';
const routers: Router[] = [];

afterEach(() => {
  for (const router of routers.splice(0)) router.dispose();
});

const canonical = (file: string) => formatUci(parseUci(file));
const dhcp = "config dnsmasq\n\toption rebind_protection '1'\n\nconfig dhcp 'lan'\n\toption interface 'lan'\n\n";

function routerWith(files: { network: string; firewall: string; dhcp?: string }): Router {
  const router = new Router({
    network: canonical(files.network),
    firewall: canonical(files.firewall),
    dhcp: canonical(files.dhcp ?? dhcp),
  });
  routers.push(router);
  return router;
}

/** Runs the real script, and says what the model foretold of each file, in UCI. */
async function both(router: Router, bundle: BundleInput): Promise<{ foretold: string[]; became: string[]; code: number }> {
  const { contents } = await buildBundle(bundle);
  const names = ['network', 'firewall', 'dhcp'] as const;
  const changes = applySetup(filesOf(router), setupOf(outlineBundle(bundle)));
  const foretold = names.map((name) => {
    const change = changes.find((candidate) => candidate.name === name);
    return change ? formatUci({ sections: change.sections.flatMap(({ after }) => after ?? []) }) : router.uci.file(name);
  });
  router.unpack(contents);
  const { code } = await router.run(setup, [], true);
  return { foretold, became: names.map((name) => router.uci.file(name)), code };
}

const options = (over: Partial<RouterOptions>) => RouterOptions.parse(over);

describe('what the preview foretells is what the setup script does', () => {
  const layouts = [
    ['dsa', 'list'],
    ['dsaCidr', 'oneString'],
    ['swconfig', 'oneWord'],
    ['singlePort', 'none'],
    ['dsaCidr', 'odd'],
    ['swconfig', 'noWan'],
  ] as const;

  it.each(layouts)(
    'on the stock %s with the zone as %s: once and twice',
    async (network, firewall) => {
      // Every mode where the zone is the usual one; elsewhere a modem and a network card, which differ in what they touch.
      for (const mode of firewall === 'list' && network === 'dsa' ? modes : (['ecm', 'ncm'] as const)) {
        const router = routerWith({ network: networks[network], firewall: firewalls[firewall] });
        const bundle = input({ mode, pin: '1234', pdpType: mode === 'ppp' ? 'ipv4' : 'ipv4v6' });
        const before = router.uci.file('network');
        for (const time of ['once', 'twice']) {
          const { foretold, became, code } = await both(router, bundle);
          expect(foretold, `${mode} ${time}`).toEqual(became);
          expect(code).toBe(firewall === 'noWan' ? 1 : 0);
          expect(router.uci.file('network') === before).toBe(firewall === 'noWan');
        }
      }
    },
    60_000,
  );

  it("where the name is another one's, by hand or by a section of another kind: nothing", async () => {
    for (const foreign of [
      "config interface 'wwan'\n\toption proto 'static'\n",
      "config device 'wwan'\n\toption name 'x'\n",
      "config interface 'wwan'\n\toption device 'x'\n",
    ]) {
      const router = routerWith({ network: networks.dsa + foreign, firewall: firewalls.list });
      const { foretold, became, code } = await both(router, input({ mode: 'qmi' }));
      expect([foretold, code]).toEqual([became, 1]);
    }
  });

  it('where just the wished interface is there by another hand: the zone alone', async () => {
    const made = routerWith({ network: networks.dsa, firewall: firewalls.list });
    await both(made, input({ mode: 'ecm', apn: '' }));
    const router = routerWith({ network: made.uci.file('network'), firewall: firewalls.oneString });
    const { foretold, became, code } = await both(router, input({ mode: 'ecm', apn: '' }));
    expect([foretold, code]).toEqual([became, 0]);
    expect(became[2]).not.toContain('rebind_domain');
    expect(became[1]).toContain("option network 'wan wan6 wwan'");
  });

  it('where the router has found the card: its name stays, unless the bundle is for another dongle', async () => {
    const router = routerWith({ network: networks.dsa, firewall: firewalls.list });
    const told = (over: Partial<RouterOptions>, metric = 20) => input({ mode: 'ecm', apn: '', metric, onRouter: options(over) });
    const device = () => router.uci.run(['get', 'network.wwan.device']).out.trim();
    const apply = async (bundle: BundleInput) => {
      const { foretold, became } = await both(router, bundle);
      expect(foretold).toEqual(became);
      return device();
    };
    const found = (name: string) => {
      router.uci.run(['set', `network.wwan.device=${name}`]);
      router.uci.run(['commit', 'network']);
    };
    expect(await apply(told({ usbSerial: "it's 0123" }))).toBe('usb0');
    found('usb3');
    expect([await apply(told({ usbSerial: "it's 0123" })), await apply(told({ usbSerial: "it's 0123" }, 30))]).toEqual(['usb3', 'usb3']);
    expect(await apply(told({ usbSerial: '0124' }))).toBe('usb0');
    found('usb3');
    expect(await apply(told({ usbSerial: '0124', usbPort: '1-1' }))).toBe('usb0');
  });

  it('where secrets were typed on the router: they stay', async () => {
    const router = routerWith({ network: networks.dsa, firewall: firewalls.list });
    const bundle = input({ mode: 'qmi', pin: '1234', password: 'p', username: 'u', onRouter: options({ secrets: 'router' }) });
    const first = await both(router, bundle);
    expect(first.foretold).toEqual(first.became);
    router.uci.run(['set', 'network.wwan.pincode=0815']);
    router.uci.run(['delete', 'network.wwan.disabled']);
    router.uci.run(['commit', 'network']);
    for (const metric of [20, 30]) {
      const again = await both(router, { ...bundle, wishes: { ...bundle.wishes, metric } });
      expect(again.foretold).toEqual(again.became);
      expect(again.became[0]).toContain("option pincode '0815'");
      expect(again.became[0]).not.toContain('option disabled');
    }
  });

  it('on any row of bundles on any router', async () => {
    const zoneForm = fc.constantFrom(
      "\toption network 'wan wwan6'\n",
      "\tlist network 'wan'\n\tlist network 'wwan'\n",
      "\toption network 'wwan'\n",
      '',
    );
    const section = fc.constantFrom(
      "config interface 'guest'\n\toption proto 'static'\n\tlist ipaddr '10.1.1.1/24'\n\n",
      "config interface 'wwan6'\n\toption proto 'dhcpv6'\n\n",
      "config interface 'lte'\n\toption proto 'qmi'\n\n",
      "config route\n\toption target '10.0.0.0/8'\n\n",
      "config device 'lte6'\n\toption name 'eth7'\n\n",
    );
    const rebind = fc.constantFrom(
      '',
      "\tlist rebind_domain 'hi.link'\n",
      "\toption rebind_domain 'my.yota.ru'\n",
      "\tlist rebind_domain 'a.b'\n\tlist rebind_domain 'my.yota.ru'\n",
    );
    const wished = fc.record({
      mode: fc.constantFrom(...modes),
      interfaceName: fc.constantFrom('wwan', 'lte'),
      zone: fc.constantFrom('wan', 'lan', 'nowhere'),
      domains: fc.subarray(['my.yota.ru', 'm.a', 'hi.link']),
      pdpType: fc.constantFrom('ipv4', 'ipv4v6'),
      metric: fc.constantFrom(0, 20),
      pin: fc.constantFrom('', '1234'),
      secrets: fc.constantFrom('bundle', 'router'),
    });
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(networks)),
        fc.array(section, { maxLength: 2 }).map((sections) => [...new Set(sections)]),
        zoneForm,
        rebind,
        fc.array(wished, { minLength: 1, maxLength: 3 }),
        async (network, sections, zone, domains, row) => {
          const firewall = firewalls.list.replace("\tlist network 'wan'\n\tlist network 'wan6'\n", zone);
          const router = routerWith({ network: network + sections.join(''), firewall, dhcp: dhcp.replace("'1'\n", `'1'\n${domains}`) });
          try {
            for (const { zone: name, domains: rebindDomains, secrets, ...rest } of row) {
              const wishes: Partial<Wishes> & Pick<Wishes, 'mode'> = { ...rest, onRouter: options({ zone: name, rebindDomains, secrets }) };
              const before = router.uci.file('network');
              const { foretold, became } = await both(router, input(wishes)).catch((error: unknown) => {
                // A wish that is refused (IPv6 by PPP) shows nothing here.
                if (error instanceof BenchError) return { foretold: [], became: [] };
                throw error;
              });
              expect(foretold).toEqual(became);
              if (became[0] !== before) changed++;
            }
          } finally {
            routers.pop()?.dispose();
          }
        },
      ),
      { numRuns: times(25, 8), seed: 11 },
    );
    expect(changed).toBeGreaterThan(times(15, 4));
  }, 120_000);
});

describe('the preview', () => {
  it('is one section, one word in the zone, one exception for a stick', async () => {
    const router = routerWith({ network: networks.dsa, firewall: firewalls.oneString });
    const bundle = input({ mode: 'ecm', apn: '' });
    const diff = (await readRouterBackup(backupOf(router))).preview(setupOf(outlineBundle(bundle)));
    for (const file of diff) expect(FileDiff.parse(file)).toEqual(file);
    expect(diffText(diff)).toEqual([
      '--- /etc/config/network',
      '+++ /etc/config/network',
      '@@',
      "+config interface 'wwan'",
      "+    option proto 'dhcp'",
      "+    option device 'usb0'",
      "+    option metric '20'",
      '--- /etc/config/firewall',
      '+++ /etc/config/firewall',
      '@@',
      ' config zone',
      "     option name 'wan'",
      "-    option network 'wan wan6'",
      "+    option network 'wan wan6 wwan'",
      "     option input 'REJECT'",
      "     option output 'ACCEPT'",
      "     option forward 'REJECT'",
      '--- /etc/config/dhcp',
      '+++ /etc/config/dhcp',
      ' config dnsmasq',
      "     option rebind_protection '1'",
      "+    list rebind_domain 'hi.link'",
    ]);
  });

  it('shows no secret, of the bundle or of the router, and nothing that a terminal would obey', async () => {
    const hidden = ['TOPSECRET', '4711', 'hunter2', 'odd-one', 'sub@isp'];
    const before = `${networks.dsa}config interface 'wwan'\n\toption proto 'qmi'\n\toption device '/dev/cdc-wdm0'\n\toption pincode '4711'\n\toption private_key 'TOPSECRET'\n\toption unheard_of 'odd-one'\n\toption apn '\u001b[31mred\nline'\n\nconfig interface 'dsl'\n\toption proto 'pppoe'\n\toption username 'sub@isp'\n\toption password 'hunter2'\n`;
    const { RouterBackup } = await import('../../../electron/openwrt/backup/read.ts');
    const files = {
      ...filesOf(routerWith({ network: networks.dsa, firewall: firewalls.list })),
      network: parseUci(before),
      added: new Map([['wwan', ['qmi']]]),
    };
    const router = new RouterBackup(files);
    const bundle = input({ mode: 'qmi', pin: '9876', username: 'me', password: 'hunter3' });
    const shown = diffText(router.preview(setupOf(outlineBundle(bundle)))).join('\n');
    expect(shown).toContain("-    option apn '?[31mred?line'");
    expect(shown).toContain("+    option pincode '********'");
    expect(shown).toContain("+    option username 'me'");
    for (const secret of [...hidden, '9876', 'hunter3']) {
      expect(shown).not.toContain(secret);
      expect(JSON.stringify(router)).not.toContain(secret);
    }
    expect(shown).not.toMatch(/[^\n -~]/);
  });

  it('of a long section is its head and what is around the change', async () => {
    const ports = Array.from({ length: 3000 }, (_, at) => `\tlist network 'n${at}'\n`).join('');
    const firewall = firewalls.list.replace("\tlist network 'wan'\n", ports);
    const bundle = input({ mode: 'qmi' });
    const [, zone] = (await readRouterBackup(backupOf(routerWith({ network: networks.dsa, firewall })))).preview(
      setupOf(outlineBundle(bundle)),
    );
    expect(zone?.lines.map(({ kind, text }) => `${kind} ${text.trim()}`)).toEqual([
      'gap ',
      'same config zone',
      'gap ',
      "same list network 'n2998'",
      "same list network 'n2999'",
      "same list network 'wan6'",
      "added list network 'wwan'",
      "same option input 'REJECT'",
      "same option output 'ACCEPT'",
      "same option forward 'REJECT'",
    ]);
  });

  it('does not name the zone that one leaves and another of its name joins', async () => {
    const network = `${networks.dsa}config interface 'wwan'\n\toption proto 'mbim'\n\toption device '/dev/cdc-wdm0'\n`;
    const firewall = firewalls.list.replace("\tlist network 'wan6'\n", "\tlist network 'wan6'\n\tlist network 'wwan'\n");
    const bundle = input({ mode: 'qmi', onRouter: RouterOptions.parse({ owners: 'replace' }) });
    const diff = (await readRouterBackup(backupOf(routerWith({ network, firewall })))).preview(setupOf(outlineBundle(bundle)));
    expect(diff.map(({ path }) => path)).toEqual(['/etc/config/network']);
  });

  it('is empty where the script would change nothing, or give up', async () => {
    const router = routerWith({ network: networks.dsa, firewall: firewalls.noWan });
    const bundle = input({ mode: 'qmi' });
    expect((await readRouterBackup(backupOf(router))).preview(setupOf(outlineBundle(bundle)))).toEqual([]);
    const done = routerWith({ network: networks.dsa, firewall: firewalls.list });
    await both(done, bundle);
    expect((await readRouterBackup(backupOf(done))).preview(setupOf(outlineBundle(bundle)))).toEqual([]);
  });
});
