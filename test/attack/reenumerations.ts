import type { Plan } from '../../electron/contract/plan.ts';
import { Snapshot } from '../../electron/contract/snapshot.ts';
import { models } from '../../electron/virtual/models/index.ts';
import { finishedStates } from '../support/ended.ts';
import { acts, actsOf, givesPin, messagesOf } from './acts.ts';
import { type Assault, type Campaign, Cases, type Outcome } from './campaign.ts';
import { mangledBus } from './mangled-bus.ts';
import type { Random } from './random.ts';
import { lastEntries, quietStates, Room } from './room.ts';
import type { Specimen, Told } from './specimen.ts';

/**
 * Several dongles, twins among them, that come and go in any order while jobs are under way: pulled out, put into another's port,
 * restarting, back as a disc once more, on a bus that loses, doubles and delays what it tells.
 */

const CASES = 900;
const PORTS = ['1-1', '1-2', '1-3', '1-4', '2-1.2'];
const PIN = '4711';
/** Between two things that happen, in ms: often in the middle of a transfer, sometimes long after. */
const gaps = [1, 5, 20, 90, 300, 1000, 2500, 7000];

/** One agreement, and what was done for it. */
interface Job {
  readonly portPath: string;
  readonly specimen: Specimen;
  readonly plan: Plan;
  readonly commands: ReadonlySet<string>;
  /** How often a PIN may be given. */
  pins: number;
  readonly done: Map<string, number>;
  /** Its IMEI was asked for by this job. */
  identified: boolean;
  exchanged: boolean;
}

type Fault = (kind: string, detail: string) => void;

/** What a campaign met: one that met little shows little. */
interface Met {
  agreements: number;
  acts: number;
  verified: number;
  /** On another dongle, where nothing could have told. */
  untellable: number;
}

class History {
  readonly room: Room;
  readonly #random: Random;
  readonly #fault: Fault;
  readonly #specimens: Specimen[] = [];
  readonly #serials = new Map<Specimen, string | null>();
  readonly #jobs = new Map<string, Job>();
  /** Little happens but jobs, and an exchange in the middle of each. */
  readonly #directed: boolean;
  readonly log: string[] = [];

  readonly #met: Met;

  constructor(random: Random, fault: Fault, met: Met) {
    this.#met = met;
    this.#random = random;
    this.#directed = random.oneIn(3);
    this.#fault = fault;
    // Half of the histories on a bus that tells everything in order: what goes wrong there is no loss of an event.
    const mangling = random.oneIn(2) ? { lost: 0, doubled: 0, late: 0 } : { lost: 40, doubled: 8, late: 8 };
    this.room = new Room({ seesDrivers: !random.oneIn(4), wrapBus: (bus, clock) => mangledBus(bus, clock, random, mangling) });
  }

  async begin(): Promise<void> {
    const twin = this.#random.pick(models);
    const chosen = [twin, twin, this.#random.pick(models), this.#random.pick(models)].slice(0, this.#random.between(2, 4));
    for (const [index, model] of chosen.entries()) {
      // Some have a serial number, twins mostly none.
      const serial = this.#random.oneIn(3) ? `SN${index}${this.#random.below(1000)}` : null;
      const imei = `86${String(this.#random.below(1e9)).padStart(9, '0')}${String(index).padStart(4, '0')}`;
      const specimen = this.room.make(model, { imei, serial, faults: this.#random.oneIn(3) ? { pin: PIN } : {} });
      specimen.onTold = (told) => this.#told(specimen, told);
      this.#serials.set(specimen, serial);
      this.#specimens.push(specimen);
      this.room.plug(specimen, PORTS[index] ?? '9-9');
    }
    await this.room.start();
    await this.room.clock.advance(400);
  }

  /** Something happens to one of them, or the technician does something. */
  async step(): Promise<void> {
    const random = this.#random;
    const { room } = this;
    await room.clock.advance(random.pick(gaps));
    if (this.#directed && !random.oneIn(6)) return this.#agree(random.pick(PORTS));
    const specimen = random.pick(this.#specimens);
    const place = room.placeOf(specimen);
    const note = (what: string) => this.log.push(`${what} ${place ?? '-'}`);
    switch (random.below(9)) {
      case 0:
      case 1:
      case 2:
        return this.#agree(random.pick(PORTS));
      case 3: {
        if (place === undefined) return this.#plugAnywhere(specimen);
        note('pulled');
        return room.unplug(specimen);
      }
      case 4: {
        const other = random.pick(this.#specimens);
        const otherPlace = room.placeOf(other);
        if (place === undefined || otherPlace === undefined || other === specimen) return this.#plugAnywhere(specimen);
        note(`swapped with ${otherPlace}`);
        room.unplug(specimen);
        room.unplug(other);
        if (!random.oneIn(3)) await room.clock.advance(random.pick(gaps));
        room.plug(other, place);
        return room.plug(specimen, otherPlace);
      }
      case 5: {
        // A loose contact, or power that was gone for a moment.
        if (place === undefined) return this.#plugAnywhere(specimen);
        note('flapped');
        room.unplug(specimen);
        if (random.oneIn(2)) await room.clock.advance(random.pick(gaps));
        return room.plug(specimen, place);
      }
      case 6: {
        if (place === undefined) return this.#plugAnywhere(specimen);
        note('restarts');
        return specimen.modem.body.restart({ afterMs: random.below(50), awayMs: random.pick(gaps) });
      }
      case 7: {
        if (place === undefined) return this.#plugAnywhere(specimen);
        note('comes back as at power-up');
        return specimen.modem.body.reenumerate(specimen.modem.model.powerUp(specimen.modem.flash), {
          afterMs: 5,
          awayMs: random.pick(gaps),
        });
      }
      default:
        return this.#intent(random.pick(PORTS));
    }
  }

  /** Another one in its place, one of the same model if there is one. */
  #exchange(specimen: Specimen): void {
    const place = this.room.placeOf(specimen);
    const others = this.#specimens.filter((other) => other !== specimen);
    const other = others.find((one) => one.modem.model === specimen.modem.model) ?? this.#random.pick(others);
    if (place === undefined) return;
    this.log.push(`exchanged ${place}`);
    for (const one of [specimen, other]) this.room.unplug(one);
    this.room.plug(other, place);
  }

  #plugAnywhere(specimen: Specimen): void {
    if (this.room.placeOf(specimen) !== undefined) return;
    const free = PORTS.filter((port) => this.room.at(port) === undefined);
    const port = this.#random.pick(free);
    this.log.push(`plugged ${port}`);
    this.room.plug(specimen, port);
  }

  async #agree(portPath: string): Promise<void> {
    const { room } = this;
    const specimen = room.at(portPath);
    const view = room.view(portPath);
    const offer = view?.offers.filter((o) => o.possible) ?? [];
    if (!specimen || !view || offer.length === 0 || !room.isQuiet(portPath)) return;
    const others = offer.filter((o) => o.mode !== view.mode);
    const { mode } = this.#random.pick(others.length > 0 && !this.#random.oneIn(4) ? others : offer);
    const modes = view.settings.find((s) => s.id === 'network-mode')?.values ?? [];
    const networkMode = modes.includes('lte') && this.#random.oneIn(2) ? 'lte' : 'keep';
    const pin = this.#random.oneIn(2) ? PIN : '';
    const pinLock = pin !== '' && this.#random.oneIn(2) ? 'off' : 'keep';
    const before = this.#jobs.get(portPath);
    try {
      const wishes = { mode, networkMode, pin, pinLock } as const;
      const planned = await room.agree(portPath, wishes).catch(() => room.agree(portPath, { ...wishes, networkMode: 'keep' }));
      const plan = planned?.draft;
      if (!plan) return;
      const commands = new Set(actsOf(plan));
      this.#jobs.set(portPath, {
        portPath,
        specimen,
        plan,
        commands,
        pins: pin === '' ? 0 : 2,
        done: new Map(),
        identified: false,
        exchanged: false,
      });
      this.#met.agreements++;
      this.log.push(`agreed ${mode} ${portPath}`);
    } catch {
      // Refused: what was there before goes on.
      if (before) this.#jobs.set(portPath, before);
    }
  }

  async #intent(portPath: string): Promise<void> {
    const state = this.room.view(portPath)?.state;
    const job = this.#jobs.get(portPath);
    if (state === 'locked' && job) job.pins += 2;
    const intent =
      state === 'locked'
        ? ({ type: 'pin', portPath, pin: PIN } as const)
        : ({ type: this.#random.oneIn(3) ? 'dismiss' : 'cancel', portPath } as const);
    this.log.push(`${intent.type} ${portPath}`);
    await this.room.bench.handle(intent).catch(() => undefined);
  }

  /** Whoever was told something that acts must be whom the job began on, and must not have been told before. */
  #told(specimen: Specimen, told: Told): void {
    const portPath = this.room.placeOf(specimen) ?? '-';
    const job = this.#jobs.get(portPath);
    if (job?.specimen === specimen && told.what === 'AT+CGSN') job.identified = true;
    if (!acts(told, job?.commands ?? new Set())) return;
    const where = () => `${told.what} to ${specimen.modem.model.name} on ${portPath}; ${this.log.slice(-6).join(', ')}`;
    if (!job) {
      this.#fault('told without an agreement', where());
      return;
    }
    this.#met.acts++;
    if (job.specimen !== specimen) {
      if (this.#tellable(job, specimen)) this.#fault('on another dongle', where());
      else this.#met.untellable++;
    }
    // While it is away, somebody puts another one into its port.
    else if (!job.exchanged && this.#random.oneIn(this.#directed ? 2 : 6)) {
      job.exchanged = true;
      this.room.clock.setTimeout(() => this.#exchange(specimen), this.#random.pick(gaps));
    }
    const times = (job.done.get(told.what) ?? 0) + 1;
    job.done.set(told.what, times);
    const planned = [...actsOf(job.plan), ...messagesOf(job.plan)].filter((what) => what === told.what).length;
    const most = given(told) ? job.pins : told.kind === 'control' ? Number.POSITIVE_INFINITY : Math.max(1, planned);
    if (times > most) this.#fault('done twice for one agreement', where());
  }

  /**
   * Whether anything that can be known tells the two apart: a serial number, or an IMEI that the first one was asked for by this very job. That one shows a
   * serial number and the other none is no proof: many hide it in one of their states, and a string can fail to be read.
   */
  #tellable(job: Job, now: Specimen): boolean {
    const [before, after] = [this.#serials.get(job.specimen) ?? null, this.#serials.get(now) ?? null];
    if (before !== null && after !== null && before !== after) return true;
    return job.identified;
  }

  /** Everything comes to rest, and says how it ended. */
  async end(): Promise<void> {
    const { room } = this;
    for (const port of PORTS) {
      if (await room.settle(port, 900_000)) continue;
      this.#fault('never ends', `${port} is ${room.view(port)?.state}; ${this.log.slice(-8).join(', ')}`);
    }
    // A step that failed as its dongle left may take a while to let go; its journal ends with it.
    await room.clock.advance(LETS_GO_WITHIN_MS);
    Snapshot.parse(room.bench.snapshot());
    const locked = PORTS.filter((port) => room.view(port)?.state === 'locked');
    for (const { portPath, state, job } of room.bench.snapshot().dongles) {
      const failure = job?.failure;
      if (!quietStates.includes(state)) this.#fault('no state that has a name', `${portPath} is ${state}`);
      if (finishedStates.includes(state)) this.#met.verified++;
      if (state === 'failed' && failure === null) this.#fault('failed without a reason', portPath);
      if (failure?.code === 'INTERNAL') this.#fault('INTERNAL', `${JSON.stringify(failure.detail)}; ${this.log.slice(-6).join(', ')}`);
    }
    await room.stop();
    for (const [name, entry] of lastEntries(room.folder)) {
      if (entry?.['kind'] === 'end' || entry?.['kind'] === 'dismissed' || locked.some((port) => name.includes(port))) continue;
      this.#fault('journal left open', `${name}: ${JSON.stringify(entry).slice(0, 120)}; ${this.log.slice(-6).join(', ')}`);
    }
  }
}

/** More than any kind of step takes to let go of what it holds. */
const LETS_GO_WITHIN_MS = 120_000;

const given = ({ kind, what }: Told) => kind === 'at' && givesPin(what);

export const reenumerations: Campaign = {
  name: 'reenumerations',
  async run(assault: Assault): Promise<Outcome> {
    const cases = new Cases('reenumerations', assault);
    const met: Met = { agreements: 0, acts: 0, verified: 0, untellable: 0 };
    for (let i = cases.scaled(CASES); i > 0; i--) {
      await cases.one(async (random, fault) => {
        const history = new History(random, fault, met);
        try {
          await history.begin();
          for (let steps = random.between(10, 40); steps > 0; steps--) await history.step();
          await history.end();
        } finally {
          await history.room.close();
        }
      });
    }
    if (assault.only === null)
      await cases.one((_, fault) => {
        if (met.acts < met.agreements || met.verified === 0) fault('hollow', JSON.stringify(met));
      });
    return cases.outcome;
  },
};
