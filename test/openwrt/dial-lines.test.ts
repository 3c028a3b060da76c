import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RouterOptions } from '../../electron/contract/router-options.ts';
import { dialLines } from '../../electron/openwrt/features/dial.ts';
import { type BundleInput, buildBundle } from '../../electron/openwrt/index.ts';
import dialScript from '../../electron/openwrt/scripts/dial.sh?raw';
import { allDials, type Dial, type DialCall } from '../../modem-db/dials/index.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { dialOf, fm350, huaweiEcm, huaweiNcm, input, l850, text } from './inputs.ts';
import { shell } from './router.ts';

const setup = 'etc/uci-defaults/99-modem-bench';
const routers = ['21.02.7', '22.03.7', '23.05.6', '24.10.8', '25.12.5'];
const calls = allDials().flatMap((dial) => (dial.call ? [{ id: dial.id, dial, call: dial.call }] : []));

const command = 'AT[ -~]*';
const flag = '(apn|no-apn|login|no-login|optional|connect|data)';
const sent = new RegExp(`^[1-9][0-9]* (-|${flag}(,${flag})*) ${command}$`);
const asked = new RegExp(`^${command}$`);
const told = '(address|mask|gateway|dns|dns2|address6|gateway6|dns6|mtu)';

/** What each word may have behind it. */
const grammar: Readonly<Record<string, RegExp>> = {
  name: /^[ -~]+$/,
  cid: /^[0-9]+$/,
  context: /^[01]$/,
  standing: /^(asked|ended|ignored)$/,
  keeps: /^[01]$/,
  polls: /^[01]$/,
  'auth-none': /^[0-9]*$/,
  'auth-pap': /^[0-9]+$/,
  'auth-chap': /^[0-9]+$/,
  'auth-both': /^[0-9]+$/,
  address: /^(dhcp|modem)$/,
  card: /^(noarp|onlink|noarp onlink)$/,
  mtu: /^[1-9][0-9]{2,3}$/,
  read: asked,
  reply: new RegExp(String.raw`^(${told}=\\[1-9];)+ [ -~]+$`),
  fell: /^[ -~]+$/,
  test: asked,
  way: /^$/,
  when: /^[ -~]+$/,
  again: /^[ -~]+$/,
  before: sent,
  start: sent,
  proof: asked,
  up: /^[ -~]+$/,
  within: /^[1-9][0-9]*$/,
  stop: sent,
};
const parted = (lines: readonly string[]) =>
  lines.map((line) => {
    const at = line.indexOf(' ');
    return at < 0 ? ([line, ''] as const) : ([line.slice(0, at), line.slice(at + 1)] as const);
  });

describe('how a family makes its call, line by line', () => {
  it('has the words that the program reads, and no other', () => {
    for (const word of Object.keys(grammar)) {
      const [kind] = word.split('-');
      expect(dialScript, word).toMatch(new RegExp(`told "?${kind}\\b|^\\t*(\\w+ \\| )?${word}( \\| \\w+)?\\)|"${word}"`, 'm'));
    }
  });

  it.each(calls)('$id: each line is one of them, with what belongs behind it', ({ dial, call }) => {
    const lines = dialLines(dial, call);
    const words = parted(lines);
    for (const [word, value] of words) {
      expect(grammar[word], word).toBeDefined();
      expect(value, word).toMatch(grammar[word] ?? /^\b$/);
      // What the wishes fill in; the rest is filled in here.
      for (const [, name = ''] of value.matchAll(/\{(,?[a-z]+)\}/g))
        expect(['type', 'apn', 'user', 'password', 'auth', ',auth']).toContain(name);
    }
    const first = words.findIndex(([word]) => word === 'way');
    const ways = words.map(([word]) => word).join(' ');
    expect(ways.split(' way').length - 1).toBe(call.ways.length);
    expect(ways.slice(ways.indexOf(' way'))).toMatch(/^( way( when)?(( again)? before)*(( again)? start)+ proof up within( stop)+)+$/);
    const common = words.slice(0, first).map(([word]) => word);
    for (const word of ['name', 'cid', 'context', 'standing', 'keeps', 'polls', 'address'])
      expect(common.filter((one) => one === word)).toHaveLength(1);
    // Without DHCP there is an address to be read.
    if (words.some(([word, value]) => word === 'address' && value === 'modem'))
      expect(words.some(([word, value]) => word === 'reply' && value.startsWith('address=') !== value.includes(';address='))).toBe(true);
    expect(common.filter((one) => one === 'read')).toHaveLength(call.address.reads.length);
  });

  it('reaches its file as it is through the shell, and is read there way by way', async () => {
    const folder = temporaryFolder();
    const parameters = await Promise.all(
      calls.map(async ({ dial }) => {
        const { contents } = await buildBundle(of({ ...fm350, dial }, dial.match.modes[0] ?? 'rndis', '24.10.8', { way: 'dial' }));
        return text(contents, setup);
      }),
    );
    mkdirSync(join(folder, 'etc'));
    calls.forEach(({ id }, i) => {
      const [own = ''] = (parameters[i] ?? '').split("\nprogram='");
      writeFileSync(join(folder, `${id}.parameters`), `${own}\ndial_lines\n`);
    });
    const reader = /^told\(\) \{\n[\s\S]*?^\}$/m.exec(dialScript)?.[0] ?? '';
    const runner = `cd "$1" || exit 9
folder=$1
${reader}
for file in *.parameters; do
  iface=\${file%.parameters}
  sh "./$file" >"$iface.dial"
  way=0
  ways=$(grep -c '^way' "$iface.dial")
  cat "$iface.dial"
  while [ $way -le $ways ]; do
    for word in cid address fell when start proof up within stop; do
      told "$word" $way | sed "s/^/=$way $word /"
    done
    way=$((way + 1))
  done
  echo "=$iface"
done`;
    writeFileSync(join(folder, 'runner'), runner);
    const [program, ...args] = shell;
    const { stdout, stderr, status } = spawnSync(program, [...args, join(folder, 'runner'), folder], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const expected = calls
      .toSorted((a, b) => (`${a.id}.parameters` < `${b.id}.parameters` ? -1 : 1))
      .flatMap(({ id, dial, call }) => [...dialLines(dial, call), ...readBack(dial, call), `=${id}`]);
    expect(stdout.split('\n').slice(0, -1).toSorted()).toEqual(expected.toSorted());
  });
});

/** What the program would be told of each way; 0: what all ways have. */
function readBack(dial: Dial, call: DialCall): string[] {
  const wanted = ['cid', 'address', 'fell', 'when', 'start', 'proof', 'up', 'within', 'stop'];
  let way = 0;
  return parted(dialLines(dial, call)).flatMap(([word, value]) => {
    if (word === 'way') way++;
    return wanted.includes(word) ? [`=${way} ${word} ${value}`] : [];
  });
}

/** The wishes of a bundle for that dongle, with its AT port. */
function of(
  dongle: BundleInput['dongle'],
  mode: BundleInput['dongle']['mode'],
  router: string,
  onRouter: Partial<RouterOptions> = {},
  atInterface: number | null = 2,
): BundleInput {
  return { ...input({ mode, router, onRouter: RouterOptions.parse(onRouter) }, { ...dongle, mode }), atInterface };
}

const made = async (bundle: BundleInput) => {
  const { manifest, plan, contents } = await buildBundle(bundle);
  return {
    proto: manifest.proto,
    packages: manifest.packages,
    parts: manifest.parts,
    warnings: manifest.warnings.map(({ key }) => key.replace('bundle.warnings.', '')),
    options: Object.fromEntries(plan.options),
    paths: contents.map(({ path }) => path),
    command: manifest.commands.packages,
    script: text(contents, setup),
  };
};

describe('a bundle whose router makes the call', () => {
  const card = { ...fm350, dial: dialOf('fibocom-fm350') };

  it.each(routers)('of a FM350 on %s is our protocol without being asked for, with driver, port and chat', async (router) => {
    const bundle = await made(of(card, 'rndis', router));
    expect(bundle).toMatchObject({
      proto: 'atdial',
      packages: ['kmod-usb-net-rndis', 'kmod-usb-serial-option', 'usb-modeswitch', 'chat'],
      parts: ['dial'],
      warnings: [],
      options: { proto: 'atdial', apn: 'internet', pdptype: 'ipv4', metric: '20' },
    });
    expect(bundle.options).not.toHaveProperty('device');
    expect(bundle.command).toContain(`${router.startsWith('25') ? 'apk add' : 'opkg install'} kmod-usb-net-rndis kmod-usb-serial-option`);
    for (const name of ['features/dial', 'dial', 'atdial-handler', 'atdial-page', 'atdial-acl'])
      expect(bundle.paths).toContain(`etc/modem-bench/${name}`);
    expect(bundle.script).toContain("\t\t'usb 0e8d 7127 -' \\\n\t\t'finds call 02'\n");
    expect(bundle.script).toContain("\t\t'read AT+GTDNS=1' \\\n");
  });

  it.each(routers)('of a L850 on %s is our protocol, since no ncm.sh knows its maker', async (router) => {
    const bundle = await made(of({ ...l850, dial: dialOf('intel-l850') }, 'ncm', router, {}, null));
    expect(bundle).toMatchObject({
      proto: 'atdial',
      packages: ['kmod-usb-net-cdc-ncm', 'kmod-usb-acm', 'usb-modeswitch', 'chat'],
      parts: ['dial'],
    });
    expect(bundle.script).toContain("'finds call 02'");
    expect(bundle.warnings).not.toContain('ncm-manufacturer-unknown');
  });

  it.each(routers)(
    'of a Huawei on %s is the mode’s own protocol, and ours where that is asked for, or its maker is not known',
    async (router) => {
      const huawei = { ...huaweiNcm, dial: dialOf('huawei-ndis') };
      expect((await made(of(huawei, 'ncm', router, {}, null))).proto).toBe('ncm');
      for (const bundle of [
        await made(of(huawei, 'ncm', router, { way: 'dial' }, null)),
        await made(of({ ...huawei, manufacturer: 'TD Tech Ltd.' }, 'ncm', router, {}, null)),
      ]) {
        expect(bundle).toMatchObject({
          proto: 'atdial',
          packages: ['kmod-usb-net-huawei-cdc-ncm', 'kmod-usb-serial-option', 'usb-modeswitch', 'chat'],
          parts: ['dial'],
        });
        // Its control node takes AT commands.
        expect(bundle.script).toContain("'finds call cdc-wdm'");
      }
    },
  );

  const ecm = calls.filter(({ dial }) => dial.match.modes.includes('ecm'));
  it.each(ecm)('of an ECM modem, $id: our protocol on every release, but where it answers only while DHCP asks', async ({ dial, call }) => {
    for (const router of routers) {
      const bundle = await made(of({ ...fm350, dial, cardDriver: null, serialDriver: null }, 'ecm', router));
      const own = call.duringDhcp !== true;
      expect([bundle.proto, bundle.packages.includes('chat'), bundle.parts.includes('dial')]).toEqual([own ? 'atdial' : 'dhcp', own, own]);
      expect(bundle.packages).toContain('kmod-usb-net-cdc-ether');
      if (own) expect(bundle.packages).toContain('kmod-usb-serial-option');
      expect(bundle.warnings.includes('dial-assumed')).toBe(own && dial.proof === 'assumed');
    }
  });

  it.each(routers)(
    'is none on %s where no port is known that takes commands: DHCP, and a warning that names what is to be sent',
    async (router) => {
      const bundle = await made(of(card, 'rndis', router, {}, null));
      expect([bundle.proto, bundle.packages, bundle.parts]).toEqual(['dhcp', ['kmod-usb-net-rndis', 'usb-modeswitch'], ['net-device']]);
      expect(bundle.warnings).toContain('card-not-dialled-static');
      expect(bundle.paths).not.toContain('etc/modem-bench/dial');
      const served = calls.find(({ dial, call }) => dial.match.modes.includes('ecm') && call.address.from === 'dhcp');
      expect((await made(of({ ...fm350, dial: served?.dial }, 'ecm', router, {}, null))).warnings).toContain('card-not-dialled');
    },
  );

  it('is none for a modem that dials by itself, or whose call nobody knows', async () => {
    for (const dial of [null, dialOf('huawei-hilink')])
      expect(await made(of({ ...huaweiEcm, dial }, 'ecm', '24.10.8'))).toMatchObject({
        proto: 'dhcp',
        parts: expect.not.arrayContaining(['dial']),
      });
  });

  it('names whichever driver made card and port here', async () => {
    const packages = async (more: Partial<BundleInput['dongle']>) =>
      (await made(of({ ...card, ...more }, more.mode ?? 'rndis', '24.10.8'))).packages;
    expect(await packages({ cardDriver: null, serialDriver: null })).toEqual(await packages({}));
    expect(await packages({ cardDriver: 'cdc_ether', serialDriver: 'cdc_acm' })).toEqual([
      'kmod-usb-net-cdc-ether',
      'kmod-usb-acm',
      'usb-modeswitch',
      'chat',
    ]);
  });
});
