import type { Recognised } from '../../modem-db/db.ts';
import { decodeAt } from '../at/decode.ts';
import { mbimDecoder } from '../mbim/decode.ts';
import { decodeQmi } from '../qmi/decode.ts';
import type { Decoder } from '../seams/decoded.ts';

/** What goes out on a serial port. */
export { decodeAt } from '../at/decode.ts';

/** MBIM carries the other two with some modems. */
export const carried = { at: decodeAt, qmi: decodeQmi } as const;

/** What goes out on a control channel, by the language that is spoken there. */
export const channelDecoders: Readonly<Record<Recognised['control'], Decoder>> = {
  qmi: decodeQmi,
  mbim: mbimDecoder(carried),
  at: decodeAt,
  none: decodeAt,
};
