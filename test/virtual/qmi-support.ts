import { onTestFinished } from 'vitest';
import { openQmi, type QmiClient } from '../../electron/qmi/client.ts';
import type { Faults, ModemBody } from '../../electron/virtual/modem.ts';
import type { QmiIdentity } from '../../electron/virtual/qmi/identity.ts';
import { VirtualQmi, type VirtualQmiOptions } from '../../electron/virtual/qmi/virtual-qmi.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { bodyWith, FirmwareChannel, identity } from './firmware-channel.ts';

export interface Joined {
  readonly client: QmiClient;
  readonly clock: ManualClock;
  readonly qmi: VirtualQmi;
  readonly body: ReturnType<typeof bodyWith>;
}

/** This project's client on this project's virtual modem. */
export async function joined(
  faults: Faults = {},
  flash: ModemBody['flash'] = {},
  options: VirtualQmiOptions & { identity?: QmiIdentity } = {},
): Promise<Joined> {
  const body = bodyWith(faults, flash);
  const { identity: other = identity, ...rest } = options;
  const qmi = new VirtualQmi(other, body, rest);
  const clock = new ManualClock();
  const client = await openQmi(new FirmwareChannel(qmi), clock);
  onTestFinished(() => client.close());
  return { client, clock, qmi, body };
}
