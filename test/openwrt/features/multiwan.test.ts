import { afterEach, describe, expect, it } from 'vitest';
import { diffText, readRouterBackup, setupOf } from '../../../electron/openwrt/backup/index.ts';
import { applySetup } from '../../../electron/openwrt/backup/setup-model.ts';
import { type BundleInput, outlineBundle } from '../../../electron/openwrt/index.ts';
import { formatUci } from '../../../electron/openwrt/uci.ts';
import { backupOf, filesOf } from '../backup/stand.ts';
import type { Router } from '../router.ts';
import { apply, bundle, canonical, disposeRouters, newRouter, remove, stock } from './tools.ts';

afterEach(disposeRouters);

/** The package's own file (packages feed, net/mwan3 2.11.16), as far as it concerns IPv4. */
const packaged = canonical(`config globals 'globals'
	option mmx_mask '0x3F00'

config interface 'wan'
	option enabled '1'
	list track_ip '1.0.0.1'
	option family 'ipv4'
	option reliability '2'

config member 'wan_m1_w3'
	option interface 'wan'
	option metric '1'
	option weight '3'

config policy 'balanced'
	list use_member 'wan_m1_w3'

config rule 'https'
	option sticky '1'
	option use_policy 'balanced'

config rule 'default_rule_v4'
	option dest_ip '0.0.0.0/0'
	option use_policy 'balanced'
`);

const watched = (name: string) => `config interface '${name}'
	option enabled '1'
	option family 'ipv4'
	list track_ip '1.1.1.1'
	list track_ip '8.8.8.8'
	option reliability '1'

`;
const member = (name: string, of: string, metric: number) => `config member '${name}'
	option interface '${of}'
	option metric '${metric}'

`;
const policy = (name: string, ...members: string[]) => `config policy '${name}'
	option last_resort 'default'
${members.map((each) => `	list use_member '${each}'\n`).join('')}
`;
const added = watched('wwan') + member('mb1_wwan', 'wan', 1) + member('mb2_wwan', 'wwan', 2) + policy('mb_wwan', 'mb1_wwan', 'mb2_wwan');

const wished = (over: Parameters<typeof bundle>[1] = {}) => bundle({ mode: 'qmi' }, { multiwan: 'mwan3', ...over });
const withMwan3 = (mwan3 = packaged, over: Partial<typeof stock> = {}) => newRouter({ ...stock, ...over, mwan3 });

/** Runs the setup, and holds the model of it equal to what became of mwan3. */
async function foretold(router: Router, given: BundleInput) {
  const change = applySetup(filesOf(router), setupOf(outlineBundle(given))).find(({ name }) => name === 'mwan3');
  const expected = change ? formatUci({ sections: change.sections.flatMap(({ after }) => after ?? []) }) : router.uci.file('mwan3');
  const outcome = await apply(router, given);
  expect(router.uci.file('mwan3')).toBe(expected);
  return outcome;
}

describe('mwan3', () => {
  it('gets interface, members and a policy that goes by the wired way first; the second time nothing, and the undo takes them back', async () => {
    const router = withMwan3();
    const { code, log } = await foretold(router, wished());
    expect(code).toBe(0);
    expect(router.uci.file('mwan3')).toBe(packaged + added);
    expect(log.filter((line) => line.includes('mwan3'))).toEqual([
      'daemon.notice: no rule of mwan3 has the policy mb_wwan yet, and nothing goes by it: for rule in https default_rule_v4; do uci set mwan3.$rule.use_policy=mb_wwan; done; uci commit mwan3; mwan3 restart',
    ]);
    const record = router.read('etc/modem-bench/wwan.added');
    const imports = () => router.uci.calls.filter((call) => call.includes('import')).length;
    const before = imports();
    await foretold(router, wished());
    expect([router.uci.file('mwan3'), router.read('etc/modem-bench/wwan.added'), imports()]).toEqual([packaged + added, record, before]);
    expect((await router.run(remove)).code).toBe(0);
    expect([router.uci.file('mwan3'), router.uci.file('network')]).toEqual([packaged, stock.network]);
  });

  it('loses them to a later bundle that leaves the choice to the metric', async () => {
    const router = withMwan3();
    await foretold(router, wished());
    await foretold(router, bundle({ mode: 'qmi' }));
    expect(router.uci.file('mwan3')).toBe(packaged);
    expect(router.read('etc/modem-bench/wwan.added')).not.toContain('mwan3');
  });

  it('has its own sections of these names left alone, and they stay after the undo', async () => {
    const own = `${packaged}${watched('wwan').replace("'1.1.1.1'", "'9.9.9.9'")}${member('mb1_wwan', 'lan', 7)}`;
    const router = withMwan3(own);
    await foretold(router, wished());
    expect(router.uci.file('mwan3')).toBe(own + member('mb2_wwan', 'wwan', 2) + policy('mb_wwan', 'mb2_wwan'));
    await router.run(remove);
    expect(router.uci.file('mwan3')).toBe(own);
  });

  it('keeps what somebody has changed in the interface since, and has the policy whole again', async () => {
    const router = withMwan3();
    await foretold(router, wished());
    for (const command of [
      ['set', 'mwan3.wwan.interval=60'],
      ['del_list', 'mwan3.mb_wwan.use_member=mb1_wwan'],
      ['commit', 'mwan3'],
    ])
      router.uci.run(command);
    await foretold(router, wished());
    expect(router.uci.file('mwan3')).toContain("option interval '60'");
    expect(router.uci.file('mwan3')).toContain("list use_member 'mb2_wwan'\n\tlist use_member 'mb1_wwan'");
  });

  it('that lacks a section for the other way gets it, once for two bundles, and keeps it as long as one of them needs it', async () => {
    const bare = canonical("config globals 'globals'\n\toption mmx_mask '0x3F00'\n");
    const router = withMwan3(bare);
    const second = bundle({ mode: 'qmi', interfaceName: 'lte', metric: 30 }, { multiwan: 'mwan3', usbPort: '1-2' });
    await foretold(router, wished());
    await foretold(router, second);
    expect(router.uci.file('mwan3').match(/config interface 'wan'/g)).toHaveLength(1);
    await router.run(remove, ['wwan']);
    expect(router.uci.file('mwan3')).toBe(
      bare +
        watched('wan') +
        watched('lte') +
        member('mb1_lte', 'wan', 1) +
        member('mb2_lte', 'lte', 2) +
        policy('mb_lte', 'mb1_lte', 'mb2_lte'),
    );
    await router.run(remove);
    expect(router.uci.file('mwan3')).toBe(bare);
  });

  it.each([
    ['the lowest metric', "\toption proto 'dhcp'\n\toption metric '5'\n", "\toption proto 'pppoe'\n\toption metric '1'\n", 'dsl'],
    ['the first of equals', "\toption proto 'dhcp'\n", "\toption proto 'pppoe'\n", 'wan'],
    ['no static one without a gateway', "\toption proto 'static'\n", "\toption proto 'pppoe'\n\toption metric '9'\n", 'dsl'],
    ['none that is off', "\toption proto 'dhcp'\n\toption disabled '1'\n", "\toption proto 'pppoe'\n", 'dsl'],
    [
      'none without a default route',
      "\toption proto 'dhcp'\n\toption defaultroute '0'\n",
      "\toption proto 'dhcp'\n\toption metric '9'\n",
      'dsl',
    ],
    ['no tunnel', "\toption proto '6in4'\n", "\toption proto 'dhcp'\n\toption metric '9'\n", 'dsl'],
  ])('takes for the other way %s', async (_, wan, dsl, way) => {
    const network = canonical(`config interface 'wan'\n${wan}\nconfig interface 'dsl'\n${dsl}\n`);
    const firewall = stock.firewall.replace("\tlist network 'wan6'\n", "\tlist network 'wan6'\n\tlist network 'dsl'\n");
    const router = withMwan3(packaged, { network, firewall });
    await foretold(router, wished());
    expect(router.uci.file('mwan3')).toContain(member('mb1_wwan', way, 1));
  });

  it('goes by the dongle alone where the zone has no other way, and the log says so', async () => {
    const router = withMwan3(packaged, { firewall: stock.firewall.replace("\tlist network 'wan'\n\tlist network 'wan6'\n", '') });
    const { log } = await foretold(router, wished());
    expect(router.uci.file('mwan3')).toBe(packaged + watched('wwan') + member('mb2_wwan', 'wwan', 2) + policy('mb_wwan', 'mb2_wwan'));
    expect(log).toContain('daemon.warning: the zone wan has no other way to the internet: the policy mb_wwan of mwan3 goes by wwan alone');
  });

  it('that is not installed is told of, and the interface is set up all the same', async () => {
    const router = newRouter();
    const { code, log } = await apply(router, wished());
    expect([code, router.exists('etc/config/mwan3')]).toEqual([0, false]);
    expect(log.find((line) => line.includes('mwan3'))).toMatch(
      /^daemon.warning: mwan3 is not installed, and was not set up for wwan: opkg update && opkg install .*mwan3/,
    );
    router.uci.run(['get', 'network.wwan']);
    expect(router.uci.file('network')).toContain("config interface 'wwan'");
  });

  it('has what somebody has staged left staged', async () => {
    const router = withMwan3();
    router.uci.run(['set', 'mwan3.https.sticky=0']);
    await foretold(router, wished());
    expect(router.uci.stagedFor('mwan3')).toContain('https.sticky');
  });

  it('whose rules have the policy is told of when it goes, and not before', async () => {
    const router = withMwan3();
    await foretold(router, wished());
    for (const command of [
      ['set', 'mwan3.https.use_policy=mb_wwan'],
      ['commit', 'mwan3'],
    ])
      router.uci.run(command);
    expect((await foretold(router, wished())).log.filter((line) => line.includes('mb_wwan'))).toEqual([]);
    expect((await router.run(remove)).log).toContain(
      'daemon.warning: rules of mwan3 still have the policy mb_wwan, which is gone: give them another one',
    );
  });
});

describe('a bundle with mwan3', () => {
  it('needs the package, tells it as a part and says that a rule has to be given the policy', () => {
    const { packages, features, plan } = outlineBundle(wished());
    expect(packages).toContain('mwan3');
    expect(features.map(({ told }) => told)).toContain('mwan3');
    expect(plan.warnings).toContainEqual({ key: 'bundle.warnings.mwan3-rules', values: { name: 'wwan', policy: 'mb_wwan' } });
    expect(outlineBundle(bundle({ mode: 'qmi' })).packages).not.toContain('mwan3');
  });

  it('shows its changes before they are made', async () => {
    const router = withMwan3();
    const diff = (await readRouterBackup(backupOf(router))).preview(setupOf(outlineBundle(wished())));
    expect(diffText(diff)).toEqual(expect.arrayContaining(['--- /etc/config/mwan3', "+config policy 'mb_wwan'"]));
  });

  it.each([
    ['one metric with the wired way', { metric: 0 }, 'metric'],
    ['IPv6 alone, which it does not follow', { pdpType: 'ipv6' }, 'onRouter.multiwan'],
  ] as const)('is refused with %s', (_, over, field) => {
    expect(() => outlineBundle(bundle({ mode: 'qmi', ...over }, { multiwan: 'mwan3' }))).toThrow(
      expect.objectContaining({ code: 'WISH_INVALID', detail: expect.objectContaining({ field }) }),
    );
  });
});
