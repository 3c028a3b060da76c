import type { DescribedModel } from '../bench/export-facts/described-model.ts';
import { chosenConfiguration } from '../drivers/shape.ts';
import { systemClock } from '../seams/clock.ts';
import type { Sighting } from '../seams/usb-bus.ts';
import { parseDescriptors } from '../usb/descriptors.ts';
import { configurationDescriptor, type DeviceSpec, deviceDescriptor } from '../virtual/descriptors.ts';
import { models } from '../virtual/models/index.ts';
import { type ModemModel, VirtualModem } from '../virtual/modem.ts';

/** Every practice dongle with all compositions that it can show, without plugging one in. */
export function practiceModels(): DescribedModel[] {
  return models.map(described);
}

/** One of them by its name; undefined where there is none. */
export function practiceModel(name: string): DescribedModel | undefined {
  const found = models.find((model) => model.name === name);
  return found && described(found);
}

function described(model: ModemModel): DescribedModel {
  // It is never plugged in: only asked what it would look like.
  const { body, flash } = new VirtualModem(model, { clock: systemClock });
  const first = model.powerUp(flash);
  const compositions = [first, ...model.compositions.filter((name) => name !== first)];
  const sightings = compositions.flatMap((name) => sightingsOf(model.compose(name, body).spec));
  return { name: model.name, title: model.title, sightings };
}

/** One for each configuration, first the one that Linux takes. */
function sightingsOf(spec: DeviceSpec): Sighting[] {
  const raw = [deviceDescriptor(spec), ...spec.configurations.map((_, index) => configurationDescriptor(spec, index))];
  const device = parseDescriptors(Uint8Array.from(Buffer.concat(raw)));
  const taken = chosenConfiguration(device)?.value;
  const values = device.configurations.map(({ value }) => value).sort((a, b) => Number(b === taken) - Number(a === taken));
  return values.map((activeConfiguration) => ({
    ...device,
    portPath: 'practice-0',
    enumeration: 0,
    address: 0,
    manufacturer: spec.manufacturer ?? null,
    product: spec.product ?? null,
    serial: spec.serial ?? null,
    activeConfiguration,
  }));
}
