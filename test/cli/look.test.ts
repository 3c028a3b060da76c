import { afterEach, describe, expect, it, vi } from 'vitest';
import { looksEnded } from '../../electron/cli/look.ts';
import { showPlan } from '../../electron/cli/show.ts';
import { showLook } from '../../electron/cli/show-look.ts';
import { ListDocument } from '../../electron/contract/documents.ts';
import type { ApnProposal } from '../../electron/contract/proposals.ts';
import type { DongleView, Snapshot } from '../../electron/contract/snapshot.ts';
import { createText } from '../../electron/contract/text.ts';
import { languages } from '../../electron/contract/words.ts';
import { plan, quectel, snapshotOf, steps } from '../renderer/fixtures.ts';
import { cli } from './run-cli.ts';

// As if the app had been allowed to look: a command goes by its own option all the same.
vi.mock('../../electron/bench/look-consent.ts', () => ({ readConsent: () => true, keepConsent: async () => undefined }));

const argv = process.argv;
afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = undefined;
});

const ec25 = ['--practice', 'quectel-ec25'];
const text = createText('en');

describe('list --look', () => {
  it('reads model, SIM, network and signal', async () => {
    const { printed } = await cli('list', '--look', '--json', ...ec25);
    expect(ListDocument.parse(JSON.parse(printed)).dongles).toMatchObject([
      {
        look: { state: 'read', failure: null },
        identity: { model: 'EC25', imei: '861536030196001' },
        network: { sim: 'ready', operator: 'Practice Mobile', registration: 'home', technology: 'LTE', radio: 'on' },
      },
    ]);
    expect(JSON.parse(printed).dongles[0].network.signals).toEqual([{ technology: 'LTE', rssi: -67, rsrp: -92, rsrq: -9, sinr: 13 }]);
  });

  it('asks nothing without it', async () => {
    const { printed } = await cli('list', '--json', ...ec25);
    expect(ListDocument.parse(JSON.parse(printed)).dongles).toMatchObject([
      { look: { state: 'none' }, identity: {}, network: { sim: 'unknown' } },
    ]);
    expect(JSON.parse(printed).dongles[0].identity).toEqual({});
    expect((await cli('list', ...ec25)).printed.trim().split('\n')).toHaveLength(1);
  });

  it('tells it in lines that may go into a log', async () => {
    const { printed } = await cli('list', '--look', ...ec25);
    expect(printed.trim().split('\n')).toEqual([
      'practice-1  2c7c:0125  Quectel EC25  (modem, ecm)',
      '  Quectel EC25, firmware EC25EFAR06A08M4G, IMEI ends in 6001',
      '  SIM is ready',
      '  network: Practice Mobile, LTE, home network',
      '  signal of LTE: RSRP -92 dBm, RSRQ -9 dB, SINR 13 dB, RSSI -67 dBm',
    ]);
  });

  it('says of a disc that there is no modem to ask', async () => {
    expect((await cli('list', '--look', '--practice', 'huawei-ncm')).printed).toContain(text.word('look.disc'));
  });
});

describe('what a look is told as', () => {
  const mts: ApnProposal = {
    country: 'ru',
    provider: 'MTS',
    plan: 'MTS internet',
    apn: 'internet.mts.ru',
    username: 'mts',
    password: "m t's",
    auth: 'both',
    usage: 'internet',
    prepaid: false,
    pdpType: null,
    certainty: 'plmn',
    source: 'mobile-broadband-provider-info 20251101',
  };
  const shown = (more: Partial<DongleView>, ruleCommand: string | null = null) => showLook(text, { ...quectel, ...more }, ruleCommand);

  it('has the APN as the options that prepare takes, of the SIM and for the internet', () => {
    const mms: ApnProposal = { ...mts, apn: 'mms', usage: 'mms' };
    expect(shown({ proposals: [mms, mts] })).toContain(
      `--apn internet.mts.ru --username mts --password 'm t'\\''s' --auth both: MTS internet`,
    );
    expect(shown({ proposals: [{ ...mts, certainty: 'country' }] })).not.toContain('--apn');
  });

  it.each([
    ['RADIO_LOCKED', { radio: 'locked' }],
    ['RADIO_OFF', { radio: 'off' }],
    ['SIM_MISSING', { sim: 'missing' }],
    ['PUK_NEEDED', { sim: 'puk' }],
    ['REGISTRATION_DENIED', { registration: 'denied' }],
  ] as const)('has %s with its cause and remedy', (code, more) => {
    const printed = shown({ look: { state: 'read', failure: null }, network: { ...quectel.network, ...more } });
    expect(printed).toContain(`  ${code}: ${text.cause({ code, detail: {} })}\n  ${text.remedy({ code, detail: {} })}`);
  });

  it('has why it could not be read', () => {
    expect(shown({ look: { state: 'left-alone', failure: null } })).toContain('sudo systemctl stop ModemManager');
    const failure = { code: 'USB_ACCESS_DENIED', detail: { port: '1-1' } } as const;
    expect(shown({ look: { state: 'failed', failure } }, 'sudo tee rule')).toContain(`${text.remedy(failure)}\n  sudo tee rule`);
    expect(shown({ look: { state: 'none', failure: null } })).toContain(text.word('look.no-port'));
  });
});

describe('waiting for looks', () => {
  const reading = snapshotOf([{ ...quectel, look: { state: 'reading', failure: null } }]);
  const bench = (snapshots: Snapshot[]) => {
    const listeners = new Set<(snapshot: Snapshot) => void>();
    const subscribe = (listener: (snapshot: Snapshot) => void) => {
      listeners.add(listener);
      for (const snapshot of snapshots) listener(snapshot);
      return () => listeners.delete(listener);
    };
    const unused = () => {
      throw new Error('not to be used');
    };
    return { listeners, subscribe, snapshot: unused, handle: unused, answer: unused, close: unused };
  };
  const never = new AbortController().signal;

  it('ends when the last is through, and lets go of the bench', async () => {
    const through = bench([reading, snapshotOf([quectel])]);
    await looksEnded(through, never);
    expect(through.listeners.size).toBe(0);
  });

  it('ends when its time is over, or when it is told to', async () => {
    const silent = bench([reading]);
    await looksEnded(silent, never, 20);
    const told = new AbortController();
    const waiting = looksEnded(silent, told.signal);
    told.abort();
    await waiting;
    await looksEnded(silent, told.signal);
    expect(silent.listeners.size).toBe(0);
  });
});

it.each(languages)('a plan tells once what is asked in another language only where AT has no answer (%s)', (language) => {
  const message = { text: 'QMI DMS Get Model', times: 'until', when: 'otherwise' } as const;
  const printed = showPlan(createText(language), { ...plan, steps: steps.map((step) => ({ ...step, sends: [message] })) });
  expect(printed.split(message.text)).toHaveLength(2);
  expect(printed).toContain(`*  ${createText(language).word('list.otherwise')}\n     ${message.text}`);
});
