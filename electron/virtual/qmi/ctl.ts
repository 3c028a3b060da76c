import { CTL, errors, fail, type Handler, type Handlers, ok, serviceVersions } from './firmware.ts';
import { bytesOf, numberOf, tlv, u8, u16 } from './wire.ts';

/** CTL: the service that hands out client ids. */
export const ctlHandlers: Handlers = new Map<number, Handler>([
  // Set Instance ID
  [0x0020, (asked) => ok(tlv(0x01, u16(numberOf(asked.tlv(0x01)))))],
  // Get Version Info
  [
    0x0021,
    () =>
      ok(
        tlv(
          0x01,
          u8(serviceVersions.size),
          bytesOf(...[...serviceVersions].map(([service, [major, minor]]) => bytesOf(u8(service), u16(major), u16(minor)))),
        ),
      ),
  ],
  // Allocate CID
  [
    0x0022,
    (asked, firmware) => {
      const service = asked.tlv(0x01)?.[0];
      if (service === undefined) return fail(errors.missingArgument);
      if (service === CTL || !serviceVersions.has(service)) return fail(errors.invalidServiceType);
      const client = firmware.allocate(service);
      return client === null ? fail(errors.clientIdsExhausted) : ok(tlv(0x01, u8(service, client)));
    },
  ],
  // Release CID
  [
    0x0023,
    (asked, firmware) => {
      const [service, client] = asked.tlv(0x01) ?? [];
      if (service === undefined || client === undefined) return fail(errors.missingArgument);
      return firmware.release(service, client) ? ok(tlv(0x01, u8(service, client))) : fail(errors.invalidClientId);
    },
  ],
  // Set Data Format: 1 802.3, 2 raw IP
  [
    0x0026,
    (asked, firmware) => {
      const protocol = numberOf(asked.tlv(0x10));
      if (protocol === 1) firmware.linkLayer = 'ethernet';
      if (protocol === 2) firmware.linkLayer = 'raw-ip';
      return ok(tlv(0x10, u16(firmware.linkLayer === 'raw-ip' ? 2 : 1)));
    },
  ],
  // Sync
  [
    0x0027,
    (_, firmware) => {
      firmware.releaseAll();
      return ok();
    },
  ],
]);
