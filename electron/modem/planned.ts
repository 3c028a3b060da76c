import type { PlannedMessage } from '../contract/plan.ts';

/** How often a message of a plan goes out, and when. */

export const once = (text: string): PlannedMessage => ({ text, times: 'once', when: 'always' });
export const until = (text: string): PlannedMessage => ({ text, times: 'until', when: 'always' });
export const overUsb = (text: string): PlannedMessage => ({ text, times: 'until', when: 'usb' });
/** In the place of another, where the modem's answers say so. */
export const instead = ({ text, times }: PlannedMessage): PlannedMessage => ({ text, times, when: 'instead' });
/** Only where what stands before it was not answered. */
export const otherwise = ({ text, times, when }: PlannedMessage): PlannedMessage => ({
  text,
  times,
  when: when === 'usb' ? when : 'otherwise',
});
