import { createRoot } from 'react-dom/client';
import { answerQuery, proposalsFor } from '../../../electron/bench/proposals.ts';
import type { Snapshot } from '../../../electron/contract/snapshot.ts';
import { App } from '../../../renderer/app.tsx';
import { FakeClient } from '../fake-client.ts';
import { disc, exported, failed, locked, planned, quectel, running, snapshotOf, verified } from '../fixtures.ts';
import '../../../renderer/styles/all.css';

/** The wizard on fixtures, to be looked at without a bench: `index.html?scene=running`. Not shipped. */

const other = { ...verified, portPath: 'practice-2', name: 'Huawei E398 (QMI)' };
const absent = { available: false, failure: { code: 'USB_ACCESS_DENIED' as const, detail: { port: '1-1.4' } } };

const query = new URLSearchParams(location.search);
const imsi = query.get('imsi') ?? '250011234567890';

const scenes: Record<string, () => Snapshot> = {
  empty: () => snapshotOf([]),
  'no-usb': () => snapshotOf([], { usb: absent }),
  disc: () => snapshotOf([disc, quectel, { ...running, portPath: 'practice-3', name: 'Sierra Wireless MC7455' }]),
  unlisted: () => snapshotOf([quectel]),
  sim: () => snapshotOf([{ ...disc, identity: { imsi }, proposals: proposalsFor({ imsi }) }, quectel]),
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
