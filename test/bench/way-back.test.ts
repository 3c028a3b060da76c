import { afterEach, describe, expect, it } from 'vitest';
import type { Bench } from '../../electron/bench/bench.ts';
import { createBench } from '../../electron/bench/create.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import { commonTable } from '../../electron/virtual/at-engine/common.ts';
import { quectelTable } from '../../electron/virtual/at-engine/quectel.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import { ecm, layout, type Piece, port } from '../../electron/virtual/models/layout.ts';
import { routed } from '../../electron/virtual/models/modem-pieces.ts';
import { netName, rndis } from '../../electron/virtual/models/net-pieces.ts';
import { bindingsOf, compose } from '../../electron/virtual/models/parts.ts';
import { quectelRm520nIdentity } from '../../electron/virtual/models/quectel-rm520n.ts';
import type { ModemModel, NonVolatile } from '../../electron/virtual/modem.ts';
import { hasEnded } from '../support/ended.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

/** The way back is proven before something persistent is sent, and what came back is the proof that something was reached. */

const PORT = '1-1';
const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const model = (name: string): ModemModel => {
  const found = findModel(name);
  if (!found) throw new Error(`no model ${name}`);
  return found;
};

interface Prepared {
  readonly view: DongleView | undefined;
  readonly flash: NonVolatile;
  /** State of each step. */
  readonly steps: Readonly<Record<string, string>>;
}

/** Prepares a modem that shows `composition` and holds `flash`, which may be more than it shows. */
async function prepare(modem: ModemModel, mode: Mode, flash: NonVolatile, composition?: string): Promise<Prepared> {
  const clock = new ManualClock();
  const room = new VirtualWorld(clock);
  const plugged = room.plug(
    PORT,
    { ...modem, factory: () => ({ ...modem.factory(), ...flash }) },
    composition === undefined ? {} : { composition },
  );
  const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };
  const bench = await createBench({ backends: [room.backend], practice, clock, dataFolder: temporaryFolder(), version: '0.0.0' });
  benches.push(bench);
  const view = () => bench.snapshot().dongles.find((d) => d.portPath === PORT);
  await bench.handle({ type: 'plan', portPath: PORT, wishes: Wishes.parse({ mode, router: '24.10.8', apn: 'internet' }) });
  await bench.handle({ type: 'prepare', portPath: PORT, planId: view()?.draft?.id ?? '' });
  await clock.until(() => hasEnded(view()?.state), 300_000, 100);
  const done = view();
  return { view: done, flash: plugged.flash, steps: Object.fromEntries((done?.job?.progress ?? []).map(({ id, state }) => [id, state])) };
}

describe('what is set now and not in the device’s own list', () => {
  it('keeps anything persistent from being sent', async () => {
    // 19 is in the port table of the makers, and not in what this firmware lists.
    const { view, flash } = await prepare(model('fibocom-fm160'), 'mbim', { gtusbmode: 19 }, 'qmi');
    expect(view?.job?.failure).toMatchObject({
      code: 'WAY_BACK_NOT_LISTED',
      detail: { setting: '19', offered: expect.stringContaining('17-18') },
    });
    expect(flash['gtusbmode']).toBe(19);
  });

  it('is the same modem’s way back where it is in the list', async () => {
    const { view, flash } = await prepare(model('fibocom-fm160'), 'mbim', { gtusbmode: 17 }, 'qmi');
    expect(view).toMatchObject({ mode: 'mbim', job: { failure: null } });
    expect(flash['gtusbmode']).toBe(30);
  });
});

describe('a value that is set and not yet shown', () => {
  it('has the dongle restarted, and only what comes back counts', async () => {
    const { view, steps } = await prepare(model('quectel-ec25'), 'qmi', { usbnet: 0 }, 'ecm');
    expect(view).toMatchObject({ mode: 'qmi', job: { failure: null } });
    expect(steps).toMatchObject({ 'mode-set': 'skipped', 'mode-restart': 'done', 'mode-return': 'done' });
  });

  it.each([
    ['telit-fn980', 'mbim', { usbcfg: 2 }, '1050'],
    ['fibocom-nl678', 'ecm', { gtusbmode: 18 }, 'qmi'],
  ] as const)('has %s restarted too, which leaves by itself once it is set', async (name, mode, flash, composition) => {
    const { view, steps } = await prepare(model(name), mode, flash, composition);
    expect(view).toMatchObject({ mode, job: { failure: null } });
    expect(steps).toMatchObject({ 'mode-pending': 'done', 'mode-set': 'skipped', 'mode-return': 'done' });
  });

  it('needs no restart of its own where it is set only now', async () => {
    const { view, steps } = await prepare(model('telit-fn980'), 'mbim', {}, '1050');
    expect(view).toMatchObject({ mode: 'mbim', job: { failure: null } });
    expect(steps).toMatchObject({ 'mode-pending': 'skipped', 'mode-set': 'done', 'mode-return': 'done' });
  });

  it('is no success where the dongle comes back as it was', async () => {
    // It says RNDIS, and shows ECM whatever it says.
    const stubborn: ModemModel = { ...model('quectel-ec25'), powerUp: () => 'ecm' };
    const { view } = await prepare(stubborn, 'rndis', { usbnet: 3 }, 'ecm');
    expect(view?.job?.failure).toMatchObject({ code: 'MODE_NOT_REACHED', detail: { wished: 'rndis', seen: 'ecm' } });
  });
});

/**
 * An RM500U: network first in RNDIS, its five ports all ff/00/00 (usb-devices in Linux commit 7708a3858e69); no list says which takes AT.
 * The ECM composition is laid out alike.
 */
function rm500u(): ModemModel {
  const identity = { ...quectelRm520nIdentity, model: 'RM500U-CN' };
  const speaks = { identity, tables: [commonTable, quectelTable] };
  const bare = (who: typeof speaks | 'mute') => port(who, { triple: [0xff, 0, 0], notifies: false });
  const ports: readonly Piece[] = [bare('mute'), bare('mute'), bare(speaks), bare('mute'), bare('mute')];
  const network = routed(identity);
  const pieces: Readonly<Record<string, readonly Piece[]>> = {
    ecm: [ecm(network), ...ports],
    rndis: [rndis(network, { net: netName(identity.mac) }), ...ports],
  };
  const partsOf = (composition: string) => layout(pieces[composition] ?? []);
  return {
    name: 'rm500u',
    title: 'Quectel RM500U',
    compositions: ['ecm', 'rndis'],
    factory: () => ({ usbnet: 3 }),
    powerUp: (flash) => (flash['usbnet'] === 1 ? 'ecm' : 'rndis'),
    compose: (composition, body) =>
      compose(
        {
          vid: 0x2c7c,
          pid: 0x0900,
          bcdDevice: 0x0404,
          class: 0xef,
          subclass: 2,
          protocol: 1,
          manufacturer: 'Quectel',
          product: 'RM500U-CN',
        },
        partsOf(composition),
        body,
      ),
    bindings: (composition) => bindingsOf(partsOf(composition)),
  };
}

it('a recipe is carried out where only a search finds the AT port', async () => {
  const { view, flash, steps } = await prepare(rm500u(), 'ecm', {}, 'rndis');
  expect(view?.job?.failure).toBeNull();
  expect(view?.mode).toBe('ecm');
  expect(flash['usbnet']).toBe(1);
  expect(steps).toMatchObject({ 'mode-query': 'done', 'mode-test': 'done', 'mode-set': 'done', 'mode-return': 'done' });
});
