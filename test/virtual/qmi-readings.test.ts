import { describe, expect, it } from 'vitest';
import { readServingCell } from '../../electron/qmi/cell.ts';
import { openQmi } from '../../electron/qmi/client.ts';
import { radioStateOf, readRadio } from '../../electron/qmi/radio.ts';
import { readRegistration } from '../../electron/qmi/registration.ts';
import { messagesOf, requestOf } from '../../electron/qmi/services.ts';
import { readSignals, signalStrengthRequest } from '../../electron/qmi/signal.ts';
import { readSupported } from '../../electron/qmi/supported.ts';
import { value } from '../../electron/qmi/tlv.ts';
import { VirtualQmi } from '../../electron/virtual/qmi/virtual-qmi.ts';
import { qmi5gIdentity } from '../lab/models/qmi-5g.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { bodyWith, FirmwareChannel, identity } from './firmware-channel.ts';
import { joined } from './qmi-support.ts';

const dms = messagesOf('DMS', { setMode: [0x002e, 'Set Operating Mode'] });
const nas = messagesOf('NAS', { operatorName: [0x0039, 'Get Operator Name'] });

/** What the client reads is what the virtual modem is; what qmicli reads of it, the lab shows. */
describe('the client reads the virtual modem as it is', () => {
  const { rssi, rsrp, rsrq, snr } = identity.signal;

  it('LTE: signal, registration, cell', async () => {
    const { client } = await joined();
    expect(await readSignals(client)).toEqual([{ technology: 'LTE', rssi, rsrp, rsrq, sinr: snr }]);
    expect(await readRegistration(client)).toEqual({
      registration: 'home',
      technology: 'LTE',
      operator: identity.operatorName,
      plmn: { mcc: identity.mcc, mnc: identity.mnc },
    });
    expect(await readServingCell(client)).toEqual({
      technology: 'LTE',
      mcc: identity.mcc,
      mnc: identity.mnc,
      cellId: 0x01a2d01,
      areaCode: 0x1a2b,
      pci: 201,
      band: 3,
      channel: 1300,
    });
  });

  it('the legacy signal tells what the mask asks for', async () => {
    const { client } = await joined();
    const fields = await client.request(signalStrengthRequest.message, signalStrengthRequest.tlvs);
    expect(fields.types.filter((type) => type >= 0x10)).toEqual([0x11, 0x16, 0x17, 0x18]);
    expect((await client.request(signalStrengthRequest.message)).types).not.toContain(0x18);
  });

  it('5G beside LTE and 5G alone', async () => {
    const nsa = await joined({}, {}, { identity: qmi5gIdentity('nsa') });
    const { nr, cell, mcc, mnc } = qmi5gIdentity('sa');
    if (!nr) throw new Error('no 5G cell');
    const measured = { technology: '5G', rssi: null, rsrp: nr.signal.rsrp, rsrq: nr.signal.rsrq, sinr: nr.signal.snr };
    expect(await readSignals(nsa.client)).toMatchObject([measured, { technology: 'LTE' }]);
    expect(await readRegistration(nsa.client)).toMatchObject({ registration: 'home', technology: '5G NSA' });
    expect(await readServingCell(nsa.client)).toMatchObject({ technology: 'LTE', cellId: cell.ci, band: cell.band, channel: cell.earfcn });
    const sa = await joined({}, {}, { identity: qmi5gIdentity('sa') });
    expect(await readSignals(sa.client)).toEqual([measured]);
    expect(await readRegistration(sa.client)).toMatchObject({ registration: 'home', technology: '5G', plmn: { mcc, mnc } });
    expect(await readServingCell(sa.client)).toEqual({
      technology: '5G',
      mcc,
      mnc,
      cellId: nr.nci,
      areaCode: nr.tac,
      pci: nr.pci,
      band: nr.band,
      channel: nr.arfcn,
    });
  });

  it('operator codes of three digits', async () => {
    const { client } = await joined({}, {}, { identity: { ...identity, mcc: '310', mnc: '004' } });
    const plmn = { mcc: '310', mnc: '004' };
    expect(await readRegistration(client)).toMatchObject({ plmn });
    expect(await readServingCell(client)).toMatchObject(plmn);
  });

  it('the packed name of Get Operator Name', async () => {
    const { client } = await joined();
    const name = (await client.request(requestOf(nas.operatorName).message)).need(0x14);
    name.bytes(4);
    // "Test Net" in seven bits: T 54, e 65, s 73, t 74, blank 20, N 4e, e 65, t 74.
    expect(Buffer.from(name.bytes8()).toString('hex')).toBe('d4f29c0e7296e9');
  });

  it('off: no signal, no registration, no cell', async () => {
    const { client } = await joined();
    expect(await readRadio(client)).toEqual({ mode: 'online', offlineReasons: [], hardwareRestricted: false });
    await client.request(dms.setMode, [[0x01, value.u8(1)]]);
    const radio = await readRadio(client);
    expect(radio.mode).toBe('low-power');
    expect(radioStateOf(radio)).toBe('off');
    expect(await readSignals(client)).toEqual([]);
    expect(await readRegistration(client)).toEqual({ registration: 'none', technology: null, operator: null, plmn: null });
    expect(await readServingCell(client)).toBeNull();
  });

  it('the messages of each service', async () => {
    const { client } = await joined();
    const known = await readSupported(client, 'NAS');
    for (const message of [0x20, 0x24, 0x31, 0x39, 0x43, 0x4d, 0x4f]) expect(known).toContain(message);
    expect(known).not.toContain(0x45);
    expect(await readSupported(client, 'UIM')).toContain(0x25);
    expect(await readSupported(client, 'WDA')).toEqual(new Set([0x20, 0x21]));
  });
});

it('a second program that shares the channel leaves the clients of the first alone', async () => {
  const qmi = new VirtualQmi(identity, bodyWith());
  const clock = new ManualClock();
  const first = await openQmi(new FirmwareChannel(qmi), clock);
  expect(await readRadio(first)).toMatchObject({ mode: 'online' });
  // Get Operating Mode of the first client, sent behind the back of its channel.
  const ask = () => Buffer.from(qmi.handle(Buffer.from('010c000002010009002d000000', 'hex'))[0] ?? []).toString('hex');
  const alive = ask();
  const second = await openQmi(new FirmwareChannel(qmi), clock, { shared: true });
  expect(await readRadio(second)).toMatchObject({ mode: 'online' });
  await second.close();
  expect(ask()).toBe(alive);
  await openQmi(new FirmwareChannel(qmi), clock);
  expect(ask()).not.toBe(alive);
});
