import { type Answer, type Firmware, type Handler, type Handlers, ok } from './firmware.ts';
import { numberOf, tlv, u8, u32 } from './wire.ts';

/** No QoS header; 802.3 (1) or raw IP (2); no aggregation, so no size or number of datagrams either. */
function format(f: Firmware): Answer {
  const none = u32(0);
  return ok(
    tlv(0x10, u8(0)),
    tlv(0x11, u32(f.linkLayer === 'raw-ip' ? 2 : 1)),
    tlv(0x12, none),
    tlv(0x13, none),
    tlv(0x14, none),
    tlv(0x15, none),
    tlv(0x16, none),
  );
}

/** WDA: the data format. Aggregation is turned down, which a host reads from the answer. */
export const wdaHandlers: Handlers = new Map<number, Handler>([
  [
    0x0020,
    (asked, f) => {
      const protocol = numberOf(asked.tlv(0x11));
      if (protocol === 1) f.linkLayer = 'ethernet';
      if (protocol === 2) f.linkLayer = 'raw-ip';
      return format(f);
    },
  ],
  [0x0021, (_, f) => format(f)],
]);
