import type { Firmware } from './firmware.ts';
import { sized8, tlv, u8, u16 } from './wire.ts';

/** libqmi's `QmiUimPinState`, and the same numbers in `QmiDmsUimPinStatus`. */
export function pinState({ sim }: Firmware): number {
  if (sim.state === 'blocked') return 5;
  if (sim.state === 'puk') return 4;
  if (!sim.pinEnabled) return 3;
  return sim.state === 'pin' ? 1 : 2;
}

/** Application id of a USIM: 3GPP's RID and PIX (TS 101 220, annex E), then the issuer's part. */
const USIM_AID = u8(0xa0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02, 0xff, 0xff, 0xff, 0xff, 0x89, 0x01, 0x00, 0x00, 0xff);

/** libqmi's `QmiUimCardApplicationState`. */
const applicationStates = { ready: 7, pin: 2, puk: 3, blocked: 5, missing: 0 } as const;
/** `QmiUimCardApplicationPersonalizationState`: unknown until the PIN is given, then ready. */
const PERSONALIZATION_READY = 2;

/** One slot, one USIM. Indexes of the primary GW session, then of those that there are not. */
export function cardStatus(f: Firmware): Uint8Array {
  const { sim } = f;
  const none = u16(0xffff);
  // Card absent, no universal PIN, card error "no ATR received" of libqmi's `QmiUimCardError`.
  if (sim.state === 'missing') return tlv(0x10, none, none, none, none, u8(1), u8(0, 0, 0, 0, 3), u8(0));
  return tlv(
    0x10,
    u16(0),
    none,
    none,
    none,
    u8(1),
    u8(1, 0, 0, 0, 0),
    u8(1),
    u8(2, applicationStates[sim.state], sim.state === 'ready' ? PERSONALIZATION_READY : 0, 0, 0, 0),
    sized8(USIM_AID),
    u8(0, pinState(f), Math.max(0, sim.pinTries), Math.max(0, sim.pukTries)),
    u8(1, 3, 10),
  );
}
