import type { Before, Desk, FormReader } from '../desk.ts';
import type { Draft } from '../draft.ts';
import { number, WORD } from '../numbers.ts';

const IDS = /^([0-9a-f]{4}):([0-9a-f]{4})$/i;

/**
 * `Bus 001 Device 004: ID 2c7c:0125 …`: what plain `lsusb` prints (also busybox'), and what heads each device of `lsusb -v`. In
 * `lsusb -tv`, `ID 2c7c:0125 …` alone belongs to the device above it.
 */
export class LsusbList implements FormReader {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  word(word: string, [id, address, device, busNumber, bus]: Before): boolean {
    const [, vid, pid] = id === 'ID' ? (IDS.exec(word) ?? []) : [];
    if (vid === undefined || pid === undefined) return false;
    const draft = this.#draft(address, device, bus === 'Bus' ? busNumber : '');
    if (!draft) return false;
    draft.vid = Number.parseInt(vid, 16);
    draft.pid = Number.parseInt(pid, 16);
    return true;
  }

  endLine(): void {}

  #draft(address: string, device: string, bus: string): Draft | null {
    if (device === 'Device' && address.endsWith(':')) {
      const draft = this.#desk.open('lsusb');
      draft.address = number(address.slice(0, -1), WORD);
      draft.bus = number(bus, WORD);
      return draft;
    }
    const { current } = this.#desk;
    return current?.form === 'lsusb-t' ? current : null;
  }
}
