import { afterEach, describe, expect, it } from 'vitest';
import type { Bench } from '../../electron/bench/bench.ts';
import { createBench } from '../../electron/bench/create.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import type { CardResult, CardTrial, Host } from '../../electron/seams/host.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import type { NonVolatile } from '../../electron/virtual/modem.ts';
import { hasEnded } from '../support/ended.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

/** The network card of a dongle, tried on a computer whose answer the test gives. */

const PORT = '1-1';
const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const answered: CardResult = { kind: 'tried', address: '10.0.0.2/32', gateway: null, answered: true };

interface Trial {
  readonly composition?: string;
  readonly mode: Mode;
  readonly wishes?: Partial<Wishes>;
  readonly result?: CardResult | BenchError;
  readonly flash?: NonVolatile;
  readonly times?: number;
}

/** Prepared with the wish to try the card, so many times; what the computer was asked, and what came of the last. */
async function tried(name: string, { composition, mode, wishes = {}, result = answered, flash = {}, times = 1 }: Trial) {
  const clock = new ManualClock();
  const world = new VirtualWorld(clock);
  const model = findModel(name);
  if (!model) throw new Error(`no model ${name}`);
  const own = { ...model, factory: () => ({ ...model.factory(), ...flash }) };
  world.plug(PORT, own, composition === undefined ? {} : { composition });
  const asked: CardTrial[] = [];
  const tryCard = async (trial: CardTrial): Promise<CardResult> => {
    asked.push(trial);
    if (result instanceof BenchError) throw result;
    return result;
  };
  const { host: seen } = world.backend;
  const host: Host = {
    platform: seen.platform,
    seesDrivers: seen.seesDrivers,
    usbRuleCommand: seen.usbRuleCommand,
    bindings: (portPath) => seen.bindings(portPath),
    openControlNode: (path) => seen.openControlNode(path),
    scsiNames: (portPath) => seen.scsiNames(portPath),
    holders: (portPath) => seen.holders(portPath),
    inhibit: (portPath, signal) => seen.inhibit(portPath, signal),
    unmount: (device) => seen.unmount(device),
    usbAccess: (portPath) => seen.usbAccess(portPath),
    installUsbRule: () => seen.installUsbRule(),
    tryCard,
  };
  const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };
  const bench = await createBench({
    backends: [{ ...world.backend, host }],
    practice,
    clock,
    dataFolder: temporaryFolder(),
    version: '0.0.0',
  });
  benches.push(bench);
  const view = () => bench.snapshot().dongles.find((d) => d.portPath === PORT);
  for (let time = 0; time < times; time++) {
    const wished = Wishes.parse({ mode, router: '24.10.8', apn: 'internet', tryCard: true, ...wishes });
    await bench.handle({ type: 'plan', portPath: PORT, wishes: wished });
    await bench.handle({ type: 'prepare', portPath: PORT, planId: view()?.draft?.id ?? '' });
    await clock.until(() => hasEnded(view()?.state), 900_000);
  }
  const check = (id: string) => view()?.job?.checks.find((one) => one.id === id);
  return {
    asked,
    state: view()?.state,
    failure: view()?.job?.failure ?? null,
    card: check('card') ?? check('card-page'),
    connection: check('connection'),
  };
}

describe('the trial of a card', () => {
  it('has the address that the modem told where nobody serves one, and only while the call stands', async () => {
    const { asked, card, state } = await tried('fibocom-fm350', { mode: 'rndis' });
    expect(asked).toEqual([
      {
        net: 'usb0',
        address: { address: '10.64.86.65', prefix: null, gateway: null },
        arp: true,
        request: { kind: 'echo', to: '1.1.1.1' },
      },
    ]);
    expect(card).toMatchObject({ id: 'card', state: 'passed', seen: '10.0.0.2/32' });
    expect(state).toBe('verified');
  });

  it('asks by DHCP where the modem serves it', async () => {
    const { asked, state } = await tried('quectel-ec200a', { mode: 'ecm' });
    expect(asked).toMatchObject([{ address: null, request: { kind: 'echo' } }]);
    expect(state).toBe('verified');
  });

  it('of a stick that is a router asks for its page, which says nothing of a connection', async () => {
    const { asked, card, state } = await tried('huawei-hilink', { composition: 'hilink', mode: 'ecm' });
    expect(asked).toMatchObject([{ address: null, request: { kind: 'page' } }]);
    expect(card).toMatchObject({ id: 'card-page', state: 'passed' });
    expect(state).toBe('usable');
  });

  it('claims nothing through a call of another access point: the written one is used from the next start on', async () => {
    const { asked, card, connection, state } = await tried('quectel-ec25', { composition: 'ecm', mode: 'ecm', flash: { usbnet: 1 } });
    expect(asked).toHaveLength(1);
    expect([card?.state, connection?.state, state]).toEqual(['unknown', 'unknown', 'usable']);
  });

  it.each<[string, CardResult | BenchError, string | undefined, string | undefined]>([
    ['no lease', { kind: 'tried', address: null, gateway: null, answered: false }, 'failed', 'unusable'],
    ['an address and no echo', { ...answered, answered: false }, 'unknown', 'verified'],
    ['a computer that cannot', { kind: 'impossible', why: 'tools', missing: 'ping' }, 'unknown', 'verified'],
    ['a trial that came to nothing', new BenchError('CARD_TRIAL_FAILED', { net: 'usb0', message: 'busy' }), 'unknown', 'verified'],
  ])('with %s', async (_, result, state, verdict) => {
    const run = await tried('quectel-ec200a', { mode: 'ecm', result });
    expect([run.card?.state, run.state, run.failure]).toEqual([state, verdict, null]);
  });

  it('is left out with IPv6 alone, which the script does not ask for', async () => {
    const { asked, card } = await tried('fibocom-fm650', { composition: 'ecm', mode: 'ecm', wishes: { pdpType: 'ipv6' } });
    expect(asked).toEqual([]);
    expect(card?.state).toBe('unknown');
  });
});
