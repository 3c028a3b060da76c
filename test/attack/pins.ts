import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { BenchError } from '../../electron/contract/errors.ts';
import { models } from '../../electron/virtual/models/index.ts';
import { Sim } from '../../electron/virtual/sim.ts';
import { givesPin } from './acts.ts';
import { type Assault, type Campaign, Cases, type Outcome } from './campaign.ts';
import type { Random } from './random.ts';
import { isFinished, Room } from './room.ts';
import type { Between, Specimen } from './specimen.ts';

/**
 * Modems that lie about the PIN: OK to a wrong one, an error to the right one, counters that say nothing or the same for ever,
 * silence, noise, READY while locked, another IMEI each time. Whatever they say, no SIM is blocked, and no PIN goes out twice after
 * the counter told that it was wrong.
 */

const CASES = 2000;
const PORT = '1-1';
const RIGHT = '4711';
const WRONG = ['0000', '1234', '9999'];

/** How each vendor tells the tries left: the question, and an answer with this many. */
const counters: readonly { readonly asks: RegExp; readonly answer: (tries: number, locked: boolean) => string }[] = [
  { asks: /^AT\^CPIN\?$/i, answer: (n, locked) => `^CPIN: ${locked ? `SIM PIN,${n}` : 'READY,'},10,${n},10,3` },
  { asks: /^AT\+CPINR="SIM PIN"$/i, answer: (n) => `+CPINR: SIM PIN,${n},3` },
  { asks: /^AT\+QPINC\?$/i, answer: (n) => `+QPINC: "SC",${n},10` },
  { asks: /^AT\+CPINC\?$/i, answer: (n) => `+CPINC: ${n},3,10,10` },
  { asks: /^AT\+SPIC$/i, answer: (n) => `+SPIC: ${n},10,0,10` },
  { asks: /^AT#PCT$/i, answer: (n) => `#PCT: ${n}` },
  { asks: /^AT\+UPINCNT$/i, answer: (n) => `+UPINCNT: ${n},3,10,10` },
  { asks: /^AT\+ZPINPUK=\?$/i, answer: (n) => `+ZPINPUK: ${n},10` },
];

const ok = (...lines: string[]) => `${lines.map((line) => `\r\n${line}\r\n`).join('')}\r\nOK\r\n`;
const noise = '\r\n\u00ff\u0001garbage\u0080\r\n';

interface Lies {
  /** What a PIN is answered with, whatever the card said. */
  readonly toPin: 'truth' | 'OK' | 'ERROR' | 'CME 16' | 'CME 3' | 'CME 100' | 'silence' | 'noise';
  readonly toCounter: 'truth' | 'ERROR' | 'three' | 'nothing' | 'noise' | 'falls late';
  /** `afterwards`: READY once a PIN was given, whatever the card made of it. */
  readonly toState: 'truth' | 'READY' | 'afterwards' | 'SIM PIN' | 'noise' | 'ERROR';
  readonly toLock: 'truth' | 'off' | 'on' | 'ERROR';
  readonly changesImei: boolean;
}

function liesOf(random: Random): Lies {
  const mostly = <T extends string>(truth: T, lies: readonly T[]) => (random.oneIn(2) ? truth : random.pick(lies));
  return {
    toPin: mostly('truth', ['OK', 'ERROR', 'CME 16', 'CME 3', 'CME 100', 'silence', 'noise', 'OK']),
    toCounter: mostly('truth', ['ERROR', 'three', 'nothing', 'noise', 'falls late']),
    toState: random.oneIn(2) ? mostly('truth', ['READY', 'afterwards', 'afterwards', 'SIM PIN', 'noise', 'ERROR']) : 'truth',
    toLock: random.oneIn(3) ? mostly('truth', ['off', 'on', 'ERROR']) : 'truth',
    changesImei: random.oneIn(5),
  };
}

/** What was given to the SIM, and what a counter would have told at that moment. */
interface Given {
  readonly pin: string;
  readonly told: number | null;
  /** Of the SIM itself, before. */
  readonly tries: number;
  readonly agreement: number;
}

/** The modem's mouth. */
class Liar implements Between {
  readonly given: Given[] = [];
  agreement = 0;
  readonly #lies: Lies;
  readonly #random: Random;
  #specimen: Specimen | null = null;
  /** What the counter told when it was last asked, where it lags behind. */
  #lag: number | null = null;

  constructor(lies: Lies, random: Random) {
    this.#lies = lies;
    this.#random = random;
  }

  of(specimen: Specimen): void {
    this.#specimen = specimen;
  }

  get sim(): Sim {
    if (!this.#specimen) throw new Error('a liar without a modem');
    return new Sim(this.#specimen.modem.body);
  }

  /** What the counter tells now; `null`: nothing that can be read. */
  get counterTells(): number | null {
    const { toCounter } = this.#lies;
    if (toCounter === 'three') return 3;
    if (toCounter === 'truth') return this.sim.pinTries;
    return toCounter === 'falls late' ? (this.#lag ?? this.sim.pinTries) : null;
  }

  hears(line: string): string | null {
    const { toPin, toState, toLock, changesImei } = this.#lies;
    if (givesPin(line)) {
      const pin = /"(\d+)"$/.exec(line)?.[1] ?? '';
      const unlocks = /CLCK/i.test(line);
      const { sim } = this;
      this.given.push({ pin, told: this.counterTells, tries: sim.pinTries, agreement: this.agreement });
      if (toPin === 'truth') return null;
      this.#lag = sim.pinTries;
      // The card hears it all the same.
      if (unlocks) sim.setPinEnabled(false, pin);
      else sim.verify(pin);
      if (toPin === 'silence') return '';
      if (toPin === 'noise') return noise;
      if (toPin === 'ERROR') return '\r\nERROR\r\n';
      return toPin === 'OK' ? ok() : `\r\n+CME ERROR: ${toPin.slice(4)}\r\n`;
    }
    const counter = counters.find(({ asks }) => asks.test(line));
    if (counter) return this.#counter(counter.answer);
    if (/^AT\+CPIN\?$/i.test(line) && toState !== 'truth') {
      if (toState === 'afterwards') return this.given.length > 0 ? ok('+CPIN: READY') : null;
      if (toState === 'noise') return noise;
      return toState === 'ERROR' ? '\r\n+CME ERROR: 100\r\n' : ok(`+CPIN: ${toState}`);
    }
    if (/^AT\+CLCK="SC",2$/i.test(line) && toLock !== 'truth')
      return toLock === 'ERROR' ? '\r\nERROR\r\n' : ok(`+CLCK: ${toLock === 'on' ? 1 : 0}`);
    if (/^AT\+CGSN$/i.test(line) && changesImei) return ok(`86${String(this.#random.below(1e9)).padStart(13, '0')}`);
    return null;
  }

  #counter(answer: (tries: number, locked: boolean) => string): string | null {
    const { toCounter } = this.#lies;
    if (toCounter === 'truth') return null;
    if (toCounter === 'ERROR') return '\r\nERROR\r\n';
    if (toCounter === 'nothing') return ok();
    if (toCounter === 'noise') return noise;
    const told = answer(this.counterTells ?? 3, this.sim.state === 'pin');
    this.#lag = null;
    return ok(told);
  }
}

const withSim = models.filter(({ name }) => !/hilink|mf823/.test(name));
/** Models whose tries the database knows how to read. */
const told = withSim.filter(({ name }) => /^(huawei|quectel|sierra|simcom|telit|ublox|zte)/.test(name));

/** Whether a bundle in this folder has that PIN in it. */
function bundleHolds(folder: string, pin: string): boolean {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.tar.gz'))
    .some((name) => gunzipSync(readFileSync(join(folder, name))).includes(`'${pin}'`));
}

export const pins: Campaign = {
  name: 'pins',
  async run(assault: Assault): Promise<Outcome> {
    const cases = new Cases('pins', assault);
    let given = 0;
    for (let i = cases.scaled(CASES); i > 0; i--) {
      await cases.one(async (random, fault) => {
        const lies = liesOf(random);
        const liar = new Liar(lies, random);
        const model = random.pick(random.oneIn(6) ? withSim : told);
        // A counter that lies can only be survived where it began fresh, and not by insisting.
        const honest = lies.toCounter !== 'three' && lies.toCounter !== 'falls late';
        const room = new Room({ seesDrivers: !random.oneIn(4) });
        try {
          const specimen = room.make(model, {
            faults: random.oneIn(5) ? {} : { pin: RIGHT, pinTries: honest ? random.pick([3, 3, 3, 2, 1]) : 3 },
            between: liar,
          });
          liar.of(specimen);
          const blocked = liar.sim.state === 'puk';
          room.plug(specimen, PORT);
          await room.start();
          await room.clock.advance(400);
          let typed = '';
          const pinOf = () => (random.oneIn(2) ? RIGHT : random.pick(WRONG));
          for (let job = honest ? random.between(1, 2) : 1; job > 0; job--) {
            const offered = room.view(PORT)?.offers.flatMap((o) => (o.possible ? [o.mode] : [])) ?? [];
            // A setting of the first job may have left it in something that nobody has a name for, or away.
            if (offered.length === 0 || room.view(PORT)?.present !== true) break;
            const mode = random.pick(offered);
            liar.agreement++;
            typed = random.oneIn(5) ? '' : pinOf();
            await room.agree(PORT, { mode, pin: typed, pinLock: typed !== '' && random.oneIn(2) ? 'off' : 'keep' });
            if (random.oneIn(6)) {
              // The bench dies in the middle of it, and rises.
              await room.clock.advance(random.between(1, 9000));
              await room.stop();
              await room.start();
            }
            if (!(await room.settle(PORT))) fault('never ends', `${model.name}, ${JSON.stringify(lies)}`);
            if (room.view(PORT)?.state === 'locked') {
              liar.agreement++;
              typed = pinOf();
              await room.bench.handle({ type: 'pin', portPath: PORT, pin: typed });
              await room.settle(PORT);
              if (room.view(PORT)?.state === 'locked') await room.bench.handle({ type: 'cancel', portPath: PORT });
            }
          }
          judge(liar, fault, `${model.name}, ${JSON.stringify(lies)}`);
          if (!blocked && ['puk', 'blocked'].includes(liar.sim.state)) fault('a SIM was blocked', `${model.name}, ${JSON.stringify(lies)}`);
          given += liar.given.length;
          const taken = liar.sim.pinTries === 3 && liar.given.some(({ pin }) => pin === RIGHT) && typed === RIGHT;
          if (!isFinished(room.view(PORT)) || typed === '' || taken) return;
          const folder = mkdtempSync(join(room.folder, 'out-'));
          try {
            await room.bench.handle({ type: 'export', portPath: PORT, folder });
          } catch (error) {
            // After a crash nobody knows the PIN any more, or it is to be confirmed: then there is no bundle.
            if (error instanceof BenchError) return;
            throw error;
          }
          if (typed !== RIGHT && bundleHolds(folder, typed))
            fault('a PIN that the SIM did not take is in the bundle', `${typed}, ${model.name}, ${JSON.stringify(lies)}`);
        } finally {
          await room.close();
        }
      });
    }
    if (assault.only === null)
      await cases.one((_, fault) => {
        if (given === 0) fault('hollow', 'no PIN was ever given');
      });
    return cases.outcome;
  },
};

function judge({ given }: Liar, fault: (kind: string, detail: string) => void, where: string): void {
  for (const [index, { pin, told, agreement }] of given.entries()) {
    if (told === null) fault('a PIN was given without a counter', `${pin}; ${where}`);
    else if (told < 2) fault('a PIN was given with fewer than two tries told', `${pin}, ${told}; ${where}`);
    const before = given.slice(0, index).find((g) => g.pin === pin && g.agreement === agreement);
    const fell = before && before.told !== null && told !== null && told < before.told;
    if (fell) fault('a PIN was given again after its counter fell', `${pin}, ${before.told} then ${told}; ${where}`);
  }
}
