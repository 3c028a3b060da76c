import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { type Sighting, UsbError, type UsbErrorKind, type UsbHandle } from '../../electron/seams/usb-bus.ts';
import { executeSwitch } from '../../electron/switching/execute-switch.ts';
import { planSwitch } from '../../electron/switching/plan-switch.ts';
import type { SwitchEntry } from '../../modem-db/schema.ts';
import { huaweiNewMode } from '../../modem-db/switch-messages.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { huaweiDisc, huaweiNcm, huaweiQmi, interfaces, sighting } from '../support/sightings.ts';

const csw = (status: number, tag = 0x78563412, signature = 'USBS') => {
  const bytes = Buffer.alloc(13);
  bytes.write(signature, 0, 'latin1');
  bytes.writeUInt32LE(tag, 4);
  bytes[12] = status;
  return bytes;
};

type Answer = Uint8Array | UsbErrorKind;

/** A device that answers bulk transfers as told, in order; the last answer stands for all that follow. */
function device(
  answers: { out?: readonly (UsbErrorKind | 'ok')[]; in?: readonly Answer[]; claim?: UsbErrorKind; drivers?: readonly number[] },
  on: Sighting = huaweiDisc,
) {
  const log: string[] = [];
  const out = [...(answers.out ?? ['ok' as const])];
  const input = [...(answers.in ?? [csw(0)])];
  const next = <T>(list: T[]): T | undefined => (list.length > 1 ? list.shift() : list[0]);
  const fail = (kind: UsbErrorKind) => Promise.reject(new UsbError(kind, kind));
  const handle: UsbHandle = {
    sighting: on,
    claim: async (n) => {
      log.push(`claim ${n}`);
      if (answers.claim) await fail(answers.claim);
    },
    release: async (n) => void log.push(`release ${n}`),
    kernelDriverActive: async (n) => answers.drivers?.includes(n) ?? false,
    detachKernelDriver: async (n) => void log.push(`detach ${n}`),
    attachKernelDriver: async () => undefined,
    setAlternate: async () => undefined,
    setConfiguration: async () => undefined,
    controlOut: async () => 0,
    controlIn: async () => new Uint8Array(),
    transferOut: async (endpoint, data) => {
      log.push(`out ${endpoint.toString(16)} ${Buffer.from(data).toString('hex')}`);
      const answer = next(out) ?? 'ok';
      return answer === 'ok' ? data.length : fail(answer);
    },
    transferIn: async (endpoint) => {
      log.push(`in ${endpoint.toString(16)}`);
      const answer = next(input) ?? csw(0);
      return typeof answer === 'string' ? fail(answer) : answer;
    },
    clearHalt: async (endpoint) => void log.push(`clear ${endpoint.toString(16)}`),
    reset: async () => undefined,
    close: async () => undefined,
  };
  return { handle, log };
}

const entry: SwitchEntry = {
  id: '12d1:1446',
  name: 'Huawei stick (disc)',
  method: { name: 'HuaweiNewMode' },
  target: { vid: '12d1', pids: ['1506'] },
  source: 'this test',
};

/** The one stay on the bus that this entry needs. */
function transfersFor(on: Sighting, over: Partial<SwitchEntry> = {}) {
  const plan = planSwitch({ ...entry, ...over }, on);
  return plan.kind === 'send' ? (plan.stays[0] ?? []) : [];
}

async function execute(answers: Parameters<typeof device>[0]) {
  const { handle, log } = device(answers);
  const clock = new ManualClock();
  const result = executeSwitch(handle, transfersFor(huaweiDisc), clock).then(
    (outcome) => outcome,
    (error: unknown) => (error instanceof BenchError ? error.code : String(error)),
  );
  await clock.advance(1000);
  return { result: await result, log };
}

describe('the plan of a switch', () => {
  it('is what the reference program sends, to the storage interface’s own endpoints', () => {
    const on = sighting(0x12d1, 0x1446, interfaces([0, 0xff, 0xff, 0xff, 0x84, 0x04], [1, 8, 6, 0x50, 0x83, 0x02]));
    expect(planSwitch(entry, on)).toEqual({
      kind: 'send',
      stays: [
        [
          { kind: 'detach' },
          { kind: 'claim', interface: 1 },
          {
            kind: 'bulk-out',
            endpoint: 0x02,
            data: huaweiNewMode,
            timeoutMs: 3000,
            means: 'SCSI vendor command 110620000001010001 (Huawei, switch to the modem), LUN 0, no data, tag 0x78563412',
          },
          { kind: 'csw', endpoint: 0x83, dataLength: 0, attempts: 1, timeoutMs: 3000 },
          { kind: 'clear-halt', endpoint: 0x83 },
          { kind: 'clear-halt', endpoint: 0x02 },
          { kind: 'wait', ms: 50 },
          { kind: 'release', interface: 1 },
        ],
      ],
    });
    expect(huaweiNewMode).toBe('55534243123456780000000000000011062000000101000100000000000000');
  });

  it('sends a storage message to a storage interface or nowhere', () => {
    expect(() => planSwitch(entry, huaweiQmi)).toThrow(expect.objectContaining({ code: 'SWITCH_NOT_STORAGE' }));
    const noIn = sighting(0x12d1, 0x1446, interfaces([0, 8, 6, 0x50, 0x01]));
    expect(() => planSwitch(entry, noIn)).toThrow(expect.objectContaining({ code: 'SWITCH_NOT_STORAGE' }));
    expect(transfersFor(huaweiNcm)[1]).toEqual({ kind: 'claim', interface: 3 });
  });
});

describe('the executor', () => {
  it('takes the device, sends, reads the status, clears, pauses, lets go', async () => {
    const { result, log } = await execute({ drivers: [0] });
    expect(result).toEqual({ kind: 'sent', statuses: [0] });
    expect(log).toEqual(['detach 0', 'claim 0', `out 1 ${huaweiNewMode}`, 'in 81', 'clear 81', 'clear 1', 'release 0']);
  });

  it.each([
    ['a failed status', [csw(1)], [1]],
    ['a phase error', [csw(2)], [2]],
    ['a foreign tag', [csw(0, 0x01020304)], [null]],
    ['a foreign signature', [csw(0, 0x78563412, 'XXXX')], [null]],
    ['half a status', [csw(0).subarray(0, 7)], [null]],
    ['no status', ['timeout' as const], [null]],
    ['a stalled status, then one', ['stall' as const, csw(0)], [0]],
    ['a status that stalls twice', ['stall' as const], [null]],
    ['data in place of the status', ['overflow' as const], [null]],
  ])('goes on after %s', async (_, input, expected) => {
    const { result } = await execute({ in: input });
    expect(result).toEqual({ kind: 'sent', statuses: expected });
  });

  it('takes leaving after the message for what it is', async () => {
    expect((await execute({ in: ['gone'] })).result).toMatchObject({ kind: 'left' });
  });

  it('leaves it to the return whether leaving on the very message was one that was wanted', async () => {
    expect((await execute({ out: ['gone'] })).result).toMatchObject({ kind: 'left-at-once' });
  });

  it('tries a stalled message once more', async () => {
    const once = await execute({ out: ['stall', 'ok'] });
    expect(once.result).toMatchObject({ kind: 'sent' });
    expect(once.log.slice(1, 4)).toEqual([`out 1 ${huaweiNewMode}`, 'clear 1', `out 1 ${huaweiNewMode}`]);
    expect((await execute({ out: ['stall'] })).result).toBe('SWITCH_STALLED');
  });

  it.each([
    ['busy', 'USB_BUSY'],
    ['access', 'USB_ACCESS_DENIED'],
    ['gone', 'UNPLUGGED_BEFORE_SWITCH'],
    ['io', 'USB_TRANSFER_FAILED'],
  ] as const)('names a claim that is refused as %s', async (kind, code) => {
    expect((await execute({ claim: kind })).result).toBe(code);
  });
});
