import { describe, expect, it } from 'vitest';
import { fitView } from '../../../electron/bench/export-facts/for-router.ts';
import { RouterFitView } from '../../../electron/contract/router-backup.ts';
import { RouterOptions } from '../../../electron/contract/router-options.ts';
import { createText } from '../../../electron/contract/text.ts';
import { languages, type Mode } from '../../../electron/contract/words.ts';
import { readRouterBackup } from '../../../electron/openwrt/backup/index.ts';
import { input } from '../inputs.ts';
import { networks } from '../stock.ts';
import { routerBackup } from './router-backup.ts';
import { tgz } from './tars.ts';

interface Case {
  readonly mode?: Mode;
  readonly onRouter?: Partial<RouterOptions>;
  /** Text of further files, by their path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What a bundle for a backup with these sections in its network says about others that have the dongle. */
async function told(sections: string, { mode = 'qmi', onRouter = {}, files = {} }: Case = {}) {
  const more = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
  const backup = await readRouterBackup(routerBackup(`${networks.dsa}${sections}`, undefined, more));
  const dongle = mode === 'ppp' ? { controlInterface: 2 } : {};
  const { view } = fitView(input({ mode, interfaceName: 'ours', onRouter: RouterOptions.parse(onRouter) }, dongle), backup);
  expect(RouterFitView.parse(view)).toEqual(view);
  const findings = view.findings.map(({ message, severity, code }) => ({
    key: message.key.replace('router-backup.findings.', ''),
    values: message.values,
    severity,
    code,
    message,
  }));
  const about = findings.filter(({ key }) => /^own|^other-modems$/.test(key));
  return {
    ...view,
    about,
    /** `key name`, without the sentence that the file leaves all as it is. */
    short: about.flatMap(({ key, values }) =>
      key === 'owners-kept' ? [] : `${key} ${values['name'] ?? values['names'] ?? values['program'] ?? ''}`.trim(),
    ),
  };
}

const section = (name: string, options: Readonly<Record<string, string>>) =>
  `config interface '${name}'\n${Object.entries(options)
    .map(([option, value]) => `\toption ${option} '${value}'\n`)
    .join('')}\n`;
const packages = (...names: string[]) => ({ 'etc/backup/installed_packages.txt': names.map((name) => `${name}\toverlay\n`).join('') });
const manager = packages('modemmanager');
const qmodem = (main: string, ...sections: string[]) => ({
  'etc/config/qmodem': `config main 'main'\n\toption enable_dial '${main}'\n\n${sections.join('')}`,
});
const device = (name: string, dials: string) => `config modem-device '${name}'\n\toption enable_dial '${dials}'\n\n`;

describe('interfaces that are for the same dongle', () => {
  const node = { proto: 'qmi', device: '/dev/cdc-wdm0' };
  it.each<[string, string, Case, readonly string[]]>([
    ['the same control node', section('lte', node), {}, ['owner-interface lte']],
    ['by another protocol', section('lte', { ...node, proto: 'mbim' }), {}, ['owner-interface lte']],
    ['the net device of that node, by hand', section('lte', { proto: 'dhcp', device: 'wwan0' }), {}, ['owner-interface lte']],
    ['the same in old syntax', section('lte', { proto: 'dhcp', ifname: 'wwan0' }), {}, ['owner-interface lte']],
    ['another control node', section('lte', { ...node, device: '/dev/cdc-wdm1' }), {}, ['other-modems lte']],
    ['the net device of another one', section('lte', { proto: 'dhcp', device: 'wwan1' }), {}, ['other-modems lte']],
    ['one that is off', section('lte', { ...node, disabled: '1' }), {}, []],
    ['one that somebody took for off: netifd knows 1 alone', section('lte', { ...node, disabled: 'true' }), {}, ['owner-interface lte']],
    ['a serial port', section('lte', { proto: '3g', device: '/dev/ttyUSB2' }), {}, ['owner-interface-maybe lte']],
    ['the same serial port', section('lte', { proto: '3g', device: '/dev/ttyUSB2' }), { mode: 'ppp' }, ['owner-interface lte']],
    ['another serial port', section('lte', { proto: '3g', device: '/dev/ttyUSB0' }), { mode: 'ppp' }, ['owner-interface-maybe lte']],
    ['no device at all', section('lte', { proto: 'quectel' }), {}, ['owner-interface-maybe lte']],
    ['a protocol of another feed', section('lte', { proto: 'rmnet', ifname: 'wwan0' }), {}, ['owner-interface lte']],
    ['a modem of openwrt-usbmodem', section('lte', { proto: 'usbmodem', modem_device: '/dev/ttyUSB1' }), {}, ['owner-interface-maybe lte']],
    ['a plain dial-up', section('lte', { proto: 'ppp', device: '/dev/ttyUSB3' }), {}, ['owner-interface-maybe lte']],
    ['a serial line', section('x', { proto: 'ppp', device: '/dev/ttyS0' }), {}, []],
    ['an address that a script has set', section('lte', { proto: 'static', device: 'wwan0' }), {}, ['owner-interface lte']],
    ['a card that is called by its MAC', section('lte', { proto: 'dhcp', device: 'wwxac5b8f279a64' }), {}, ['owner-interface-maybe lte']],
    ['a name of another driver', section('lte', { proto: 'dhcp', device: 'rmnet_usb0' }), {}, ['owner-interface-maybe lte']],
    [
      'a modem on PCIe, whose USB side may be this',
      section('lte', { proto: 'dhcp', device: 'mhi_hwip0' }),
      {},
      ['owner-interface-maybe lte'],
    ],
    ['a card of the LAN', section('x', { proto: 'dhcp', device: 'eth5' }), {}, []],
    ['a static network on a USB card', section('x', { proto: 'static', device: 'usb0', ipaddr: '10.7.0.1' }), {}, []],
    ['IPv6 beside another one', section('x', { proto: 'dhcpv6', device: 'wwan0' }), {}, []],
    ['two of them', section('a', node) + section('b', node), {}, ['owner-interface a', 'owner-interface b']],
    ['a control node, where the dongle is a card', section('lte', node), { mode: 'ecm' }, ['other-modems lte']],
    ['a card, where the dongle is one', section('lte', { proto: 'dhcp', device: 'usb0' }), { mode: 'rndis' }, ['owner-interface lte']],
    ['a card of another number', section('lte', { proto: 'dhcp', device: 'usb1' }), { mode: 'ecm' }, ['owner-interface-maybe lte']],
  ])('%s', async (_, sections, given, expected) => {
    expect((await told(sections, given)).short).toEqual(expected);
  });

  const inPort = { onRouter: { usbPort: '1-1.4' } };
  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['devpath there', { ...node, devpath: '/sys/bus/usb/devices/1-1.4' }, ['owner-interface lte']],
    ['devpath elsewhere', { ...node, devpath: '/sys/bus/usb/devices/1-1.3/' }, ['other-modems lte']],
    ['bus there', { proto: 'wwan', bus: '1-1.4' }, ['owner-interface lte']],
    ['bus elsewhere', { proto: 'wwan', bus: '1-1' }, ['other-modems lte']],
    [
      'sysfs there',
      { proto: 'modemmanager', device: '/sys/devices/platform/1e1c0000.xhci/usb1/1-1/1-1.4' },
      ['owner-interface lte', 'owner-modemmanager'],
    ],
    [
      'sysfs elsewhere',
      { proto: 'modemmanager', device: '/sys/devices/platform/1e1c0000.xhci/usb1/1-2' },
      ['owner-modemmanager', 'other-modems lte'],
    ],
    ['QModem there', { proto: 'dhcp', modem_config: '1_1_4', device: 'wwan0' }, ['owner-interface lte', 'owner-program-next QModem']],
    [
      'QModem elsewhere',
      { proto: 'dhcp', modem_config: '0002_21_00_0', device: 'rmnet_mhi0.1' },
      ['owner-program-next QModem', 'other-modems lte'],
    ],
    ['PCIe', { proto: 'dhcp', device: 'mhi_hwip0' }, ['other-modems lte']],
    ['nothing', node, ['owner-interface lte']],
  ])('where the port is known: %s', async (_, options, expected) => {
    expect((await told(section('lte', options), inPort)).short).toEqual(expected);
  });

  it('an earlier bundle of the same dongle under another name, and one of another dongle', async () => {
    const old = section('old', { proto: 'dhcp', device: 'usb0' });
    const record = (ids: string) => ({ 'etc/modem-bench/old.added': 'dhcp\n', 'etc/modem-bench/old.usb': `${ids}\nfinds net\n` });
    expect((await told(old, { mode: 'ecm', files: record('usb 12d1 14dc -') })).short).toEqual(['owner-interface old']);
    expect((await told(old, { mode: 'ecm', files: record('usb 12d1 1f01 -') })).short).toEqual(['other-modems old']);
    // Of two alike, one in a port that was named.
    expect((await told(old, { mode: 'ecm', files: record('usb 12d1 14dc 1-1') })).short).toEqual(['other-modems old']);
    const inPort = { mode: 'ecm', files: record('usb 12d1 14dc 1-1'), onRouter: { usbPort: '1-1' } } as const;
    expect((await told(old, inPort)).short).toEqual(['owner-interface old']);
    expect((await told(old, { ...inPort, onRouter: { usbPort: '1-2' } })).short).toEqual(['other-modems old']);
  });

  it('the interface that an earlier bundle made is no rival of the one that replaces it', async () => {
    const own = section('ours', node);
    expect(
      (
        await told(own, {
          files: { 'etc/modem-bench/ours.added': 'qmi\n', 'etc/modem-bench/ours.usb': 'usb 2c7c 0125 -\nfinds node cdc-wdm\n' },
        })
      ).short,
    ).toEqual([]);
    // By another hand it keeps the name, and is one.
    expect((await told(own)).short).toEqual(['owner-interface ours']);
  });
});

describe('programs that take modems by themselves', () => {
  it.each<[string, string, Case, readonly string[]]>([
    ['ModemManager, installed', '', { files: manager }, ['owner-modemmanager']],
    [
      'ModemManager, off',
      '',
      { files: { ...manager, 'etc/uci-defaults/10_disable_services': '/etc/init.d/modemmanager disable\n\nexit 0' } },
      [],
    ],
    [
      'another service that is off',
      '',
      { files: { ...manager, 'etc/uci-defaults/10_disable_services': '/etc/init.d/led disable\r\nexit 0' } },
      ['owner-modemmanager'],
    ],
    ['ModemManager, which is to have it', '', { files: manager, onRouter: { way: 'modemmanager' } }, []],
    ['ModemManager, and a card that takes no commands', '', { mode: 'ecm', files: manager }, []],
    ['a package with a name like it', '', { files: packages('luci-proto-modemmanager', 'modemmanager-rpcd') }, []],
    ['QModem, installed', '', { files: packages('qmodem') }, ['owner-program-next QModem']],
    ['QModem, off', '', { files: { ...packages('qmodem'), ...qmodem('0', device('1_1', '1')) } }, []],
    ['QModem that knows no modem yet', '', { files: qmodem('1') }, ['owner-program-next QModem']],
    ['QModem with a modem', '', { files: qmodem('1', device('1_1', '1')) }, ['owner-program QModem']],
    ['QModem with a modem that it does not dial', '', { files: qmodem('1', device('1_1', '0')) }, []],
    ['QModem with a modem in another port', '', { files: qmodem('1', device('1_1', '1')), onRouter: { usbPort: '1-2' } }, []],
    ['QModem in that port', '', { files: qmodem('1', device('1_1_4', '1')), onRouter: { usbPort: '1-1.4' } }, ['owner-program QModem']],
    [
      'QModem as a service that is off',
      '',
      { files: { ...qmodem('1', device('1_1', '1')), 'etc/uci-defaults/10_disable_services': '/etc/init.d/qmodem_network disable' } },
      [],
    ],
    [
      'luci-app-modem',
      '',
      { files: { 'etc/config/modem': "config dial-config 'a'\n\toption enable '1'\n" } },
      ['owner-program luci-app-modem'],
    ],
    [
      'luci-app-modem that does not dial',
      '',
      { files: { 'etc/config/modem': "config global 'global'\n\toption enable_dial '0'\nconfig dial-config 'a'\n\toption enable '1'\n" } },
      [],
    ],
    [
      'a configuration of that name of another program',
      '',
      { files: { 'etc/config/modem': "config modem 'modem1'\n\toption empty '1'\n" } },
      [],
    ],
    ['a configuration that uci would not read', '', { files: { 'etc/config/qmodem': "config 'x" } }, []],
    [
      'an option that is a list',
      '',
      { files: { 'etc/config/qmodem': "config modem-device 'a'\n\tlist enable_dial '1'\n\tlist enable_dial '0'\n" } },
      [],
    ],
  ])('%s', async (_, sections, given, expected) => {
    expect((await told(sections, given)).short).toEqual(expected);
  });

  it('names the sections that may be this dongle', async () => {
    const { about } = await told('', { files: qmodem('1', device('1_1', '1'), device('2_1', '0'), device('0002_21_00_0', '1')) });
    expect(about[0]?.values).toEqual({ program: 'QModem', sections: '1_1, 0002_21_00_0' });
  });
});

describe('the wish for them', () => {
  const rival = section('lte', { proto: 'qmi', device: '/dev/cdc-wdm0' });

  it('is to say so and to change nothing', async () => {
    const { about, diff } = await told(rival);
    expect(about.map(({ key, severity }) => [key, severity])).toEqual([
      ['owner-interface', 'warning'],
      ['owners-kept', 'warning'],
    ]);
    expect(diff[0]?.lines.filter(({ kind }) => kind === 'removed')).toEqual([]);
  });

  it('may be to refuse: nothing is written, and all of them are named', async () => {
    const { about, diff } = await told(rival, { onRouter: { owners: 'refuse' }, files: { ...manager, ...qmodem('1') } });
    expect(about[0]).toMatchObject({
      key: 'owned',
      severity: 'refusal',
      code: 'ROUTER_DONGLE_OWNED',
      values: { names: 'lte, ModemManager, QModem' },
    });
    expect(about.map(({ key }) => key)).toEqual(['owned', 'owner-interface', 'owner-modemmanager', 'owner-program-next']);
    expect(diff).toEqual([]);
    const { findings } = await told(section('lte', { proto: 'qmi', device: '/dev/cdc-wdm1' }), { onRouter: { owners: 'refuse' } });
    expect(findings.filter(({ severity }) => severity === 'refusal')).toEqual([]);
  });

  it('is told in every language, with all its values filled in', async () => {
    const { findings } = await told(rival + section('b', { proto: '3g', device: '/dev/ttyUSB1' }), {
      onRouter: { owners: 'refuse' },
      files: { ...manager, ...packages('modemmanager', 'qmodem') },
    });
    const kept = await told(rival);
    for (const language of languages) {
      const text = createText(language);
      for (const { message, code } of [...findings, ...kept.findings]) {
        expect(text.phrase(message)).not.toMatch(/router-backup|\{\{/);
        if (code) {
          expect(text.cause({ code, detail: message.values })).toContain('lte, b, ModemManager, QModem');
          expect(text.remedy({ code, detail: message.values })).not.toMatch(/\{\{|errors\./);
        }
      }
    }
  });
});

describe('a backup that means harm', () => {
  it('of very many owners: the first ones each, all by name, bounded', async () => {
    const many = Array.from({ length: 1400 }, (_, at) => section(`m${at}`, { proto: 'qmi', device: '/dev/cdc-wdm0' })).join('');
    const { about } = await told(many, { onRouter: { owners: 'refuse' } });
    expect(about.filter(({ key }) => key === 'owner-interface')).toHaveLength(10);
    expect(String(about[0]?.values['names'])).toMatch(/^m0, m1, .{300,400}\.\.\.$/);
  });

  it('of devices and sections with what a terminal would obey: shown harmless', async () => {
    const odd = "config interface 'lte'\n\toption proto 'qmi\u001b[31m'\n\toption device '/dev/\u202ecdc'\n\toption modem_config 'x'\n";
    const files = {
      'etc/config/qmodem': "config modem-device\n\toption enable_dial '1'\n\nconfig modem-device 'x'\n\toption enable_dial '1'\n",
    };
    const { about } = await told(odd, { files });
    expect(about[0]?.values).toEqual({ name: 'lte', proto: 'qmi?[31m', device: '/dev/?cdc' });
    expect(about[1]?.values).toEqual({ program: 'QModem', sections: 'x' });
  });

  it('with a link in the place of a configuration: not followed', async () => {
    const entries = [
      { name: 'etc/config/network', data: networks.dsa },
      { name: 'etc/config/qmodem', type: '2', link: '/etc/shadow' },
      { name: 'etc/uci-defaults/10_disable_services', type: '2', link: '/etc/shadow' },
    ];
    expect((await readRouterBackup(tgz(...entries))).summary.programs).toEqual([]);
  });
});
