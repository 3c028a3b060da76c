import { describe, expect, it } from 'vitest';
import { findModel } from '../../electron/virtual/models/index.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { VirtualWorld } from '../support/virtual-world.ts';
import { findPort } from './find-port.ts';
import { addRows, median } from './table.ts';

const ROUNDS = 5;
const PORT = '1-1';
/** Until the practice kernel has bound its drivers, in ms. */
const BOUND_MS = 1000;
const LIMIT_MS = 120_000;

const SEARCHES = [
  { what: 'known modem', model: 'quectel-ec25', composition: 'qmi', interfaceNumber: 2 },
  { what: 'unknown id, one of four speaks', model: 'quectel-ec25-unlisted', composition: 'qmi', interfaceNumber: 2 },
  { what: 'unknown id, five silent before it', model: 'five-silent-ports', composition: 'ecm', interfaceNumber: 5 },
] as const;

interface Search {
  /** Time of the virtual clock, in ms: what a user waits, since a silent port costs nothing else. */
  readonly waited: number;
  /** Time of this process, in ms. */
  readonly cpu: number;
  readonly found: number | null;
}

async function search(name: string, composition: string): Promise<Search> {
  const model = findModel(name);
  if (!model) throw new Error(`no model ${name}`);
  const clock = new ManualClock();
  const room = new VirtualWorld(clock);
  room.plug(PORT, model, { composition });
  await clock.advance(BOUND_MS);
  const began = clock.now();
  const before = process.cpuUsage();
  let result: Search | null = null;
  const finding = findPort(room.backend, PORT, clock).then((found) => {
    const { user, system } = process.cpuUsage(before);
    result = { waited: clock.now() - began, cpu: (user + system) / 1000, found };
  });
  // It may fail while the clock moves on; it is awaited below.
  finding.catch(() => undefined);
  await Promise.race([finding, clock.until(() => result !== null, LIMIT_MS)]);
  await finding;
  await room.bus.close();
  if (result === null) throw new Error('it did not end');
  return result;
}

describe('until the AT port is found', () => {
  it.each(SEARCHES)('$what', async ({ what, model, composition, interfaceNumber }) => {
    const rounds: Search[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const one = await search(model, composition);
      expect(one.found).toBe(interfaceNumber);
      if (round > 0) rounds.push(one);
    }
    addRows(
      { name: `AT port found, ${what}: waiting`, unit: 'ms', ours: median(rounds.map(({ waited }) => waited)), beside: null },
      { name: `AT port found, ${what}: processor`, unit: 'ms', ours: median(rounds.map(({ cpu }) => cpu)), beside: null },
    );
  });
});
