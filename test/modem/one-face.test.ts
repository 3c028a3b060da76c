import { afterEach, describe, expect, it } from 'vitest';
import type { Mode } from '../../electron/contract/words.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';

/** Modems that no AT port is listed for: whatever they speak, the bench has its answers. */

let practice: PracticeWorld | null = null;
afterEach(async () => {
  await practice?.close();
  practice = null;
});

const PIN = '4711';

interface Case {
  readonly what: string;
  readonly model: string;
  readonly mode: Mode;
  /** Interface that answered to AT. */
  readonly at: number | null;
  /** Nobody dials a network card from here yet. */
  readonly connects: boolean;
}

const cases: readonly Case[] = [
  { what: 'an EC25 whose id is in no list', model: 'quectel-ec25-unlisted', mode: 'qmi', at: 2, connects: true },
  { what: 'a modem with QMI alone', model: 'sierra-em7455-qmi-only', mode: 'qmi', at: null, connects: true },
  { what: 'a modem with MBIM alone', model: 'sierra-em7455-mbim-only', mode: 'mbim', at: null, connects: true },
  { what: 'a modem with five silent ports and AT on the sixth', model: 'five-silent-ports', mode: 'ecm', at: 5, connects: false },
];

describe.each([true, false])('with drivers on this computer: %s', (seesDrivers) => {
  describe.each(cases)('$what', ({ model, mode, at, connects }) => {
    it('is read when it is plugged in', async () => {
      practice = await practiceWorld({ seesDrivers });
      await practice.bench.handle({ type: 'allow-looks', allowed: true });
      const port = await practice.plug(model);
      const { clock, dongle } = practice;
      await clock.until(() => dongle(port).look.state !== 'reading');
      const { look, identity, network, offers, interfaces } = dongle(port);
      expect(look).toEqual({ state: 'read', failure: null });
      expect(findModel(model)).toBeDefined();
      expect(identity).toMatchObject({
        model: expect.any(String),
        imei: expect.stringMatching(/^\d{15}$/),
        imsi: expect.stringMatching(/^00101\d+$/),
      });
      expect(network).toMatchObject({ sim: 'ready', registration: 'home', operator: 'Practice Mobile', technology: 'LTE', radio: 'on' });
      expect(network.signals).toMatchObject([{ technology: 'LTE', rsrp: expect.any(Number) }]);
      expect(offers.map((offer) => offer.mode)).toContain(mode);
      if (at !== null) expect(interfaces.find(({ number }) => number === at)?.role).toBe('at');
    });

    it('takes its PIN, registers and connects', async () => {
      practice = await practiceWorld({ seesDrivers, faults: { [model]: { pin: PIN } } });
      await practice.bench.handle({ type: 'allow-looks', allowed: true });
      const port = await practice.plug(model);
      const { clock, dongle } = practice;
      await clock.until(() => dongle(port).look.state !== 'reading');
      expect(dongle(port).network).toMatchObject({ sim: 'pin', pinTriesLeft: 3 });
      const { failure, checks, identity, network } = await practice.prepare(port, { mode, pin: PIN });
      expect(failure).toBeNull();
      expect(identity).toMatchObject({ model: expect.any(String), imei: expect.stringMatching(/^\d{15}$/) });
      expect(network).toMatchObject({ sim: 'ready', registration: 'home', pinTriesLeft: 3 });
      expect(network.signals).toMatchObject([{ rsrp: expect.any(Number) }]);
      const states = Object.fromEntries(checks.map(({ id, state }) => [id, state]));
      expect(states).toMatchObject({ sim: 'passed', pin: 'passed', network: 'passed', ...(connects ? { connection: 'passed' } : {}) });
    });

    it('is not given a wrong PIN twice, and none at the last try', async () => {
      practice = await practiceWorld({ seesDrivers, faults: { [model]: { pin: PIN } } });
      await practice.bench.handle({ type: 'allow-looks', allowed: true });
      const port = await practice.plug(model);
      const { clock, dongle } = practice;
      await clock.until(() => dongle(port).look.state !== 'reading');
      const wrong = await practice.prepare(port, { mode, pin: '0000' });
      expect(wrong.failure).toEqual({ code: 'PIN_WRONG', detail: { tries: 2 } });
      expect((await again(practice, port, mode, '1111')).failure).toEqual({ code: 'PIN_WRONG', detail: { tries: 1 } });
      expect((await again(practice, port, mode, PIN)).failure).toEqual({ code: 'PIN_LAST_TRY', detail: { tries: 1 } });
      expect(dongle(port).network.pinTriesLeft).toBe(1);
    });
  });
});

async function again(world: PracticeWorld, port: string, mode: Mode, pin: string) {
  await world.bench.handle({ type: 'dismiss', portPath: port });
  return world.prepare(port, { mode, pin });
}

it('a listed AT port that is silent is waited for once, and QMI answers from then on', async () => {
  practice = await practiceWorld({ faults: { 'huawei-qmi': { atSilent: true } } });
  const port = await practice.plug('huawei-qmi');
  const { failure, identity, network, progress } = await practice.prepare(port, { mode: 'qmi' });
  expect(failure).toBeNull();
  expect(identity.imei).toMatch(/^\d{15}$/);
  expect(network).toMatchObject({ sim: 'ready', registration: 'home' });
  const seconds = (id: string) => {
    const { startedAt, endedAt } = progress.find((step) => step.id === id) ?? {};
    return ((endedAt ?? 0) - (startedAt ?? 0)) / 1000;
  };
  expect(seconds('identity')).toBeGreaterThan(5);
  for (const id of ['sim', 'pin', 'network']) expect(seconds(id)).toBeLessThan(5);
});

describe('a laptop card behind its FCC lock', () => {
  it.each([
    ['sierra-em7455-mbim-only', 'mbim'],
    ['fibocom-fm350', 'rndis'],
    ['sierra-em9191', 'mbim'],
    ['foxconn-t99w175', 'mbim'],
  ] as const)('(%s) is told as that, in place of no network', async (model, mode) => {
    practice = await practiceWorld({ faults: { [model]: { fccLocked: true } } });
    const port = await practice.plug(model);
    const { network, checks, failure } = await practice.prepare(port, { mode });
    expect(failure).toBeNull();
    expect(['off', 'locked']).toContain(network.radio);
    const { state, code } = checks.find(({ id }) => id === 'network') ?? {};
    expect([state, code]).toEqual(['unknown', network.radio === 'locked' ? 'RADIO_LOCKED' : 'RADIO_OFF']);
  });
});
