import { cardHandlers } from './card.ts';
import { BASIC_CONNECT, type Handler, type Handlers, type MbimFirmware, ok } from './firmware.ts';
import { networkHandlers } from './network.ts';
import { sessionHandlers } from './session.ts';
import { structure, text, u32, uuid } from './wire.ts';

/** GPRS, EDGE, UMTS, HSDPA, HSUPA, LTE. */
const DATA_CLASSES = 0x3f;

/** 10.5.1: embedded; GSM; no voice; removable SIM; classes; no SMS service; radio may be turned off; one session; no class of its own. */
function deviceCaps({ identity }: MbimFirmware): Uint8Array {
  return structure(u32(1, 1, 1, 2, DATA_CLASSES, 0, 1, 1), text(''), text(identity.imei), text(identity.revision), text(identity.hardware));
}

const services: Handler = {
  // 10.5.16: no data streams; each service with its commands.
  query: (firmware) => {
    const all = [[BASIC_CONNECT, basicConnectHandlers] as const, ...firmware.services];
    const elements = all.map(([service, handlers]) => {
      const ids = [...handlers.keys()].sort((a, b) => a - b);
      return { ref: structure(uuid(service), u32(0, 0, ids.length, ...ids)) };
    });
    return ok(structure(u32(elements.length, 0), ...elements));
  },
};

/** 10.5.19: of Basic Connect all is told, whatever is asked for; of another service, where it is in the list. */
const subscribe: Handler = {
  set: (firmware, asked) => {
    const count = asked.u32(0) ?? 0;
    const wanted = Array.from({ length: Math.min(count, 32) }, (_, i) => asked.hex(asked.u32(4 + 8 * i) ?? Number.POSITIVE_INFINITY, 16));
    firmware.subscribed = new Set(wanted.filter((service) => service !== null));
    const entries = [BASIC_CONNECT, ...firmware.subscribed].map((service) => ({ ref: structure(uuid(service), u32(0)) }));
    return ok(structure(u32(entries.length), ...entries));
  },
};

/** Basic Connect. */
export const basicConnectHandlers: Handlers = new Map<number, Handler>([
  [1, { query: (firmware) => ok(deviceCaps(firmware)) }],
  ...cardHandlers,
  ...networkHandlers,
  ...sessionHandlers,
  [16, services],
  [19, subscribe],
]);
