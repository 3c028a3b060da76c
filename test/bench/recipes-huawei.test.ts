import { describe, expect, it } from 'vitest';
import { practiceWorld } from '../support/practice-world.ts';
import { offerOf, prepareInTurn, wentThrough } from './recipe-run.ts';

describe('huawei-ncm', () => {
  it.for([
    ['ncm', 'ppp', 'FF;1,12'],
    ['ppp', 'ncm', 'FF;12,1,16'],
  ] as const)('from %s into %s', async ([from, to, ports]) => {
    const run = await prepareInTurn('huawei-ncm', [from, to]);
    expect(run).toMatchObject(wentThrough(to));
    expect(run.planned.filter((c) => /SETPORT|RESET/.test(c))).toEqual([
      'AT^SETPORT?',
      'AT^SETPORT=?',
      `AT^SETPORT="${ports}"`,
      'AT^RESET',
    ]);
    expect(run.refused.join('\n')).toMatch(/Without port 12/);
  });
});

describe('huawei-e173', () => {
  it('is a modem alone by ^U2DIAG', async () => {
    const run = await prepareInTurn('huawei-e173', ['qmi', 'ppp']);
    expect(run).toMatchObject(wentThrough('ppp'));
    expect(run.planned.slice(0, 4)).toEqual(['AT+CGMM', 'AT^U2DIAG?', 'AT^U2DIAG=0', 'AT+CFUN=1,1']);
  });

  it('is taken out of its disc into either', async () => {
    for (const mode of ['qmi', 'ppp'] as const) expect(await prepareInTurn('huawei-e173', [mode])).toMatchObject(wentThrough(mode));
  });

  it('says that ECM is refused', async () => {
    expect((await offerOf('huawei-e173', 'ecm'))?.possible ?? false).toBe(false);
  });
});

describe('settings of Huawei, out of the disc', () => {
  it.for([
    ['huawei-ncm', 'ncm', 'lte', [['network-mode-query', 'network-mode-set', 'packet-domain-query', 'packet-domain-set']]],
    ['huawei-e173', 'qmi', 'umts', [['network-mode-query-2', 'network-mode-set-2', 'packet-domain-query-2', 'packet-domain-set-2']]],
  ] as const)('%s: each model is asked in its own words, and a second time nothing is set', async ([model, mode, networkMode, [own]]) => {
    const world = await practiceWorld();
    try {
      const port = await world.plug(model);
      const wishes = { mode, networkMode, packetDomain: 'packet' } as const;
      const run = async () => {
        const { state, failure, progress } = await world.prepare(port, wishes);
        expect([state, failure]).toEqual(['verified', null]);
        return progress.filter((s) => /^(network-mode|packet-domain)-/.test(s.id) && s.state !== 'skipped').map((s) => s.id);
      };
      expect(await run()).toEqual(own);
      expect(await run()).toEqual(own.filter((id) => id.includes('-query')));
    } finally {
      await world.close();
    }
  });
});
