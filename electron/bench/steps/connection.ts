import type { VendorFile } from '../../../modem-db/schema.ts';
import { BenchError } from '../../contract/errors.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import type { Check } from '../../contract/snapshot.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { tryConnection } from '../../modem/connection.ts';
import { connectionMessages } from '../../modem/messages.ts';
import { withModem } from '../../modem/modem.ts';
import { atOpening, controlOpening, OPENING_MS } from './ports.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';
import type { StepRun } from './step-run.ts';

export const connection = {
  kind: 'connection',
  schema: stepActions.connection,
  /** `null`: this dongle has nothing that would connect it here. */
  plan: (vendor: VendorFile | undefined, wishes: Wishes): Step | null => {
    const messages = connectionMessages(vendor, wishes);
    const opening = wishes.mode === 'ncm' ? atOpening : controlOpening;
    const source = 'QMI WDS start and stop network; MBIM 1.0, 10.5.12; Huawei AT^NDISDUP, ModemManager 1.20, plugins/huawei';
    const rest = { source, risk: 'reversible' } as const;
    return messages && stepOf(connection, 'connection', { kind: 'connection' }, { ...rest, sends: [...opening, ...messages] });
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
  const check = (result: Pick<Check, 'state' | 'seen' | 'code'>) =>
    run.check({ id: 'connection', title: { key: 'checks.connection', values: {} }, ...result });
  if (!run.registered()) {
    check({ state: 'unknown', seen: '', code: null });
    return { kind: 'skipped' };
  }
  try {
    const { clock } = run.access;
    const address = await withModem(run.access, run.signal, (modem) => tryConnection(modem, run.wishes, clock, run.signal));
    run.replied(address ?? '-');
    check({ state: 'passed', seen: [run.wishes.apn, address].filter((v) => v !== null && v !== '').join(': '), code: null });
  } catch (error) {
    if (!(error instanceof BenchError) || !refusals.some((code) => code === error.code)) throw error;
    check({ state: 'failed', seen: String(error.detail['name'] ?? error.detail['reply'] ?? error.code), code: 'CONNECTION_REFUSED' });
  }
  return { kind: 'done' };
}

/** What a network or a modem says no with. */
const refusals = ['QMI_ERROR', 'MBIM_ERROR', 'AT_ERROR'] as const;
