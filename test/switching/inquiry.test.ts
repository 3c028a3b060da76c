import { describe, expect, it } from 'vitest';
import { UsbError, type UsbErrorKind, type UsbHandle } from '../../electron/seams/usb-bus.ts';
import { inquire, inquiryNames } from '../../electron/switching/inquiry.ts';
import { counted, shownBytes } from '../../electron/switching/shown-bytes.ts';
import { FakeBus } from '../support/fake-bus.ts';
import { huaweiDisc, interfaces, sighting } from '../support/sightings.ts';

/** SPC-3, table 81: vendor in bytes 8 to 15, product in 16 to 31, revision in 32 to 35. */
const inquiry = Buffer.from('\x05\x80\x02\x02\x1f\0\0\0HUAWEI  Mass Storage    2.31', 'latin1');

describe('standard inquiry data', () => {
  it('names vendor, model and revision', () => {
    expect(inquiryNames(inquiry)).toEqual({ vendor: 'HUAWEI', model: 'Mass Storage', revision: '2.31' });
    const full = Buffer.from(`${'\0'.repeat(8)}ABCDEFGHIJKLMNOPQRSTUVWXYZ12`, 'latin1');
    expect(inquiryNames(full)).toEqual({ vendor: 'ABCDEFGH', model: 'IJKLMNOPQRSTUVWX', revision: 'YZ12' });
  });

  it('that is cut off names nobody, and what cannot be printed is left out', () => {
    expect(inquiryNames(inquiry.subarray(0, 35))).toBeNull();
    expect(inquiryNames(Buffer.from(inquiry).fill(0x1b, 8, 10))?.vendor).toBe('AWEI');
  });
});

/** A disc that answers, or fails in the first read. */
async function asked(fails?: UsbErrorKind, driver = true) {
  const bus = new FakeBus();
  bus.attach('1-1', huaweiDisc);
  const shown = bus.shown('1-1');
  if (!shown) throw new Error('not there');
  const opened = await bus.open(shown);
  const log: string[] = [];
  const sent: Uint8Array[] = [];
  const handle: UsbHandle = {
    ...opened,
    kernelDriverActive: async () => driver,
    detachKernelDriver: async (n) => void log.push(`detach ${n}`),
    claim: async (n) => void log.push(`claim ${n}`),
    release: async (n) => void log.push(`release ${n}`),
    clearHalt: async (endpoint) => void log.push(`clear ${endpoint}`),
    transferOut: async (endpoint, data) => {
      log.push(`out ${endpoint}`);
      sent.push(data);
      return data.length;
    },
    transferIn: async (endpoint, length) => {
      log.push(`in ${endpoint} ${length}`);
      if (fails) throw new UsbError(fails, fails);
      return length === 36 ? Uint8Array.from(inquiry) : new Uint8Array(length);
    },
  };
  const outcome = await inquire(handle, shown).catch((error: unknown) => error);
  return { outcome, log, sent };
}

describe('a disc that is asked for its names', () => {
  it('gets one command that reads, and is let go of', async () => {
    const { outcome, log, sent } = await asked();
    expect(outcome).toEqual({ vendor: 'HUAWEI', model: 'Mass Storage', revision: '2.31' });
    expect(log).toEqual(['detach 0', 'claim 0', 'out 1', 'in 129 36', 'in 129 13', 'release 0']);
    // Bulk-Only 1.0, 5.1: signature, tag, 36 bytes, to the host, LUN 0, six bytes of command: INQUIRY (SPC-3, 6.4) of 36 bytes.
    expect(sent.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual([
      `55534243${'0100424d'}24000000${'80'}00${'06'}120000002400${'00'.repeat(10)}`,
    ]);
    expect((await asked(undefined, false)).log).not.toContain('detach 0');
  });

  it('that refuses has none, and its endpoint is cleared', async () => {
    const { outcome, log } = await asked('stall');
    expect(outcome).toBeNull();
    expect(log.slice(-2)).toEqual(['clear 129', 'release 0']);
  });

  it.each(['gone', 'access', 'busy'] as const)('is let go of where it is %s, which is told', async (kind) => {
    const { outcome, log } = await asked(kind);
    expect(outcome).toMatchObject({ kind });
    expect(log.at(-1)).toBe('release 0');
    expect(log).not.toContain('clear 129');
  });

  it('is none where there is no storage interface, or one without both endpoints', async () => {
    const bus = new FakeBus();
    for (const device of [sighting(1, 2, interfaces([0, 0xff, 0, 0, 0x81, 0x01])), sighting(1, 2, interfaces([0, 8, 6, 0x50, 0x81]))]) {
      bus.attach('1-2', device);
      const shown = bus.shown('1-2');
      if (shown) expect(await inquire(await bus.open(shown), shown)).toBeNull();
    }
  });
});

it('bytes in a line are counted and cut', () => {
  expect([0, 1, 2].map((n) => counted(n, 'block'))).toEqual(['0 blocks', '1 block', '2 blocks']);
  expect(shownBytes(new Uint8Array())).toBe('0 bytes');
  expect(shownBytes(Uint8Array.of(0x1f))).toBe('1 byte: 1f');
  expect(shownBytes(new Uint8Array(64))).toBe(`64 bytes: ${'00'.repeat(64)}`);
  expect(shownBytes(new Uint8Array(65))).toBe(`65 bytes: ${'00'.repeat(64)}…`);
});
