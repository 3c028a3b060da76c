import type { DeviceShape, ShapeConfiguration } from '../../../electron/drivers/shape.ts';
import type { ModemModel } from '../../../electron/virtual/modem.ts';
import { shapeDescriptors } from './shape-descriptors.ts';
import { shapeFunctions } from './shape-functions.ts';

/**
 * A virtual device of a shape, to see what the kernel binds to it: its descriptors as they are, and behind them what a well-made device
 * answers to a driver that asks at probe time. It carries no data.
 */
export function shapeModel(name: string, shape: DeviceShape): ModemModel {
  return {
    name,
    title: name,
    compositions: ['shape'],
    powerUp: () => 'shape',
    factory: () => ({}),
    compose: () => ({
      spec: shapeDescriptors(shape),
      functions: [],
      configurationFunctions: shape.configurations.map((configuration: ShapeConfiguration) => shapeFunctions(shape, configuration)),
    }),
    bindings: () => [],
  };
}
