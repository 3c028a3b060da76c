import { capture } from '../../electron/bench/capture/capture.ts';
import { identify } from '../../electron/bench/identity/identify.ts';
import type { Capture } from '../../electron/contract/capture.ts';
import { openAt } from '../../electron/modem/at-port.ts';
import { openControlAt } from '../../electron/modem/open-forms.ts';
import type { Backend } from '../../electron/seams/backend.ts';
import { activeInterfaces, type Sighting } from '../../electron/seams/usb-bus.ts';
import type { ModemModel, VirtualModem } from '../../electron/virtual/modem.ts';
import { type Db, loadDb } from '../../modem-db/db.ts';
import { accessTo } from '../support/access.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

export const VERSION = '0.0.0';
export const db = loadDb();

export interface Plugged {
  readonly clock: ManualClock;
  readonly backend: Backend;
  readonly sighting: Sighting;
  readonly modem: VirtualModem;
}

/** A virtual dongle in a world of its own, in its power-up composition or the one that is named. */
export async function plugged(model: ModemModel, composition?: string): Promise<Plugged> {
  const clock = new ManualClock();
  const virtual = new VirtualWorld(clock);
  const modem = virtual.plug('practice-1', model, composition === undefined ? {} : { composition });
  const [sighting] = await virtual.bus.list();
  if (!sighting) throw new Error('nothing was plugged in');
  return { clock, backend: virtual.backend, sighting, modem };
}

/** Lets the clock run until the work is over. */
export async function finish<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let over = false;
  const ended = work.finally(() => {
    over = true;
  });
  ended.catch(() => undefined);
  await clock.until(() => over, 3_600_000, 50);
  return ended;
}

export async function captureOf(model: ModemModel, composition?: string, sent: string[] = []): Promise<Capture> {
  const { clock, backend, sighting } = await plugged(model, composition);
  return finish(clock, capture({ backend, sighting, db, clock, version: VERSION, onSend: (command) => sent.push(command) }));
}

/** What a sighting is, in what an entry would be judged by. */
export function recognised(sighting: Sighting, by: Db = db) {
  const { mode, roles, control, listed, name } = by.recognise(sighting.vid, sighting.pid, activeInterfaces(sighting));
  return { kind: identify(sighting, by).kind, mode, roles: [...roles].sort(([a], [b]) => a - b), control, listed, name };
}

/** What the best AT port of a model answers, final result last; `null` where it has none. */
export async function ask(model: ModemModel, composition: string | undefined, commands: readonly string[]): Promise<string[][] | null> {
  const { clock, backend, sighting } = await plugged(model, composition);
  const found = db.recognise(sighting.vid, sighting.pid, activeInterfaces(sighting));
  const access = accessTo({ backend, sighting, recognised: found, clock });
  if (![...found.roles.values()].some((role) => role === 'at' || role === 'modem') && found.control !== 'at') return null;
  const asked = async () => {
    const session = found.control === 'at' ? await openControlAt(access) : await openAt(access);
    await session.wake();
    const answers: string[][] = [];
    for (const command of commands) {
      const { lines, final } = await session.command(command, { allowError: true });
      answers.push([...lines, final.kind === 'ok' ? 'OK' : final.text]);
    }
    await session.close();
    return answers;
  };
  return finish(clock, asked());
}
