import { messagesOf } from './services.ts';

/** NAS, the network access service. What its answers say: `signal.ts`, `registration.ts`, `cell.ts`. */
export const nasMessages = messagesOf('NAS', {
  signalStrength: [0x0020, 'Get Signal Strength'],
  servingSystem: [0x0024, 'Get Serving System'],
  rfBand: [0x0031, 'Get RF Band Information'],
  operatorName: [0x0039, 'Get Operator Name'],
  cellLocation: [0x0043, 'Get Cell Location Info'],
  systemInfo: [0x004d, 'Get System Info'],
  signalInfo: [0x004f, 'Get Signal Info'],
});
