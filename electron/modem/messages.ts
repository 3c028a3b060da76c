import type { Dial } from '../../modem-db/dials/index.ts';
import type { VendorFile } from '../../modem-db/schema.ts';
import { decodeAt } from '../at/decode.ts';
import { wakeCommands } from '../at/session.ts';
import type { PlannedMessage } from '../contract/plan.ts';
import type { Mode } from '../contract/words.ts';
import type { CommandRequest } from '../mbim/commands.ts';
import { connectRequest, disconnectRequest, ipConfigurationRequest } from '../mbim/connection.ts';
import { closingLines as mbimClosing, furtherLines as mbimFurther, openingLines as mbimOpening, plannedMbim } from '../mbim/decode.ts';
import { capabilityRequests } from '../mbim/extensions.ts';
import { identityRequests as mbimIdentity } from '../mbim/identity.ts';
import { attachRequest } from '../mbim/network.ts';
import { clientLines, openingLines, plannedQmi } from '../qmi/decode.ts';
import { identityRequests } from '../qmi/identity.ts';
import { type QmiRequest, requestOf } from '../qmi/services.ts';
import { uimMessages } from '../qmi/uim.ts';
import { currentSettingsRequest, startNetworkRequest, stopNetworkRequest } from '../qmi/wds.ts';
import {
  cellCommands,
  iccidCommand,
  identityCommands,
  listCommand,
  lockQuery,
  networkCommands,
  pinCommand,
  radioCommands,
  registrationCommands,
  signalCommands,
  simCommands,
  triesCommands,
  unlockCommand,
} from './commands.ts';
import { dialMessages } from './dial/commands.ts';
import type { ConnectionWish } from './form.ts';
import { atInMbim, qmiInMbim } from './in-mbim.ts';
import { once, otherwise, until } from './planned.ts';
import { mbimRequests, type Question, qmiRequests } from './requests.ts';

/**
 * What asking a modem may send, decoded as a journal decodes it: the very requests that its forms make. What another language is asked
 * only where the first has no answer is marked so.
 */

type Vendor = VendorFile | undefined;
/** At least one; `undefined`: nobody lists that one's vendor. */
export type Vendors = readonly [Vendor, ...Vendor[]];

export const ask = (command: string) => once(asLine(command));
const askUntil = (command: string) => until(asLine(command));
/** Letter for letter, but for what is secret. */
const asLine = (command: string) => decodeAt(Buffer.from(`${command}\r`, 'latin1')).text;

/** Is somebody there, and the session set up; on one port after the other, or on several at once, until one answers. */
export const atWaking: readonly PlannedMessage[] = wakeCommands.map(askUntil);

/**
 * In AT, and otherwise over the control channel that a modem in this mode has. Without what opening port and channel takes. `vendors`: of
 * the ids that it may show by then.
 */
export function messagesOf(question: Question, mode: Mode, vendors: Vendors): PlannedMessage[] {
  return distinct([
    ...vendors.flatMap((vendor) => atMessages(question, vendor)),
    ...vendors.flatMap((vendor) => controlMessages(question, mode, vendor)).map(otherwise),
  ]);
}

/** Each text once, as it comes first. */
function distinct(messages: readonly PlannedMessage[]): PlannedMessage[] {
  return [...new Map([...messages].reverse().map((message) => [message.text, message])).values()].reverse();
}

/** Those that are sent again until they are answered as they should be. */
const repeated: ReadonlySet<string> = new Set([simCommands.state, lockQuery, pinCommand, ...registrationCommands]);

function atMessages(question: Question, vendor: Vendor): PlannedMessage[] {
  const tries = triesCommands(vendor);
  // The tries left are read again after a try.
  const isRepeated = (command: string) => repeated.has(command) || (question !== 'sim' && tries.includes(command));
  return commandsOf(question, vendor).map((command) => (isRepeated(command) ? askUntil(command) : ask(command)));
}

function commandsOf(question: Question, vendor: Vendor): string[] {
  const numbers = [simCommands.imsi, iccidCommand(vendor)];
  switch (question) {
    case 'capabilities':
      return [listCommand];
    case 'identity':
      return Object.values(identityCommands);
    case 'sim':
      return [simCommands.state, ...numbers, ...triesCommands(vendor)];
    case 'pin':
      return [simCommands.state, lockQuery, ...triesCommands(vendor), pinCommand, ...numbers];
    case 'pin-lock':
      return [simCommands.state, lockQuery, ...triesCommands(vendor), unlockCommand];
    case 'network':
      return [
        ...radioCommands(vendor),
        ...registrationCommands,
        ...[networkCommands.format, networkCommands.operator, ...signalCommands(vendor), ...cellCommands(vendor)],
      ];
  }
}

function controlMessages(question: Question, mode: Mode, vendor: Vendor): PlannedMessage[] {
  if (mode === 'qmi') return inQmi(qmiRequests[question]).map(({ text }) => until(text));
  if (mode === 'mbim')
    return [
      ...inMbim(mbimRequests[question]).map(({ text }) => text),
      ...qmiInMbim(qmiRequests[question]),
      ...atInMbim(commandsOf(question, vendor), vendor),
    ].map(until);
  return [];
}

/** A conversation in QMI: sync until it is answered, a client id for each service, and all given back. */
function inQmi(requests: readonly QmiRequest[]): PlannedMessage[] {
  const ids = [...new Set(requests.map(({ message }) => message.service))].map(clientLines);
  return [
    ...openingLines.map(until),
    ...ids.flatMap(([allocate]) => (allocate === undefined ? [] : [until(allocate)])),
    ...requests.map((request) => once(plannedQmi(request))),
    ...ids.flatMap(([, release]) => (release === undefined ? [] : [once(release)])),
  ];
}

/** A conversation in MBIM: open until it is answered, and closed. */
function inMbim(requests: readonly CommandRequest[]): PlannedMessage[] {
  return [
    ...mbimOpening.map(until),
    ...mbimFurther.map(until),
    ...[...capabilityRequests, ...requests].flatMap((request) => plannedMbim(request)).map(once),
    ...mbimClosing.map(once),
  ];
}

/** Whether somebody answers on the control channel, and who; without a language of its own, on the AT port. */
export function controlMessagesOf(mode: Mode): PlannedMessage[] {
  if (mode === 'qmi') return inQmi([...identityRequests, requestOf(uimMessages.cardStatus)]);
  if (mode === 'mbim') return inMbim(mbimIdentity);
  return [ask('AT')];
}

/** A data connection, made and ended, on a network card by one of `dials`; `null` where there is none to make from here. */
export function connectionMessages(dials: readonly Dial[], wish: ConnectionWish): PlannedMessage[] | null {
  const { mode, apn, username, password, auth, pdpType } = wish;
  if (mode === 'qmi') {
    const start = startNetworkRequest({ apn, username, password, auth, ipFamily: pdpType === 'ipv6' ? 6 : 4 });
    return inQmi([start, currentSettingsRequest, stopNetworkRequest(0)]);
  }
  if (mode === 'mbim') {
    const connect = connectRequest({ apn, username, password, auth, ipType: pdpType });
    return inMbim([attachRequest, connect, ipConfigurationRequest(), disconnectRequest()]);
  }
  const messages = dialMessages(dials, wish);
  return messages.length > 0 ? messages : null;
}
