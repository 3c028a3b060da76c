import { describe, expect, it } from 'vitest';
import type { Mode } from '../../electron/contract/words.ts';
import { offerOf, prepareInTurn, wentThrough } from './recipe-run.ts';

const pairs = (modes: readonly Mode[]): [Mode, Mode][] =>
  modes.flatMap((from) => modes.flatMap((to): [Mode, Mode][] => (from === to ? [] : [[from, to]])));

const families: readonly [string, Readonly<Partial<Record<Mode, number>>>, string | null][] = [
  ['fibocom-nl678', { qmi: 17, ecm: 18 }, null],
  ['fibocom-fm160', { qmi: 32, ecm: 18, mbim: 30 }, 'AT+CFUN=15'],
  ['fibocom-fm650', { ecm: 34, ncm: 36, rndis: 38, mbim: 40 }, 'AT+CFUN=15'],
  ['fibocom-l610', { ecm: 32, rndis: 33 }, 'AT+CFUN=15'],
  ['fibocom-l850', { mbim: 7, ncm: 0 }, 'AT+CFUN=15'],
];

describe.each(families)('%s', (model, numbers, restart) => {
  it.for(pairs(Object.keys(numbers) as Mode[]))('from %s into %s', async ([from, to]) => {
    const run = await prepareInTurn(model, [from, to]);
    // The link of an FM160's ECM stands by itself, and cannot be ended: whose APN it is of nobody sees.
    expect(run).toMatchObject(wentThrough(to, model === 'fibocom-fm160' && to === 'ecm' ? 'usable' : 'verified'));
    // Another recipe of the same id stands in the plan as well; the model decides which of them is carried out.
    for (const command of ['AT+GTUSBMODE?', `AT+GTUSBMODE=${numbers[to]}`, ...(restart === null ? [] : [restart])])
      expect(run.planned).toContain(command);
    const done = (step: string) => Object.entries(run.steps).filter(([id, state]) => id.startsWith(step) && state === 'done').length;
    expect([done('mode-set'), done('mode-restart')]).toEqual([1, restart === null ? 0 : 1]);
  });
});

it.each([
  ['fibocom-nl678', 'rndis', '24 has no AT port'],
  ['fibocom-fm160', 'rndis', 'no AT port of its own'],
  ['fibocom-l610', 'ncm', 'seven serial ports'],
  ['fibocom-fm350', 'mbim', '(40,41)'],
] as const)('%s is not put into %s, with the reason', async (model, mode, reason) => {
  expect(await offerOf(model, mode)).toMatchObject({ possible: false, reason: expect.stringContaining(reason) });
});

it('prepares an FM350 as it is', async () => {
  expect(await prepareInTurn('fibocom-fm350', ['rndis'])).toMatchObject(wentThrough('rndis'));
});
