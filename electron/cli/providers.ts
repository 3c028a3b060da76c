import { providers } from '../../modem-db/providers.ts';
import type { ProvidersDocument } from '../contract/documents.ts';
import { BenchError } from '../contract/errors.ts';
import { type ApnProposal, isOfSim, sourceName } from '../contract/proposals.ts';
import type { Text } from '../contract/text.ts';

export interface ProviderOptions {
  readonly imsi?: string | undefined;
  readonly plmn?: string | undefined;
  readonly iccid?: string | undefined;
  /** Service provider name on the SIM. */
  readonly spn?: string | undefined;
  /** Group identifier of the SIM, hexadecimal. */
  readonly gid1?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  /** Words of the provider's name, plan or APN. */
  readonly words?: readonly string[] | undefined;
}

/** `db providers`: what the table knows, without a dongle. Throws USAGE where nothing sensible was asked. */
export function findProviders(options: ProviderOptions, text: Text): { document: Omit<ProvidersDocument, 'failure'>; lines: string } {
  const { imsi, plmn, iccid, spn, gid1, words = [] } = options;
  const country = options.country?.toLowerCase();
  const table = providers();
  const query = words.join(' ').slice(0, 100);
  const wrong =
    imsi !== undefined && !/^\d{6,15}$/.test(imsi)
      ? '--imsi: 6 to 15 digits'
      : plmn !== undefined && !/^\d{5,6}$/.test(plmn)
        ? '--plmn: 5 or 6 digits'
        : iccid !== undefined && !/^\d{10,20}F?$/i.test(iccid)
          ? '--iccid: 10 to 20 digits'
          : gid1 !== undefined && !/^[\da-f]{1,40}$/i.test(gid1)
            ? '--gid1: hexadecimal'
            : country !== undefined && table.providersOf(country).length === 0
              ? `--country: one of ${table
                  .countries()
                  .map(({ code }) => code)
                  .join(' ')}`
              : [imsi, plmn, iccid, country].every((option) => option === undefined) && query === ''
                ? '--imsi, --plmn, --iccid, --country or words'
                : null;
  if (wrong !== null) throw new BenchError('USAGE', { message: wrong });
  const proposals = table.proposals({ imsi, plmn, iccid, spn, gid1, country, query });
  return {
    document: { source: table.source, proposals },
    lines: proposals.length > 0 ? proposals.map(showProposal).join('\n') : text.word('providers.none'),
  };
}

/** One proposal as one line. `?`: only the country fits, not the network. */
function showProposal(p: ApnProposal): string {
  return [
    `${isOfSim(p) ? ' ' : '?'} ${p.country}`,
    p.plan === null ? p.provider : `${p.provider}: ${p.plan}`,
    `--apn ${p.apn}`,
    ...(p.username === '' ? [] : [`--username ${p.username}`]),
    ...(p.password === '' ? [] : [`--password ${p.password}`]),
    ...(p.auth === 'none' ? [] : [`--auth ${p.auth}`]),
    // What `prepare` takes by itself is IPv4.
    ...(p.pdpType === null || p.pdpType === 'ipv4' ? [] : [`--pdp ${p.pdpType}`]),
    ...(p.usage === 'wap' || p.usage === 'mms' ? [`(${p.usage})`] : []),
    ...(p.prepaid ? ['(prepaid)'] : []),
    `[${sourceName(p)}]`,
  ].join('  ');
}
