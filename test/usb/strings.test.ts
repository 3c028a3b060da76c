import { expect, it } from 'vitest';
import { cleanString } from '../../electron/usb/strings.ts';

it.each([
  ['HUAWEI_MOBILE\0\0', 'HUAWEI_MOBILE'],
  ['Mobile\nBroadband', 'Mobile Broadband'],
  ['E3\u200b\u202e372\u3164', 'E3372'],
  ['half a pair \ud83d', 'half a pair'],
  ['x'.repeat(5000), 'x'.repeat(126)],
  ['\u2066 \u00ad', null],
  ['', null],
  [null, null],
  [undefined, null],
])('string %# of a device is fit to be shown', (dirty, clean) => {
  expect(cleanString(dirty)).toBe(clean);
});
