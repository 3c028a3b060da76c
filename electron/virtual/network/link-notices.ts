/** CDC 1.2 table 20 and ECM 1.2 table 11: notifications. */
const NETWORK_CONNECTION = 0x00;
const CONNECTION_SPEED_CHANGE = 0x2a;
/** Bits a second, both ways: LTE category 4. */
const DOWN = 150_000_000;
const UP = 50_000_000;

/** What an ECM or NCM function tells on its interrupt endpoint once its data interface is on: the link is up, and how fast it is. */
export function linkNotices(controlInterface: number): Uint8Array[] {
  const speeds = [DOWN, UP].flatMap((rate) => [rate & 0xff, (rate >> 8) & 0xff, (rate >> 16) & 0xff, rate >>> 24]);
  return [
    Uint8Array.of(0xa1, NETWORK_CONNECTION, 1, 0, controlInterface, 0, 0, 0),
    Uint8Array.of(0xa1, CONNECTION_SPEED_CHANGE, 0, 0, controlInterface, 0, 8, 0, ...speeds),
  ];
}
