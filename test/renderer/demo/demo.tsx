import '../../../renderer/jitless.ts';
import { createRoot } from 'react-dom/client';
import { answerProviders, proposalsFor } from '../../../electron/bench/identity/proposals.ts';
import { quirkViews } from '../../../electron/bench/identity/quirks.ts';
import type { PlannedTransfer } from '../../../electron/contract/plan.ts';
import type { Snapshot } from '../../../electron/contract/snapshot.ts';
import { App } from '../../../renderer/app.tsx';
import { loadWords, rememberedLanguage } from '../../../renderer/i18n.ts';
import { FakeClient } from '../fake-client.ts';
import {
  booting,
  comparedModes,
  disc,
  exported,
  exportedOffline,
  failed,
  fetching,
  forecast,
  jobView,
  locked,
  looked,
  plan,
  planned,
  progressTo,
  quectel,
  refusedFit,
  reportedModem,
  routerFit,
  running,
  snapshotOf,
  verified,
} from '../fixtures.ts';
import '../../../renderer/styles/all.css';

/** The wizard on fixtures, to be looked at without a bench: `index.html?scene=running`. Not shipped. */

const other = { ...verified, portPath: 'practice-2', name: 'Huawei E398 (QMI)' };
const absent = { available: false, failure: { code: 'USB_ACCESS_DENIED' as const, detail: { port: '1-1.4' } }, others: 0 };

const receive: PlannedTransfer = { kind: 'bulk-in', endpoint: 0x81, length: 8, timeoutMs: 1000 };
const write = (data: string): PlannedTransfer => ({ kind: 'bulk-out', endpoint: 2, data, timeoutMs: 1000 });
const exchange = (data: string, count: number) => [write(data), ...Array.from({ length: count }, () => receive)];
/** As long as a conversation with a cable gets, and with everything that a plan can have to say. */
const long = {
  ...plan,
  wishes: { ...plan.wishes, networkMode: 'lte' as const, packetDomain: 'packet' as const },
  steps: plan.steps.map((step) => {
    if (step.action.kind !== 'switch') return step;
    const words = ['3701fedbc1331f83', '370eb59d3b8a9151', '3487ba0dfc8a9151', '3304fe00f46c1ff0'];
    const transfers = [...words, ...words].flatMap((word, i) => exchange(word, i % 4 === 2 ? 63 : 1));
    return { ...step, action: { ...step.action, method: 'MobileActionMode', transfers } };
  }),
  refused: [
    ...plan.refused,
    ...[
      'usbcfg can take the AT and modem ports away; an EC20 so set was not recovered',
      'Writes the IMEI',
      'Restores every factory setting',
    ].map((reason) => ({
      what: { key: 'refused.lockout', values: { recipe: 'Quectel usbnet' } },
      reason,
      source: 'Quectel QCFG AT Commands Manual V1.6',
    })),
    {
      what: { key: 'refused.mode', values: { mode: 'ncm', recipe: 'Quectel usbnet' } },
      reason: 'Not in the manual',
      source: 'Quectel QCFG AT Commands Manual V1.6',
    },
  ],
  notes: [
    ...plan.notes,
    { key: 'notes.router-in-stick', values: { address: '192.168.8.1' } },
    { key: 'notes.no-at-port', values: {} },
    { key: 'notes.unlisted', values: {} },
  ],
};
const settings = [
  { id: 'network-mode' as const, values: ['auto', 'nr', 'lte', 'umts'] },
  { id: 'packet-domain' as const, values: ['combined', 'packet'] },
];

/** As many interfaces as a modem gets, long names among them, and every way in which seen and foretold can differ. */
const wide = {
  ...verified,
  name: 'Sierra Wireless, Incorporated EM9191 5G NR Sub-6 GHz Module (Snapdragon X55), MBIM',
  interfaces: Array.from({ length: 12 }, (_, number) => {
    const [first] = verified.interfaces;
    const driver = [null, 'option', 'qcserial', 'cdc_mbim'][number % 4] ?? null;
    const nodes = driver ? [`/dev/ttyUSB${number}`] : [];
    return first ? [{ ...first, number, driver, nodes }] : [];
  }).flat(),
  forecast: {
    ...forecast,
    release: '24.10.9',
    interfaces: Array.from({ length: 12 }, (_, number) => {
      const [first] = forecast.interfaces;
      const driver = [null, 'option', null, 'qmi_wwan', 'huawei_cdc_ncm'][number % 5] ?? null;
      const why = driver ? { key: 'drivers.rules.row', values: { by: driver } } : { key: 'drivers.rules.no-row', values: {} };
      return first
        ? [{ ...first, number, driver, kmod: driver ? 'kmod-usb-net-huawei-cdc-ncm' : null, why, nodes: ['/dev/cdc-wdm0', 'wwan0'] }]
        : [];
    }).flat(),
    way: null,
    routerSwitch: {
      outcome: 'harms' as const,
      why: { key: 'router-switch.unconfigured', values: { configuration: 2 } },
      needless: true,
      kernelAlone: true,
    },
  },
};
const nothing = { ...verified, interfaces: [], forecast: { ...forecast, interfaces: [], way: null, routerSwitch: null } };

const query = new URLSearchParams(location.search);
const imsi = query.get('imsi') ?? '250011234567890';

const { network } = quectel;
const read = (part: Partial<typeof network>) => ({ ...looked, network: { ...network, sim: 'ready' as const, ...part } });
/** A look in progress, and each way in which it ends. */
const looks = {
  reading: { ...quectel, look: { state: 'reading' as const, failure: null }, identity: looked.identity },
  read: looked,
  'left-alone': {
    ...quectel,
    holders: [{ kind: 'modem-manager' as const, modem: '/org/freedesktop/ModemManager1/Modem/3' }],
    look: { state: 'left-alone' as const, failure: null },
  },
  'radio-locked': read({ radio: 'locked', registration: 'none' }),
  'no-sim': read({ sim: 'missing', radio: 'on', registration: 'none' }),
  failed: {
    ...quectel,
    look: {
      state: 'failed' as const,
      failure: { code: 'AT_SILENT' as const, detail: { port: '/dev/ttyUSB2', command: 'AT', seconds: 3 } },
    },
  },
};
const asked = [
  'QMI CTL Sync (transaction ?)',
  'QMI DMS Get Model (client ?, transaction ?)',
  'QMI NAS Get Signal Info (client ?, transaction ?)',
];
const inTwoLanguages = {
  ...plan,
  steps: plan.steps.map((step) =>
    step.id === 'identity'
      ? {
          ...step,
          sends: [
            { text: 'AT+CGMM', times: 'once' as const, when: 'always' as const },
            ...asked.map((text) => ({ text, times: 'once' as const, when: 'otherwise' as const })),
            { text: 'claim interface ?', times: 'once' as const, when: 'usb' as const },
          ],
        }
      : step,
  ),
};

const scenes: Record<string, () => Snapshot> = {
  empty: () => snapshotOf([]),
  'no-usb': () => snapshotOf([], { usb: absent }),
  disc: () => snapshotOf([disc, quectel, { ...running, portPath: 'practice-3', name: 'Sierra Wireless MC7455' }]),
  unlisted: () => snapshotOf([quectel]),
  boot: () => snapshotOf([booting]),
  consent: () => snapshotOf([{ ...quectel, listed: true }]),
  ...Object.fromEntries(
    Object.entries(looks).map(([name, dongle]) => [
      `look-${name}`,
      () => snapshotOf([{ ...dongle, listed: true }], { looksAllowed: true }),
    ]),
  ),
  'empty-looks': () => snapshotOf([], { looksAllowed: true }),
  otherwise: () => snapshotOf([{ ...planned, draft: inTwoLanguages }]),
  sim: () => snapshotOf([{ ...disc, identity: { imsi }, proposals: proposalsFor({ imsi }) }, quectel]),
  quirks: () => snapshotOf([{ ...quectel, listed: true, quirks: quirkViews({ vid: 0x0e8d, pid: 0x7127 }) }]),
  settings: () => snapshotOf([{ ...disc, settings }]),
  long: () => snapshotOf([{ ...planned, draft: long }]),
  planned: () => snapshotOf([planned, quectel]),
  running: () => snapshotOf([{ ...running, job: running.job && { ...running.job, resumed: true } }, quectel, other], { restarts: 1 }),
  locked: () => snapshotOf([locked]),
  failed: () => snapshotOf([failed, quectel]),
  verified: () => snapshotOf([verified, quectel]),
  wide: () => snapshotOf([wide]),
  nothing: () => snapshotOf([nothing]),
  untold: () => snapshotOf([verified], { seesDrivers: false, platform: 'win32' }),
  'other-mode': () => snapshotOf([{ ...verified, job: verified.job && { ...verified.job, insteadOf: 'qmi' } }, quectel]),
  exported: () => snapshotOf([exported, quectel]),
  fetching: () => snapshotOf([{ ...verified, exporting: fetching }]),
  offline: () => snapshotOf([exportedOffline]),
  twenty: () => twenty(0),
};

/** Twenty dongles at work on a hub, at a turn of their jobs. */
function twenty(turn: number): Snapshot {
  const ports = Array.from({ length: 20 }, (_, at) => `1-1.${at + 1}`);
  const steps = plan.steps.length;
  return snapshotOf(
    ports.map((portPath, at) => ({ ...running, portPath, job: jobView({ progress: progressTo((turn + at) % steps, 'running') }) })),
  );
}

// For the gallery, which takes a picture of each.
document.documentElement.dataset['scenes'] = Object.keys(scenes).join(' ');

const kind = query.get('shell') === 'browser' ? 'browser' : 'window';
const client = new FakeClient((scenes[query.get('scene') ?? ''] ?? scenes['empty'])?.() ?? null, kind);
// The tables of drivers are files of the bench's: here every text is one and the same modem, and one without a colon nothing.
client.onQuery = (query) => {
  if (query.type === 'capabilities') return { type: 'capabilities', capabilities: null };
  if (query.type === 'compare-modes') return { type: 'compared-modes', modes: comparedModes };
  if (query.type === 'read-router-backup') return { type: 'router-backup', backupId: 'demo', fit: fitFor(query.data) };
  if (query.type === 'export-posted' && exported.bundle) return { type: 'posted-bundle', bundle: exported.bundle, fit: null };
  if (query.type === 'export-posted') throw new Error('no bundle');
  if (query.type !== 'read-dump') return answerProviders(query);
  const router = { release: query.release, judgedBy: query.release, kernel: '6.6.110', caveats: [] };
  const mouse = { ...reportedModem, name: 'USB Optical Mouse', listed: false, mode: null, way: null, interfaces: [], assumed: [] };
  const unread = { count: 1, lines: ['Hi all, mine does nothing'] };
  return {
    type: 'dump',
    router,
    devices: query.text.includes(':') ? [reportedModem, mouse] : [],
    unread,
    configuration: 0,
    bundleModes: [['qmi', 'mbim'], []],
  };
};

/** A file of a few bytes is a router that no bundle can be made for. */
const fitFor = (data: string) => (data.length < 40 ? refusedFit : routerFit);
const root = document.getElementById('root');
await loadWords(rememberedLanguage());
if (root) createRoot(root).render(<App client={client} />);
// Told of ten times a second.
let turn = 1;
if (query.has('busy')) setInterval(() => client.show(twenty(turn++)), 100);
if (query.has('lost')) setTimeout(() => client.connection('lost'), 50);
