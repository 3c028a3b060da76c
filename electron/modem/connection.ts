import { dhcpAddress, disconnectCommand, ndisCommands, ndisState } from '../at/ndis.ts';
import { BenchError } from '../contract/errors.ts';
import { connect, disconnect, getIpConfiguration } from '../mbim/connection.ts';
import { attachPacketService } from '../mbim/network.ts';
import { getCurrentSettings, startNetwork, stopNetwork } from '../qmi/wds.ts';
import type { Clock } from '../seams/clock.ts';
import { poll } from '../seams/poll.ts';
import type { ConnectionWish } from './form.ts';
import type { MbimForm } from './mbim-form.ts';
import type { Modem } from './modem.ts';

/** A network takes some seconds to let a SIM in; what takes longer will not be better on the router. */
const CONNECT_TIMEOUT_MS = 45_000;
const LOOK_EVERY_MS = 1000;
/** Shorter than a stopped step is waited for. */
const STOP_TIMEOUT_MS = 2000;

/**
 * Connects in the language of the mode, reads the address (`null`: none was given or told) and disconnects, as the router will: what
 * refuses here refuses there. Throws QMI_ERROR, MBIM_ERROR or AT_ERROR where the modem or its network says no.
 */
export function tryConnection(modem: Modem, wish: ConnectionWish, clock: Clock, signal: AbortSignal): Promise<string | null> {
  if (wish.mode === 'qmi') return connectQmi(modem, wish, signal);
  return wish.mode === 'mbim' ? connectMbim(modem, wish, signal) : connectNdis(modem, wish, clock, signal);
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

async function connectNdis(modem: Modem, wish: ConnectionWish, clock: Clock, signal: AbortSignal): Promise<string | null> {
  const commands = ndisCommands(wish);
  const { session: at } = await modem.at();
  await at.command(commands.connect.command, { shown: commands.connect.shown, timeoutMs: CONNECT_TIMEOUT_MS, signal });
  try {
    const look = async () => ndisState(await at.command(commands.status, { signal }));
    const connecting = { every: LOOK_EVERY_MS, within: CONNECT_TIMEOUT_MS, signal };
    if ((await poll(clock, connecting, look, (state) => state === 'connected')) !== 'connected')
      throw new BenchError('AT_ERROR', { command: commands.connect.shown, reply: 'no connection' });
    return dhcpAddress(await at.command(commands.address, { allowError: true, signal }));
  } finally {
    await at.command(disconnectCommand, { allowError: true, timeoutMs: signal.aborted ? STOP_TIMEOUT_MS : 15_000 });
  }
}
