import { maskReply } from '../../modem/replies.ts';

/** Bytes of a MAC address, as kernels and pages print it, and without what parts them behind the word of `ip link`. */
const MAC = /\b[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}\b|(?<=\bether )[0-9a-f]{12}\b/gi;
/** An ICCID in groups, as it is printed on a card (ITU-T E.118: it begins with 89). */
const GROUPED_ICCID = /\b89\d{2}(?:[ -]\d{4}){3,4}(?:[ -]\d{1,4})?\b/g;
/** A telephone number as people write theirs (ITU-T E.123): with a plus, or zeros, or Russia's 8 before it, in groups and brackets. */
const PHONE = /(?<![\w.:,/-])(?:\+|\(?0|8[ (-])[\d()/ -]{7,20}\d(?![\w:.])/g;
/** As digits alone; an IMEI and what is longer are masked by their own rule. */
const LONG_NUMBER = /(?<![\w.:-])\d{10,13}(?![\w.:-])/g;
/** Reads messages: all that is not their head is somebody's. */
const READS_MESSAGES = /^AT\+CMG[RL]/i;

/**
 * A line of somebody's text as it may be shown and kept: the numbers of modem, SIM and person, messages, and addresses of cards, are asterisks.
 * `command`: the question that it answers; empty: none.
 */
export function withoutPersonal(line: string, command = ''): string {
  if (READS_MESSAGES.test(command) && line !== '' && !/^(?:OK|ERROR|\+CM[GS])/.test(line)) return '****';
  const [masked = ''] = maskReply(command, [line]);
  return masked.replace(MAC, '**:**:**:**:**:**').replace(GROUPED_ICCID, '****').replace(PHONE, '****').replace(LONG_NUMBER, '****');
}
