import { expect, it } from 'vitest';
import { recordedBackend } from '../../electron/bench/journal/recording.ts';
import { stepKinds } from '../../electron/bench/steps/index.ts';
import { activeInterfaces } from '../../electron/seams/usb-bus.ts';
import { PracticeBench } from '../../electron/virtual/practice/practice-bench.ts';
import { loadDb } from '../../modem-db/db.ts';
import { accessTo } from '../support/access.ts';
import { ManualClock } from '../support/manual-clock.ts';

const HUAWEI_NEW_MODE = '55534243123456780000000000000011062000000101000100000000000000';

/** A planned switch message, carried out on what is there by then. */
async function switchOn(name: string, composition: string | undefined, claimed: number, endpoint: number) {
  const clock = new ManualClock();
  const practice = new PracticeBench({ clock, stateFile: null });
  await practice.plug(name, composition);
  await clock.advance(1000);
  const [sighting] = await practice.bus.list();
  if (!sighting) throw new Error('nothing there');
  const sent: string[] = [];
  const backend = recordedBackend(
    { origin: 'practice', bus: practice.bus, serial: practice.serial, host: practice.host },
    'none',
    ({ text }) => sent.push(text),
  );
  const recognised = loadDb().recognise(sighting.vid, sighting.pid, activeInterfaces(sighting));
  const action = {
    kind: 'switch',
    method: 'HuaweiNewMode',
    from: null,
    transfers: [
      { kind: 'detach' },
      { kind: 'claim', interface: claimed },
      { kind: 'bulk-out', endpoint, data: HUAWEI_NEW_MODE, timeoutMs: 3000 },
    ],
  } as const;
  const run = {
    access: accessTo({ backend, sighting, recognised, clock }),
    signal: new AbortController().signal,
    replied: () => undefined,
  };
  const work = stepKinds.switch.run(run, { ...action, transfers: [...action.transfers] });
  work.catch(() => undefined);
  await clock.advance(10_000);
  const outcome = await work.then(
    () => 'switched',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
  await practice.bus.close();
  return { outcome, sent };
}

it('a storage message goes to a storage interface and to nothing else', async () => {
  expect(await switchOn('huawei-ncm', undefined, 0, 0x01)).toMatchObject({ outcome: 'switched' });
});

it.each([
  ['another modem in that port', 'quectel-ec25', 'qmi', 0, 0x01],
  ['an endpoint that the storage interface has not', 'huawei-ncm', undefined, 0, 0x05],
  ['an interface that is none', 'huawei-ncm', undefined, 7, 0x01],
] as const)('%s gets nothing', async (_, name, composition, claimed, endpoint) => {
  expect(await switchOn(name, composition, claimed, endpoint)).toEqual({ outcome: 'SWITCH_NOT_STORAGE', sent: [] });
});
