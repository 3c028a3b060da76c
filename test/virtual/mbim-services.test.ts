import { describe, expect, it } from 'vitest';
import { AtSession } from '../../electron/at/session.ts';
import { openAtOverMbim } from '../../electron/mbim/at-stream.ts';
import { type MbimClient, openMbim } from '../../electron/mbim/client.ts';
import { basicConnect, extensions, setOf } from '../../electron/mbim/commands.ts';
import { readCapabilities } from '../../electron/mbim/extensions.ts';
import { InfoWriter } from '../../electron/mbim/info.ts';
import { getPacketService, readNetwork } from '../../electron/mbim/network.ts';
import { enterPin, readPinEnabled, setPinRequest } from '../../electron/mbim/pin.ts';
import { carriesQmi, qmiOverMbim } from '../../electron/mbim/qmi-channel.ts';
import { radioStateOf, readFccLock, readRadio } from '../../electron/mbim/radio.ts';
import { offers, readServices } from '../../electron/mbim/services.ts';
import { readSignals } from '../../electron/mbim/signal.ts';
import { readSim } from '../../electron/mbim/sim.ts';
import { deviceUpdate, fibocom, intelTunnel, qualcomm, quectel } from '../../electron/mbim/vendor-commands.ts';
import { openQmi } from '../../electron/qmi/client.ts';
import { readIdentity } from '../../electron/qmi/identity.ts';
import { Closing } from '../../electron/seams/closing.ts';
import type { MessageChannel } from '../../electron/seams/streams.ts';
import { openEncapsulatedChannel } from '../../electron/usb/encapsulated-channel.ts';
import { commonTable } from '../../electron/virtual/at-engine/common.ts';
import { VirtualMbim } from '../../electron/virtual/mbim/virtual-mbim.ts';
import type { MbimAbilities } from '../../electron/virtual/mbim-abilities.ts';
import { quectelRm520nIdentity as identity } from '../../electron/virtual/models/quectel-rm520n.ts';
import type { Faults } from '../../electron/virtual/modem.ts';
import { PracticeBench } from '../../electron/virtual/practice/practice-bench.ts';
import { VirtualQmi } from '../../electron/virtual/qmi/virtual-qmi.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { bodyWith } from './firmware-channel.ts';

/** The firmware as a channel without USB in between. */
class FirmwareChannel implements MessageChannel {
  readonly name = 'virtual MBIM';
  readonly #mbim: VirtualMbim;
  readonly #closing = new Closing();
  readonly #listeners = new Set<(message: Uint8Array) => void>();

  constructor(mbim: VirtualMbim) {
    this.#mbim = mbim;
    mbim.onIndication = (message) => this.#receive(message);
  }

  async send(message: Uint8Array): Promise<void> {
    const answers = this.#mbim.handle(message);
    queueMicrotask(() => {
      for (const answer of answers) this.#receive(answer);
    });
  }

  onMessage(listener: (message: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onClose(listener: (error: Error | null) => void): () => void {
    return this.#closing.on(listener);
  }

  async close(): Promise<void> {
    this.#closing.close(null);
  }

  #receive(message: Uint8Array): void {
    for (const listener of [...this.#listeners]) listener(message);
  }
}

async function joined(abilities: MbimAbilities, faults: Faults = {}, maxControlMessage = 4096) {
  const [clock, body] = [new ManualClock(), bodyWith(faults)];
  if (faults.pin !== undefined) body.flash['pin'] = faults.pin;
  const qmi = abilities.qmi ? { qmi: new VirtualQmi(identity, body) } : {};
  const mbim = new VirtualMbim(identity, body, { maxControlMessage, abilities, ...qmi });
  const client = await openMbim(new FirmwareChannel(mbim), clock, { maxMessage: maxControlMessage });
  return { client, clock, body };
}

const setRadio = (client: MbimClient, on: number) => {
  const { command, kind, info } = setOf(basicConnect.radioState, new InfoWriter().u32(on).done());
  return client.request(command, kind, info);
};

describe('what an MBIM function can', () => {
  it('is MBIM 1.0 unless it is known to have more', async () => {
    const { client } = await joined({});
    const { services, extensions: version } = await readCapabilities(client);
    expect([...services.keys()]).toEqual([basicConnect.pin.service]);
    expect(version).toEqual({ major: 1, minor: 0 });
    for (const command of Object.values(basicConnect)) expect(offers(services, command), command.name).toBe(true);
    expect(await readSignals(client)).toEqual([{ technology: null, rssi: -67, rsrp: null, rsrq: null, sinr: null }]);
    expect(await readNetwork(client)).toEqual({ registration: 'home', operator: identity.operatorName, technology: 'LTE' });
  });

  it('has the extensions for whoever asks, until the conversation ends', async () => {
    const { client } = await joined({ extensions: true });
    const lte = { technology: 'LTE', rssi: -67, rsrp: -92, rsrq: null, sinr: 12.5 };
    expect(await readSignals(client)).toMatchObject([{ technology: null }]);
    expect((await readCapabilities(client)).extensions).toEqual({ major: 2, minor: 0 });
    expect(await readSignals(client)).toEqual([lte]);
    expect(await readNetwork(client)).toEqual({ registration: 'home', operator: identity.operatorName, technology: 'LTE' });
    expect((await client.request(basicConnect.packetService, 'query')).length).toBe(32);
    await client.open();
    expect(await readSignals(client)).toMatchObject([{ technology: null }]);
    const old = await client.request(extensions.version, 'query', new InfoWriter().u32(0x0100_0100).done());
    expect(Buffer.from(old).toString('hex')).toBe('00010001');
  });

  it('with the radio off there is no cell, in either form', async () => {
    const { client } = await joined({ extensions: true });
    await setRadio(client, 0);
    expect(await readSignals(client)).toEqual([]);
    await readCapabilities(client);
    expect(await readSignals(client)).toEqual([]);
    expect(await getPacketService(client)).toMatchObject({ state: 'detached', technology: null });
    expect(radioStateOf(await readRadio(client))).toBe('off');
  });
});

describe('the FCC lock', () => {
  it('keeps the radio off until it is unlocked, and is told', async () => {
    const { client } = await joined({ quectelRadio: 'locked' });
    const services = await readServices(client);
    const state = async () => radioStateOf(await readRadio(client), await readFccLock(client, services));
    expect(await state()).toBe('locked');
    await setRadio(client, 1);
    expect(await state()).toBe('locked');
    await client.request(quectel.radioState, 'set', new InfoWriter().u32(1).done());
    expect(await state()).toBe('on');
    await setRadio(client, 0);
    expect(await state()).toBe('off');
  });

  it('is none where there is no lock, or no word for it', async () => {
    const { client } = await joined({ quectelRadio: 'unlocked' });
    expect(await readFccLock(client, await readServices(client))).toBe(false);
    const other = await joined({});
    expect(await readFccLock(other.client, await readServices(other.client))).toBeNull();
  });
});

describe('the PIN request', () => {
  it('is switched off with the PIN, and on again', async () => {
    const { client, body } = await joined({}, { pin: '4711' });
    expect([await readPinEnabled(client), await readSim(client)]).toEqual([true, { state: 'pin', triesLeft: 3 }]);
    await expect(setPinRequest(client, false, '4711')).rejects.toMatchObject({ code: 'PIN_NEEDED' });
    await enterPin(client, '4711');
    await expect(setPinRequest(client, false, '1234')).rejects.toMatchObject({ code: 'PIN_WRONG', detail: { tries: 2 } });
    expect(await setPinRequest(client, false, '4711')).toBe(true);
    expect([await readPinEnabled(client), body.flash['pin']]).toEqual([false, '']);
    expect(await setPinRequest(client, false, '4711')).toBe(false);
    expect(await setPinRequest(client, true, '0000')).toBe(true);
    expect(await readPinEnabled(client)).toBe(true);
  });

  it('is left alone with the last try', async () => {
    const { client, body } = await joined({}, { pin: '4711' });
    await enterPin(client, '4711');
    body.flash['pinTries'] = 1;
    await expect(setPinRequest(client, false, '4711')).rejects.toMatchObject({ code: 'PIN_LAST_TRY' });
    expect(body.flash['pinTries']).toBe(1);
  });
});

describe('QMI inside MBIM', () => {
  it.each([4096, 512, 64])('is a whole conversation, with messages of at most %i bytes', async (most) => {
    const { client, clock, body } = await joined({ qmi: true }, {}, most);
    expect(carriesQmi(await readServices(client))).toBe(true);
    const qmi = await openQmi(await qmiOverMbim(client), clock);
    expect(await readIdentity(qmi)).toMatchObject({ imei: identity.imei, model: identity.model });
    await qmi.close();
    expect(clock.pending).toBe(0);
    expect(body.memory.get('connected')).toBeUndefined();
    expect(await readRadio(client)).toEqual({ hardware: true, software: true });
  });

  it('is silent where the QMI firmware is', async () => {
    const { client, clock } = await joined({ qmi: true }, { qmiSilent: true });
    const opening = openQmi(await qmiOverMbim(client), clock, { attempts: 1, attemptMs: 1000 });
    const failed = expect(opening).rejects.toMatchObject({ code: 'QMI_SILENT' });
    await clock.advance(1000);
    await failed;
    expect(clock.pending).toBe(0);
    const asking = expect(client.request(qualcomm.qmi, 'set', Uint8Array.of(1), { timeoutMs: 500 })).rejects.toMatchObject({
      code: 'MBIM_SILENT',
    });
    await clock.advance(500);
    await asking;
  });
});

describe('AT inside MBIM', () => {
  it.each([
    ['quectel', deviceUpdate.command],
    ['fibocom', fibocom.at],
    ['intel', intelTunnel.at],
  ] as const)('is a session: %s', async (maker, command) => {
    const { client, clock } = await joined({ at: { maker, tables: [commonTable] } });
    const services = await readServices(client);
    expect(offers(services, command)).toBe(true);
    const stream = openAtOverMbim(client, services, { vid: '2c7c', pid: '0801' });
    if (!stream) throw new Error('no stream');
    let first = '';
    const stop = stream.onData((data) => {
      first += Buffer.from(data).toString('latin1');
    });
    await stream.write(Buffer.from('AT\r'));
    stop();
    expect(first.split(/[\r\n]+/).filter((line) => line !== '')).toEqual(maker === 'quectel' ? ['AT', 'OK'] : ['OK']);
    const session = new AtSession(stream, clock, { allows: () => true });
    await session.wake();
    expect((await session.command('AT+CGSN')).lines).toEqual([identity.imei]);
    await expect(session.command('AT+BOGUS')).rejects.toMatchObject({ code: 'AT_ERROR' });
    await session.close();
    expect(clock.pending).toBe(0);
  });

  it('is silent where the port would be', async () => {
    const { client, clock } = await joined({ at: { maker: 'fibocom', tables: [commonTable] } }, { atSilent: true });
    const stream = openAtOverMbim(client, await readServices(client));
    if (!stream) throw new Error('no stream');
    const session = new AtSession(stream, clock, { allows: () => true });
    const failed = expect(session.command('AT', { timeoutMs: 1000 })).rejects.toMatchObject({ code: 'AT_SILENT' });
    await clock.advance(1000);
    await failed;
    await session.close();
    expect(clock.pending).toBe(0);
  });
});

describe('practice modems', () => {
  it.each([
    ['quectel-rm520n', 'mbim', [qualcomm.qmi, quectel.radioState, deviceUpdate.command]],
    ['sierra-em7455', 'mask:100d', [qualcomm.qmi]],
    ['foxconn-t99w175', 'mbim', [qualcomm.qmi]],
    ['quectel-ec25', 'mbim', []],
    ['fibocom-l850', 'mbim', []],
  ] as const)('%s has what its sources tell', async (name, composition, commands) => {
    const clock = new ManualClock();
    const bench = new PracticeBench({ clock, stateFile: null, seesDrivers: false });
    await bench.plug(name, composition);
    await clock.advance(1000);
    const [sighting] = await bench.bus.list();
    const control = sighting?.configurations[0]?.interfaces.find((i) => i.class === 2 && i.subclass === 0x0e);
    if (!sighting || !control) throw new Error('no MBIM');
    const opening = openMbim(await openEncapsulatedChannel(await bench.bus.open(sighting), control.number), clock);
    await clock.advance(1000);
    const services = await readServices(await opening);
    const had = Object.values({
      ...qualcomm,
      quectel: quectel.radioState,
      update: deviceUpdate.command,
      fibocom: fibocom.at,
      version: extensions.version,
    });
    expect(had.filter((command) => offers(services, command))).toEqual(commands);
  });
});
