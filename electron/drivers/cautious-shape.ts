import { everyTables } from '../../modem-db/drivers/index.ts';
import { forecast } from './forecast.ts';
import type { DeviceShape, ShapeConfiguration, ShapeInterface } from './shape.ts';

const VENDOR_SPECIFIC = 0xff;
/** Codes that no driver's table asks for. */
const NOBODYS = 0xfe;

/**
 * A device that is known by the database alone as it may be as well: each number that the database passes over, and one behind them, is a
 * port that looks like QMI's, with notifications beside bulk both ways, and codes that no driver's row asks for; unless a driver of any
 * kernel knows the device and leaves that very number alone: then it is something else (adb).
 */
export function cautiousShape(shape: DeviceShape): DeviceShape {
  const made = withMore(shape, (interfaces) => [...interfaces, ...besides(interfaces)]);
  const verdicts = everyTables().flatMap((tables) => forecast(made, tables).interfaces);
  const left = new Set(verdicts.flatMap(({ number, rule }) => (isLeft.has(rule) ? [number] : [])));
  const told = new Set(shape.configurations.flatMap(({ interfaces }) => interfaces.map(({ number }) => number)));
  return withMore(made, (interfaces) => interfaces.filter(({ number }) => told.has(number) || !left.has(number)));
}

/** By number (RSVD in option.c) or by a layout that names all (qcserial.c, qcprobe). */
const isLeft: ReadonlySet<string> = new Set(['reserved', 'layout']);

function withMore(shape: DeviceShape, change: (interfaces: readonly ShapeInterface[]) => readonly ShapeInterface[]): DeviceShape {
  const changed = ({ interfaces, ...rest }: ShapeConfiguration) => ({
    ...rest,
    // Alternate settings stay as the device has them: drivers take the first that fits.
    interfaces: [...change(interfaces)].sort((a, b) => a.number - b.number),
  });
  return { ...shape, configurations: shape.configurations.map(changed) };
}

/** Interfaces with the numbers that are not among these. */
function besides(interfaces: readonly ShapeInterface[]): ShapeInterface[] {
  const told = new Set(interfaces.map(({ number }) => number));
  const all = Array.from({ length: Math.max(-1, ...told) + 2 }, (_, number) => number);
  const codes = { alternate: 0, class: VENDOR_SPECIFIC, subclass: NOBODYS, protocol: NOBODYS, extra: null };
  return all.flatMap((number) => (told.has(number) ? [] : [{ number, ...codes, endpoints: endpoints(number) }]));
}

function endpoints(number: number): ShapeInterface['endpoints'] {
  const bulk = (number % 7) + 1;
  return [
    { address: 0x80 | (bulk + 8), type: 'interrupt', maxPacketSize: 16, interval: 9 },
    { address: 0x80 | bulk, type: 'bulk', maxPacketSize: 512, interval: 0 },
    { address: bulk, type: 'bulk', maxPacketSize: 512, interval: 0 },
  ];
}
