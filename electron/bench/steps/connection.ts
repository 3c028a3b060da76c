import { dhcpAddress, disconnectCommand, ndisCommands, ndisState } from '../../at/ndis.ts';
import { BenchError } from '../../contract/errors.ts';
import { openQmi } from '../../qmi/client.ts';
import { getCurrentSettings, startNetwork, stopNetwork } from '../../qmi/wds.ts';
import { sleep } from '../../seams/clock.ts';
import { fromSeam, openControl } from '../contact.ts';
import type { StepOutcome } from '../life.ts';
import { withAt } from './at-step.ts';
import { connectMbim } from './mbim-step.ts';
import type { StepRun } from './step-run.ts';

/** A network takes some seconds to let a SIM in; what takes longer will not be better on the router. */
const CONNECT_PATIENCE_MS = 45_000;
const LOOK_EVERY_MS = 1000;

/**
 * Connects with the APN and the login that the router will use, reads the address that the network gives, and disconnects. A
 * wrong APN shows here and not on the router. It may be the bench's coverage that is at fault, so a refusal is a failed
 * check, not a failed dongle.
 */
export async function probeConnection(run: StepRun): Promise<StepOutcome> {
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
    run.contact.onSend('QMI CTL Sync');
    const client = await openQmi(channel, run.contact.clock, { signal: run.signal });
    try {
      run.contact.onSend(`QMI WDS Start Network ${apn}`);
      const limit = { timeoutMs: CONNECT_PATIENCE_MS, signal: run.signal };
      const handle = await startNetwork(client, { apn, username, password, auth, ipFamily: pdpType === 'ipv6' ? 6 : 4 }, limit);
      run.contact.onSend('QMI WDS Get Current Settings');
      const settings = await getCurrentSettings(client, { signal: run.signal });
      run.contact.onSend('QMI WDS Stop Network');
      await stopNetwork(client, handle, limit);
      return settings.address;
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
      const deadline = run.contact.clock.now() + CONNECT_PATIENCE_MS;
      while (ndisState(await at.command(commands.status)) !== 'connected') {
        if (run.contact.clock.now() >= deadline)
          throw new BenchError('AT_ERROR', { command: commands.connect.shown, reply: 'no connection' });
        await sleep(run.contact.clock, LOOK_EVERY_MS, run.signal);
      }
      return dhcpAddress(await at.command(commands.address, { allowError: true }));
    } finally {
      await at.command(disconnectCommand, { allowError: true, timeoutMs: 15_000 });
    }
  });
}
