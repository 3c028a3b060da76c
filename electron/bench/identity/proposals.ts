import { providers } from '../../../modem-db/providers.ts';
import { type ApnProposal, mostProposals } from '../../contract/proposals.ts';
import type { Answer, Query } from '../../contract/queries.ts';
import type { ModemIdentity } from '../../contract/snapshot.ts';

/** The last look-ups: a view is made at every change, and its SIM stays the same. */
const remembered = new Map<string, readonly ApnProposal[]>();
const REMEMBERED = 64;

/** What the SIM suggests for the APN; nothing until IMSI or ICCID is known, nor where nobody knows its network and country. */
export function proposalsFor({ imsi, iccid }: ModemIdentity): ApnProposal[] {
  const key = `${imsi ?? ''}/${iccid ?? ''}`;
  let found = remembered.get(key);
  if (!found) {
    found = providers().proposals({ imsi, iccid }).slice(0, mostProposals.dongle);
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(key, found);
  }
  return [...found];
}

/** Answers from the table of providers. */
export function answerProviders(query: Extract<Query, { type: 'list-countries' | 'find-provider' }>): Answer {
  if (query.type === 'list-countries') {
    return {
      type: 'countries',
      countries: providers()
        .countries()
        .map(({ code }) => code),
    };
  }
  const found = providers().proposals({ country: query.country, query: query.text });
  return { type: 'providers', proposals: found.slice(0, mostProposals.answer), total: found.length };
}
