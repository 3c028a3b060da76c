import { afterEach, describe, expect, it } from 'vitest';
import { Answer } from '../../electron/contract/queries.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';

let world: PracticeWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

async function compare(name: string, release: string) {
  world ??= await practiceWorld();
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
      trouble: [{ key: 'bundle.warnings.sim-state-unknown', values: { release: '24.10.8' } }],
      failure: null,
    });
    // 21.02 has no such trouble.
    expect((await compare('quectel-ec25', '21.02.7')).get('qmi')?.trouble).toEqual([]);
  });

  it('say what a disc becomes before it is switched, and where dial-up is slow and IPv4 alone', async () => {
    const modes = await compare('huawei-ncm', '24.10.8');
    expect(modes.get('ncm')).toMatchObject({ drivers: ['huawei_cdc_ncm', 'option'], ipv6: 'yes', lasting: 1 });
    expect(modes.get('ppp')).toMatchObject({ proto: '3g', data: 'serial', ipv6: 'no', address: 'router' });
  });

  it('know a handler without IPv6, and a dongle that is a router itself', async () => {
    expect((await compare('quectel-rm520n', '22.03.7')).get('mbim')?.ipv6).toBe('no');
    expect((await compare('quectel-rm520n', '23.05.6')).get('mbim')?.ipv6).toBe('yes');
    expect((await compare('huawei-hilink', '24.10.8')).get('ecm')).toMatchObject({
      address: 'dongle',
      ipv6: 'dongle',
      trouble: [{ key: 'bundle.warnings.dhcp-apn-left-out' }],
    });
  });

  it('say why no file can be made for one', async () => {
    expect((await compare('sierra-mc7355', '21.02.7')).get('qmi')).toMatchObject({
      proto: null,
      packages: [],
      failure: { code: 'CONFIGURATION_NOT_KEPT', detail: { wanted: 1, reached: 2 } },
    });
  });

  it('change nothing: no plan is shown, and nothing was sent', async () => {
    await compare('huawei-qmi', '24.10.8');
    expect(world?.bench.snapshot().dongles).toMatchObject([{ draft: null, job: null, phase: 'idle' }]);
    await expect(compare('huawei-qmi', '19.07.1')).rejects.toMatchObject({ code: 'ROUTER_UNKNOWN' });
  });
});
