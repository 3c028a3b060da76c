import { describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/seams/clock.ts';
import { configurationDescriptor } from '../../electron/virtual/descriptors.ts';
import { models } from '../../electron/virtual/models/index.ts';
import { VirtualModem } from '../../electron/virtual/modem.ts';

/** What they are bound to is proven on a real kernel: `drivers of every practice dongle` in test/lab. */
describe('compositions of every model', () => {
  it.each(models.map((model) => [model.name, model] as const))('%s: each composes and has a binding for each interface', (_, model) => {
    expect(model.compositions).toContain(model.powerUp(model.factory()));
    expect(new Set(model.compositions).size).toBe(model.compositions.length);
    const looks = model.compositions.map((composition) => {
      const { spec } = model.compose(composition, new VirtualModem(model, { clock: systemClock }).body);
      const numbers = spec.configurations.map((interfaces) => [...new Set(interfaces.map((i) => i.number))].sort((a, b) => a - b));
      const bound = spec.configurations.map((__, index) => model.bindings(composition, index + 1).map((b) => b.interfaceNumber));
      expect(bound.map((list) => [...list].sort((a, b) => a - b))).toEqual(numbers);
      return JSON.stringify([spec.vid, spec.pid, ...spec.configurations.map((__, i) => [...configurationDescriptor(spec, i)])]);
    });
    // A name that a model does not know would show another composition again.
    expect(new Set(looks).size).toBe(looks.length);
  });
});
