import { describe, expect, it } from 'vitest';
import { offerOf, prepareInTurn, wentThrough } from './recipe-run.ts';

describe('gosuncn-me3630', () => {
  it.for([
    ['ecm', 'rndis', 'r'],
    ['rndis', 'ecm', 'L'],
  ] as const)('from %s into %s', async ([from, to, letter]) => {
    const run = await prepareInTurn('gosuncn-me3630', [from, to]);
    expect(run).toMatchObject(wentThrough(to));
    expect(run.planned.slice(0, 3)).toEqual(['AT+ZSWITCH?', `AT+ZSWITCH=${letter}`, 'AT+CFUN=1,1']);
  });

  it('is put into neither MBIM nor QMI', async () => {
    expect(await offerOf('gosuncn-me3630', 'mbim')).toMatchObject({ possible: false, reason: expect.stringContaining('contradict') });
    expect(await offerOf('gosuncn-me3630', 'qmi')).toMatchObject({ possible: false, reason: expect.stringContaining('not published') });
  });
});

describe('gosuncn-gm800', () => {
  it.for([
    ['ecm', 'qmi'],
    ['ecm', 'rndis'],
    ['qmi', 'ecm'],
    ['qmi', 'rndis'],
    ['rndis', 'ecm'],
    ['rndis', 'qmi'],
  ] as const)('from %s into %s', async ([from, to]) => {
    // No release has a row of qmi_wwan or option for the ids of its QMI: the router gives them, which nobody has seen here. How it dials as
    // a card is assumed, so that nothing is claimed from it.
    expect(await prepareInTurn('gosuncn-gm800', [from, to])).toMatchObject(wentThrough(to, 'usable'));
  });
});
