import type { Failure } from '../../contract/errors.ts';
import type { Check, ModemIdentity } from '../../contract/snapshot.ts';
import { maskReply } from '../../modem/replies.ts';
import type { JobResult } from './entries.ts';

/** What a journal keeps of a job's end: nothing by which a modem, a SIM or a subscriber could be told. */

/** The numbers that were read, and whatever looks like one: what a modem says in an error it may say in any form. */
export function withoutNumbers(text: string, { imei, imsi, iccid }: ModemIdentity): string {
  const numbers = [imei, imsi, iccid].filter((number) => number !== undefined);
  const known = numbers.reduce((rest, number) => rest.replaceAll(number, '…'), text);
  return maskReply('', known.split('\n')).join('\n');
}

/** A failure's values, for the journal. */
export function impersonalDetail(detail: Failure['detail'], identity: ModemIdentity): Failure['detail'] {
  return Object.fromEntries(
    Object.entries(detail).map(([key, value]) => [key, typeof value === 'string' ? withoutNumbers(value, identity) : value]),
  );
}

/** A result as it was found, with the identity whole; what of it the journal keeps. The numbers stand in what some checks saw as well. */
export function impersonalResult(
  found: Omit<JobResult, 'identity' | 'checks'> & { readonly identity: ModemIdentity; readonly checks: readonly Check[] },
): JobResult {
  const { identity, network, checks } = found;
  const { manufacturer, model, revision } = identity;
  const without = (text: string) => withoutNumbers(text, identity);
  return {
    ...found,
    identity: {
      ...(manufacturer === undefined ? {} : { manufacturer: without(manufacturer) }),
      ...(model === undefined ? {} : { model: without(model) }),
      ...(revision === undefined ? {} : { revision: without(revision) }),
    },
    network: { ...network, operator: network.operator === null ? null : without(network.operator) },
    checks: checks.map((check) => ({ ...check, seen: without(check.seen) })),
  };
}
