import { describe, expect, it } from 'vitest';
import { dialsItself, offerOf, prepareInTurn, wentThrough } from './recipe-run.ts';

const pairs = <T>(modes: readonly T[]): [T, T][] =>
  modes.flatMap((from) => modes.flatMap((to): [T, T][] => (from === to ? [] : [[from, to]])));

describe('telit-le910c4', () => {
  it.for([
    ['mbim', 2],
    ['ecm', 4],
  ] as const)('is put from QMI into %s with its own number and #REBOOT', async ([mode, index]) => {
    const run = await prepareInTurn('telit-le910c4', [mode]);
    expect(run.planned).toEqual(['AT+CGMM', 'AT#USBCFG?', 'AT#USBCFG=?', `AT#USBCFG=${index}`, 'AT#REBOOT']);
    expect(run).toMatchObject(wentThrough(mode));
  });

  it.for(pairs(['qmi', 'mbim', 'ecm'] as const))('from %s into %s', async ([from, to]) => {
    expect(await prepareInTurn('telit-le910c4', [from, to])).toMatchObject(wentThrough(to));
  });

  it('is not put into RNDIS, whose number nobody published', async () => {
    expect(await offerOf('telit-le910c4', 'rndis')).toMatchObject({ possible: false, reason: expect.stringMatching(/1203/) });
    for (const mode of ['qmi', 'mbim', 'ecm'] as const) expect(await offerOf('telit-le910c4', mode)).toMatchObject({ possible: true });
  });
});

describe('telit-fn980', () => {
  it.for([
    ['rndis', 0],
    ['mbim', 2],
    ['ecm', 3],
  ] as const)('is put from QMI into %s with its own number, leaving by itself', async ([mode, index]) => {
    const run = await prepareInTurn('telit-fn980', [mode]);
    expect(run.planned).toEqual(['AT+CGMM', 'AT#USBCFG?', 'AT#USBCFG=?', 'AT+CFUN=1,1', `AT#USBCFG=${index}`]);
    // As a card it keeps its call in the flash, which no trial makes.
    expect(run).toMatchObject(dialsItself(mode));
  });

  it.for(pairs(['rndis', 'qmi', 'mbim', 'ecm'] as const))('from %s into %s', async ([from, to]) => {
    expect(await prepareInTurn('telit-fn980', [from, to])).toMatchObject(dialsItself(to));
  });
});

it('offers all four of an FN980', async () => {
  for (const mode of ['qmi', 'mbim', 'ecm', 'rndis'] as const) expect(await offerOf('telit-fn980', mode)).toMatchObject({ possible: true });
});
