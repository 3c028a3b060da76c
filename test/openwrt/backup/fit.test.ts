import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RouterFinding, type RouterInterface, type RouterSummary } from '../../../electron/contract/router-backup.ts';
import { RouterOptions } from '../../../electron/contract/router-options.ts';
import { createText } from '../../../electron/contract/text.ts';
import { languages, modes } from '../../../electron/contract/words.ts';
import type { FitFacts } from '../../../electron/openwrt/backup/fit-facts.ts';
import { fitToRouter, readRouterBackup } from '../../../electron/openwrt/backup/index.ts';
import { checkWishes } from '../../../electron/openwrt/index.ts';
import { protoForMode } from '../../../electron/openwrt/protos.ts';
import { wishes } from '../inputs.ts';
import { firewalls, networks } from '../stock.ts';
import { tgz } from './tars.ts';

const summaryOf = async (network: string, firewall = firewalls.list) =>
  (await readRouterBackup(tgz({ name: 'etc/config/network', data: network }, { name: 'etc/config/firewall', data: firewall }))).summary;
const stock = await summaryOf(networks.dsa);
const claim: FitFacts['claim'] = { device: '/dev/cdc-wdm0', identity: 'usb 2c7c 0125 -', port: '', commanded: true, managed: false };
const facts: FitFacts = { proto: 'qmi', packages: ['uqmi', 'luci-proto-qmi'], claim };
const card: FitFacts['claim'] = { device: 'usb0', identity: 'usb 12d1 14dc -', port: '', commanded: false, managed: false };

function tried(summary: RouterSummary, over: Parameters<typeof wishes>[0] = { mode: 'qmi' }, given: FitFacts = facts) {
  const result = fitToRouter(wishes(over), given, { summary });
  return {
    ...result,
    changed: result.changes.map(({ key, values }) => [key.replace('router-backup.changes.', ''), values]),
    found: result.findings.map(({ message: { key, values }, severity, code }) => [
      key.replace('router-backup.findings.', ''),
      severity,
      values,
      code,
    ]),
    keys: result.findings.map(({ message: { key } }) => key.replace('router-backup.findings.', '')),
  };
}

const plain: RouterInterface = {
  name: 'x',
  proto: 'dhcp',
  device: 'eth9',
  metric: 0,
  defaultRoute: true,
  ours: false,
  modem: false,
  disabled: false,
  port: null,
  identity: null,
  addresses: [],
};
const withInterfaces = (...more: Partial<RouterInterface>[]): RouterSummary => ({
  ...stock,
  interfaces: [...stock.interfaces, ...more.map((each) => ({ ...plain, ...each }))],
  takenNames: [...stock.takenNames, ...more.flatMap(({ name }) => name ?? [])],
});

describe('fitting wishes to a router', () => {
  it('a stock router needs no change', () => {
    const {
      wishes: fitted,
      changes,
      found,
    } = tried({ ...stock, release: '24.10.8', packages: ['uqmi', 'luci-proto-qmi', 'opkg'], packageManager: 'opkg' });
    expect([fitted, changes]).toEqual([wishes({ mode: 'qmi' }), []]);
    expect(found).toEqual([['packages-there', 'note', {}, null]]);
  });

  it.each([
    ['24.10.8', []],
    ['24.10.0', [['release-point', 'warning', { release: '24.10.0', wished: '24.10.8' }, null]]],
    ['23.05.6', [['release-differs', 'refusal', { release: '23.05.6', wished: '24.10.8' }, 'ROUTER_RELEASE_DIFFERS']]],
    ['SNAPSHOT', [['release-unlisted', 'warning', { release: 'SNAPSHOT', wished: '24.10.8' }, null]]],
    [null, [['release-unknown', 'note', { wished: '24.10.8' }, null]]],
  ] as const)('release %s', (release, expected) => {
    expect(tried({ ...stock, release }).found.filter(([key]) => String(key).startsWith('release'))).toEqual(expected);
  });

  it('the package manager of another release', () => {
    expect(tried({ ...stock, packageManager: 'apk' }).found).toContainEqual([
      'package-manager',
      'warning',
      { found: 'apk', expected: 'opkg', wished: '24.10.8' },
      null,
    ]);
  });

  it('a name that is taken gets a number, also by its parts, by Wi-Fi, and by another zone', () => {
    const name = (summary: RouterSummary, over = {}) => tried(summary, { mode: 'qmi', ...over }).wishes.interfaceName;
    expect(tried(withInterfaces({ name: 'wwan' })).changed).toEqual([['name', { from: 'wwan', to: 'wwan2' }]]);
    expect(name(withInterfaces({ name: 'wwan' }, { name: 'wwan2' }, { name: 'wwan3_4' }))).toBe('wwan4');
    expect(name({ ...stock, takenNames: ['wwan'] })).toBe('wwan2');
    expect(name({ ...stock, zones: [...stock.zones, { name: 'guest', networks: ['wwan'], form: 'list', masq: false }] })).toBe('wwan2');
    expect(name({ ...stock, zones: stock.zones.map((zone) => ({ ...zone, networks: [...zone.networks, 'wwan'] })) })).toBe('wwan2');
    expect(name(withInterfaces({ name: 'abcdefghij' }), { interfaceName: 'abcdefghij' })).toBe('abcdefghi2');
    expect(name(withInterfaces({ name: 'lte9' }), { interfaceName: 'lte9' })).toBe('lte2');
    expect(name(withInterfaces({ name: 'wwan6' }))).toBe('wwan');
    const dhcp: FitFacts = { proto: 'dhcp', packages: [], claim: card };
    expect(tried(withInterfaces({ name: 'wwan6' }), { mode: 'ecm', pdpType: 'ipv4v6' }, dhcp).wishes.interfaceName).toBe('wwan2');
    const all = Array.from({ length: 99 }, (_, at) => ({ name: at === 0 ? 'wwan' : `wwan${at + 1}` }));
    expect(tried(withInterfaces(...all)).found[0]).toEqual(['no-free-name', 'refusal', { name: 'wwan' }, 'ROUTER_NO_FREE_NAME']);
  });

  it("an earlier bundle's interface keeps its name and is replaced", () => {
    const { wishes: fitted, keys } = tried(withInterfaces({ name: 'wwan', proto: 'qmi', modem: true, ours: true, metric: 20 }));
    expect([fitted.interfaceName, fitted.metric]).toEqual(['wwan', 20]);
    expect(keys).toContain('replaces-own');
    expect(keys).not.toContain('other-modems');
  });

  it('a zone that is not there becomes that of the wired WAN', async () => {
    const { wishes: fitted, changed } = tried(await summaryOf(networks.dsa, firewalls.noWan));
    expect(fitted.onRouter.zone).toBe('internet');
    expect(changed).toEqual([['zone', { from: 'wan', to: 'internet' }]]);
    const masked = { ...stock, zones: stock.zones.map((zone) => ({ ...zone, name: `${zone.name}1`, networks: [] })) };
    expect(tried(masked).wishes.onRouter.zone).toBe('wan1');
    expect(tried({ ...stock, zones: [] }).found[0]).toEqual([
      'zone-missing',
      'refusal',
      { zone: 'wan', zones: '—' },
      'ROUTER_ZONE_MISSING',
    ]);
    const lan = stock.zones.filter(({ name }) => name === 'lan');
    expect(tried({ ...stock, zones: lan }).found[0]).toEqual([
      'zone-missing',
      'refusal',
      { zone: 'wan', zones: 'lan' },
      'ROUTER_ZONE_MISSING',
    ]);
    expect(tried(stock, { mode: 'qmi', onRouter: RouterOptions.parse({ zone: 'lan' }) }).keys).toContain('zone-without-masq');
  });

  it('a metric comes behind the wired WAN and is no other modem’s', () => {
    const metric = (summary: RouterSummary, wished = 20) => tried(summary, { mode: 'qmi', metric: wished }).wishes.metric;
    expect(metric(stock)).toBe(20);
    expect(metric(stock, 0)).toBe(10);
    expect(metric({ ...stock, interfaces: stock.interfaces.map((each) => (each.name === 'wan' ? { ...each, metric: 35 } : each)) })).toBe(
      50,
    );
    expect(metric({ ...stock, interfaces: stock.interfaces.map((each) => ({ ...each, metric: 35, defaultRoute: false })) })).toBe(20);
    expect(metric(withInterfaces({ name: 'lte', modem: true, metric: 20 }, { name: 'lte2', modem: true, metric: 30 }))).toBe(40);
    expect(metric(withInterfaces({ name: 'vpn', metric: 900 }))).toBe(20);
    expect(tried({ ...stock, interfaces: stock.interfaces.map((each) => ({ ...each, metric: 65535 })) }).keys).toContain(
      'metric-impossible',
    );
    expect(tried(stock, { mode: 'qmi', metric: 0 }).changed).toEqual([['metric', { from: 0, to: 10, after: 'wan (0), wan6 (0)' }]]);
  });

  it("the LAN in the stick's network is found, with an address that is free", async () => {
    const stick = { proto: 'dhcp', packages: [], claim: card, routerAddress: '192.168.1.1' } as const;
    const clash = { address: '192.168.1.1', interface: 'lan', network: '192.168.1.1/24', free: '192.168.2.1' };
    expect(tried(stock, { mode: 'ecm' }, stick).found).toContainEqual(['lan-clash', 'warning', clash, null]);
    expect(tried(stock, { mode: 'ecm' }, { ...stick, routerAddress: '192.168.8.1' }).keys).not.toContain('lan-clash');
    expect(tried(await summaryOf(networks.dsaCidr), { mode: 'ecm' }, { ...stick, routerAddress: null }).found).toContainEqual([
      'lan-clash-possible',
      'warning',
      clash,
      null,
    ]);
    const wide = await summaryOf(networks.dsa.replace("'192.168.1.1'", "'192.168.10.1'").replace('255.255.255.0', '255.255.0.0'));
    expect(tried(wide, { mode: 'ecm' }, { ...stick, routerAddress: '192.168.8.1' }).found).toContainEqual([
      'lan-clash',
      'warning',
      { address: '192.168.8.1', interface: 'lan', network: '192.168.10.1/16', free: '10.73.0.1' },
      null,
    ]);
    expect(tried(stock).keys.filter((key) => key.startsWith('lan-'))).toEqual([]);
  });

  it.each(modes)('a stick whose address is known is told of in the mode %s, whoever brings it up', (mode) => {
    const given: FitFacts = { ...facts, proto: protoForMode(mode), routerAddress: '192.168.1.1' };
    expect(tried(stock, { mode }, given).keys).toContain('lan-clash');
    expect(tried(stock, { mode }, { ...given, routerAddress: '192.168.0.1' }).keys).not.toContain('lan-clash');
  });

  it('an address in the LAN that the backup does not tell', () => {
    const byDhcp = stock.interfaces.map((each) => (each.name === 'lan' ? { ...each, proto: 'dhcp', addresses: [] } : each));
    expect(tried({ ...stock, interfaces: byDhcp }).found).toContainEqual(['address-unknown', 'note', {}, null]);
    expect(tried(stock).keys).not.toContain('address-unknown');
  });

  it('other modems, old syntax, a bundle that waits, packages', () => {
    const summary = {
      ...withInterfaces({ name: 'lte', modem: true, device: '/dev/cdc-wdm1' }),
      oldSyntax: ['lan', 'wan'],
      waiting: true,
      packages: ['uqmi'],
    };
    expect(tried(summary).found).toEqual([
      ['other-modems', 'warning', { names: 'lte' }, null],
      ['old-syntax', 'warning', { names: 'lan, wan' }, null],
      ['release-unknown', 'note', { wished: '24.10.8' }, null],
      ['bundle-waiting', 'note', {}, null],
      ['packages-missing', 'note', { packages: 'luci-proto-qmi' }, null],
    ]);
  });

  it('says everything in every language, with all its values filled in', () => {
    const summary = {
      ...withInterfaces({ name: 'wwan', modem: true }),
      oldSyntax: ['lan'],
      waiting: true,
      zones: [],
      release: '23.05.6',
      packageManager: 'apk' as const,
    };
    const { changes, findings } = tried(
      summary,
      { mode: 'ecm', metric: 0 },
      { proto: 'dhcp', packages: ['x'], claim: card, routerAddress: '192.168.1.1' },
    );
    expect([changes.length, findings.length]).toEqual([2, 9]);
    for (const language of languages) {
      const text = createText(language);
      for (const phrase of [...changes, ...findings.map(({ message }) => message)])
        expect(text.phrase(phrase)).not.toMatch(/router-backup|\{\{/);
      for (const { code, message } of findings) if (code) expect(text.cause({ code, detail: message.values })).not.toMatch(/\{\{|errors\./);
    }
  });

  it('of any router gives wishes that are valid and fit: fitted again they stay', () => {
    const name = fc.constantFrom('wwan', 'wwan2', 'wwan3', 'wan', 'lan', 'lte', 'wwan_4', 'wwan6', 'x-y');
    const network = fc.record({
      name,
      proto: fc.constantFrom('dhcp', 'static', 'qmi', 'pppoe'),
      device: fc.constantFrom('eth0', null),
      metric: fc.oneof(fc.constantFrom(0, 10, 20, 30), fc.integer({ min: -5, max: 70000 })),
      defaultRoute: fc.boolean(),
      ours: fc.boolean(),
      modem: fc.boolean(),
      disabled: fc.boolean(),
      port: fc.constantFrom(null, '1-1'),
      identity: fc.constantFrom(null, 'usb 12d1 14dc -'),
      addresses: fc.array(fc.record({ address: fc.ipV4(), prefix: fc.integer({ min: 0, max: 32 }) }), { maxLength: 2 }),
    });
    const zone = fc.record({
      name: fc.constantFrom('wan', 'lan', 'internet', '', 'bad zone'),
      networks: fc.array(name, { maxLength: 3 }),
      form: fc.constantFrom('list' as const, 'option' as const),
      masq: fc.boolean(),
    });
    const wished = fc.record({
      mode: fc.constantFrom('qmi' as const, 'ecm' as const),
      metric: fc.integer({ min: 0, max: 65535 }),
      interfaceName: fc.constantFrom('wwan', 'lte', 'wwan99'),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(network, { maxLength: 6, selector: (each) => each.name }),
        fc.array(zone, { maxLength: 4 }),
        wished,
        (interfaces, zones, over) => {
          const summary = { ...stock, interfaces, zones, takenNames: interfaces.map((each) => each.name) };
          const given: FitFacts = { proto: over.mode === 'ecm' ? 'dhcp' : 'qmi', packages: [], claim: card, routerAddress: null };
          const first = tried(summary, over, given);
          for (const each of first.findings) RouterFinding.parse(each);
          checkWishes(first.wishes);
          if (first.findings.some(({ severity }) => severity === 'refusal')) return;
          const again = tried(summary, first.wishes, given);
          expect(again.changes).toEqual([]);
          expect(again.wishes).toEqual(first.wishes);
          const { interfaceName } = first.wishes;
          expect(interfaces.every((each) => each.name !== interfaceName || each.ours)).toBe(true);
          expect(zones.some((each) => each.name === first.wishes.onRouter.zone)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
