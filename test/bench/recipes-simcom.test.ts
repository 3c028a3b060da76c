import { describe, expect, it } from 'vitest';
import { dialsItself, offerOf, prepareInTurn, wentThrough } from './recipe-run.ts';

describe('simcom-sim7600', () => {
  it.for([
    ['rndis', '9011'],
    ['mbim', '9003'],
  ] as const)('is put from QMI into %s, leaving by itself', async ([mode, pid]) => {
    const run = await prepareInTurn('simcom-sim7600', [mode]);
    const own = run.planned.filter((c) => /CUSBPIDSWITCH/.test(c));
    expect(own).toEqual(['AT+CUSBPIDSWITCH?', 'AT+CUSBPIDSWITCH=?', `AT+CUSBPIDSWITCH=${pid},1,1`]);
    expect(run).toMatchObject(dialsItself(mode));
  });

  it.for([
    ['rndis', 'qmi'],
    ['rndis', 'mbim'],
    ['mbim', 'qmi'],
    ['mbim', 'rndis'],
  ] as const)('from %s into %s', async ([from, to]) => {
    expect(await prepareInTurn('simcom-sim7600', [from, to])).toMatchObject(dialsItself(to, from));
  });

  it('is not put into ECM, where Linux has no driver for its ports', async () => {
    expect(await offerOf('simcom-sim7600', 'ecm')).toMatchObject({ possible: false, reason: expect.stringMatching(/9018/) });
    for (const mode of ['qmi', 'rndis', 'mbim'] as const) expect(await offerOf('simcom-sim7600', mode)).toMatchObject({ possible: true });
  });
});

describe('simcom-sim8200', () => {
  it.for([
    ['rndis', '9011'],
    ['mbim', '9003'],
  ] as const)('is put from QMI into %s by a restart', async ([mode, pid]) => {
    const run = await prepareInTurn('simcom-sim8200', [mode]);
    const own = run.planned.slice(run.planned.indexOf('AT+CUSBCFG?')).filter((c) => /CUSBCFG|CFUN/.test(c));
    expect(own).toEqual(['AT+CUSBCFG?', 'AT+CUSBCFG=?', `AT+CUSBCFG=usbid,1e0e,${pid}`, 'AT+CFUN=1,1']);
    expect(run).toMatchObject(dialsItself(mode));
  });

  it.for([
    ['rndis', 'qmi'],
    ['mbim', 'qmi'],
    ['mbim', 'rndis'],
  ] as const)('from %s into %s', async ([from, to]) => {
    expect(await prepareInTurn('simcom-sim8200', [from, to])).toMatchObject(dialsItself(to, from));
  });

  it('says that 901E takes the ports away', async () => {
    expect((await prepareInTurn('simcom-sim8200', ['qmi'])).refused.join('\n')).toMatch(/901E takes every serial port away/);
  });
});

describe('simcom-a7670', () => {
  it('is put into ECM under the same id, and back', async () => {
    const there = await prepareInTurn('simcom-a7670', ['ecm']);
    const own = there.planned.filter((c) => /MYCONFIG|CRESET/.test(c));
    expect(own).toEqual(['AT$MYCONFIG?', 'AT$MYCONFIG="usbnetmode",1', 'AT+CRESET']);
    expect(there).toMatchObject(dialsItself('ecm'));
    expect(await prepareInTurn('simcom-a7670', ['ecm', 'rndis'])).toMatchObject(wentThrough('rndis'));
  });
});
