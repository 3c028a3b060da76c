import type { ComparedMode } from '../../electron/contract/compared-modes.ts';
import type { DriverForecast, InterfaceForecast, ReportedDevice, ReportedInterface } from '../../electron/contract/drivers.ts';
import type { FetchProgress } from '../../electron/contract/packages.ts';
import type { Plan, Step } from '../../electron/contract/plan.ts';
import type { RouterFitView } from '../../electron/contract/router-backup.ts';
import { RouterOptions } from '../../electron/contract/router-options.ts';
import {
  type Check,
  type DongleView,
  type InterfaceView,
  type JobView,
  Snapshot,
  type StepProgress,
} from '../../electron/contract/snapshot.ts';
import { toPublic, type Wishes } from '../../electron/contract/wishes.ts';

/**
 * Snapshots as a bench might send them. Sentences are keys into the contract's texts; the tests hold on to ids and codes,
 * not to the wording.
 */

const phrase = (key: string, values: Record<string, string | number> = {}) => ({ key, values });

const row = (
  number: number,
  triple: readonly [number, number, number],
  endpoints: number,
  role: InterfaceView['role'],
  driver: string | null,
  nodes: string[] = [],
  alternate = 0,
): InterfaceView => ({ number, alternate, class: triple[0], subclass: triple[1], protocol: triple[2], endpoints, role, driver, nodes });

export const discInterfaces: InterfaceView[] = [row(0, [8, 6, 0x50], 2, 'disc', 'usb-storage', ['sr0'])];

export const ncmInterfaces: InterfaceView[] = [
  row(0, [0xff, 3, 0x10], 3, 'modem', 'option', ['/dev/ttyUSB0']),
  row(1, [0xff, 3, 0x12], 2, 'at', 'option', ['/dev/ttyUSB1']),
  row(2, [0xff, 3, 0x16], 1, 'net', 'huawei_cdc_ncm', ['/dev/cdc-wdm0', 'wwan0']),
  row(2, [0xff, 3, 0x16], 3, 'net', 'huawei_cdc_ncm', [], 1),
  row(3, [8, 6, 0x50], 2, 'disc', 'usb-storage', ['sr0']),
  row(4, [8, 6, 0x50], 2, 'card', null),
];

export const switchMessage = '55534243123456780000000000000011062000000101000100000000000000';

export const step = (
  id: string,
  action: Step['action'],
  more: Partial<Step> & { readonly values?: Record<string, string | number> } = {},
): Step => {
  const { values = {}, ...rest } = more;
  return {
    id,
    title: phrase(`steps.${id}.title`, values),
    why: phrase(`steps.${id}.why`, values),
    source: 'usb_modeswitch-data 20191128, 12d1:1446',
    action,
    sends: [],
    timeoutMs: 10_000,
    risk: 'none',
    wayBack: null,
    skipIf: [],
    ...rest,
  };
};

export const steps: Step[] = [
  step(
    'switch',
    {
      kind: 'switch',
      method: 'huawei-new',
      from: '12d1:1446',
      transfers: [
        { kind: 'clear-halt', endpoint: 1 },
        { kind: 'bulk-out', endpoint: 1, data: switchMessage, timeoutMs: 3000 },
        { kind: 'csw', endpoint: 0x81, dataLength: 0, attempts: 1, timeoutMs: 3000 },
        { kind: 'wait', ms: 500 },
      ],
    },
    { risk: 'reversible', wayBack: phrase('steps.switch.way-back'), values: { id: '12d1:1446', method: 'huawei-new' } },
  ),
  step(
    'return',
    { kind: 'await-return', ids: ['12d1:1506', '12d1:14ac'], withinMs: 30_000 },
    { timeoutMs: 30_000, values: { ids: '12d1:1506, 12d1:14ac' } },
  ),
  step('identity', { kind: 'identity' }),
  step('pin', { kind: 'pin' }, { risk: 'reversible', sends: [{ text: 'AT+CPIN="****"', times: 'once', when: 'always' }] }),
  step(
    'mode-set',
    { kind: 'at', command: 'AT^SETPORT="FF;10,12,16"', answerMs: 5000, leaves: true, optional: true },
    {
      risk: 'persistent',
      wayBack: phrase('steps.mode-set.way-back', { back: 'AT^SETPORT=…', query: 'AT^SETPORT?' }),
      sends: [{ text: 'AT^SETPORT="FF;10,12,16"', times: 'once', when: 'always' }],
      skipIf: [{ kind: 'mode', mode: 'ncm' }],
      values: { mode: 'ncm' },
      source: 'Huawei AT command interface specification, ^SETPORT',
    },
  ),
  step('network', { kind: 'network' }, { timeoutMs: 60_000 }),
  step('drivers', { kind: 'drivers' }),
];

export const plan: Plan = {
  id: 'plan-1',
  portPath: 'practice-1',
  vid: '12d1',
  pid: '1446',
  wishes: {
    mode: 'ncm',
    otherMode: 'stop',
    router: '24.10.8',
    apn: 'internet',
    username: '',
    auth: 'none',
    pdpType: 'ipv4',
    pinLock: 'keep',
    tryCard: false,
    interfaceName: 'wwan',
    networkMode: 'keep',
    packetDomain: 'keep',
    metric: 20,
    customer: '',
    onRouter: RouterOptions.parse({}),
    hasPin: false,
    hasPassword: false,
  },
  steps,
  refused: [
    {
      what: phrase('refused.lockout', { recipe: 'Huawei ^SETPORT' }),
      reason: 'Without port 12 no AT port is left',
      source: 'Huawei AT command interface specification, ^SETPORT',
    },
  ],
  notes: [phrase('notes.composition-known-after-switch')],
};

/** Progress where the first `done` steps are done and the next is in `state`. */
export function progressTo(done: number, state: StepProgress['state'] = 'waiting', now = Date.now()): StepProgress[] {
  return steps.map((planned, i) => {
    const at = i < done ? (planned.id === 'pin' ? 'skipped' : 'done') : i === done ? state : 'waiting';
    return {
      id: planned.id,
      state: at,
      startedAt: at === 'waiting' || at === 'skipped' ? null : now - 2400,
      endedAt: at === 'done' || at === 'failed' ? now - 1200 : null,
      withinMs: at === 'running' ? planned.timeoutMs : null,
      reply: at === 'done' && planned.id === 'identity' ? 'Manufacturer: huawei\nModel: E3372\nRevision: 21.180.01.00.00\nOK' : null,
    };
  });
}

export const checks: Check[] = [
  { id: 'composition', title: phrase('checks.composition', { mode: 'ncm' }), state: 'passed', code: null, seen: 'ff/03/16 on interface 2' },
  { id: 'drivers', title: phrase('checks.drivers'), state: 'passed', code: null, seen: 'option, option, huawei_cdc_ncm' },
  { id: 'net-device', title: phrase('checks.net-device'), state: 'passed', code: null, seen: 'wwan0' },
  { id: 'control-at', title: phrase('checks.control-at'), state: 'passed', code: null, seen: '/dev/cdc-wdm0: AT → OK' },
  { id: 'network', title: phrase('checks.network'), state: 'unknown', code: 'SIM_MISSING', seen: 'no SIM was asked for' },
];

export const disc: DongleView = {
  portPath: 'practice-1',
  origin: 'practice',
  name: 'Huawei E3372 (NCM)',
  vid: '12d1',
  pid: '1446',
  manufacturer: 'HUAWEI_MOBILE',
  product: 'HUAWEI_MOBILE',
  listed: true,
  present: true,
  state: 'disc',
  mode: null,
  bootState: null,
  offers: [
    { mode: 'ncm', possible: true, reason: phrase('offers.after-switch') },
    { mode: 'ppp', possible: true, reason: phrase('offers.after-switch') },
    { mode: 'qmi', possible: false, reason: phrase('offers.refused', { reason: 'Only values that bring the disc back were published' }) },
  ],
  settings: [],
  quirks: [],
  proposals: [],
  holders: [],
  access: 'granted',
  interfaces: discInterfaces,
  identity: {},
  network: {
    sim: 'unknown',
    pinTriesLeft: null,
    operator: null,
    registration: 'unknown',
    technology: null,
    signalDbm: null,
    signalPercent: null,
    signals: [],
    cell: null,
    radio: 'unknown',
  },
  look: { state: 'none', failure: null },
  phase: 'idle',
  draft: null,
  job: null,
  interrupted: null,
  forecast: null,
  exporting: null,
  bundle: null,
};

/** A job by the plan of these fixtures, at its beginning unless told. */
export const jobView = (part: Partial<JobView> = {}): JobView => ({
  plan,
  insteadOf: null,
  progress: progressTo(0),
  checks: [],
  verdict: null,
  pinUntried: false,
  failure: null,
  resumed: false,
  ...part,
});

/** Boot code in place of a modem. */
export const booting: DongleView = {
  ...disc,
  origin: 'usb',
  portPath: '1-1.4',
  name: 'Qualcomm RAM dump',
  vid: '05c6',
  pid: '900e',
  manufacturer: 'QUALCOMM',
  product: 'QUSB_BULK_CID:0412_SN:00000000',
  state: 'no-modem',
  bootState: 'crash-dump',
  offers: [],
  interfaces: [row(0, [0xff, 0xff, 0x10], 2, 'other', null)],
};

export const planned: DongleView = { ...disc, phase: 'planned', draft: plan };

/** The same, with the plan that was asked for. */
export function plannedWith(wishes: Wishes | undefined): DongleView {
  if (wishes === undefined) throw new Error('no plan was asked for');
  return { ...planned, draft: { ...plan, wishes: toPublic(wishes) } };
}

const identity = {
  manufacturer: 'huawei',
  model: 'E3372',
  revision: '21.180.01.00.00',
  imei: '861821030000015',
  iccid: '89701010050651515560',
  imsi: '250011234567890',
};

export const running: DongleView = {
  ...disc,
  state: 'working',
  phase: 'running',
  pid: '1506',
  mode: 'ncm',
  interfaces: ncmInterfaces,
  identity,
  job: jobView({ progress: progressTo(5, 'running') }),
};

export const locked: DongleView = {
  ...running,
  state: 'locked',
  network: { ...disc.network, sim: 'pin', pinTriesLeft: 3 },
  job: jobView({ progress: progressTo(3, 'running') }),
};

export const failed: DongleView = {
  ...running,
  state: 'failed',
  phase: 'failed',
  job: jobView({ progress: progressTo(1, 'failed'), failure: { code: 'NEVER_RETURNED', detail: { port: 'practice-1', seconds: 30 } } }),
};

const foretold = (
  number: number,
  driver: string | null,
  kmod: string | null,
  nodes: string[],
  more: Partial<InterfaceForecast> = {},
): InterfaceForecast => ({
  number,
  driver,
  kmod,
  newId: false,
  why: driver === null ? phrase('drivers.rules.no-row') : phrase('drivers.rules.row', { by: driver }),
  row: driver === null ? null : phrase('drivers.row.plain', { driver, fits: '12d1, class ff, subclass 03' }),
  runnerUp: null,
  nodes,
  ...more,
});

/** What a router makes of `ncmInterfaces`: all as here, but for the card reader, which nobody takes here. */
export const forecast: DriverForecast = {
  release: '24.10.8',
  judgedBy: '24.10.8',
  kernel: '6.6.110',
  caveats: [],
  configuration: 1,
  interfaces: [
    foretold(0, 'option', 'kmod-usb-serial-option', ['/dev/ttyUSB0']),
    foretold(1, 'option', 'kmod-usb-serial-option', ['/dev/ttyUSB1']),
    foretold(2, 'huawei_cdc_ncm', 'kmod-usb-net-huawei-cdc-ncm', ['/dev/cdc-wdm0', 'wwan0'], {
      runnerUp: phrase('drivers.runner-up.other', { rule: 'huawei-protocol', by: 'option', protocol: '16' }),
    }),
    foretold(3, 'usb-storage', 'kmod-usb-storage', []),
    foretold(4, 'usb-storage', 'kmod-usb-storage', []),
  ],
  way: { proto: 'ncm', device: '/dev/ttyUSB0', net: 'wwan0', dial: null },
  routerSwitch: { outcome: 'nothing', why: phrase('router-switch.not-needed'), needless: true, kernelAlone: false },
  notes: [],
  newIds: [],
};

const reported = (row: InterfaceForecast, protocol: number, more: Partial<ReportedInterface> = {}): ReportedInterface => ({
  ...row,
  class: 0xff,
  subclass: 0xff,
  protocol,
  seen: row.driver,
  told: true,
  agrees: true,
  reason: '',
  ...more,
});

/** A modem of a posted text, from a router that lacks a package and has bound one port by hand. */
export const reportedModem: ReportedDevice = {
  forms: ['usb-devices'],
  bus: 1,
  address: 3,
  port: '1-1',
  firmware: null,
  vid: '2c7c',
  pid: '0125',
  name: 'Quectel EC25, QMI',
  listed: true,
  disc: false,
  bootState: null,
  mode: 'qmi',
  ownWay: null,
  interfaces: [
    reported(foretold(0, 'option', 'kmod-usb-serial-option', ['/dev/ttyUSB0']), 0xff),
    reported(foretold(3, null, null, []), 0xff, { seen: 'option', agrees: false }),
    reported(foretold(4, 'qmi_wwan', 'kmod-usb-net-qmi-wwan', ['/dev/cdc-wdm0', 'wwan0']), 0xff, { seen: null, agrees: false }),
    reported(foretold(5, null, null, []), 0x42, { seen: null, told: false, agrees: null }),
  ],
  ports: [{ interface: 0, node: '/dev/ttyUSB0', role: 'diag', known: 'listed' }],
  at: { state: 'none', interfaces: [] },
  way: { proto: 'qmi', device: '/dev/cdc-wdm0', net: 'wwan0', dial: null },
  newIds: [],
  routerSwitch: null,
  quirks: [],
  told: [],
  answers: [],
  events: [],
  assumed: [phrase('drivers.assumed.extra')],
  notes: ['root@OpenWrt:~# usb-devices'],
};

export const verified: DongleView = {
  ...running,
  state: 'usable',
  phase: 'done',
  job: jobView({ progress: progressTo(steps.length), checks, verdict: { state: 'usable', points: ['network'] } }),
  forecast,
  network: {
    sim: 'ready',
    pinTriesLeft: 3,
    operator: 'MegaFon',
    registration: 'home',
    technology: 'LTE',
    signalDbm: -71,
    signalPercent: 64,
    signals: [{ technology: 'LTE', rssi: -71, rsrp: -98, rsrq: -11, sinr: 14 }],
    cell: null,
    radio: 'on',
  },
};

export const exported: DongleView = {
  ...verified,
  state: 'exported',
  bundle: {
    folder: '/home/tech/Modem Bench',
    archive: 'modem-bench-huawei-e3372-imei0015-ncm-24.10.8.tar.gz',
    files: [
      'modem-bench-huawei-e3372-imei0015-ncm-24.10.8.tar.gz',
      'modem-bench-huawei-e3372-imei0015-ncm-24.10.8-manifest.json',
      'modem-bench-huawei-e3372-imei0015-ncm-24.10.8.html',
    ],
    alreadyThere: false,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    interfaceName: 'wwan',
    packages: ['comgt-ncm', 'luci-proto-ncm'],
    offline: null,
    warnings: [],
    commands: {
      packages: 'opkg update && opkg install comgt-ncm luci-proto-ncm',
      importOverSsh:
        "ssh root@192.168.1.1 'tar -C / -xzf - && sh /etc/uci-defaults/99-modem-bench && reload_config' < modem-bench-huawei-e3372-imei0015-ncm-24.10.8.tar.gz",
    },
    luci: {
      restore: ['System', 'Backup / Flash Firmware'],
      restoreLabel: 'Restore backup',
      upload: 'Upload archive...',
      confirm: 'Continue',
      interfaces: ['Network', 'Interfaces'],
    },
  },
};

/** Packages on their way, the second of three. */
export const fetching: FetchProgress = {
  stage: 'packages',
  file: 'kmod-usb-net-huawei-cdc-ncm_6.6.144-r1_mipsel_24kc.ipk',
  files: 3,
  filesDone: 1,
  bytes: 204_800,
  bytesDone: 51_200,
};

export const exportedOffline: DongleView = {
  ...exported,
  bundle: exported.bundle && {
    ...exported.bundle,
    interfaceName: 'wwan2',
    offline: { files: 3, bytes: 204_800 },
    warnings: [phrase('feeds.unsigned')],
  },
};

/** What a router's backup asks for: another name, behind the wired wan. */
export const routerFit: RouterFitView = {
  router: {
    release: null,
    packageManager: null,
    hostname: 'OpenWrt',
    board: null,
    ports: 'dsa',
    interfaces: [],
    programs: [],
    zones: [],
    takenNames: ['loopback', 'lan', 'wan', 'wan6', 'wwan'],
    waiting: false,
    oldSyntax: [],
    mwan3: false,
    rebindDomains: [],
    packages: null,
    text: null,
  },
  changes: [phrase('router-backup.changes.name', { from: 'wwan', to: 'wwan2' })],
  findings: [
    { severity: 'warning', message: phrase('router-backup.findings.release-unknown', { wished: '24.10.8' }), code: null },
    { severity: 'note', message: phrase('router-backup.findings.packages-unknown'), code: null },
  ],
  diff: [
    {
      path: '/etc/config/network',
      lines: [
        { kind: 'gap', text: '' },
        { kind: 'same', text: "\toption device 'eth7'" },
        { kind: 'same', text: '' },
        { kind: 'added', text: "config interface 'wwan2'" },
        { kind: 'added', text: "\toption proto 'ncm'" },
        { kind: 'added', text: "\toption apn 'a-private-apn-with-a-name-that-is-longer-than-a-narrow-window.example.operator'" },
        { kind: 'added', text: "\toption password '****'" },
      ],
    },
    {
      path: '/etc/config/firewall',
      lines: [
        { kind: 'same', text: 'config zone' },
        { kind: 'removed', text: "\toption network 'wan wan6'" },
        { kind: 'added', text: "\toption network 'wan wan6 wwan2'" },
      ],
    },
  ],
};

export const refusedFit: RouterFitView = {
  ...routerFit,
  changes: [],
  findings: [
    {
      severity: 'refusal',
      message: phrase('router-backup.findings.zone-missing', { zone: 'wan', zones: 'lan' }),
      code: 'ROUTER_ZONE_MISSING',
    },
    ...routerFit.findings,
  ],
  diff: [],
};

export const quectel: DongleView = {
  ...disc,
  portPath: '1-1.4',
  origin: 'usb',
  name: 'Quectel EC25',
  vid: '2c7c',
  pid: '0125',
  manufacturer: 'Quectel',
  product: 'EC25-EU',
  state: 'modem',
  mode: 'ecm',
  listed: false,
  offers: [
    { mode: 'qmi', possible: true, reason: phrase('offers.by-command') },
    { mode: 'ecm', possible: true, reason: phrase('offers.already') },
  ],
  interfaces: [
    row(0, [0xff, 0xff, 0xff], 2, 'diag', 'option', ['/dev/ttyUSB2']),
    row(1, [0xff, 0, 0], 3, 'gps', 'option', ['/dev/ttyUSB3']),
    row(2, [0xff, 0, 0], 3, 'at', 'option', ['/dev/ttyUSB4']),
    row(3, [0xff, 0, 0], 3, 'modem', 'option', ['/dev/ttyUSB5']),
    row(4, [2, 6, 0], 1, 'net', 'cdc_ether', ['usb0']),
    row(5, [0x0a, 0, 0], 2, 'net', 'cdc_ether', [], 1),
  ],
};

/** The same as it is after a look: at home in LTE with a leg of 5G. */
export const looked: DongleView = {
  ...quectel,
  look: { state: 'read', failure: null },
  identity: {
    manufacturer: 'Quectel',
    model: 'EC25',
    revision: 'EC25EFAR06A08M4G',
    imei: '861536030196001',
    iccid: '89701010050651515560',
    imsi: '250011234567890',
  },
  network: {
    sim: 'ready',
    pinTriesLeft: 3,
    operator: 'MTS RUS',
    registration: 'home',
    technology: '5G NSA',
    signalDbm: -67,
    signalPercent: 74,
    signals: [
      { technology: 'LTE', rssi: -67, rsrp: -92.5, rsrq: -9, sinr: 13 },
      { technology: '5G', rssi: null, rsrp: -101, rsrq: -12, sinr: 4 },
    ],
    cell: { technology: '5G NSA', mcc: '250', mnc: '01', cellId: 1715457, areaCode: 6699, pci: 201, band: 'B3', channel: 1300 },
    radio: 'on',
  },
};

/** A snapshot with these dongles, checked against the contract like one that came over the wire. */
export function snapshotOf(dongles: readonly DongleView[], more: Partial<Snapshot> = {}): Snapshot {
  const practiceAt = (portPath: string) => (dongles.some((dongle) => dongle.portPath === portPath) ? portPath : null);
  return Snapshot.parse({
    revision: 1,
    platform: 'linux',
    version: '0.1.0',
    seesDrivers: true,
    usb: { available: true, failure: null, others: 0 },
    restarts: 0,
    practice: [
      { name: 'huawei-ncm', title: 'Huawei E3372 (NCM)', plugged: practiceAt('practice-1') },
      { name: 'huawei-qmi', title: 'Huawei E398 (QMI)', plugged: practiceAt('practice-2') },
      { name: 'quectel-ec25', title: 'Quectel EC25', plugged: practiceAt('practice-3') },
    ],
    routers: [
      { release: '23.05.6', kernel: '5.15', packageManager: 'opkg' },
      { release: '24.10.8', kernel: '6.6', packageManager: 'opkg' },
      { release: '24.10.10', kernel: '6.6', packageManager: 'opkg' },
      { release: '25.12.1', kernel: '6.12', packageManager: 'apk' },
    ],
    dongles,
    ...more,
  });
}

/** What the modes of a disc come to, as its bench answers. */
export const comparedModes: ComparedMode[] = [
  {
    mode: 'qmi',
    proto: 'qmi',
    drivers: ['qmi_wwan', 'option'],
    packages: ['uqmi', 'kmod-usb-net-qmi-wwan', 'kmod-usb-serial-option', 'luci-proto-qmi', 'usb-modeswitch'],
    data: 'card',
    address: 'router',
    ipv6: 'yes',
    lasting: 0,
    trouble: [],
    failure: null,
  },
  {
    mode: 'ncm',
    proto: 'ncm',
    drivers: ['huawei_cdc_ncm', 'option'],
    packages: ['comgt-ncm', 'kmod-usb-net-huawei-cdc-ncm', 'kmod-usb-serial-option', 'luci-proto-ncm', 'usb-modeswitch'],
    data: 'card',
    address: 'router',
    ipv6: 'yes',
    lasting: 1,
    trouble: [{ key: 'bundle.warnings.ncm-manufacturer-cr-huawei', values: { release: '24.10.8' } }],
    failure: null,
  },
  {
    mode: 'ppp',
    proto: null,
    drivers: [],
    packages: [],
    data: null,
    address: null,
    ipv6: null,
    lasting: 2,
    trouble: [],
    failure: { code: 'PORT_UNKNOWN', detail: { name: 'Huawei', mode: 'ppp' } },
  },
];
