import { afterEach, describe, expect, it } from 'vitest';
import { Answer } from '../../electron/contract/queries.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

let world: PracticeWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

const start = async () => {
  world ??= await practiceWorld();
  return world;
};

async function compare(name: string, release: string) {
  const world = await start();
  const plugged = world.bench.snapshot().practice.find((each) => each.name === name)?.plugged ?? null;
  const portPath = plugged ?? (await world.plug(name));
  const answer = Answer.parse(await world.bench.answer({ type: 'compare-modes', portPath, release }));
  if (answer.type !== 'compared-modes') throw new Error(answer.type);
  return new Map(answer.modes.map((each) => [each.mode, each]));
}

describe('the modes of a dongle, compared', () => {
  it('are those that it can be put into, each as its file would be for that release', async () => {
    const modes = await compare('quectel-ec25', '24.10.8');
    expect([...modes.keys()]).toEqual(['ecm', 'qmi', 'mbim', 'rndis']);
    expect(modes.get('qmi')).toEqual({
      mode: 'qmi',
      proto: 'qmi',
      drivers: ['qmi_wwan', 'option'],
      packages: ['uqmi', 'kmod-usb-net-qmi-wwan', 'kmod-usb-serial-option', 'luci-proto-qmi', 'usb-modeswitch'],
      data: 'card',
      address: 'router',
      ipv6: 'yes',
      lasting: 1,
      // What the modem was not asked yet is no trouble.
      trouble: [],
      failure: null,
    });
    // An access point that nobody gave is not said to be left out.
    expect(modes.get('rndis')?.trouble).toEqual([]);
  });

  it('say what a disc becomes before it is switched, and where dial-up is slow and IPv4 alone', async () => {
    const modes = await compare('huawei-ncm', '24.10.8');
    const keys = (trouble: readonly { key: string }[] = []) => trouble.map(({ key }) => key);
    expect(keys(modes.get('ncm')?.trouble)).toEqual(['bundle.warnings.ncm-manufacturer-cr-huawei']);
    expect(keys((await compare('huawei-ncm', '25.12.5')).get('ncm')?.trouble)).toEqual([]);
    expect(modes.get('ncm')).toMatchObject({ drivers: ['huawei_cdc_ncm', 'option'], ipv6: 'yes', lasting: 1 });
    expect(modes.get('ppp')).toMatchObject({ proto: '3g', data: 'serial', ipv6: 'no', address: 'router' });
  });

  it('know a handler without IPv6, and a dongle that is a router itself', async () => {
    expect((await compare('quectel-rm520n', '22.03.7')).get('mbim')?.ipv6).toBe('dongle');
    expect((await compare('quectel-rm520n', '23.05.6')).get('mbim')?.ipv6).toBe('yes');
    expect((await compare('huawei-hilink', '24.10.8')).get('ecm')).toMatchObject({
      address: 'dongle',
      ipv6: 'dongle',
      trouble: [],
    });
  });

  it('claim no address of the network where the card may be served from the modem’s own', async () => {
    expect((await compare('quectel-ec200a', '24.10.8')).get('rndis')?.address).toBeNull();
    expect((await compare('fibocom-fm350', '24.10.8')).get('rndis')).toMatchObject({ proto: 'atdial', address: 'router' });
  });

  it('leave out what is found out only when the modem is looked at', async () => {
    expect((await compare('quectel-rm500u', '24.10.8')).get('ncm')).toMatchObject({ proto: null, packages: [], failure: null });
  });

  // The file of a job is made by its own facts; what is compared has to be the same, or it misleads.
  it.each([
    ['sierra-mc7355', 'qmi'],
    ['huawei-ncm', 'ncm'],
    ['quectel-ec25', 'mbim'],
    ['huawei-hilink', 'ecm'],
    ['telit-le910c4', 'ecm'],
    ['sierra-em7455', 'mbim'],
  ] as const)('are as the file that is made then: %s in %s', async (name, mode) => {
    const told = (await compare(name, '24.10.8')).get(mode);
    const { bench, dongle, prepare } = await start();
    const portPath = bench.snapshot().dongles[0]?.portPath ?? '';
    expect((await prepare(portPath, { mode, router: '24.10.8', apn: mode === 'mbim' ? 'internet' : '' })).failure).toBeNull();
    await bench.handle({ type: 'export', portPath, folder: temporaryFolder(), accepts: ['unusable', 'untried-pin'] });
    const { bundle } = dongle(portPath);
    // Which driver makes the port, the practice computer does not tell as the router would.
    const packages = (list: readonly string[] = []) => list.filter((each) => !each.startsWith('kmod-usb-serial'));
    expect(told?.failure).toBeNull();
    expect(packages(told?.packages)).toEqual(packages(bundle?.packages));
    const keys = (list: readonly { key: string }[] = []) => list.map(({ key }) => key);
    expect(keys(bundle?.warnings)).toEqual(expect.arrayContaining(keys(told?.trouble)));
  });

  it('change nothing: no plan is shown, and nothing was sent', async () => {
    await compare('huawei-qmi', '24.10.8');
    expect(world?.bench.snapshot().dongles).toMatchObject([{ draft: null, job: null, phase: 'idle' }]);
    await expect(compare('huawei-qmi', '19.07.1')).rejects.toMatchObject({ code: 'ROUTER_UNKNOWN' });
  });
});
