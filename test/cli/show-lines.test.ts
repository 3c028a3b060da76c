import { describe, expect, it } from 'vitest';
import { showDongle, showPlan, showProgress } from '../../electron/cli/show.ts';
import { showComparison, showReport } from '../../electron/cli/show-drivers.ts';
import type { DriverForecast, ReportedDevice, WayDial } from '../../electron/contract/drivers.ts';
import type { DongleView, StepProgress } from '../../electron/contract/snapshot.ts';
import { createText } from '../../electron/contract/text.ts';
import { looked, plan, quectel, reportedModem, running, verified } from '../renderer/fixtures.ts';

/** What is printed for people, line by line. */

const text = createText('en');

describe('a plan', () => {
  it('is told step by step, with what is sent, why, by whose word, and the way back', () => {
    expect(showPlan(text, plan)).toMatchInlineSnapshot(`
      "1. Leave the disc state  [gone after a replug]
           clear halt 0x01
           out 0x01 55534243123456780000000000000011062000000101000100000000000000
           in 0x81 status
           wait 500 ms
         12d1:1446 is the dongle's disc state; huawei-new is the message that switches it to a modem.
         (usb_modeswitch-data 20191128, 12d1:1446)
         ↩ Replugging brings the disc back.
      2. Wait until it comes back  [changes nothing]
         It disconnects and comes back on the same port as one of 12d1:1506, 12d1:14ac.
         (usb_modeswitch-data 20191128, 12d1:1446)
      3. Identify the modem  [changes nothing]
         The model and firmware determine which commands it supports; the IMEI distinguishes it from other dongles of the same model.
         (usb_modeswitch-data 20191128, 12d1:1446)
      4. Enter the PIN, if the SIM asks for it  [gone after a replug]
           AT+CPIN="****"
         The number of tries left is read first; with fewer than two the PIN is not sent.
         (usb_modeswitch-data 20191128, 12d1:1446)
      5. Set the mode NCM  [stays in the dongle]
           AT^SETPORT="FF;10,12,16"
         The dongle keeps this in its flash and has the interfaces of NCM from its next start on.
         (Huawei AT command interface specification, ^SETPORT)
         ↩ Send AT^SETPORT=… with the value that AT^SETPORT? returned; it is in the journal.
      6. Check the network  [changes nothing]
         Operator, registration and signal of this SIM at this place.
         (usb_modeswitch-data 20191128, 12d1:1446)
      7. Check the drivers on this computer  [changes nothing]
         The drivers that this kernel binds are the best prediction of what the router's kernel will bind.
         (usb_modeswitch-data 20191128, 12d1:1446)
      x  Part of Huawei ^SETPORT: Without port 12 no AT port is left
      !  The dongle's mode is known only after it has left its disc state. Steps that are not needed then are skipped."
    `);
  });

  it.each<[Partial<StepProgress>, string]>([
    [{ state: 'done', startedAt: 1000, endedAt: 2540, reply: 'one\ntwo' }, 'done  Switch TITLE (1.5 s): one | two'],
    [{ state: 'failed', startedAt: 0, endedAt: 100, reply: 'one' }, 'failed  Switch TITLE (0.1 s)'],
    [{ state: 'skipped', startedAt: null, endedAt: 5 }, 'not needed  Switch TITLE'],
    [{ state: 'done', startedAt: 5, endedAt: null, reply: '' }, 'done  Switch TITLE'],
  ])('has a line for what became of a step: %j', (part, line) => {
    const [step] = plan.steps;
    const [progress] = verified.job?.progress ?? [];
    if (!step || !progress) throw new Error('no steps');
    const title = text.phrase(step.title);
    expect(showProgress(text, plan, { ...progress, id: step.id, reply: null, ...part })).toBe(line.replace('Switch TITLE', title));
    expect(showProgress(text, plan, { ...progress, id: 'x', state: 'done', startedAt: null, reply: null })).toBe('done  x');
  });
});

describe('a dongle', () => {
  it.each([
    ['that is being prepared', running],
    ['that is a modem', quectel],
    ['that was read', looked],
  ])('%s', (_name, dongle) => {
    expect(showDongle(text, { ...dongle, quirks: [] }, 'sudo rule')).toMatchSnapshot();
  });

  it('that may not be opened is told with what helps, where anything does', () => {
    const denied: DongleView = { ...quectel, access: 'denied', listed: false, interfaces: [], offers: [], quirks: [] };
    expect(showDongle(text, denied, 'sudo rule').split('\n').slice(1)).toEqual([
      `  ${text.word('notes.unlisted')}`,
      `  ${text.word('holders.access-denied', { port: quectel.portPath })}`,
      '  sudo rule',
    ]);
    expect(showDongle(text, denied, null).split('\n')).toHaveLength(3);
    expect(showDongle(text, { ...denied, access: 'granted', listed: true }, 'sudo rule').split('\n')).toHaveLength(1);
  });
});

const router: DriverForecast = {
  release: '24.10.8',
  judgedBy: '24.10.8',
  kernel: '6.6.144',
  caveats: [],
  configuration: null,
  interfaces: [],
  way: null,
  routerSwitch: null,
  notes: [],
  newIds: [],
};
const report = (device: Partial<ReportedDevice>, more: Partial<Parameters<typeof showReport>[1]> = {}) =>
  showReport(text, { router, devices: [{ ...reportedModem, ...device }], unread: { count: 0, lines: [] }, configuration: 0, ...more });
const dial: WayDial = {
  id: 'x',
  name: 'X',
  by: 'host',
  commands: ['AT+A', 'AT+B'],
  port: '/dev/ttyUSB2',
  address: 'dhcp',
  reads: ['AT+R'],
  proof: 'code',
};

describe('a report of drivers', () => {
  it('tells a modem of a text', () => {
    expect(report({})).toMatchInlineSnapshot(`
      "OpenWrt 24.10.8, kernel 6.6.144

      Quectel EC25, QMI  2c7c:0125  QMI  1/3  (usb-devices)
        if  class     on the router                     in the text  nodes                why
        0   ff/ff/ff  option (kmod-usb-serial-option)   option       /dev/ttyUSB0         
        3   ff/ff/ff  none                              ! option     -                    
        4   ff/ff/ff  qmi_wwan (kmod-usb-net-qmi-wwan)  ! none       /dev/cdc-wdm0 wwan0  
        5   ff/ff/42  none                              not shown    -                    
        ! In the text it has another driver or none: usually because of another kernel or a package that was not installed.
        OpenWrt: proto qmi, device /dev/cdc-wdm0, network wwan0
        Serial ports: ttyUSB0: diagnostics
        AT port: none of its serial ports accepts AT commands.
        Please note:
        - The text does not show the class-specific descriptors: a correct network interface is assumed.
        ? root@OpenWrt:~# usb-devices"
    `);
  });

  it.each<[string, Partial<ReportedDevice>, string]>([
    ['a node', { way: { proto: '3g', device: '/dev/ttyUSB0', net: null, dial: null } }, 'OpenWrt: proto 3g, device /dev/ttyUSB0'],
    ['a card', { way: { proto: 'dhcp', device: 'usb0', net: 'usb0', dial: null } }, 'OpenWrt: proto dhcp, device usb0'],
    [
      'a node and a card',
      { way: { proto: 'qmi', device: '/dev/cdc-wdm0', net: 'wwan0', dial: null } },
      'OpenWrt: proto qmi, device /dev/cdc-wdm0, network wwan0',
    ],
    [
      'a card behind a call',
      { way: { proto: 'dhcp', device: 'usb0', net: 'usb0', dial } },
      'OpenWrt: proto dhcp, device usb0, once the connection is made: AT+A, AT+B on /dev/ttyUSB2 (from source code)',
    ],
    [
      'a card behind a call on a port that nobody knows',
      { way: { proto: 'dhcp', device: 'usb0', net: 'usb0', dial: { ...dial, port: null, address: 'either' } } },
      'OpenWrt: proto dhcp, device usb0, once the connection is made: AT+A, AT+B on its AT port (from source code)',
    ],
    [
      'a card whose address the modem tells',
      { way: { proto: 'static', device: 'usb0', net: 'usb0', dial: { ...dial, address: 'modem' } } },
      'OpenWrt: proto static, device usb0: there is no DHCP server behind it. The connection is made with AT+A, AT+B on /dev/ttyUSB2, and AT+R return the address (from source code)',
    ],
    [
      'a card of a modem that dials',
      { way: { proto: 'dhcp', device: 'usb0', net: 'usb0', dial: { ...dial, by: 'modem' } } },
      'OpenWrt: proto dhcp, device usb0; the modem connects by itself (from source code)',
    ],
    ['none', { way: null }, 'OpenWrt: in this state it cannot connect to the network.'],
    [
      'none before the switch',
      { way: null, disc: true },
      'OpenWrt: this is its disc; the modem and a network connection are available after the switch.',
    ],
  ])('tells the way over %s', (_name, device, line) => {
    expect(report({ assumed: [], ...device }).split('\n')).toContain(`  ${line}`);
  });

  it.each(['cut', 'by-drivers', 'triples'])('does not say that there is no way where the text is unsure: %s', (unsure) => {
    const phrase = { key: `drivers.assumed.${unsure}`, values: {} };
    expect(report({ way: null, assumed: [phrase] })).not.toContain('cannot connect to the network');
    expect(report({ way: null, vid: null, assumed: [] })).not.toContain('cannot connect to the network');
    expect(report({ way: null, bootState: 'download', assumed: [] })).not.toContain('cannot connect to the network');
    expect(report({ way: null, assumed: [{ ...phrase, key: 'drivers.assumed.first' }] })).toContain('cannot connect to the network');
  });

  it('tells what the text itself says, and what was not understood', () => {
    const lines = report(
      {
        interfaces: [],
        ports: [],
        at: null,
        quirks: [],
        told: [
          { node: 'ttyUSB0', role: 'at', interface: 2 },
          { node: 'ttyUSB1', role: null, interface: null },
          { node: 'ttyUSB2', role: null, interface: 3 },
        ],
        firmware: 'R1',
        answers: ['+CGMM: X'],
        events: ['unplugged'],
        notes: ['half a line'],
        assumed: [],
        routerSwitch: { outcome: 'switches', why: { key: 'router-switch.as-reference', values: {} }, needless: false, kernelAlone: true },
      },
      { unread: { count: 3, lines: ['x', 'y'] }, configuration: 2 },
    );
    expect(lines.split('\n').slice(3)).toMatchInlineSnapshot(`
      [
        "  Ports in the text: ttyUSB0 (at, interface 2), ttyUSB1, ttyUSB2 (interface 3)",
        "  Firmware: R1",
        "  The modem answered:",
        "  - +CGMM: X",
        "  From the log:",
        "  - unplugged",
        "  The router switches it: OpenWrt's usbmode sends the same as usb_modeswitch.",
        "  On a router with kmod-usb-storage the kernel itself switches it, before any program does.",
        "  ? half a line",
        "",
        "OpenWrt configuration in the text: 2 lines. With export --from they serve as the router's backup.",
        "Not understood in the text: 3",
        "  ? x",
        "  ? y",
        "  ? …",
      ]
    `);
    expect(report({ routerSwitch: null })).not.toContain('kmod-usb-storage the kernel');
    expect(
      report({}, { unread: { count: 1, lines: ['x'] } })
        .split('\n')
        .at(-1),
    ).toBe('  ? x');
  });
});

it('a comparison is a table, and counts what is gained and lost', () => {
  const change = { name: 'X', vid: '2c7c', pid: '0125', number: 4, why: { key: 'x', values: {} }, reason: 'because' };
  const lines = showComparison(text, {
    before: { ...router, release: '23.05.0', judgedBy: '23.05.3', caveats: [] },
    after: router,
    compositions: 9,
    changes: [
      { ...change, before: null, after: 'option' },
      { ...change, name: 'A longer one', number: 10, before: 'option', after: null },
      { ...change, before: 'option', after: 'qmi_wwan' },
      { ...change, before: null, after: 'qmi_wwan' },
    ],
  });
  expect(lines.split('\n')).toMatchInlineSnapshot(`
    [
      "OpenWrt 23.05.0, using the tables of 23.05.3 (kernel 6.6.144), the nearest known",
      "OpenWrt 24.10.8, kernel 6.6.144",
      "",
      "X             if 4   none -> option      because",
      "A longer one  if 10  option -> none      because",
      "X             if 4   option -> qmi_wwan  because",
      "X             if 4   none -> qmi_wwan    because",
      "",
      "OpenWrt 23.05.0 to 24.10.8: 9 compositions, 4 interfaces bound differently, of these 2 bound only by 24.10.8 and 1 only by 23.05.0",
    ]
  `);
});
