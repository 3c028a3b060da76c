import { describe, expect, it } from 'vitest';
import { UsbError } from '../../electron/seams/usb-bus.ts';
import { huaweiNewMode } from '../../modem-db/switch-messages.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type Plugged, plug } from './wire.ts';

const TIMEOUT = 3000;

/** A command block wrapper, Bulk-Only 1.0 section 5.1. */
function cbw(cdb: readonly number[], length: number, toHost = true, tag = 0x01020304): Uint8Array {
  const bytes = Buffer.alloc(31);
  bytes.write('USBC', 0, 'latin1');
  bytes.writeUInt32LE(tag, 4);
  bytes.writeUInt32LE(length, 8);
  bytes[12] = toHost ? 0x80 : 0;
  bytes[14] = cdb.length;
  bytes.set(cdb, 15);
  return bytes;
}

interface Csw {
  readonly tag: number;
  readonly residue: number;
  readonly status: number;
}

function readCsw(bytes: Uint8Array): Csw {
  const csw = Buffer.from(bytes);
  expect(csw.toString('latin1', 0, 4)).toBe('USBS');
  expect(csw.length).toBe(13);
  return { tag: csw.readUInt32LE(4), residue: csw.readUInt32LE(8), status: csw.readUInt8(12) };
}

/** Runs a command as a host does: wrapper, data, a halt cleared where there is one, status. */
async function run({ wire }: Plugged, cdb: readonly number[], length = 0, endpoints = { in: 0x81, out: 0x01 }) {
  await wire().out(endpoints.out, cbw(cdb, length), TIMEOUT);
  let data = new Uint8Array();
  if (length > 0) {
    try {
      data = Uint8Array.from(await wire().in(endpoints.in, length, TIMEOUT));
    } catch (error) {
      if (!(error instanceof UsbError) || error.kind !== 'stall') throw error;
      await clearHalt({ wire }, endpoints.in);
    }
  }
  return { data: Buffer.from(data), csw: readCsw(await wire().in(endpoints.in, 13, TIMEOUT)) };
}

async function clearHalt({ wire }: Pick<Plugged, 'wire'>, endpoint: number) {
  await wire().control({ requestType: 0x02, request: 1, value: 0, index: endpoint }, new Uint8Array(), TIMEOUT);
}

const kindOf = (error: unknown) => (error instanceof UsbError ? error.kind : 'no UsbError');

describe('the disc of a Huawei stick', () => {
  it('introduces itself as the CD-ROM that kernel logs show', async () => {
    const { data, csw } = await run(plug('huawei-ncm'), [0x12, 0, 0, 0, 36, 0], 36);
    expect(data[0]).toBe(5);
    expect(data[1]).toBe(0x80);
    expect(data.toString('latin1', 8)).toBe('HUAWEI  Mass Storage    2.31');
    expect(csw).toEqual({ tag: 0x01020304, residue: 0, status: 0 });
  });

  it('answers less than asked with a short packet and the rest as residue', async () => {
    const { data, csw } = await run(plug('huawei-ncm'), [0x12, 0, 0, 0, 36, 0], 96);
    expect(data.length).toBe(36);
    expect(csw.residue).toBe(60);
  });

  it('holds an ISO 9660 volume of the capacity that it states', async () => {
    const stick = plug('huawei-ncm');
    const capacity = (await run(stick, [0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0], 8)).data;
    expect(capacity.readUInt32BE(4)).toBe(2048);
    const volume = (await run(stick, [0x28, 0, 0, 0, 0, 16, 0, 0, 1, 0], 2048)).data;
    expect(volume.toString('latin1', 1, 6)).toBe('CD001');
    expect(volume.toString('latin1', 40, 54)).toBe('MOBILE_PARTNER');
    expect(volume.readUInt32LE(80)).toBe(capacity.readUInt32BE(0) + 1);
    const root = (await run(stick, [0xa8, 0, 0, 0, 0, volume.readUInt32LE(158), 0, 0, 0, 1, 0, 0], 2048)).data;
    expect(root.toString('latin1')).toContain('README.TXT;1');
  });

  it('refuses to read past its end, with the sense for it, by a halt', async () => {
    const stick = plug('huawei-ncm');
    const { data, csw } = await run(stick, [0x28, 0, 0, 0xff, 0, 0, 0, 0, 1, 0], 2048);
    expect(data.length).toBe(0);
    expect(csw).toMatchObject({ status: 1, residue: 2048 });
    const sense = (await run(stick, [0x03, 0, 0, 0, 18, 0], 18)).data;
    expect([sense[2], sense[12], sense[13]]).toEqual([5, 0x21, 0]);
    // Read once, it is gone.
    expect((await run(stick, [0x03, 0, 0, 0, 18, 0], 18)).data[2]).toBe(0);
  });

  it('refuses an unknown command', async () => {
    const stick = plug('huawei-ncm');
    expect((await run(stick, [0xa3, 0, 0, 0, 0, 0])).csw.status).toBe(1);
    const sense = (await run(stick, [0x03, 0, 0, 0, 18, 0], 18)).data;
    expect([sense[2], sense[12]]).toEqual([5, 0x20]);
  });

  it.each([
    ['TEST UNIT READY', [0x00, 0, 0, 0, 0, 0], 0],
    ['MODE SENSE (6), page 2A', [0x1a, 0, 0x2a, 0, 128, 0], 26],
    ['MODE SENSE (10), page 2A', [0x5a, 0, 0x2a, 0, 0, 0, 0, 0, 128, 0], 30],
    ['READ TOC', [0x43, 0, 0, 0, 0, 0, 0, 0, 12, 0], 12],
    ['GET CONFIGURATION', [0x46, 2, 0, 0, 0, 0, 0, 0, 16, 0], 16],
    ['GET EVENT STATUS NOTIFICATION', [0x4a, 1, 0, 0, 0x10, 0, 0, 0, 8, 0], 8],
    ['READ DISC INFORMATION', [0x51, 0, 0, 0, 0, 0, 0, 0, 34, 0], 34],
    ['PREVENT MEDIUM REMOVAL', [0x1e, 0, 0, 0, 1, 0], 0],
  ])('answers %s', async (_name, cdb, bytes) => {
    const { data, csw } = await run(plug('huawei-ncm'), cdb, bytes === 0 ? 0 : 128);
    expect(csw.status).toBe(0);
    expect(data.length).toBe(bytes);
  });

  it('has no medium any more once it was ejected', async () => {
    const stick = plug('huawei-ncm');
    await run(stick, [0x1b, 0, 0, 0, 2, 0]);
    expect((await run(stick, [0, 0, 0, 0, 0, 0])).csw.status).toBe(1);
  });

  it('shows a card reader without a card beside it', async () => {
    const stick = plug('huawei-ncm');
    const card = { in: 0x82, out: 0x02 };
    const { data } = await run(stick, [0x12, 0, 0, 0, 36, 0], 36, card);
    expect(data[0]).toBe(0);
    expect(data.toString('latin1', 16, 32)).toBe('TF CARD Storage ');
    expect((await run(stick, [0, 0, 0, 0, 0, 0], 0, card)).csw.status).toBe(1);
  });

  it('refuses everything after what is no wrapper, until the reset recovery', async () => {
    const stick = plug('huawei-ncm');
    await expect(stick.wire().out(0x01, Buffer.from('no wrapper at all'), TIMEOUT).catch(kindOf)).resolves.toBe('stall');
    await expect(stick.wire().in(0x81, 13, TIMEOUT).catch(kindOf)).resolves.toBe('stall');
    await clearHalt(stick, 0x01);
    await expect(
      stick
        .wire()
        .out(0x01, cbw([0, 0, 0, 0, 0, 0], 0), TIMEOUT)
        .catch(kindOf),
    ).resolves.toBe('stall');
    await stick.wire().control({ requestType: 0x21, request: 0xff, value: 0, index: 0 }, new Uint8Array(), TIMEOUT);
    await clearHalt(stick, 0x81);
    await clearHalt(stick, 0x01);
    expect((await run(stick, [0, 0, 0, 0, 0, 0])).csw.status).toBe(0);
  });

  it('takes data that it does not want and says so', async () => {
    const stick = plug('huawei-ncm');
    await stick.wire().out(0x01, cbw([0x2a, 0, 0, 0, 0, 0, 0, 0, 1, 0], 2048, false), TIMEOUT);
    await stick.wire().out(0x01, new Uint8Array(2048), TIMEOUT);
    expect(readCsw(await stick.wire().in(0x81, 13, TIMEOUT)).status).toBe(1);
  });
});

describe('the switch message', () => {
  const message = Buffer.from(huaweiNewMode, 'hex');

  it.each([
    ['huawei-ncm', 'ncm'],
    ['huawei-qmi', 'qmi'],
  ])('makes %s leave after its status and come back as %s', async (name, composition) => {
    const clock = new ManualClock();
    const stick = plug(name, { clock });
    await stick.wire().out(0x01, message, TIMEOUT);
    expect(readCsw(await stick.wire().in(0x81, 13, TIMEOUT))).toEqual({ tag: 0x78563412, residue: 0, status: 0 });
    await clock.advance(10_000);
    expect(stick.seen).toEqual(['disc', composition]);
  });

  it('leaves once, however often it is told', async () => {
    const clock = new ManualClock();
    const stick = plug('huawei-ncm', { clock });
    await stick.wire().out(0x01, message, TIMEOUT);
    await stick.wire().out(0x01, message, TIMEOUT);
    await clock.advance(10_000);
    expect(stick.seen).toEqual(['disc', 'ncm']);
  });

  it('is not taken for an ordinary eject', async () => {
    const clock = new ManualClock();
    const stick = plug('huawei-ncm', { clock });
    await run(stick, [0x1b, 0, 0, 0, 2, 0]);
    await clock.advance(10_000);
    expect(stick.seen).toEqual(['disc']);
  });

  it('is refused as often as the fault says', async () => {
    const clock = new ManualClock();
    const stick = plug('huawei-ncm', { clock, faults: { stallSwitch: 2 } });
    for (const _ of [1, 2]) {
      await expect(stick.wire().out(0x01, message, TIMEOUT).catch(kindOf)).resolves.toBe('stall');
      await clearHalt(stick, 0x01);
    }
    await stick.wire().out(0x01, message, TIMEOUT);
    await clock.advance(10_000);
    expect(stick.seen).toEqual(['disc', 'ncm']);
  });

  it('with a failed status changes nothing', async () => {
    const clock = new ManualClock();
    const stick = plug('huawei-ncm', { clock, faults: { cswStatus: 1 } });
    await stick.wire().out(0x01, message, TIMEOUT);
    expect(readCsw(await stick.wire().in(0x81, 13, TIMEOUT)).status).toBe(1);
    await clock.advance(10_000);
    expect(stick.seen).toEqual(['disc']);
  });

  it('meets a dongle that is pulled out at that moment: no status, no return', async () => {
    const clock = new ManualClock();
    const stick = plug('huawei-ncm', { clock, faults: { unplugOnSwitch: true } });
    await expect(stick.wire().out(0x01, message, TIMEOUT).catch(kindOf)).resolves.toBe('gone');
    await clock.advance(60_000);
    expect(stick.seen).toEqual(['disc']);
    expect(stick.modem.device).toBeNull();
  });

  it('leads elsewhere where a fault wants it', async () => {
    const clock = new ManualClock();
    const other = plug('huawei-ncm', { clock, faults: { returnAs: 'hilink' } });
    const lost = plug('huawei-ncm', { clock, faults: { neverReturn: true } });
    for (const stick of [other, lost]) await stick.wire().out(0x01, message, TIMEOUT);
    await clock.advance(60_000);
    expect(other.seen).toEqual(['disc', 'hilink']);
    expect(other.modem.device?.spec.pid).toBe(0x14dc);
    expect(lost.seen).toEqual(['disc']);
  });
});
