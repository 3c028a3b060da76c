import { describe, expect, it } from 'vitest';
import { offerOf, prepareInTurn, wentThrough } from './recipe-run.ts';

describe('foxconn-t99w175', () => {
  it.for([
    ['mbim', 'qmi', '9025'],
    ['qmi', 'mbim', '90d5'],
  ] as const)('from %s into %s', async ([from, to, value]) => {
    const run = await prepareInTurn('foxconn-t99w175', [from, to]);
    expect(run).toMatchObject(wentThrough(to));
    expect(run.planned.slice(0, 5)).toEqual(['AT+CGMM', 'AT^USBSWITCH?', 'AT^USBSWITCH=?', `AT^USBSWITCH=${value}`, 'AT+CFUN=1,1']);
    expect(run.refused.join(' ')).toMatch(/PCIEMODE moves the module from USB to PCIe/);
  });

  it('has no ECM', async () => {
    expect(await offerOf('foxconn-t99w175', 'ecm')).toMatchObject({ possible: false });
  });
});

describe('dell-dw5821e', () => {
  it.for([
    ['qmi', 'mbim'],
    ['mbim', 'qmi'],
  ] as const)('from %s into %s by its configuration, without a command', async ([from, to]) => {
    const run = await prepareInTurn('dell-dw5821e', [from, to]);
    expect(run).toMatchObject(wentThrough(to));
    expect(run.planned).toEqual([]);
  });
});

describe('ublox-toby-l2', () => {
  it.for([
    ['rndis', 'ecm', '2,"ECM"'],
    ['ecm', 'rndis', '3,"RNDIS"'],
  ] as const)('from %s into %s', async ([from, to, value]) => {
    const run = await prepareInTurn('ublox-toby-l2', [from, to]);
    expect(run).toMatchObject(wentThrough(to));
    expect(run.planned.slice(0, 3)).toEqual(['AT+UUSBCONF?', `AT+UUSBCONF=${value}`, 'AT+CFUN=16']);
  });

  it('is not left without a network', async () => {
    expect(await offerOf('ublox-toby-l2', 'ppp')).toMatchObject({ possible: false, reason: expect.stringContaining('Profile 0') });
  });
});
