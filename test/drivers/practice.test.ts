import { describe, expect, it } from 'vitest';
import { forecast } from '../../electron/drivers/forecast.ts';
import { kernelTables } from '../../modem-db/drivers/index.ts';
import { practiceShapes } from './practice-shapes.ts';

const lab = kernelTables('6.1.192');

/** The lab proves these bindings on the real kernel (test/lab/cases/drivers.ts); so they are the measure of the forecast. */
describe('the forecast for the lab kernel, and what that kernel binds', () => {
  it.each(practiceShapes())('$name', ({ shape, bindings }) => {
    const { interfaces, nodes } = forecast(shape, lab);
    const seen = new Map(bindings.map(({ interfaceNumber, driver }) => [interfaceNumber, driver]));
    expect(interfaces.map(({ number, driver }) => [number, driver])).toEqual(
      interfaces.map(({ number }) => [number, seen.get(number) ?? null]),
    );
    const foretold = (pattern: RegExp) =>
      nodes.filter(({ node }) => pattern.test(node ?? '')).map(({ interfaceNumber }) => interfaceNumber);
    for (const kind of ['ttyUSB', 'ttyACM', 'cdc-wdm'] as const)
      expect(foretold(new RegExp(`/${kind}\\d+$`))).toEqual(bindings.filter(({ node }) => node === kind).map((b) => b.interfaceNumber));
    const nets = new Map(bindings.flatMap(({ net, interfaceNumber }) => (net ? [[interfaceNumber, net] as const] : [])));
    for (const { net, orNet, interfaceNumber } of nodes.filter((n) => n.net !== null))
      expect([net, orNet].map((name) => name?.replace(/[0-9N]+$/, ''))).toContain(nets.get(interfaceNumber));
    expect(nodes.filter(({ net }) => net !== null)).toHaveLength(nets.size);
  });
});
