import { describe, expect, it } from 'vitest';
import { offerOf, prepareInTurn, wentThrough } from './recipe-run.ts';

describe('zte-mf831, left in port mode', () => {
  it('is put into RNDIS', async () => {
    const run = await prepareInTurn('zte-mf831', ['rndis']);
    expect(run.planned.slice(0, 5)).toEqual(['AT+CGMM', 'AT+ZCDRUN=4', 'AT+ZCDRUN=8', 'AT+ZCDRUN=F', 'AT+CFUN=1,1']);
    // A router in a stick: only a request through its card would show a connection.
    expect(run).toMatchObject(wentThrough('rndis', 'usable'));
    expect(run.refused.join('\n')).toMatch(/19d2:0076/);
  });

  it('is a modem as it is', async () => {
    const run = await prepareInTurn('zte-mf831', ['ppp']);
    expect(run).toMatchObject(wentThrough('ppp'));
    expect(run.planned.filter((c) => /ZCDRUN/.test(c))).toEqual([]);
  });

  it('is not put into ECM by AT', async () => {
    expect(await offerOf('zte-mf831', 'ecm')).toMatchObject({ possible: false, reason: expect.stringContaining('USB_MODE_SWITCH 5') });
  });
});

describe('zte-mf823', () => {
  it('is taken out of its disc into ECM', async () => {
    expect(await prepareInTurn('zte-mf823', ['ecm'])).toMatchObject(wentThrough('ecm', 'usable'));
  });
});
