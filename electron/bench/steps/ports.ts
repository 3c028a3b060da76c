import type { PlannedMessage } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import { atWaking } from '../../modem/messages.ts';
import { otherwise, overUsb } from '../../modem/planned.ts';
import type { Outgoing } from '../../seams/recorder.ts';
import { decodeOutgoing } from '../journal/recording.ts';

/** What opening a port sends, as a plan shows it: read back from what it would be, as a journal's lines are. */

/** A port is found and woken in so many ms, or not at all. */
export const OPENING_MS = 90_000;

const planned = (outgoing: Outgoing) => decodeOutgoing(outgoing, 'none').planned;

/** PSTN 1.2, 6.3.12: `value` has DTR in its lowest bit, RTS in the next. */
const lineState = (value: number): Outgoing => ({
  kind: 'control',
  setup: { requestType: 0x21, request: 0x22, value, index: 0 },
  data: new Uint8Array(),
  length: 0,
});

/** Where this computer has no driver for a port it is taken and spoken to straight over USB, and given back at the end. */
const takingIt: readonly Outgoing[] = [
  { kind: 'detach', interface: 0 },
  { kind: 'claim', interface: 0 },
  { kind: 'set-alternate', interface: 0, alternate: 0 },
];
const lettingGo: readonly Outgoing[] = [
  // A read that stalled is let go on.
  { kind: 'clear-halt', endpoint: 0 },
  { kind: 'release', interface: 0 },
  { kind: 'attach', interface: 0 },
  { kind: 'close', keepDetached: false },
];
const spokenTo = (...raised: readonly Outgoing[]) => [...takingIt, ...raised, ...lettingGo].map(planned).map(overUsb);

/** AT: DTR and RTS as a driver raises them, then the wake-up, on one port after the other until one answers. */
export const atOpening: readonly PlannedMessage[] = [...spokenTo(lineState(3)), ...atWaking];

/** A control channel: DTR as qmi_wwan raises it for newer firmware. */
export const controlOpening: readonly PlannedMessage[] = spokenTo(lineState(1));

/** Whatever a modem in this mode speaks: AT, and where that has no answer its control channel. */
export const modemOpening = (mode: Mode): readonly PlannedMessage[] =>
  mode === 'qmi' || mode === 'mbim' ? [...atOpening, ...controlOpening.map(otherwise)] : atOpening;
