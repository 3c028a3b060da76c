import type { DeviceShape } from '../../electron/drivers/shape.ts';
import { systemClock } from '../../electron/seams/clock.ts';
import { parseDescriptors } from '../../electron/usb/descriptors.ts';
import { configurationDescriptor, deviceDescriptor } from '../../electron/virtual/descriptors.ts';
import { models } from '../../electron/virtual/models/index.ts';
import { type ModemModel, type PracticeBinding, VirtualModem } from '../../electron/virtual/modem.ts';

export interface PracticeShape {
  /** `quectel-ec25 qmi`, and the configuration where there are several. */
  readonly name: string;
  readonly shape: DeviceShape;
  /** What the lab saw a Linux 6.1 kernel bind. */
  readonly bindings: readonly PracticeBinding[];
}

/** Every composition of every practice dongle in each of its configurations, as its descriptors tell it. */
export function practiceShapes(): PracticeShape[] {
  return models.flatMap((model) => model.compositions.flatMap((composition) => shapesOf(model, composition)));
}

/** One composition in each of its configurations. */
export function shapesOf(model: ModemModel, composition: string): PracticeShape[] {
  const { body } = new VirtualModem(model, { clock: systemClock });
  const { spec } = model.compose(composition, body);
  const raw = [deviceDescriptor(spec), ...spec.configurations.map((_, index) => configurationDescriptor(spec, index))];
  const described = parseDescriptors(Uint8Array.from(raw.flatMap((bytes) => [...bytes])));
  return described.configurations.map(({ value }) => ({
    name: [model.name, composition, ...(described.configurations.length > 1 ? [`configuration ${value}`] : [])].join(' '),
    shape: { ...described, activeConfiguration: value },
    bindings: model.bindings(composition, value),
  }));
}
