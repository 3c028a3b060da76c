import { Random } from './random.ts';

/** What breaks an invariant: a word of its kind, and what was seen. */
export interface Fault {
  /** Number of the case, for `--case`. */
  readonly at: number;
  readonly kind: string;
  readonly detail: string;
}

export interface Outcome {
  readonly cases: number;
  readonly faults: readonly Fault[];
}

/** One run of a campaign. */
export interface Assault {
  readonly seed: number;
  /** 1: the whole campaign; 0.1: a tenth of it. */
  readonly scale: number;
  /** The one case that is wanted; `null`: all. */
  readonly only: number | null;
  /** Folder of the checkout. */
  readonly root: string;
  /** Called before each case: whoever watches sees which one it is that never ends. */
  readonly begins: (at: number) => void;
}

export interface Campaign {
  readonly name: string;
  run(assault: Assault): Promise<Outcome>;
}

/** Characters of what is told of one fault. */
const MAX_DETAIL = 400;

/** The cases of one campaign, numbered in order; each has a random source of its own, so that one can be had again alone. */
export class Cases {
  readonly #assault: Assault;
  readonly #name: string;
  readonly #faults: Fault[] = [];
  #next = 0;
  #done = 0;

  constructor(name: string, assault: Assault) {
    this.#name = name;
    this.#assault = assault;
  }

  /** So many of `full` as the scale asks for; at least one. */
  scaled(full: number): number {
    return Math.max(1, Math.round(full * this.#assault.scale));
  }

  /** Whether the scale takes the case of this number out of many that are alike. */
  takes(number: number): boolean {
    const step = Math.max(1, Math.round(1 / this.#assault.scale));
    return (number + this.#assault.seed) % step === 0;
  }

  /** Runs the next case, unless another one is wanted. What it throws is a fault. */
  async one(work: (random: Random, fault: (kind: string, detail: string) => void) => Promise<void> | void): Promise<void> {
    const at = this.#next++;
    const { only, seed, begins } = this.#assault;
    if (only !== null && only !== at) return;
    begins(at);
    this.#done++;
    const fault = (kind: string, detail: string) => {
      this.#faults.push({ at, kind, detail: detail.slice(0, MAX_DETAIL) });
    };
    try {
      await work(new Random(`${this.#name}/${seed}/${at}`), fault);
    } catch (error) {
      fault('threw', error instanceof Error ? `${error.message} ${placeOf(error)}` : String(error));
    }
  }

  /** True where the next case is not the wanted one, so that its preparation can be spared. */
  get passesOver(): boolean {
    const { only } = this.#assault;
    return only !== null && only !== this.#next;
  }

  get outcome(): Outcome {
    return { cases: this.#done, faults: this.#faults };
  }
}

/** The first lines of a stack. */
function placeOf(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .slice(1, 4)
    .map((line) => line.trim())
    .join(' ');
}
