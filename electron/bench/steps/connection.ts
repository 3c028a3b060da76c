import type { VendorFile } from '../../../modem-db/schema.ts';
import { dhcpAddress, disconnectCommand, ndisCommands, ndisState } from '../../at/ndis.ts';
import { BenchError } from '../../contract/errors.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { openQmi } from '../../qmi/client.ts';
import { getCurrentSettings, startNetwork, stopNetwork } from '../../qmi/wds.ts';
import { poll } from '../../seams/poll.ts';
import { fromSeam, openControl } from '../contact.ts';
import { OPENING_MS } from './at.ts';
import { connectionLines } from './control-lines.ts';
import { connectMbim } from './mbim.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';
import type { StepRun } from './step-run.ts';
import { withAt } from './with-at.ts';

/** A network takes some seconds to let a SIM in; what takes longer will not be better on the router. */
const CONNECT_PATIENCE_MS = 45_000;
const LOOK_EVERY_MS = 1000;
/** Shorter than a stopped step is waited for. */
const STOP_MS = 2000;

export const connection = {
  kind: 'connection',
  schema: stepActions.connection,
  /** `null`: this dongle has nothing that would connect it here. */
  plan: (vendor: VendorFile | undefined, wishes: Wishes): Step | null => {
    const sends = connectionLines(vendor, wishes);
    const source = 'QMI WDS start and stop network; MBIM 1.0, 10.5.12; Huawei AT^NDISDUP, ModemManager 1.20, plugins/huawei';
    return sends && stepOf(connection, 'connection', { kind: 'connection' }, { source, risk: 'reversible', sends });
  },
  run: probeConnection,
  leaves: () => false,
  needs: 'control',
  stage: 'verifying',
  limit: OPENING_MS + 120_000,
  back: null,
} as const satisfies StepKind<'connection'> & { plan(...args: never[]): unknown };

/**
 * Connects with the APN and the login that the router will use, reads the address that the network gives, and disconnects. A
 * wrong APN shows here and not on the router. It may be the bench's coverage that is at fault, so a refusal is a failed
 * check, not a failed dongle.
 */
async function probeConnection(run: StepRun): Promise<StepOutcome> {
  const refused = (why: string) =>
    run.check({
      id: 'connection',
      title: { key: 'checks.connection', values: {} },
      state: 'failed',
      seen: why,
      code: 'CONNECTION_REFUSED',
    });
  if (!run.registered()) {
    run.check({ id: 'connection', title: { key: 'checks.connection', values: {} }, state: 'unknown', seen: '', code: null });
    return { kind: 'skipped' };
  }
  try {
    const address = await connectBy(run);
    run.replied(address ?? '-');
    run.check({
      id: 'connection',
      title: { key: 'checks.connection', values: {} },
      state: 'passed',
      seen: [run.wishes.apn, address].filter((v) => v !== null && v !== '').join(': '),
      code: null,
    });
  } catch (error) {
    if (!(error instanceof BenchError) || !refusals.some((code) => code === error.code)) throw error;
    refused(String(error.detail['name'] ?? error.detail['reply'] ?? error.code));
  }
  return { kind: 'done' };
}

/** What a network or a modem says no with. */
const refusals = ['QMI_ERROR', 'MBIM_ERROR', 'AT_ERROR'] as const;

function connectBy(run: StepRun): Promise<string | null> {
  if (run.wishes.mode === 'qmi') return connectQmi(run);
  return run.wishes.mode === 'mbim' ? connectMbim(run, CONNECT_PATIENCE_MS) : connectNdis(run);
}

async function connectQmi(run: StepRun): Promise<string | null> {
  const { apn, username, password, auth, pdpType } = run.wishes;
  const channel = await openControl(run.contact, run.signal);
  try {
    const client = await openQmi(channel, run.contact.clock, { signal: run.signal });
    try {
      const limit = { timeoutMs: CONNECT_PATIENCE_MS, signal: run.signal };
      const handle = await startNetwork(client, { apn, username, password, auth, ipFamily: pdpType === 'ipv6' ? 6 : 4 }, limit);
      try {
        return (await getCurrentSettings(client, { signal: run.signal })).address;
      } finally {
        // Stopped or not: what was started here must not stay connected.
        await stopNetwork(client, handle, { timeoutMs: STOP_MS });
      }
    } finally {
      await client.close();
    }
  } catch (error) {
    throw fromSeam(error, run.contact);
  } finally {
    await channel.close().catch(() => undefined);
  }
}

async function connectNdis(run: StepRun): Promise<string | null> {
  const commands = ndisCommands(run.wishes);
  return withAt(run, async (at) => {
    await at.command(commands.connect.command, { shown: commands.connect.shown, timeoutMs: CONNECT_PATIENCE_MS });
    try {
      const look = async () => ndisState(await at.command(commands.status));
      const connecting = { every: LOOK_EVERY_MS, within: CONNECT_PATIENCE_MS, signal: run.signal };
      if ((await poll(run.contact.clock, connecting, look, (state) => state === 'connected')) !== 'connected')
        throw new BenchError('AT_ERROR', { command: commands.connect.shown, reply: 'no connection' });
      return dhcpAddress(await at.command(commands.address, { allowError: true }));
    } finally {
      await at.command(disconnectCommand, { allowError: true, timeoutMs: 15_000 });
    }
  });
}
