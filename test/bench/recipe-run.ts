import { expect } from 'vitest';
import type { Mode } from '../../electron/contract/words.ts';
import type { Faults } from '../../electron/virtual/modem.ts';
import { finishedStates } from '../support/ended.ts';
import { practiceWorld } from '../support/practice-world.ts';

/** What a run came to: the state that the dongle ended in, the mode it shows, and every AT command of the plan by step. */
export interface RecipeRun {
  readonly state: string;
  readonly problem: string | null;
  readonly mode: string | null;
  readonly planned: readonly string[];
  readonly steps: Readonly<Record<string, string>>;
  readonly refused: readonly string[];
}

/**
 * What a job that went through without a fault comes to: the connection of dial-up is not tried here, and one that is known of nobody's
 * word claims nothing.
 */
export const wentThrough = (mode: Mode, state: 'verified' | 'usable' | 'unusable' = mode === 'ppp' ? 'usable' : 'verified') => ({
  state,
  mode,
  problem: 'null',
});

const cards: readonly Mode[] = ['ncm', 'ecm', 'rndis'];

/**
 * The same of a modem that dials by itself as a card: the APN that a job writes is used from its next start on, so that only a job that
 * found it there, behind another one's (`from`), sees the wished connection.
 */
export const dialsItself = (to: Mode, from?: Mode) =>
  wentThrough(to, !cards.includes(to) || (from !== undefined && cards.includes(from)) ? 'verified' : 'usable');

/** Plugs a model in and prepares it for one mode after another; the run of the last. Each before it has to go through. */
export async function prepareInTurn(model: string, modes: readonly Mode[], faults: Faults = {}): Promise<RecipeRun> {
  const world = await practiceWorld({ faults: { [model]: faults } });
  try {
    const port = await world.plug(model);
    let last: RecipeRun | null = null;
    for (const mode of modes) {
      if (last !== null) expect(finishedStates, `${model} before ${mode}: ${last.problem}`).toContain(last.state);
      const planned = await world.plan(port, { mode });
      const plan = planned.draft;
      await world.bench.handle({ type: 'prepare', portPath: port, planId: plan?.id ?? '' });
      const done = await world.follow(port);
      last = {
        state: done.state,
        problem: JSON.stringify(done.failure),
        mode: done.mode,
        planned: (plan?.steps ?? []).flatMap(({ action }) => (action.kind === 'at' ? [action.command] : [])),
        steps: Object.fromEntries(done.progress.map((s) => [s.id, s.state])),
        refused: (plan?.refused ?? []).map((r) => r.reason),
      };
    }
    if (last === null) throw new Error('no mode');
    return last;
  } finally {
    await world.close();
  }
}

/** Why a mode is offered or not: the reason's words where it is refused, `null` where nobody offers it. */
export async function offerOf(model: string, mode: Mode): Promise<{ possible: boolean; reason: string } | null> {
  const world = await practiceWorld();
  try {
    const offer = world.dongle(await world.plug(model)).offers.find((o) => o.mode === mode);
    return offer ? { possible: offer.possible, reason: String(offer.reason.values['reason'] ?? '') } : null;
  } finally {
    await world.close();
  }
}
