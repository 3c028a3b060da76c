import { describe, expect, it } from 'vitest';
import { type MbimClient, openMbim } from '../../electron/mbim/client.ts';
import { basicConnect, setOf } from '../../electron/mbim/commands.ts';
import { InfoWriter } from '../../electron/mbim/info.ts';
import { readNetwork } from '../../electron/mbim/network.ts';
import { readRadio as readMbimRadio } from '../../electron/mbim/radio.ts';
import { readSim } from '../../electron/mbim/sim.ts';
import { openQmi, type QmiClient } from '../../electron/qmi/client.ts';
import { radioStateOf, readRadio as readQmiRadio } from '../../electron/qmi/radio.ts';
import { messagesOf, requestOf } from '../../electron/qmi/services.ts';
import { openEncapsulatedChannel } from '../../electron/usb/encapsulated-channel.ts';
import type { Faults } from '../../electron/virtual/modem.ts';
import { PracticeBench } from '../../electron/virtual/practice/practice-bench.ts';
import { ManualClock } from '../support/manual-clock.ts';

const ONLINE = 0;
const LOW_POWER = 1;
const { setMode } = messagesOf('DMS', { setMode: [0x002e, 'Set Operating Mode'] });

/** The control channel of a practice dongle, and a clock that runs as long as the answer to `work` is waited for. */
async function channel(name: string, control: number, faults: Faults) {
  const clock = new ManualClock();
  const bench = new PracticeBench({ clock, stateFile: null, faults: { [name]: faults }, seesDrivers: false });
  await bench.plug(name);
  const [sighting] = await bench.bus.list();
  if (!sighting) throw new Error('nothing there');
  const opened = await openEncapsulatedChannel(await bench.bus.open(sighting), control);
  const running = async <T>(work: Promise<T>): Promise<T> => {
    let done = false;
    const end = () => {
      done = true;
    };
    work.then(end, end);
    await clock.until(() => done);
    return work;
  };
  return { opened, clock, running };
}

async function qmiOf(name: string, control: number, faults: Faults = {}) {
  const { opened, clock, running } = await channel(name, control, faults);
  const client: QmiClient = await running(openQmi(opened, clock));
  const set = (mode: number) =>
    running(client.ask(requestOf(setMode, [[0x01, Uint8Array.of(mode)]]), () => 'taken')).catch((error: unknown) => String(error));
  return { set, radio: () => running(readQmiRadio(client)) };
}

async function mbimOf(name: string, control: number, faults: Faults = {}) {
  const { opened, clock, running } = await channel(name, control, faults);
  const client: MbimClient = await running(openMbim(opened, clock));
  const set = async (on: number) => {
    const { command, kind, info } = setOf(basicConnect.radioState, new InfoWriter().u32(on).done());
    return running(client.request(command, kind, info)).then(
      () => 'taken',
      (error: unknown) => String(error),
    );
  };
  return { client, set, radio: () => running(readMbimRadio(client)), running };
}

describe('the FCC lock over QMI', () => {
  it('reads as low power, and will not go online', async () => {
    const { set, radio } = await qmiOf('sierra-em7455-qmi-only', 8, { fccLocked: true });
    expect(await radio()).toMatchObject({ mode: 'low-power', hardwareRestricted: false });
    expect(await set(ONLINE)).toMatch(/InvalidTransition/i);
    expect(await set(LOW_POWER)).toBe('taken');
    expect(radioStateOf(await radio())).toBe('off');
  });

  it('is not there unless it is', async () => {
    const { set, radio } = await qmiOf('sierra-em7455-qmi-only', 8);
    expect((await radio()).mode).toBe('online');
    expect([await set(LOW_POWER), (await radio()).mode]).toEqual(['taken', 'low-power']);
    expect([await set(ONLINE), (await radio()).mode]).toEqual(['taken', 'online']);
  });
});

describe('the FCC lock over MBIM', () => {
  it.each([
    ['sierra-em7455-mbim-only', 0],
    ['foxconn-t99w175', 0],
    ['sierra-em9191', 0],
  ])('%s has its hardware switch on, the other off, and refuses', async (name, control) => {
    const { client, set, radio, running } = await mbimOf(name, control, { fccLocked: true });
    expect(await radio()).toEqual({ hardware: true, software: false });
    expect(await set(1)).toMatch(/OperationNotAllowed/);
    expect(await set(0)).toBe('taken');
    expect(await radio()).toEqual({ hardware: true, software: false });
    expect((await running(readNetwork(client))).registration).toBe('none');
    expect((await running(readSim(client))).state).toBe('ready');
  });

  it('is not there unless it is', async () => {
    const { set, radio } = await mbimOf('sierra-em7455-mbim-only', 0);
    expect(await radio()).toEqual({ hardware: true, software: true });
    expect([await set(0), await radio()]).toEqual(['taken', { hardware: true, software: false }]);
    expect([await set(1), await radio()]).toEqual(['taken', { hardware: true, software: true }]);
  });
});
