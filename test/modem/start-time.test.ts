import { describe, expect, it } from 'vitest';
import { AtSession } from '../../electron/at/session.ts';
import { readCapabilities } from '../../electron/mbim/extensions.ts';
import type { ModemAccess } from '../../electron/modem/access.ts';
import { AtForm } from '../../electron/modem/at-form.ts';
import { openAt } from '../../electron/modem/at-port.ts';
import type { ModemForm } from '../../electron/modem/form.ts';
import { MbimForm } from '../../electron/modem/mbim-form.ts';
import { openersFor } from '../../electron/modem/open-forms.ts';
import { QmiForm } from '../../electron/modem/qmi-form.ts';
import { startMs } from '../../electron/modem/start-time.ts';
import type { Backend } from '../../electron/seams/backend.ts';
import type { ByteStream } from '../../electron/seams/streams.ts';
import { activeInterfaces, type Sighting, UsbError } from '../../electron/seams/usb-bus.ts';
import { u32 } from '../../electron/virtual/mbim/wire.ts';
import { loadDb } from '../../modem-db/db.ts';
import { scriptedClient } from '../mbim/scripted-client.ts';
import { hex, modem as qmiModem } from '../qmi/answering.ts';
import { failure, SUCCESS } from '../qmi/scripted-channel.ts';
import { accessTo } from '../support/access.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { interfaces, sighting } from '../support/sightings.ts';

/** Modems that are known to start slowly get their time. */

const db = loadDb();
const serial = (n: number) => [n, 0xff, 0, 0, 0x81 + n, 0x01 + n];
const modem = (vid: number, pid: number) => sighting(vid, pid, interfaces(serial(0), serial(1), serial(2)));
const recognisedOf = ({ vid, pid, ...rest }: Sighting) => db.recognise(vid, pid, activeInterfaces({ vid, pid, ...rest }));

/** A port that answers as `answer` says to each line; `null`: it is silent. */
function portThat(answer: (line: string) => string | null): ByteStream & { readonly written: string[] } {
  const listeners = new Set<(data: Uint8Array) => void>();
  const written: string[] = [];
  return {
    name: '/dev/ttyTEST',
    written,
    write: async (data) => {
      const line = Buffer.from(data).toString('latin1').replace(/\r$/, '');
      written.push(line);
      const reply = answer(line);
      if (reply === null) return;
      queueMicrotask(() => {
        for (const listener of listeners) listener(Buffer.from(reply, 'latin1'));
      });
    },
    onData: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onClose: () => () => undefined,
    close: async () => undefined,
  };
}

describe('how long a modem takes to start', () => {
  const of = (vid: number, pid: number) => startMs({ sighting: modem(vid, pid), recognised: recognisedOf(modem(vid, pid)) });

  it('is what its quirks say, and nothing where there are none', () => {
    expect([of(0x1546, 0x1146), of(0x2c7c, 0x0125)]).toEqual([20_000, 0]);
  });

  it('is for the model of several that it is about', () => {
    const telit = modem(0x1bc7, 0x1040);
    const named = (name: string) => startMs({ sighting: telit, recognised: { ...recognisedOf(telit), name } });
    expect([named('Telit LM960'), named('Telit LE922A')]).toEqual([120_000, 0]);
  });
});

describe('the SIM of a modem', () => {
  /** What a form says of a SIM that is ready 60 s after the beginning, and says nothing of itself till then. */
  async function stateOf(form: (clock: ManualClock, isReady: () => boolean) => Promise<ModemForm>): Promise<string> {
    const clock = new ManualClock();
    const ready = clock.now() + 60_000;
    let state: string | null = null;
    const asked = await form(clock, () => clock.now() >= ready);
    const asking = asked.status().then((status) => {
      state = status.state;
    });
    await clock.until(() => state !== null, 300_000, 1000);
    await asking;
    return state ?? 'none';
  }
  const options = (clock: ManualClock, startsWithin: number) => ({ clock, mayBeLocked: false, startMs: startsWithin });

  it('is waited for as long as that modem needs, in AT', async () => {
    const inAt = (ms: number) =>
      stateOf(async (clock, isReady) => {
        const port = portThat(() => (isReady() ? '\r\n+CPIN: READY\r\n\r\nOK\r\n' : '\r\n+CME ERROR: 14\r\n'));
        return new AtForm(new AtSession(port, clock, { allows: () => true }), { vendor: undefined, ...options(clock, ms) });
      });
    expect([await inAt(90_000), await inAt(0)]).toEqual(['ready', 'unknown']);
  });

  it('in QMI as well', async () => {
    const inQmi = (ms: number) =>
      stateOf(async (clock, isReady) => {
        const { client, channel } = await qmiModem({});
        // PIN status: not initialised, then switched off.
        channel.script = (f) =>
          f.service === 0
            ? null
            : f.service === 2 && f.message === 0x2b
              ? [SUCCESS, [0x11, hex(isReady() ? '03 03 0a' : '00 00 00')]]
              : [failure(71)];
        return new QmiForm(client, options(clock, ms));
      });
    expect([await inQmi(90_000), await inQmi(0)]).toEqual(['ready', 'unknown']);
  });

  it('and in MBIM', async () => {
    const inMbim = (ms: number) =>
      stateOf(async (clock, isReady) => {
        const { client } = await scriptedClient(() => [0, u32(isReady() ? 1 : 0, 0, 0, 0, 0)]);
        return new MbimForm(client, await readCapabilities(client), options(clock, ms));
      });
    expect([await inMbim(90_000), await inMbim(0)]).toEqual(['ready', 'unknown']);
  });
});

/** A dongle whose first interface is its AT port, on a computer without drivers. */
function reached(dongle: Sighting, port: ByteStream, clock: ManualClock): ModemAccess {
  const backend: Backend = {
    origin: 'usb',
    bus: {
      list: async () => [dongle],
      watch: () => () => undefined,
      open: async () => {
        throw new UsbError('busy', 'not over USB');
      },
      close: async () => undefined,
    },
    serial: { list: async () => [{ path: 'COM1', vid: dongle.vid, pid: dongle.pid, interfaceNumber: 0 }], open: async () => port },
    host: {
      platform: 'win32',
      seesDrivers: false,
      bindings: async () => [],
      openControlNode: async () => {
        throw new UsbError('gone', 'no nodes');
      },
      scsiNames: async () => null,
      holders: async () => [],
      inhibit: async () => async () => undefined,
      unmount: async () => undefined,
      usbAccess: async () => 'unknown',
      tryCard: async () => ({ kind: 'impossible', why: 'system', missing: '' }) as const,
      installUsbRule: async () => 'dismissed',
      usbRuleCommand: null,
    },
  };
  const recognised = { ...recognisedOf(dongle), roles: new Map([[0, 'at'] as const]), known: new Map([[0, 'listed'] as const]) };
  return accessTo({ backend, sighting: dongle, recognised, clock });
}

/** What work comes to while the clock runs; `null` where it fails. */
async function outcome<T>(clock: ManualClock, work: Promise<T>): Promise<T | null> {
  let ended = false;
  const settled = work
    .catch(() => null)
    .finally(() => {
      ended = true;
    });
  await clock.until(() => ended, 300_000, 100);
  return settled;
}

describe('a modem that starts slowly', () => {
  const slow = sighting(0x1546, 0x1146, interfaces(serial(0)));
  const usual = sighting(0xaaaa, 0x0001, interfaces(serial(0)));

  it('is asked for longer on its listed AT port', async () => {
    /** The port answers only to the fifteenth AT, a second after the one before. */
    const opens = async (dongle: Sighting) => {
      const clock = new ManualClock();
      let asked = 0;
      const port = portThat((line) => (line === 'AT' && ++asked < 15 ? null : '\r\nOK\r\n'));
      return (await outcome(clock, openAt(reached(dongle, port, clock)))) !== null;
    };
    expect([await opens(slow), await opens(usual)]).toEqual([true, false]);
  });

  it('has its SIM waited for, whoever opens it', async () => {
    const simOf = async (dongle: Sighting) => {
      const clock = new ManualClock();
      const ready = clock.now() + 18_000;
      const port = portThat((line) =>
        line !== 'AT+CPIN?' || clock.now() >= ready ? '\r\n+CPIN: READY\r\n\r\nOK\r\n' : '\r\n+CME ERROR: 14\r\n',
      );
      const access = reached(dongle, port, clock);
      const { signal } = new AbortController();
      const [first] = openersFor(access);
      if (first === undefined) throw new Error('no way to ask it');
      const noMbim = () => Promise.reject(new Error('no MBIM'));
      const status = first.open(signal, noMbim).then((form) => form.status());
      return (await outcome(clock, status))?.state;
    };
    expect([await simOf(slow), await simOf(usual)]).toEqual(['ready', 'unknown']);
  });
});
