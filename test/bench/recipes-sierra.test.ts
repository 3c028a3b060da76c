import { describe, expect, it } from 'vitest';
import { offerOf, prepareInTurn, wentThrough } from './recipe-run.ts';

const WORD = 'AT!ENTERCND="A710"';

const modems = [
  { model: 'sierra-em7455', shipped: 'qmi', other: 'mbim', query: '!USBCOMP', there: '!USBCOMP=1,1,100D', back: '!USBCOMP=1,1,10D' },
  { model: 'sierra-em7565', shipped: 'mbim', other: 'qmi', query: '!USBCOMP', there: '!USBCOMP=1,3,10D', back: '!USBCOMP=1,3,100D' },
  { model: 'sierra-mc7304', shipped: 'qmi', other: 'mbim', query: '!UDUSBCOMP', there: '!UDUSBCOMP=8', back: '!UDUSBCOMP=6' },
] as const;

describe('a Sierra modem is asked, unlocked, set and restarted', () => {
  it.for(modems)('$model: from $shipped into $other', async ({ model, other, query, there }) => {
    const run = await prepareInTurn(model, [other]);
    expect(run.planned).toEqual(['AT+CGMM', `${WORD};${query}?`, `${WORD};${query}=?`, WORD, `AT${there}`, 'AT!RESET']);
    expect(run).toMatchObject(wentThrough(other));
    for (const step of ['mode-query', 'mode-test', 'mode-unlock', 'mode-set', 'mode-restart', 'mode-return'])
      expect(run.steps[step], step).toBe('done');
  });

  it.for(modems)('$model: and back into $shipped', async ({ model, shipped, other, back }) => {
    const run = await prepareInTurn(model, [other, shipped]);
    expect(run.planned).toContain(`AT${back}`);
    expect(run).toMatchObject(wentThrough(shipped));
  });
});

describe('sierra-mc7355, with MBIM in its second configuration', () => {
  it('is there by choosing it: nothing is written', async () => {
    const run = await prepareInTurn('sierra-mc7355', ['mbim']);
    // It has no AT port: SIM and network are asked for in MBIM.
    expect(run).toMatchObject(wentThrough('mbim', 'verified'));
    expect(run.steps).toMatchObject({ configuration: 'done', 'mode-set': 'skipped', 'mode-restart': 'skipped' });
  });

  it('shows what it must not be told', async () => {
    const { refused } = await prepareInTurn('sierra-mc7355', ['qmi']);
    expect(refused.join('\n')).toMatch(/Compositions 9 to 12/);
    expect(refused.join('\n')).toMatch(/product ID/);
  });
});

it.each(['sierra-em7455', 'sierra-em7565', 'sierra-mc7304', 'sierra-mc7355'])('%s: QMI and MBIM are offered, ECM is not', async (model) => {
  expect(await offerOf(model, 'qmi')).toMatchObject({ possible: true });
  expect(await offerOf(model, 'mbim')).toMatchObject({ possible: true });
  expect(await offerOf(model, 'ecm')).toBeNull();
});
