import { describe, expect, it } from 'vitest';
import type { InterfaceDescriptor } from '../../electron/seams/usb-bus.ts';
import { mbimConfiguration, planSwitch } from '../../electron/switching/plan-switch.ts';
import { interfaces, sighting } from '../support/sightings.ts';

const disc = interfaces([0, 8, 6, 0x50, 0x81, 0x01]);
const mbim = interfaces([0, 2, 0x0e, 0, 0x8a], [1, 0x0a, 0, 2, 0x82, 0x02]);
const card = interfaces([0, 2, 6, 0, 0x8a], [1, 0x0a, 0, 0, 0x82, 0x02]);

const device = (...configurations: readonly (readonly InterfaceDescriptor[])[]) =>
  sighting(0x12d1, 0x157d, disc, { configurations: configurations.map((list, at) => ({ value: at + 1, interfaces: list })) });

const entry = {
  id: '12d1:157d',
  name: 'Huawei',
  method: { name: 'MbimOrNothing' as const },
  target: {},
  source: 'usb_modeswitch-data 20191128, 12d1:157d',
};

/** usb_modeswitch's dispatcher, 2.6.1: the first configuration with MBIM, looked for only where bNumConfigurations is more than 1. */
describe('the configuration with MBIM', () => {
  it.each<[string, readonly (readonly InterfaceDescriptor[])[], number | null]>([
    ['one configuration that is it', [mbim], null],
    ['none', [], null],
    ['a disc, and it', [disc, mbim], 2],
    ['it first', [mbim, disc], 1],
    ['two of it', [disc, mbim, mbim], 2],
    ['several without it', [disc, card], null],
  ])('is chosen where there are several: %s', (_name, configurations, value) => {
    expect(mbimConfiguration(device(...configurations))).toBe(value);
  });

  it('is set by an entry that asks for nothing else, and nothing is sent where there is no choice', () => {
    expect(planSwitch(entry, device(mbim))).toEqual({ kind: 'nothing', reason: 'no-mbim' });
    const plan = planSwitch(entry, device(disc, mbim));
    const stays = plan.kind === 'send' ? plan.stays : [];
    expect(stays).toHaveLength(1);
    expect(stays[0]?.at(-1)).toEqual({ kind: 'set-configuration', value: 2 });
  });

  it('goes before what another entry asks for, unless another mode is wished', () => {
    const other = { ...entry, method: { name: 'Configuration' as const }, configuration: 1 };
    const several = device(disc, mbim);
    const last = (plan: ReturnType<typeof planSwitch>) => (plan.kind === 'send' ? plan.stays.at(-1)?.at(-1) : plan.reason);
    expect(last(planSwitch(other, { ...several, activeConfiguration: null }))).toEqual({ kind: 'set-configuration', value: 2 });
    expect(last(planSwitch(other, { ...several, activeConfiguration: null }, { preferMbim: false }))).toEqual({
      kind: 'set-configuration',
      value: 1,
    });
    expect(last(planSwitch(other, several, { preferMbim: false }))).toBe('already');
    expect(last(planSwitch(entry, several, { preferMbim: false }))).toEqual({ kind: 'set-configuration', value: 2 });
  });
});
