import type { PlannedMessage } from '../contract/plan.ts';

/** How often a message of a plan goes out, and when. */

export const once = (text: string): PlannedMessage => ({ text, times: 'once', when: 'always' });
export const until = (text: string): PlannedMessage => ({ text, times: 'until', when: 'always' });
export const overUsb = (text: string): PlannedMessage => ({ text, times: 'until', when: 'usb' });
/** Only where what stands before it was not answered. */
export const otherwise = ({ text, times, when }: PlannedMessage): PlannedMessage => ({
  text,
  times,
  when: when === 'usb' ? when : 'otherwise',
});
