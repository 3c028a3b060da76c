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
  // 10.5.16: one service, no data streams; each with its commands.
  query: () => {
    const ids = [...basicConnectHandlers.keys()].sort((a, b) => a - b);
    return ok(structure(u32(1, 0), { ref: structure(uuid(BASIC_CONNECT), u32(0, 0, ids.length, ...ids)) }));
  },
};

/** 10.5.19: all that there is to tell is told, whatever is asked for; the list that came is the list in force. */
const subscribe: Handler = {
  set: () => ok(structure(u32(1), { ref: structure(uuid(BASIC_CONNECT), u32(0)) })),
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
