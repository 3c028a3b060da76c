import type { Mode } from '../../electron/contract/words.ts';
import type { Clock } from '../../electron/seams/clock.ts';
import type { UsbBus } from '../../electron/seams/usb-bus.ts';
import { models } from '../../electron/virtual/models/index.ts';
import type { ModemModel } from '../../electron/virtual/modem.ts';
import { finishedStates } from '../support/ended.ts';
import { type Assault, type Campaign, Cases, type Outcome } from './campaign.ts';
import { Room } from './room.ts';

/** Pulled out at each second transfer of the whole way to its end, with the next seed at the others: the end says that it was pulled out, and nothing else. */

const PORT = '1-1';

interface Way {
  readonly model: ModemModel;
  readonly mode: Mode;
  readonly computer: Computer;
}

interface Computer {
  readonly name: string;
  readonly seesDrivers: boolean;
  /** The bus tells of an unplugging so much later than the transfers fail. */
  readonly toldLateMs: number;
  /** Of the transfers, each so-manieth, from another one with another seed: the same steps run on every computer. */
  readonly every: number;
}

const computers: readonly Computer[] = [
  { name: '', seesDrivers: true, toldLateMs: 0, every: 2 },
  { name: ', told late', seesDrivers: true, toldLateMs: 900, every: 8 },
  { name: ', over libusb', seesDrivers: false, toldLateMs: 0, every: 8 },
];

interface Pull {
  /** Transfer at which it is pulled out, counted from 0; `null`: not at all. */
  readonly at: number | null;
  /** Whether that transfer is still carried out. */
  readonly after: boolean;
}

interface Ending {
  readonly transfers: number;
  /** Whether the work was over when it was pulled out. */
  readonly overBefore: boolean;
  readonly pulled: boolean;
  readonly quiet: boolean;
  readonly state: string;
  readonly code: string | null;
  /** The step that failed. */
  readonly step: string;
}

function lateBus(bus: UsbBus, clock: Clock, ms: number): UsbBus {
  return {
    list: () => bus.list(),
    open: (sighting) => bus.open(sighting),
    close: () => bus.close(),
    watch: (listener) => bus.watch((change) => void clock.setTimeout(() => listener(change), ms)),
  };
}

async function run({ model, mode, computer }: Way, { at, after }: Pull): Promise<Ending> {
  const { seesDrivers, toldLateMs } = computer;
  const room = new Room({ seesDrivers, ...(toldLateMs === 0 ? {} : { wrapBus: (bus, clock) => lateBus(bus, clock, toldLateMs) }) });
  try {
    const specimen = room.make(model, { faults: { pin: '4711' } });
    room.plug(specimen, PORT);
    await room.start();
    await room.clock.advance(1500);
    let transfers = 0;
    let begun = false;
    let pulled = false;
    let overBefore = false;
    specimen.onTransfer = () => {
      // What a host asks before it shows a device is no transfer of the work's.
      if (!begun || pulled || !room.isOnBus(PORT) || transfers++ !== at) return undefined;
      pulled = true;
      const pull = () => {
        overBefore = room.isQuiet(PORT);
        room.unplug(specimen);
      };
      if (!after) {
        pull();
        return 'taken';
      }
      queueMicrotask(pull);
      return undefined;
    };
    begun = true;
    await room.agree(PORT, { mode, pin: '4711' });
    const quiet = await room.settle(PORT);
    const view = room.view(PORT);
    const step = view?.job?.progress.find((p) => p.state === 'failed')?.id ?? '-';
    return { transfers, pulled, overBefore, quiet, state: view?.state ?? 'gone', code: view?.job?.failure?.code ?? null, step };
  } finally {
    await room.close();
  }
}

/** The ways that end well when nobody pulls. */
async function modesOf(model: ModemModel): Promise<Mode[]> {
  const room = new Room();
  try {
    room.plug(room.make(model), PORT);
    await room.start();
    await room.clock.advance(300);
    return room.view(PORT)?.offers.flatMap((o) => (o.possible ? [o.mode] : [])) ?? [];
  } finally {
    await room.close();
  }
}

/** Out for good: it was pulled out, or it never came back. */
const honest = ['UNPLUGGED_BEFORE_SWITCH', 'UNPLUGGED_DURING_SWITCH', 'UNPLUGGED_AFTER_SWITCH', 'NEVER_RETURNED'];

export const unplug: Campaign = {
  name: 'unplug',
  async run(assault: Assault): Promise<Outcome> {
    const cases = new Cases('unplug', assault);
    for (const model of models) {
      for (const mode of await modesOf(model)) {
        for (const computer of computers) {
          const way = { model, mode, computer };
          const name = `${model.name} ${mode}${computer.name}`;
          const whole = await run(way, { at: null, after: false });
          // A way that fails by itself shows only what comes before its end.
          for (let at = assault.seed % computer.every; at < whole.transfers; at += computer.every) {
            for (const after of [false, true]) {
              if (!cases.takes(2 * at + Number(after))) continue;
              await cases.one(async (_, fault) => {
                const { pulled, overBefore, quiet, state, code, step } = await run(way, { at, after });
                if (!pulled || overBefore) return;
                const finished = finishedStates.some((one) => one === state);
                const where = `${name}, ${after ? 'behind' : 'before'} transfer ${at} of ${whole.transfers}, step ${step}`;
                if (!quiet) fault('never ends', where);
                // What was seen before the bus told was seen.
                else if (finished && computer.toldLateMs > 0) return;
                else if (finished) fault('counts as prepared', `${state}, ${where}`);
                else if (state !== 'failed') fault(`ends as ${state}`, where);
                else if (!honest.includes(code ?? '')) fault(code ?? 'no code', where);
              });
            }
          }
        }
      }
    }
    return cases.outcome;
  },
};
