import { describe, expect, it } from 'vitest';
import { offerOf, prepareInTurn, wentThrough } from './recipe-run.ts';

describe('meig-srm825', () => {
  it.for([
    ['qmi', 'rndis', '3'],
    ['rndis', 'qmi', '1'],
  ] as const)('from %s into %s', async ([from, to, number]) => {
    const run = await prepareInTurn('meig-srm825', [from, to]);
    expect(run).toMatchObject(wentThrough(to));
    expect(run.planned.slice(0, 3)).toEqual(['AT+SER?', `AT+SER=${number},1`, 'AT+CFUN=1,1']);
  });

  it('is not put into ECM, where Linux has no driver for its ports', async () => {
    expect(await offerOf('meig-srm825', 'ecm')).toMatchObject({ possible: false, reason: expect.stringContaining('4d23') });
  });
});

describe('meig-slm770a', () => {
  it('stays in RNDIS, and is not put into ECM', async () => {
    expect(await prepareInTurn('meig-slm770a', ['rndis'])).toMatchObject(wentThrough('rndis'));
    expect(await offerOf('meig-slm770a', 'ecm')).toMatchObject({ possible: false, reason: expect.stringContaining('4d58') });
  });
});
