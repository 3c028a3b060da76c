import '../../../renderer/jitless.ts';
import { createRoot } from 'react-dom/client';
import { answerQuery, proposalsFor } from '../../../electron/bench/proposals.ts';
import type { PlannedTransfer } from '../../../electron/contract/plan.ts';
import type { Snapshot } from '../../../electron/contract/snapshot.ts';
import { App } from '../../../renderer/app.tsx';
import { FakeClient } from '../fake-client.ts';
import { disc, exported, failed, locked, plan, planned, quectel, running, snapshotOf, verified } from '../fixtures.ts';
import '../../../renderer/styles/all.css';

/** The wizard on fixtures, to be looked at without a bench: `index.html?scene=running`. Not shipped. */

const other = { ...verified, portPath: 'practice-2', name: 'Huawei E398 (QMI)' };
const absent = { available: false, failure: { code: 'USB_ACCESS_DENIED' as const, detail: { port: '1-1.4' } } };

const read: PlannedTransfer = { kind: 'bulk-in', endpoint: 0x81, length: 8, timeoutMs: 1000 };
const write = (data: string): PlannedTransfer => ({ kind: 'bulk-out', endpoint: 2, data, timeoutMs: 1000 });
const exchange = (data: string, count: number) => [write(data), ...Array.from({ length: count }, () => read)];
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

const query = new URLSearchParams(location.search);
const imsi = query.get('imsi') ?? '250011234567890';

const scenes: Record<string, () => Snapshot> = {
  empty: () => snapshotOf([]),
  'no-usb': () => snapshotOf([], { usb: absent }),
  disc: () => snapshotOf([disc, quectel, { ...running, portPath: 'practice-3', name: 'Sierra Wireless MC7455' }]),
  unlisted: () => snapshotOf([quectel]),
  sim: () => snapshotOf([{ ...disc, identity: { imsi }, proposals: proposalsFor({ imsi }) }, quectel]),
  settings: () => snapshotOf([{ ...disc, settings }]),
  long: () => snapshotOf([{ ...planned, plan: long }]),
  planned: () => snapshotOf([planned, quectel]),
  running: () => snapshotOf([{ ...running, resumed: true }, quectel, other], { restarts: 1 }),
  locked: () => snapshotOf([locked]),
  failed: () => snapshotOf([failed, quectel]),
  verified: () => snapshotOf([verified, quectel]),
  exported: () => snapshotOf([exported, quectel]),
};

const kind = query.get('shell') === 'browser' ? 'browser' : 'window';
const client = new FakeClient((scenes[query.get('scene') ?? ''] ?? scenes['empty'])?.() ?? null, kind);
client.onQuery = answerQuery;
const root = document.getElementById('root');
if (root) createRoot(root).render(<App client={client} />);
if (query.has('lost')) setTimeout(() => client.connection('lost'), 50);
