import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { readServingCell } from '../../electron/qmi/cell.ts';
import { openQmi, type QmiClient } from '../../electron/qmi/client.ts';
import { readPinLock, setPinProtection } from '../../electron/qmi/pin-protection.ts';
import { readRadio } from '../../electron/qmi/radio.ts';
import { readRegistration } from '../../electron/qmi/registration.ts';
import { readSignals } from '../../electron/qmi/signal.ts';
import { readSupported } from '../../electron/qmi/supported.ts';
import type { Tlv } from '../../electron/qmi/tlv.ts';
import { getSimStatus } from '../../electron/qmi/uim.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { failure, ScriptedChannel, SUCCESS } from './scripted-channel.ts';

const questions: Readonly<Record<string, (client: QmiClient) => Promise<unknown>>> = {
  signals: readSignals,
  registration: readRegistration,
  cell: readServingCell,
  radio: readRadio,
  SIM: getSimStatus,
  'PIN lock': readPinLock,
  'PIN request': (client) => setPinProtection(client, false, '1234'),
  messages: (client) => readSupported(client, 'NAS'),
};

/** Types and lengths as they occur, values at random, the small ones often: they are numbers and counts. */
const byte = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom(0x08, 0x0c, 0x7f, 0x80, 0xff), fc.nat(255));
const tlv = fc.tuple(
  fc.oneof(
    fc.integer({ min: 0x01, max: 0x1e }).filter((type) => type !== 2),
    fc.constantFrom(0x2e, 0x2f, 0x4a, 0x4b, 0x4e, 0x4f),
  ),
  fc.array(byte, { maxLength: 60 }).map((bytes) => Uint8Array.from(bytes)),
);
const answer = fc.tuple(fc.constantFrom(SUCCESS, SUCCESS, SUCCESS, failure(12), failure(71)), fc.array(tlv, { maxLength: 12 }));

it.each(Object.entries(questions))('%s: whatever comes is read, or refused by a BenchError', async (_name, ask) => {
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 4 }), async (answers) => {
      const channel = new ScriptedChannel();
      let next = 0;
      channel.script = (frame): readonly Tlv[] | null => {
        if (frame.service === 0) return null;
        const [result, tlvs] = answers[next++ % answers.length] ?? [SUCCESS, []];
        return [result, ...tlvs];
      };
      const client = await openQmi(channel, new ManualClock());
      const outcome = await ask(client).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(BenchError);
      else expect(JSON.stringify(outcome) ?? '').not.toMatch(/NaN|Infinity/);
    }),
    { numRuns: 400 },
  );
});
