import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BenchError } from '../../electron/contract/errors.ts';
import { RouterOptions } from '../../electron/contract/router-options.ts';
import type { Wishes } from '../../electron/contract/wishes.ts';
import { commandsOf } from '../../electron/modem/dial/commands.ts';
import type { BundleDongle } from '../../electron/openwrt/index.ts';
import { needsControlNode, packagesFor, planInterface } from '../../electron/openwrt/protos.ts';
import { cardDevice, routerNodes } from '../../electron/openwrt/router-nodes.ts';
import handler from '../../electron/openwrt/scripts/atdial.sh?raw';
import { formatUci, section } from '../../electron/openwrt/uci.ts';
import { parseUci } from '../../electron/openwrt/uci-parse.ts';
import { checkWishes, requireRelease } from '../../electron/openwrt/wishes.ts';
import { DIAL_PROTO, dialOptions } from '../../electron/openwrt/writers/dial.ts';
import type { InterfacePlan, RouterProto } from '../../electron/openwrt/writers/writer.ts';
import { allDials } from '../../modem-db/dials/index.ts';
import { listReleases, type Release } from '../../modem-db/openwrt/index.ts';
import { mbimAdmits, mbimCalls } from './handlers/mbim.ts';
import { ncmCalls } from './handlers/ncm.ts';
import { passedByNetifd } from './handlers/netifd.ts';
import { qmiCalls } from './handlers/qmi.ts';
import {
  dialOf,
  dongles,
  fm350,
  huaweiEcm,
  huaweiNcm,
  l850,
  quectelQmi,
  sierraDirectIp,
  sierraMbim,
  wishes,
  ztePpp,
  zteRndis,
} from './inputs.ts';

const golden = ['21.02.0', '21.02.7', '22.03.7', '23.05.0', '23.05.6', '24.10.0', '24.10.8', '25.12.0', '25.12.5'];

const ways: Readonly<Record<string, { readonly dongle: BundleDongle; readonly way?: Wishes['onRouter']['way'] }>> = {
  qmi: { dongle: quectelQmi },
  ncm: { dongle: huaweiNcm },
  dial: { dongle: { ...huaweiNcm, dial: dialOf('huawei-ndis') }, way: 'dial' },
  'dial to a tty': { dongle: { ...l850, dial: dialOf('intel-l850') }, way: 'dial' },
  'dial of a card': { dongle: { ...fm350, dial: dialOf('fibocom-fm350') }, way: 'dial' },
  mbim: { dongle: { ...sierraMbim, registration: 'roaming' } },
  '3g': { dongle: ztePpp },
  directip: { dongle: sierraDirectIp, way: 'directip' },
  modemmanager: { dongle: quectelQmi, way: 'modemmanager' },
  ecm: { dongle: huaweiEcm },
  rndis: { dongle: zteRndis },
};

const login = { username: 'user', password: 'pass', auth: 'pap', pin: '0012', pdpType: 'ipv4v6', networkMode: 'lte' } as const;
const everything = { v6apn: 'v6.internet', profile: 2, delay: 30, dialNumber: '*99***2#', usbPort: '1-1.4', modeAtConnect: true } as const;

type Over = Partial<Omit<Wishes, 'onRouter'>> & { readonly onRouter?: Partial<RouterOptions> };

/** Checked and planned, as a bundle does it. */
function planned(name: string, router: string, { onRouter, ...over }: Over = {}, facts: Partial<BundleDongle> = {}): InterfacePlan {
  const { dongle, way = 'mode' } = ways[name] ?? { dongle: dongles.qmi };
  const wished = wishes({ mode: dongle.mode, router, ...over, onRouter: RouterOptions.parse({ way, ...onRouter }) });
  const release = requireRelease(router);
  checkWishes(wished, release);
  const nodes = needsControlNode(wished) ? routerNodes(dongle) : { controlNode: null, netDevice: cardDevice(dongle.netDevice) };
  return planInterface(wished, { ...dongle, ...nodes, ...facts }, release);
}

const options = (...args: Parameters<typeof planned>) => Object.fromEntries(planned(...args).options);
const keys = (...args: Parameters<typeof planned>) => planned(...args).warnings.map(({ key }) => key.replace('bundle.warnings.', ''));
const codeOf = (act: () => unknown) => {
  try {
    act();
    return null;
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return [error.code, error.detail['field'], error.detail['value']];
  }
};

const driversOf = ({ controlNode, serialDriver = null, cardDriver = null }: BundleDongle) => ({
  node: controlNode,
  serialDriver,
  cardDriver,
});

/** What netifd gives to a protocol's handler, of ours also. */
function passedTo(written: InterfacePlan['options'], proto: RouterProto, release: Release) {
  const config = Object.fromEntries(written);
  if (proto !== DIAL_PROTO) return passedByNetifd(config, proto, release);
  return passedByNetifd(config, 'qmi', { ...release, protos: { ...release.protos, qmi: { package: '', options: dialOptions } } });
}

/** The sections of a plan as `uci export` prints them, and what scripts have to do besides. */
function inWords(plan: InterfacePlan, release: Release, name: string): string {
  const { dongle, way } = ways[name] ?? { dongle: dongles.qmi };
  const sections = [section('interface', 'wwan', plan.options)];
  if (plan.second) sections.push(section('interface', `wwan${plan.second.suffix}`, plan.second.options));
  const notes = [
    `finds ${plan.finds}`,
    ['warnings:', ...plan.warnings.map(({ key }) => key.replace('bundle.warnings.', ''))].join(' '),
    `packages: ${packagesFor(release, dongle.mode, driversOf(dongle), way).join(' ')}`,
  ];
  return `${formatUci({ sections })}${notes.map((note) => `# ${note}\n`).join('')}`;
}

describe('what each way is given on each release', () => {
  it('is what stands in the golden file', async () => {
    const parts: string[] = [];
    for (const name of Object.keys(ways))
      for (const [wished, over] of [
        ['APN alone', {}],
        ['everything', { ...login, onRouter: everything }],
      ] as const) {
        const texts = golden.map((router) => [router, inWords(planned(name, router, over), requireRelease(router), name)] as const);
        for (const text of new Set(texts.map(([, each]) => each))) {
          const routers = texts.flatMap(([router, each]) => (each === text ? [router] : []));
          parts.push(`### ${name}, ${wished}: ${routers.join(' ')}\n${text}`);
        }
      }
    await expect(parts.join('\n')).toMatchFileSnapshot('./interfaces.golden');
  });

  it('reaches its handler with every option, of the right type and unchanged, on every point release', () => {
    for (const release of listReleases())
      for (const name of Object.keys(ways)) {
        const plan = planned(name, release.version, { ...login, onRouter: everything });
        for (const { proto, options: written } of [plan, ...(plan.second ? [plan.second] : [])]) {
          const passed = passedTo(written, proto, release);
          for (const [option, value] of written) {
            const expected = { true: '1', false: '0' }[String(passed[option])] ?? String(passed[option]);
            expect(expected, `${release.version} ${name} ${option}`).toBe(value);
          }
        }
      }
  });
});

describe('what then reaches the modem', () => {
  const full = { ...login, onRouter: { ...everything, plmn: '25001' } };

  it.each(golden)('over QMI on %s is what was wished', (router) => {
    const release = requireRelease(router);
    const calls = qmiCalls(passedByNetifd(options('qmi', router, full), 'qmi', release), release, { asksPin: true });
    const six = 'v6apn' in release.protos.qmi.options ? 'v6.internet' : 'internet';
    const start = (apn: string) => [
      ...['--start-network', '--apn', apn, '--profile', '2', '--auth-type', 'pap'],
      ...['--username', 'user', '--password', 'pass'],
    ];
    expect(calls.filter(([name]) => name !== '--modify-profile')).toEqual([
      ['--verify-pin1', '0012'],
      ['--set-plmn', '--mcc', '250', '--mnc', '01'],
      ['--set-network-modes', 'lte'],
      start('internet'),
      start(six),
    ]);
  });

  it.each(golden)('over MBIM on %s is what was wished, also as a guest where the release can', (router) => {
    const release = requireRelease(router);
    const passed = passedByNetifd(options('mbim', router, login), 'mbim', release);
    const apn = 'pdptype' in release.protos.mbim.options ? 'ipv4v6:internet' : 'internet';
    expect(mbimCalls(passed, release)).toEqual([
      ['unlock', '0012'],
      ['connect', apn, 'pap', 'user', 'pass'],
    ]);
    expect(mbimAdmits(passed, release, 'partner')).toBe('allow_partner' in release.protos.mbim.options);
  });

  it.each(golden)('over NCM on %s is what was wished, and the same by our dialler', (router) => {
    const release = requireRelease(router);
    const calls = ncmCalls(passedByNetifd(options('ncm', router, full0), 'ncm', release), release, 'huawei') ?? [];
    expect(calls.slice(6)).toEqual([
      ['AT+CGDCONT=2,"IPV4V6","internet"'],
      ['PIN', '0012'],
      ['AT^SYSCFGEX="03",3fffffff,2,4,7fffffffffffffff,,'],
      ['AT^NDISDUP=2,1,"internet","user","pass",1'],
    ]);
    const passed = passedTo(planned('dial', router, full0).options, DIAL_PROTO, release);
    const { call } = dialOf('huawei-ndis');
    const { apn, username, password, auth, pdptype } = z
      .object({ apn: z.string(), username: z.string(), password: z.string(), auth: z.literal('pap'), pdptype: z.literal('ipv4v6') })
      .parse(passed);
    if (!call) throw new Error('no call');
    // Of a context that is the family's own, not the wished one, which is told.
    const commands = commandsOf(call.ways[0]?.start ?? [], call, { mode: 'ncm', apn, username, password, auth, pdpType: pdptype });
    expect(commands.map(({ command }) => command)).toEqual(['AT^NDISDUP=1,1,"internet","user","pass",1']);
    expect(passed['pincode']).toBe('0012');
    expect(keys('dial', router, full0)).toContain('options-left-out');
  });
  const full0 = { ...login, onRouter: everything };
});

describe('a writer', () => {
  it('keeps device beside devpath, which hotplug does not know, and names the port only where the release finds it by that', () => {
    const over = { onRouter: { usbPort: '1-1' } };
    expect(options('qmi', '25.12.3', over)).toMatchObject({ device: '/dev/modem-bench/wwan', devpath: '/sys/bus/usb/devices/1-1' });
    expect(options('mbim', '25.12.5', over)).toMatchObject({ device: '/dev/modem-bench/wwan', devpath: '/sys/bus/usb/devices/1-1' });
    expect(options('qmi', '25.12.2', over)).not.toHaveProperty('devpath');
    // The link leads to that port's dongle in any release.
    expect([keys('qmi', '25.12.2', over), keys('qmi', '25.12.3', over)].flat()).not.toContain('options-left-out');
    expect(options('qmi', '25.12.5')).not.toHaveProperty('devpath');
  });

  it('sets radio technologies at each connection only where that is wished, there is a word, and says what it costs', () => {
    const mode = (name: string, networkMode: Wishes['networkMode'], modeAtConnect: boolean) => {
      const { modes, mode: one } = options(name, '24.10.8', { networkMode, onRouter: { modeAtConnect } });
      return modes ?? one;
    };
    expect([mode('qmi', 'lte', true), mode('qmi', 'lte', false), mode('qmi', 'keep', true)]).toEqual(['lte', undefined, undefined]);
    // uqmi's `all` would leave NR out.
    expect([mode('qmi', 'nr', true), mode('qmi', 'auto', true)]).toEqual([undefined, undefined]);
    expect([mode('ncm', 'lte', true), mode('ncm', 'auto', true), mode('ncm', 'nr', true)]).toEqual(['lte', 'auto', undefined]);
    expect(keys('ncm', '25.12.5', { networkMode: 'lte', onRouter: { modeAtConnect: true } })).toEqual(['mode-at-connect']);
    expect(keys('ncm', '25.12.5', { networkMode: 'nr', onRouter: { modeAtConnect: true } })).toEqual(['options-left-out']);
  });

  it('gives IPv6 over DHCP an interface of its own, on the same device', () => {
    for (const name of ['ecm', 'rndis']) {
      const plan = planned(name, '25.12.5', { apn: '', pdpType: 'ipv4v6', metric: 30 });
      const device = Object.fromEntries(plan.options)['device'] ?? '';
      expect(plan.second).toEqual({
        suffix: '6',
        proto: 'dhcpv6',
        options: [
          ['proto', 'dhcpv6'],
          ['device', device],
          ['metric', '30'],
          ['extendprefix', '1'],
        ],
      });
      expect(planned(name, '25.12.5', { pdpType: 'ipv4' }).second).toBeUndefined();
    }
    // Their handlers make interfaces of their own.
    for (const name of ['qmi', 'dial']) expect(planned(name, '25.12.5', { pdpType: 'ipv4v6' }).second).toBeUndefined();
  });

  it('names a way that works where the handler does not', () => {
    const huawei = (router: string, manufacturer: string) => keys('ncm', router, {}, { manufacturer });
    expect(huawei('25.12.5', 'TD Tech Ltd.')).toEqual(['ncm-manufacturer-unknown-huawei']);
    expect(huawei('24.10.8', 'huawei')).toEqual(['ncm-manufacturer-cr-huawei']);
    const other = { manufacturer: 'Fibocom', vendorFamily: 'fibocom' };
    expect(keys('ncm', '25.12.5', {}, other)).toEqual(['ncm-manufacturer-unknown']);
    expect(keys('ncm', '24.10.8', {}, { manufacturer: 'Quectel', vendorFamily: 'quectel' })).toEqual(['ncm-manufacturer-cr']);
    expect(keys('modemmanager', '24.10.8', { networkMode: 'auto' }, { hasUimState: false })).toEqual(['modemmanager-found']);
  });

  it('lets ModemManager find its modem, keep a leading zero and a network mode', () => {
    const plan = planned('modemmanager', '25.12.5', { networkMode: 'lte', onRouter: { plmn: '00101' } });
    expect(plan.finds).toBe('path');
    expect(Object.fromEntries(plan.options)).toMatchObject({ plmn: '00101', allowedmode: '4g', iptype: 'ipv4' });
    expect(options('modemmanager', '22.03.7', { networkMode: 'lte' })).not.toHaveProperty('allowedmode');
  });

  it('refuses a way that is another make’s, before anything is written', () => {
    // Nobody knows how its call is made, or it makes it itself.
    for (const dial of [null, undefined, dialOf('huawei-hilink')])
      expect(codeOf(() => planned('dial', '25.12.5', {}, { dial }))?.slice(0, 2)).toEqual(['WISH_INVALID', 'onRouter.way']);
    expect(codeOf(() => planned('directip', '25.12.5', {}, { vendorFamily: 'zte', manufacturer: 'ZTE' }))).toEqual([
      'WISH_INVALID',
      'onRouter.way',
      'directip (not-sierra)',
    ]);
  });

  it('leaves the PIN to our dialler, which sends none twice, and says so', () => {
    expect(options('dial', '25.12.5', { pin: '1234' })['pincode']).toBe('1234');
    expect(keys('dial', '25.12.5', { pin: '1234' })).toEqual(['dial-pin', 'secrets']);
    expect(keys('dial', '25.12.5')).toEqual([]);
  });

  it('gives our dialler a login whole or not at all, and says where its call is assumed', () => {
    expect(options('dial', '25.12.5', { username: 'u', password: 'p', auth: 'both' })).toMatchObject({ auth: 'both', username: 'u' });
    expect(options('dial', '25.12.5', { auth: 'pap' })).not.toHaveProperty('auth');
    const dial = allDials().find(({ call, proof }) => call && proof === 'assumed');
    expect(keys('dial', '25.12.5', {}, { dial })).toEqual(['dial-assumed']);
    const { warnings } = planned('dial', '25.12.5', { onRouter: { ...everything, delay: 3 } });
    expect(warnings).toEqual([
      { key: 'bundle.warnings.options-left-out', values: { options: 'v6apn, profile, dialNumber, modeAtConnect', proto: 'atdial' } },
    ]);
  });

  it('gives our dialler the options that its handler declares to netifd, by their types, and no other', () => {
    const declared = [...handler.matchAll(/^\tproto_config_add_(\w+) (\w+)$/gm)].map(([, type = '', name = '']) => [name, type]);
    expect(handler).toContain('\tproto_config_add_defaults\n');
    // netifd-proto.sh, proto_config_add_defaults.
    const defaults = { defaultroute: 'bool', peerdns: 'bool', metric: 'int' };
    expect({ ...Object.fromEntries(declared), ...defaults }).toEqual(dialOptions);
  });

  it('words DirectIP’s authentication so that a login is sent', () => {
    expect(options('directip', '24.10.8', { username: 'u', password: 'p' })['auth']).toBe('chap');
    expect(options('directip', '24.10.8', { username: 'u', password: 'p', auth: 'pap' })['auth']).toBe('pap');
    expect(options('directip', '24.10.8', { auth: 'pap' })).not.toHaveProperty('auth');
  });
});

describe('secrets that are typed on the router', () => {
  const over = { ...login, onRouter: { secrets: 'router' } } as const;

  it('are in no plan, are named, and keep the interface off by the one word that netifd takes', () => {
    for (const name of Object.keys(ways)) {
      const plan = planned(name, '25.12.5', over);
      expect(JSON.stringify(plan), name).not.toMatch(/0012|"pass"/);
      const asked = name === 'ecm' || name === 'rndis' ? undefined : ['password', 'pincode'];
      expect(plan.asks, name).toEqual(asked);
      expect(Object.fromEntries(plan.options)['disabled'], name).toBe(asked && '1');
      expect(plan.warnings.map(({ key }) => key)).not.toContain('bundle.warnings.secrets');
    }
  });

  it('leave an interface without any as it is', () => {
    const plan = planned('qmi', '25.12.5', { onRouter: { secrets: 'router' } });
    expect([plan.asks, Object.fromEntries(plan.options)['disabled']]).toEqual([undefined, undefined]);
  });
});

describe('the UCI of a plan', () => {
  it('reads back as it was written', () => {
    const plan = planned('ecm', '25.12.5', { pdpType: 'ipv4v6' });
    const sections = [section('interface', 'wwan', plan.options), section('interface', 'wwan6', plan.second?.options ?? [])];
    expect(parseUci(formatUci({ sections }, 'network'))).toEqual({ sections });
  });
});
