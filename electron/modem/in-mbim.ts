import type { VendorFile } from '../../modem-db/schema.ts';
import { wakeCommands } from '../at/session.ts';
import { atRequest } from '../mbim/at-stream.ts';
import type { CommandRequest, MbimCommand } from '../mbim/commands.ts';
import { plannedMbim } from '../mbim/decode.ts';
import { qmiChannelRequests, qmiRequest } from '../mbim/qmi-channel.ts';
import { compal, deviceUpdate, fibocom, intelTunnel } from '../mbim/vendor-commands.ts';
import { allocateRequest, releaseRequest, versionInfoRequest } from '../qmi/ctl.ts';
import { encodeFrame } from '../qmi/qmux.ts';
import { type QmiRequest, services } from '../qmi/services.ts';
import { carried } from './decode.ts';

/** What QMI and AT inside MBIM send, in the words of a plan. */

/** A conversation in QMI, each frame in a command of Qualcomm's service. */
export function qmiInMbim(requests: readonly QmiRequest[]): string[] {
  const ids = [...new Set(requests.map(({ message }) => message.service))];
  const all = [versionInfoRequest, ...ids.map(allocateRequest), ...requests, ...ids.map((id) => releaseRequest(id, 0))];
  return unlike([
    ...qmiChannelRequests.flatMap((request) => plannedMbim(request)),
    ...all.flatMap((request) => lines(qmiRequest(frameOf(request)))),
  ]);
}

/** Command lines, in whichever command of a maker's service this vendor's modems may have for them. */
export function atInMbim(commands: readonly string[], vendor: VendorFile | undefined): string[] {
  return unlike(
    tunnelsOf(vendor).flatMap(([tunnel, vid]) => {
      const offered = new Map([[tunnel.service, new Set([tunnel.id])]]);
      return [...wakeCommands, ...commands].flatMap((command) => {
        const request = atRequest(offered, command, { vid, pid: '' });
        return request === null ? [] : lines(request);
      });
    }),
  );
}

/** Quectel has AT in Qualcomm's service for updates; the others have services of their own, or are built on Intel's modem. */
function tunnelsOf(vendor: VendorFile | undefined): readonly (readonly [MbimCommand, vid: string])[] {
  const vid = vendor?.vids[0] ?? '';
  switch (vendor?.family) {
    case 'quectel':
      return [[deviceUpdate.command, '2c7c']];
    case 'fibocom':
      return [
        [fibocom.at, vid],
        [intelTunnel.at, vid],
      ];
    default:
      return [
        [intelTunnel.at, vid],
        [compal.at, vid],
      ];
  }
}

function frameOf({ message, tlvs }: QmiRequest): Uint8Array {
  return encodeFrame({
    from: 'host',
    service: services[message.service],
    client: 0,
    kind: 'request',
    transaction: 1,
    message: message.id,
    tlvs,
  });
}

const lines = (request: CommandRequest) => plannedMbim(request, undefined, carried);
const unlike = (texts: readonly string[]) => [...new Set(texts)];
