import type { VendorFile } from '../../../modem-db/schema.ts';
import { disconnectCommand, ndisCommands } from '../../at/ndis.ts';
import type { PlannedMessage } from '../../contract/plan.ts';
import type { Wishes } from '../../contract/wishes.ts';
import type { Mode } from '../../contract/words.ts';
import type { CommandRequest } from '../../mbim/commands.ts';
import { connectRequest, disconnectRequest, ipConfigurationRequest } from '../../mbim/connection.ts';
import { closingLines as mbimClosing, furtherLines as mbimFurther, openingLines as mbimOpening, plannedMbim } from '../../mbim/decode.ts';
import { identityRequests as mbimIdentity } from '../../mbim/identity.ts';
import { attachRequest } from '../../mbim/network.ts';
import { clientLines, openingLines, plannedQmi } from '../../qmi/decode.ts';
import { identityRequests } from '../../qmi/identity.ts';
import { type QmiRequest, requestOf } from '../../qmi/services.ts';
import { uimMessages } from '../../qmi/uim.ts';
import { currentSettingsRequest, startNetworkRequest, stopNetworkRequest } from '../../qmi/wds.ts';
import { ask, askUntil, atOpening, controlOpening } from './ports.ts';
import { once, until } from './step-kind.ts';

/** What the steps on the control channel may send: the very requests that they make, decoded as the journal decodes them. */

/** A conversation in QMI: sync until it is answered, a client id for each service, and all given back. */
function inQmi(requests: readonly QmiRequest[]): PlannedMessage[] {
  const ids = [...new Set(requests.map(({ message }) => message.service))].map(clientLines);
  return [
    ...controlOpening,
    ...openingLines.map(until),
    ...ids.flatMap(([allocate]) => (allocate === undefined ? [] : [until(allocate)])),
    ...requests.map((request) => once(plannedQmi(request))),
    ...ids.flatMap(([, release]) => (release === undefined ? [] : [once(release)])),
  ];
}

/** A conversation in MBIM: open until it is answered, and closed. */
function inMbim(requests: readonly CommandRequest[]): PlannedMessage[] {
  return [
    ...controlOpening,
    ...mbimOpening.map(until),
    ...mbimFurther.map(until),
    ...requests.flatMap((request) => plannedMbim(request)).map(once),
    ...mbimClosing.map(once),
  ];
}

/** Whether somebody answers, and who; over AT on the control channel where the modem has it there, and on the port. */
export function controlLines(mode: Mode): PlannedMessage[] {
  if (mode === 'qmi') return inQmi([...identityRequests, requestOf(uimMessages.cardStatus)]);
  if (mode === 'mbim') return inMbim(mbimIdentity);
  return [...controlOpening, ...atOpening, ask('AT')];
}

/** A data connection; `null` where there is none to make from here. */
export function connectionLines(vendor: VendorFile | undefined, wishes: Wishes): PlannedMessage[] | null {
  const { mode, apn, username, password, auth, pdpType } = wishes;
  if (mode === 'qmi') {
    const start = startNetworkRequest({ apn, username, password, auth, ipFamily: pdpType === 'ipv6' ? 6 : 4 });
    return inQmi([start, currentSettingsRequest, stopNetworkRequest(0)]);
  }
  if (mode === 'mbim') {
    const connect = connectRequest({ apn, username, password, auth, ipType: pdpType });
    return inMbim([attachRequest, connect, ipConfigurationRequest(), disconnectRequest()]);
  }
  if (mode !== 'ncm' || vendor?.dial !== 'ndisdup') return null;
  const { connect, status, address } = ndisCommands(wishes);
  return [...atOpening, ask(connect.command), askUntil(status), ask(address), ask(disconnectCommand)];
}
