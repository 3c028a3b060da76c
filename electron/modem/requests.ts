import type { CommandRequest } from '../mbim/commands.ts';
import { basicConnect, queryOf } from '../mbim/commands.ts';
import { identityRequests as mbimIdentity } from '../mbim/identity.ts';
import { enterPinRequests } from '../mbim/pin.ts';
import { identityRequests } from '../qmi/identity.ts';
import { nasMessages, signalRequests } from '../qmi/nas.ts';
import { type QmiRequest, requestOf } from '../qmi/services.ts';
import { simStatusRequests, verifyPinRequests } from '../qmi/uim.ts';
import { masked } from './commands.ts';
import type { Question } from './messages.ts';

/** The requests with which the forms of QMI and MBIM answer each question. What is secret in them is never shown. */

export const qmiRequests: Readonly<Record<Question, readonly QmiRequest[]>> = {
  identity: identityRequests,
  sim: [...simStatusRequests, ...identityRequests],
  pin: [...simStatusRequests, ...verifyPinRequests(masked), ...identityRequests],
  'pin-lock': simStatusRequests,
  network: [requestOf(nasMessages.servingSystem), ...signalRequests],
};

export const mbimRequests: Readonly<Record<Question, readonly CommandRequest[]>> = {
  identity: mbimIdentity,
  sim: [...mbimIdentity, queryOf(basicConnect.pin)],
  pin: [...mbimIdentity, ...enterPinRequests(masked)],
  'pin-lock': [queryOf(basicConnect.subscriberReady), queryOf(basicConnect.pin)],
  network: [queryOf(basicConnect.registerState), queryOf(basicConnect.signalState)],
};
