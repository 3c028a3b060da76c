import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { withModem } from '../../electron/modem/modem.ts';
import { activeInterfaces } from '../../electron/seams/usb-bus.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import { loadDb } from '../../modem-db/db.ts';
import { accessTo } from '../support/access.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

it('many requests in QMI leave nothing on the signal that may end them', async () => {
  const clock = new ManualClock();
  const world = new VirtualWorld(clock);
  const model = findModel('sierra-em7455-qmi-only');
  if (!model) throw new Error('no such model');
  world.plug('1-1', model);
  await clock.advance(1000);
  const [sighting] = await world.backend.bus.list();
  if (!sighting) throw new Error('nothing plugged in');
  const recognised = loadDb().recognise(sighting.vid, sighting.pid, activeInterfaces(sighting));
  const { signal } = new AbortController();
  let left: number | null = null;
  const work = withModem(accessTo({ backend: world.backend, sighting, recognised, clock }), signal, async (modem) => {
    for (let time = 0; time < 5; time++) await modem.registration();
    left = getEventListeners(signal, 'abort').length;
  });
  await clock.until(() => left !== null);
  await work;
  expect(left).toBe(0);
  await world.bus.close();
});
