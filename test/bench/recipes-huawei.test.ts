import { describe, expect, it } from 'vitest';
import { practiceWorld } from '../support/practice-world.ts';
import { NOT_PLANNABLE, notPlannable, offerOf, prepareInTurn } from './recipe-run.ts';

describe('huawei-ncm', () => {
  it.for([
    ['ncm', 'ppp', 'FF;1,12'],
    ['ppp', 'ncm', 'FF;12,1,16'],
  ] as const)('from %s into %s', async ([from, to, ports], { skip }) => {
    skip(notPlannable(from, to), NOT_PLANNABLE);
    const run = await prepareInTurn('huawei-ncm', [from, to]);
    expect(run).toMatchObject({ state: 'verified', mode: to, problem: 'null' });
    expect(run.planned.filter((c) => /SETPORT|RESET/.test(c))).toEqual([
      'AT^SETPORT?',
      'AT^SETPORT=?',
      `AT^SETPORT="${ports}"`,
      'AT^RESET',
    ]);
    expect(run.refused.join('\n')).toMatch(/Without port 12/);
  });

  it('is set to LTE and to packets alone', async () => {
    const world = await practiceWorld();
    try {
      const port = await world.plug('huawei-ncm');
      const wishes = { mode: 'ncm', networkMode: 'lte', packetDomain: 'packet' } as const;
      const { plan } = await world.plan(port, wishes);
      const own = (plan?.steps ?? []).flatMap(({ action }) =>
        action.kind === 'at' && /SYSCFG/.test(action.command) ? [action.command] : [],
      );
      expect(own).toEqual([
        'AT^SYSCFGEX?',
        'AT^SYSCFGEX="03",3FFFFFFF,2,4,7FFFFFFFFFFFFFFF,,',
        'AT^SYSCFGEX?',
        'AT^SYSCFGEX="99",40000000,2,1,40000000,,',
      ]);
      const done = await world.prepare(port, wishes);
      expect([done.state, done.failure]).toEqual(['verified', null]);
      const again = await world.prepare(port, wishes);
      const set = again.progress.filter((s) => /^(network-mode|packet-domain)-set/.test(s.id)).map((s) => s.state);
      expect(set).toEqual(['skipped', 'skipped']);
    } finally {
      await world.close();
    }
  });
});

describe('huawei-e173', () => {
  it('is a modem alone by ^U2DIAG', async ({ skip }) => {
    skip(notPlannable('qmi', 'ppp'), NOT_PLANNABLE);
    const run = await prepareInTurn('huawei-e173', ['qmi', 'ppp']);
    expect(run).toMatchObject({ state: 'verified', mode: 'ppp', problem: 'null' });
    expect(run.planned.slice(0, 4)).toEqual(['AT+CGMM', 'AT^U2DIAG?', 'AT^U2DIAG=0', 'AT+CFUN=1,1']);
  });

  it('is taken out of its disc into either', async ({ skip }) => {
    skip(notPlannable('qmi', 'ppp'), NOT_PLANNABLE);
    for (const mode of ['qmi', 'ppp'] as const)
      expect(await prepareInTurn('huawei-e173', [mode])).toMatchObject({ state: 'verified', mode, problem: 'null' });
  });

  it('says that ECM is refused', async () => {
    expect((await offerOf('huawei-e173', 'ecm'))?.possible ?? false).toBe(false);
  });
});
