import { BenchError } from '../../contract/errors.ts';
import { type MbimClient, openMbim } from '../../mbim/client.ts';
import { connect, disconnect, getIpConfiguration } from '../../mbim/connection.ts';
import { maxControlMessage } from '../../mbim/functional-descriptor.ts';
import { type MbimModemIdentity, readIdentity } from '../../mbim/identity.ts';
import { attachPacketService } from '../../mbim/network.ts';
import { activeInterfaces } from '../../seams/usb-bus.ts';
import { controlInterface, fromSeam, openControl } from '../contact.ts';
import type { StepRun } from './step-run.ts';

/** Opens MBIM for the length of one piece of work. Whatever happens, the channel is let go. */
async function withMbim<T>(run: StepRun, work: (client: MbimClient) => Promise<T>): Promise<T> {
  const { contact, signal } = run;
  const channel = await openControl(contact, signal);
  try {
    const number = controlInterface(contact);
    const control = activeInterfaces(contact.sighting).find((i) => i.number === number);
    const most = control ? maxControlMessage(control.extra) : null;
    const options = { signal, ...(most === null ? {} : { maxMessage: most }) };
    const client = await openMbim(channel, contact.clock, options);
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  } catch (error) {
    throw fromSeam(error, contact);
  }
}

/** Whether somebody answers, and who. `name`: of the channel. */
export function askMbim(run: StepRun): Promise<{ readonly name: string; readonly identity: MbimModemIdentity }> {
  return withMbim(run, async (client) => ({ name: client.name, identity: await readIdentity(client, { signal: run.signal }) }));
}

/**
 * Attaches, connects, reads the address (`null`: none was given or told) and disconnects, as OpenWrt's mbim.sh will: what
 * refuses here refuses there. Throws MBIM_ERROR.
 */
export function connectMbim(run: StepRun, timeoutMs: number): Promise<string | null> {
  const { apn, username, password, auth, pdpType } = run.wishes;
  const limit = { timeoutMs, signal: run.signal };
  return withMbim(run, async (client) => {
    await attachPacketService(client, limit);
    await connect(client, { apn, username, password, auth, ipType: pdpType }, limit);
    const address = await readAddress(client, run.signal);
    await disconnect(client, limit);
    return address;
  });
}

/** A firmware that knows no IP_CONFIGURATION leaves it to DHCP. */
async function readAddress(client: MbimClient, signal: AbortSignal): Promise<string | null> {
  try {
    const { ipv4, ipv6 } = await getIpConfiguration(client, { signal });
    return ipv4?.address ?? ipv6?.address ?? null;
  } catch (error) {
    if (error instanceof BenchError && error.code === 'MBIM_ERROR') return null;
    throw error;
  }
}
