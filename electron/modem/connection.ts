import { BenchError } from '../contract/errors.ts';
import { connect, disconnect, getIpConfiguration } from '../mbim/connection.ts';
import { attachPacketService } from '../mbim/network.ts';
import { getCurrentSettings, startNetwork, stopNetwork } from '../qmi/wds.ts';
import type { ConnectionWish } from './form.ts';
import type { MbimForm } from './mbim-form.ts';
import type { Modem } from './modem.ts';

/** A network takes some seconds to let a SIM in; what takes longer will not be better on the router. */
const CONNECT_TIMEOUT_MS = 45_000;
/** Shorter than a stopped step is waited for. */
const STOP_TIMEOUT_MS = 2000;

/**
 * Connects in the language of the mode, reads the address (`null`: none was given or told) and disconnects, as the router will: what
 * refuses here refuses there. On a network card: `tryDial`. Throws QMI_ERROR or MBIM_ERROR where the modem or its network says no.
 */
export function tryConnection(modem: Modem, wish: ConnectionWish, signal: AbortSignal): Promise<string | null> {
  return wish.mode === 'mbim' ? connectMbim(modem, wish, signal) : connectQmi(modem, wish, signal);
}

async function connectQmi(modem: Modem, { apn, username, password, auth, pdpType }: ConnectionWish, signal: AbortSignal) {
  const { client } = await modem.qmi();
  const limit = { timeoutMs: CONNECT_TIMEOUT_MS, signal };
  const handle = await startNetwork(client, { apn, username, password, auth, ipFamily: pdpType === 'ipv6' ? 6 : 4 }, limit);
  try {
    return (await getCurrentSettings(client, { signal })).address;
  } finally {
    // Stopped or not: what was started here must not stay connected.
    await stopNetwork(client, handle, { timeoutMs: STOP_TIMEOUT_MS });
  }
}

async function connectMbim(modem: Modem, { apn, username, password, auth, pdpType }: ConnectionWish, signal: AbortSignal) {
  const limit = { timeoutMs: CONNECT_TIMEOUT_MS, signal };
  const { client } = await modem.mbim();
  await attachPacketService(client, limit);
  await connect(client, { apn, username, password, auth, ipType: pdpType }, limit);
  const address = await readAddress(client, signal);
  await disconnect(client, limit);
  return address;
}

/** A firmware that knows no IP_CONFIGURATION leaves it to DHCP. */
async function readAddress(client: MbimForm['client'], signal: AbortSignal): Promise<string | null> {
  try {
    const { ipv4, ipv6 } = await getIpConfiguration(client, { signal });
    return ipv4?.address ?? ipv6?.address ?? null;
  } catch (error) {
    if (error instanceof BenchError && error.code === 'MBIM_ERROR') return null;
    throw error;
  }
}
