import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../electron/seams/clock.ts';
import { findModel } from '../../../electron/virtual/models/index.ts';
import { VirtualModem } from '../../../electron/virtual/modem.ts';
import { plugIntoVhci } from '../../support/vhci/vhci.ts';
import { type Look, ModemManager, Ours } from './looks.ts';

/**
 * In a lab guest: plugs a fresh virtual modem in and waits until model, IMEI, SIM and signal of it are known to ModemManager, then
 * to our program, each alone, and says in a line of JSON how long it took from the kernel's attach. Arguments: rounds, then a model
 * and a composition each, `quectel-ec25:qmi`.
 */

export interface AttachTiming {
  readonly dongle: string;
  readonly by: Look['by'];
  readonly round: number;
  /** From the kernel's first question to the device, in ms. */
  readonly known: number;
}

const LIMIT_MS = 120_000;

const now = () => Number(process.hrtime.bigint()) / 1e6;

async function measure(look: Look, dongle: string, round: number): Promise<AttachTiming> {
  const [name = '', composition] = dongle.split(':');
  const model = findModel(name);
  if (!model) throw new Error(`no model ${name}`);
  const modem = new VirtualModem(model, { clock: systemClock });
  let attached: number | null = null;
  modem.on(({ kind, device }) => {
    if (kind !== 'attached') return;
    device.tap = () => {
      attached ??= now();
      return undefined;
    };
  });
  modem.plug(composition);
  const late = AbortSignal.timeout(LIMIT_MS);
  const gaveUp = new Promise<never>((_, reject) =>
    late.addEventListener('abort', () => reject(new Error(`${look.by}: ${dongle} not known`))),
  );
  const known = look.known();
  known.catch(() => undefined);
  const plug = await plugIntoVhci(modem);
  try {
    await Promise.race([known, gaveUp]);
    const told = now();
    if (attached === null) throw new Error('the kernel asked nothing');
    return { dongle, by: look.by, round, known: Math.round(told - attached) };
  } finally {
    await plug.unplug();
  }
}

const [rounds = '1', ...dongles] = process.argv.slice(2);
const folder = dirname(fileURLToPath(import.meta.url));
for (const look of [new ModemManager(), new Ours(join(folder, 'bench-look.mjs'), mkdtempSync(join(tmpdir(), 'look-')))]) {
  for (const dongle of dongles)
    for (let round = 0; round < Number(rounds); round++) {
      await look.ready();
      const timing = await measure(look, dongle, round);
      await look.end();
      process.stdout.write(`${JSON.stringify(timing)}\n`);
    }
}
process.exit(0);
