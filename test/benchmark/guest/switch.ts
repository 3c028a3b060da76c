import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../../electron/seams/clock.ts';
import { messagesOf } from '../../../electron/switching/methods.ts';
import { VirtualModem } from '../../../electron/virtual/modem.ts';
import type { VirtualUsbDevice } from '../../../electron/virtual/usb-device.ts';
import type { Transfer } from '../../../electron/virtual/usb-function.ts';
import { loadDb } from '../../../modem-db/db.ts';
import type { SwitchEntry } from '../../../modem-db/schema.ts';
import { switchFileName } from '../../support/switch-text.ts';
import { plugIntoVhci } from '../../support/vhci/vhci.ts';
import { unswitched } from '../../virtual/models/unswitched.ts';
import { Ours, type Program, Reference } from './programs.ts';

/**
 * In a lab guest: switches a fresh virtual dongle of each entry, by us and by usb_modeswitch in turn, and says in a line of JSON when
 * what arrived at the dongle, in ms from the start of the program. Everything is noted by the dongle, in this process. Arguments:
 * rounds, folder with the reference's configuration files, names of entries.
 */

export interface Timing {
  readonly entry: string;
  readonly method: string;
  readonly by: 'ours' | 'reference';
  readonly round: number;
  /** First transfer of any kind. */
  readonly first: number;
  /** The one that makes the dongle leave, or that chooses its configuration. */
  readonly decisive: number;
  /** First GET_DESCRIPTOR of the new device; of one that does not leave, the decisive one. */
  readonly arrived: number;
  readonly outcome: string;
}

/** The dongle's own times, the same for both: from the decisive transfer until it leaves, and from there until it is back. */
const LEAVE_MS = 20;
const AWAY_MS = 50;
const LIMIT_MS = 20_000;
const GET_DESCRIPTOR = 6;
const SET_CONFIGURATION = 9;

const now = () => Number(process.hrtime.bigint()) / 1e6;

class Watched {
  readonly arrival: Promise<void>;
  first: number | null = null;
  decisive: number | null = null;
  arrived: number | null = null;
  /** False while the kernel gets to know the device. */
  on = false;
  readonly modem: VirtualModem;
  readonly #entry: SwitchEntry;
  readonly #last: string | null;
  #arrive: () => void = () => undefined;

  constructor(entry: SwitchEntry) {
    this.#entry = entry;
    this.#last = messagesOf(entry)?.at(-1) ?? null;
    // It is here that it is told to leave: at the very last message, also where an earlier one holds the same command.
    this.modem = new VirtualModem(unswitched(entry, { leavesOn: null }), { clock: systemClock });
    this.arrival = new Promise((resolve) => {
      this.#arrive = resolve;
    });
    this.modem.plug();
    this.#watchOld(this.modem.device);
    this.modem.on(({ kind, device }) => {
      if (kind === 'attached') this.#watchNew(device);
    });
  }

  #watchOld(device: VirtualUsbDevice | null): void {
    if (!device) throw new Error('not plugged in');
    device.tap = (transfer) => {
      if (!this.on) return undefined;
      this.first ??= now();
      if (this.decisive === null && this.#decides(transfer)) this.#decided();
      return undefined;
    };
  }

  #decided(): void {
    this.decisive = now();
    if (this.#last === null) {
      this.arrived = this.decisive;
      this.#arrive();
    } else this.modem.body.reenumerate('right', { afterMs: LEAVE_MS, awayMs: AWAY_MS });
  }

  #decides({ setup, endpoint, data }: Transfer): boolean {
    if (this.#last !== null) return setup === null && endpoint < 0x80 && Buffer.from(data).toString('hex') === this.#last;
    return setup !== null && setup[0] === 0 && setup[1] === SET_CONFIGURATION && setup[2] === this.#entry.configuration;
  }

  #watchNew(device: VirtualUsbDevice): void {
    device.tap = ({ setup }) => {
      if (this.arrived === null && setup !== null && setup[0] === 0x80 && setup[1] === GET_DESCRIPTOR) {
        this.arrived = now();
        this.#arrive();
      }
      return undefined;
    };
  }
}

async function measure(entry: SwitchEntry, by: Timing['by'], round: number, program: Program): Promise<Timing> {
  const dongle = new Watched(entry);
  const plug = await plugIntoVhci(dongle.modem);
  try {
    await program.ready(entry);
    dongle.on = true;
    const late = new AbortController();
    const done = await Promise.race([
      Promise.all([program.go(), dongle.arrival]),
      pause(LIMIT_MS, null, { signal: late.signal, ref: false }),
    ]).finally(() => late.abort());
    const { first, decisive, arrived } = dongle;
    if (done === null || first === null || decisive === null || arrived === null)
      throw new Error(`${switchFileName(entry)}, ${by}: it did not switch (${JSON.stringify({ first, decisive, arrived })})`);
    const [{ began, outcome }] = done;
    const after = (ms: number) => Math.round((ms - began) * 1000) / 1000;
    return {
      entry: switchFileName(entry),
      method: entry.method.name,
      by,
      round,
      first: after(first),
      decisive: after(decisive),
      arrived: after(arrived),
      outcome,
    };
  } finally {
    await plug.unplug();
  }
}

const [rounds = '1', pack = '', ...names] = process.argv.slice(2);
const all = loadDb().vendors.flatMap((v) => v.switches);
const entries = names.map((name) => {
  const entry = all.find((e) => switchFileName(e) === name);
  if (!entry) throw new Error(`no entry ${name}`);
  return entry;
});
const ours = new Ours();
const reference = new Reference(pack);
for (let round = 0; round < Number(rounds); round++) {
  for (const entry of entries) {
    for (const [by, program] of [
      ['ours', ours],
      ['reference', reference],
    ] as const) {
      // Who is not at work must not take the processor from who is.
      if (by === 'reference') ours.freeze();
      else ours.thaw();
      process.stdout.write(`${JSON.stringify(await measure(entry, by, round, program))}\n`);
    }
  }
}
ours.thaw();
ours.end();
process.exit(0);
