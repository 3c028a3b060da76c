import { nothingFound } from '../../electron/modem/access.ts';
import { openAt } from '../../electron/modem/at-port.ts';
import type { Backend } from '../../electron/seams/backend.ts';
import type { Clock } from '../../electron/seams/clock.ts';
import { activeInterfaces } from '../../electron/seams/usb-bus.ts';
import { loadDb } from '../../modem-db/db.ts';

const db = loadDb();

/** Looks for the AT port of what is plugged into `portPath`; resolves to its interface number, `null` where there is none. */
export async function findPort(backend: Backend, portPath: string, clock: Clock): Promise<number | null> {
  const sighting = (await backend.bus.list()).find((one) => one.portPath === portPath);
  if (!sighting) return null;
  const { vid, pid } = sighting;
  const recognised = db.recognise(vid, pid, activeInterfaces(sighting));
  const ports = nothingFound();
  const access = { backend, sighting, recognised, vendor: db.vendorOf(vid), clock, allows: () => true, ports, isHeld: true };
  const session = await openAt(access);
  await session.close();
  return ports.at ?? [...recognised.roles].find(([, role]) => role === 'at')?.[0] ?? null;
}
