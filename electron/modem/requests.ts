import type { CommandRequest } from '../mbim/commands.ts';
import { identityRequests as mbimIdentity } from '../mbim/identity.ts';
import { networkRequests } from '../mbim/network.ts';
import { enterPinRequests, pinLockRequests as mbimPinLock, pinListRequests } from '../mbim/pin.ts';
import { fccLockRequests, radioRequests as mbimRadio } from '../mbim/radio.ts';
import { signalRequests as mbimSignals } from '../mbim/signal.ts';
import { simRequests } from '../mbim/sim.ts';
import { servingCellRequests } from '../qmi/cell.ts';
import { identityRequests } from '../qmi/identity.ts';
import { pinLockRequests, pinProtectionRequests } from '../qmi/pin-protection.ts';
import { radioRequests } from '../qmi/radio.ts';
import { registrationRequests } from '../qmi/registration.ts';
import type { QmiRequest } from '../qmi/services.ts';
import { signalRequests } from '../qmi/signal.ts';
import { listingServices, supportedRequest } from '../qmi/supported.ts';
import { simStatusRequests, verifyPinRequests } from '../qmi/uim.ts';
import { masked } from './commands.ts';

/** What a modem can be asked; each but the last is a step of a plan. */
export type Question = 'identity' | 'sim' | 'pin' | 'pin-lock' | 'network' | 'capabilities';

/** The requests with which the forms of QMI and MBIM answer each question. What is secret in them is never shown. */

export const qmiRequests: Readonly<Record<Question, readonly QmiRequest[]>> = {
  identity: identityRequests,
  capabilities: listingServices.map(supportedRequest),
  sim: [...simStatusRequests, ...identityRequests],
  pin: [...simStatusRequests, ...pinLockRequests, ...verifyPinRequests(masked), ...identityRequests],
  'pin-lock': [...simStatusRequests, ...pinLockRequests, ...pinProtectionRequests(false, masked)],
  network: [...radioRequests, ...registrationRequests, ...signalRequests, ...servingCellRequests],
};

export const mbimRequests: Readonly<Record<Question, readonly CommandRequest[]>> = {
  identity: mbimIdentity,
  // The services are asked for at each opening.
  capabilities: [],
  sim: [...simRequests, ...mbimIdentity],
  pin: [...simRequests, ...pinListRequests, ...enterPinRequests(masked), ...mbimIdentity],
  'pin-lock': [...simRequests, ...mbimPinLock(false, masked)],
  network: [...mbimRadio, ...fccLockRequests, ...networkRequests, ...mbimSignals],
};
