import { describe, expect, it } from 'vitest';
import { dialsItself, offerOf, prepareInTurn } from './recipe-run.ts';

const MODES = ['qmi', 'ecm', 'mbim', 'rndis'] as const;
const NUMBERS = { qmi: 0, ecm: 1, mbim: 2, rndis: 3 } as const;
const pairs = MODES.flatMap((from) => MODES.flatMap((to): [typeof from, typeof to][] => (from === to ? [] : [[from, to]])));

describe.each(['quectel-ec25', 'quectel-rm520n'])('%s', (model) => {
  it.for(pairs)('from %s into %s', async ([from, to]) => {
    const run = await prepareInTurn(model, [from, to]);
    expect(run).toMatchObject(dialsItself(to, from));
    expect(run.planned.slice(0, 4)).toEqual(['AT+QCFG="usbnet"', 'AT+QCFG=?', `AT+QCFG="usbnet",${NUMBERS[to]}`, 'AT+CFUN=1,1']);
    expect(run.refused.join(' ')).toMatch(/usbcfg can take the AT and modem ports away/);
  });
});

it('does not set NCM on a 5G module whose firmware does not list it', async () => {
  expect(await offerOf('quectel-rm520n', 'ncm')).toMatchObject({ possible: true });
  const run = await prepareInTurn('quectel-rm520n', ['ncm']);
  expect(run.planned).toContain('AT+QCFG=?');
  expect(run).toMatchObject({ state: 'failed', problem: expect.stringContaining('MODE_NOT_IN_FIRMWARE') });
});

it('says why an LTE module has no NCM', async () => {
  expect(await offerOf('quectel-ec25', 'ncm')).toMatchObject({ possible: false, reason: expect.stringContaining('usbnet 0 to 3 only') });
});
