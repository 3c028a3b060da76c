import { type Answer, fail, type Handler, type Handlers, type MbimFirmware, ok, status } from './firmware.ts';
import { announceNetwork } from './network.ts';
import { type HostInfo, list, structure, text, u32 } from './wire.ts';

/** MBIM_SUBSCRIBER_READY_STATE, 10.5.2. */
const readyStates = { ready: 1, missing: 2, pin: 6, puk: 6, blocked: 3 } as const;
/** MBIM_PIN_TYPE, MBIM_PIN_STATE, MBIM_PIN_OPERATION, 10.5.4. */
const PIN1 = 2;
const PUK1 = 11;
const LOCKED = 1;
const operations = { enter: 0, enable: 1, disable: 2 } as const;

export const SUBSCRIBER_READY_STATUS = 2;

export function subscriberReady({ sim, identity }: MbimFirmware): Uint8Array {
  const open = sim.state === 'ready';
  const present = sim.state !== 'missing';
  const numbers = open && identity.msisdn !== '' ? [identity.msisdn] : [];
  return structure(
    u32(readyStates[sim.state]),
    text(open ? identity.imsi : ''),
    text(present ? identity.iccid : ''),
    // No protected identity.
    u32(0),
    u32(numbers.length),
    ...numbers.map(text),
  );
}

/** What the SIM asks for, whether it is locked, and the tries left of it. */
function pinInfo({ sim }: MbimFirmware): Uint8Array {
  if (sim.state === 'puk' || sim.state === 'blocked') return structure(u32(PUK1, LOCKED, sim.pukTries));
  return structure(u32(PIN1, sim.state === 'pin' ? LOCKED : 0, sim.pinTries));
}

function setPin(firmware: MbimFirmware, asked: HostInfo): Answer {
  const { sim } = firmware;
  const [type, operation, pin, newPin] = [asked.u32(0), asked.u32(4), asked.text(8), asked.text(16)];
  if (type === null || operation === null || pin === null || newPin === null) return fail(status.invalidParameters);
  if (sim.state === 'missing') return fail(status.simNotInserted);
  const run = pinOperation(firmware, type, operation, pin, newPin);
  if (typeof run === 'number') return fail(run);
  const before = sim.state;
  const right = run();
  if (sim.state !== before) {
    firmware.indicate(SUBSCRIBER_READY_STATUS, subscriberReady(firmware));
    announceNetwork(firmware);
  }
  return right ? ok(pinInfo(firmware)) : fail(status.failure, pinInfo(firmware));
}

/** The attempt, not yet made, or why there is none. */
function pinOperation({ sim }: MbimFirmware, type: number, operation: number, pin: string, newPin: string): (() => boolean) | number {
  if (type === PUK1 && operation === operations.enter)
    return sim.state === 'puk' ? () => sim.unblock(pin, newPin) : status.operationNotAllowed;
  if (type !== PIN1) return status.noDeviceSupport;
  switch (operation) {
    case operations.enter:
      if (sim.state === 'pin') return () => sim.verify(pin);
      return sim.state === 'ready' && !sim.pinEnabled ? status.pinDisabled : status.operationNotAllowed;
    case operations.enable:
    case operations.disable:
      return sim.state === 'ready' ? () => sim.setPinEnabled(operation === operations.enable, pin) : status.pinRequired;
    default:
      return status.noDeviceSupport;
  }
}

/** 10.5.5: PIN1 with its mode (enabled 1, disabled 2), numeric, four to eight digits; then nine kinds that this firmware has not. */
function pinList({ sim }: MbimFirmware): Uint8Array {
  return structure(u32(sim.pinEnabled ? 1 : 2, 1, 4, 8), ...Array.from({ length: 9 }, () => u32(0, 0, 0, 0)));
}

const homeProvider: Handler = {
  query: (firmware) => {
    const { simRefusal, identity } = firmware;
    if (simRefusal !== null) return fail(simRefusal);
    // State home; class GSM; no signal in this structure.
    return ok(structure(text(identity.mcc + identity.mnc), u32(1), text(identity.operatorName), u32(1, 99, 99)));
  },
};

const preferredProviders: Handler = {
  query: ({ simRefusal }) => (simRefusal !== null ? fail(simRefusal) : ok(structure(...list([])))),
};

/** What the SIM is asked for. */
export const cardHandlers: Handlers = new Map<number, Handler>([
  [SUBSCRIBER_READY_STATUS, { query: (firmware) => ok(subscriberReady(firmware)) }],
  [
    4,
    {
      query: (firmware) => (firmware.sim.state === 'missing' ? fail(status.simNotInserted) : ok(pinInfo(firmware))),
      set: setPin,
    },
  ],
  [5, { query: (firmware) => ok(pinList(firmware)) }],
  [6, homeProvider],
  [7, preferredProviders],
]);
