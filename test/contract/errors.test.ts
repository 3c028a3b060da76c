import { describe, expect, it } from 'vitest';
import { entryOf } from '../../electron/contract/errors/table.ts';
import { BenchError, type ErrorCode, errorCodes, Failure, toFailure } from '../../electron/contract/errors.ts';
import { createText, texts } from '../../electron/contract/text.ts';
import { languages } from '../../electron/contract/words.ts';

/** Fields that no text is filled in with, and what each is there for. */
const unshown: Readonly<Record<string, string>> = {
  'QMI_ERROR.number': 'tells a message that the modem does not know from one that it refuses',
  'QMI_ERROR.tries': 'what the SIM tells of its PIN with a refusal, for the details on the page',
  'QMI_ERROR.sw': 'the status word of the card, for the details on the page',
  'QMI_ERROR.callEndReason': 'why a call ended, for the details on the page',
  'QMI_ERROR.verboseType': 'why a call ended, for the details on the page',
  'QMI_ERROR.verboseReason': 'why a call ended, for the details on the page',
  'QMI_GARBLED.service': 'the reader of bytes does not know what was asked',
  'QMI_GARBLED.message': 'the reader of bytes does not know what was asked',
  'MBIM_ERROR.number': 'the status as it came, for the details on the page',
  'MBIM_ERROR.networkError': 'the cause of the network, which few answers have',
  'MBIM_GARBLED.message': 'the reader of bytes does not know what was asked',
  'CARD_READER_MISSING.field': 'the page shows the failure beside this field',
  'NOT_USABLE.points': 'the check beside it says them in words',
  'DATA_FOLDER_IN_USE.pid': 'a lock of the system does not tell whose it is',
  'SESSION_ENDED.reason': 'the page that is told of it is over',
  'MODEL_UNKNOWN.nearest': 'a sentence of its own, behind the cause, where anything is near',
  'STEP_REFUSED_LOCKOUT.reason': 'stands behind the cause, where the database has one',
};

const placeholders = (text: string) => [...text.matchAll(/\{\{(.*?)\}\}/g)].map((match) => match[1] ?? '');

/** A detail with all that the table knows of a code. */
const fullDetail = (code: ErrorCode, value: (field: string) => string | number) =>
  Object.fromEntries(Object.keys(entryOf(code).detail).map((field) => [field, value(field)]));

describe('the table of errors', () => {
  it.each(languages)('has every value that a text of an error is filled in with, for certain (%s)', (language) => {
    for (const code of errorCodes) {
      const { detail } = entryOf(code);
      const { cause, remedy } = texts[language].errors[code];
      for (const name of placeholders(cause + remedy)) expect(detail[name]?.safeParse(undefined).success, `${code}: ${name}`).toBe(false);
    }
  });

  it.each(languages)('has no field that no text shows, but for those that are there for something else (%s)', (language) => {
    const idle = errorCodes.flatMap((code) => {
      const { cause, remedy } = texts[language].errors[code];
      const shown = placeholders(cause + remedy);
      return Object.keys(entryOf(code).detail)
        .filter((field) => !shown.includes(field))
        .map((field) => `${code}.${field}`);
    });
    expect(idle.sort()).toEqual(Object.keys(unshown).sort());
  });

  it.each(languages)('fills every text in wholly, also where something was not told (%s)', (language) => {
    const text = createText(language);
    for (const code of errorCodes) {
      for (const detail of [{}, fullDetail(code, () => 'told')]) {
        const failure = Failure.parse({ code, detail });
        expect(`${text.cause(failure)} ${text.remedy(failure)}`).not.toMatch(/\{\{|undefined/);
      }
    }
  });
});

describe('an error', () => {
  it('takes what its code needs, and nothing else', () => {
    expect(new BenchError('DISC_MOUNTED', { device: '/dev/sr0', at: '/media', message: 'busy' }).toFailure()).toEqual({
      code: 'DISC_MOUNTED',
      detail: { device: '/dev/sr0', at: '/media', message: 'busy' },
    });
    expect(new BenchError('CANCELLED', {}, { cause: 'why' })).toMatchObject({ code: 'CANCELLED', detail: {}, cause: 'why' });
    // @ts-expect-error a field that its texts need is missing
    expect(new BenchError('DISC_MOUNTED', { device: '/dev/sr0', message: '' }).detail).toEqual({ device: '/dev/sr0', message: '' });
    // @ts-expect-error it has no such field
    expect(new BenchError('DONGLE_BUSY', { port: '1-1', state: 'gone' }).detail).toEqual({ port: '1-1' });
    // @ts-expect-error it has no detail
    expect(new BenchError('CANCELLED', { port: '1-1' }).detail).toEqual({});
    // @ts-expect-error it has a detail
    expect(new BenchError('DONGLE_BUSY').detail).toEqual({});
    const either: 'USB_BUSY' | 'USB_ACCESS_DENIED' = errorCodes.length > 1 ? 'USB_ACCESS_DENIED' : 'USB_BUSY';
    // @ts-expect-error one of the two needs a message as well
    expect(new BenchError(either, { port: '1-1' }).detail).toEqual({ port: '1-1' });
  });

  it('goes on from another process as it was', () => {
    const { code, detail } = Failure.parse(JSON.parse(JSON.stringify(new BenchError('PIN_WRONG', { tries: 2 }).toFailure())));
    expect(new BenchError(code, detail).toFailure()).toEqual({ code: 'PIN_WRONG', detail: { tries: 2 } });
  });

  it('is INTERNAL where it is not ours, and keeps its message', () => {
    expect(toFailure(new Error('a bug'))).toEqual({ code: 'INTERNAL', detail: { message: 'a bug' } });
    expect(toFailure('thrown')).toEqual({ code: 'INTERNAL', detail: { message: 'thrown' } });
  });
});

describe('a failure from elsewhere', () => {
  it('is not lost for what it tells besides, otherwise or not at all', () => {
    const read = (detail: unknown) => Failure.parse({ code: 'AT_SILENT', detail });
    expect(read({ command: 'AT', port: 'x', seconds: 3, number: 14, __proto__: 1 }).detail).toEqual({
      command: 'AT',
      port: 'x',
      seconds: 3,
    });
    expect(read({ command: 'AT', port: { deep: [] }, seconds: '3' }).detail).toEqual({ command: 'AT' });
    for (const detail of [undefined, null, 'text', 7, []]) expect(read(detail)).toEqual({ code: 'AT_SILENT', detail: {} });
    expect(Failure.parse({ code: 'CANCELLED' })).toEqual({ code: 'CANCELLED', detail: {} });
    expect(Failure.parse({ code: 'USAGE', detail: Object.create({ message: 'x' }) }).detail).toEqual({});
  });

  it('is refused with a code that is not in the table', () => {
    for (const code of ['NO_SUCH_CODE', 'constructor', 7, null]) expect(Failure.safeParse({ code, detail: {} }).success).toBe(false);
    expect(Failure.safeParse(null).success).toBe(false);
  });

  it('is bounded, in each text and in all', () => {
    for (const code of errorCodes) {
      const huge = fullDetail(code, (field) => field.repeat(4000));
      for (const detail of [Failure.parse({ code, detail: huge }).detail, new BenchError(code, huge).detail]) {
        const told = Object.values(detail).map(String);
        for (const one of told) expect(one.length).toBeLessThanOrEqual(500);
        expect(told.join('').length).toBeLessThanOrEqual(1500);
      }
    }
    expect(new BenchError('USAGE', { message: 'x'.repeat(501) }).detail.message).toHaveLength(500);
  });
});
