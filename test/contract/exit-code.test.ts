import { expect, it } from 'vitest';
import { exitCodes } from '../../electron/contract/errors/entry.ts';
import type { ErrorCode } from '../../electron/contract/errors/table.ts';
import { exitCodeOf } from '../../electron/contract/exit-code.ts';

/** What scripts compare: the numbers, and whose fault some errors are that are easily taken for another's. */
it.each<[ErrorCode, keyof typeof exitCodes]>([
  ['USAGE', 'usage'],
  ['DONGLE_NOT_FOUND', 'noSuchDongle'],
  ['MODEL_UNKNOWN', 'noSuchDongle'],
  ['TEXT_LACKS', 'noSuchDongle'],
  ['PIN_NEEDED', 'refused'],
  ['PIN_LAST_TRY', 'refused'],
  ['STEP_REFUSED_LOCKOUT', 'refused'],
  ['PLAN_STALE', 'refused'],
  ['WISH_INVALID', 'refused'],
  ['CANCELLED', 'refused'],
  ['PIN_WRONG', 'dongleFailed'],
  ['PUK_NEEDED', 'dongleFailed'],
  ['SIM_MISSING', 'dongleFailed'],
  ['AT_SILENT', 'dongleFailed'],
  ['NEVER_RETURNED', 'dongleFailed'],
  ['USB_ACCESS_DENIED', 'hostLacks'],
  ['SERIAL_BUSY', 'hostLacks'],
  ['FEED_SUM_BAD', 'hostLacks'],
  ['EXPORT_DISK_FULL', 'hostLacks'],
  ['INTERNAL', 'bug'],
  ['MESSAGE_INVALID', 'bug'],
])('of %s says whose fault it is: %s', (code, exit) => {
  expect(exitCodeOf(code)).toBe(exitCodes[exit]);
});

it('is a number that stays', () => {
  expect(exitCodes).toEqual({ done: 0, bug: 1, usage: 2, noSuchDongle: 3, refused: 4, dongleFailed: 5, hostLacks: 6, usable: 7 });
});
