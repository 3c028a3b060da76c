import type { Carrier, CarrierAttribute } from './android-carriers.ts';
import type { Row } from './android-rows.ts';
import type { Mark, ProviderEntry } from './schema.ts';

/** Whose an access point of Android's list is, and what tells its SIMs. Never part of the app. */

export type Owner = Pick<ProviderEntry, 'name' | 'primary' | 'marks'>;

/** Whose the row is. By its carrier's number, else by what tells its SIM, else who owns the network; where none is listed, by the row's own label. */
export function ownerOf(row: Row, plmn: string, carriers: readonly Carrier[]): Owner {
  const onNetwork = carriers.filter((carrier) => carrier.carrier_attribute.some((a) => a.mccmnc_tuple.includes(plmn)));
  const own = ownMark(row, plmn);
  const label = tidy(row['@carrier']);
  if (row['@carrier_id'] !== undefined || own) {
    const carrier = carriers.find((c) => c.canonical_id === row['@carrier_id']) ?? onNetwork.find((c) => own && shares(c, plmn, own));
    const listed = carrier ? marksOf(carrier, plmn) : [];
    const marks = [...listed, ...(own && !listed.some((mark) => covers(mark, own)) ? [own] : [])];
    // Many rows of a guest bear the number of the network's owner: their mark tells another's SIM, and their label whose.
    const isGuest = own !== null && carrier !== undefined && owns(carrier, plmn);
    const name = tidy(isGuest || !carrier ? brandOf(label) : carrier.carrier_name);
    if (marks.length > 0) return { name, primary: false, marks };
    // Told by what no modem shows, or by nothing: then it owns the network.
    return carrier && !owns(carrier, plmn) ? { name, primary: false } : { name };
  }
  const words = label.toLowerCase();
  const owner =
    onNetwork.find((c) => owns(c, plmn)) ??
    onNetwork.find((c) => words.includes(c.carrier_name.toLowerCase().split(/[\s-]/)[0] ?? c.carrier_name));
  return { name: tidy(owner?.carrier_name ?? brandOf(label)) };
}

function ownMark(row: Row, plmn: string): Mark | null {
  const data = tidy(row['@mvno_match_data']);
  switch (row['@mvno_type']) {
    case 'spn':
      return data === '' || data.length > 50 ? null : { spn: [data] };
    case 'gid':
      return gid(data) === null ? null : { gid1: [data.toUpperCase()] };
    case 'imsi':
      return imsi(data, plmn) === null ? null : { imsi: [data.toLowerCase()] };
    case 'iccid':
      return /^\d{4,19}$/.test(data) ? { iccid: [data] } : null;
    default:
      return null;
  }
}

const gid = (value: string) => (/^[\dA-F]{1,40}$/i.test(value) ? value.toUpperCase() : null);
/** `null`: says no more than the network does. */
const imsi = (value: string, plmn: string) => (/^[\dx]{5,15}$/i.test(value) && value.length > plmn.length ? value.toLowerCase() : null);

const isTestable = (a: CarrierAttribute) => [a.gid2, a.plmn, a.preferred_apn, a.privilege_access_rule].every((v) => v.length === 0);
const isPlain = (a: CarrierAttribute) =>
  isTestable(a) && [a.spn, a.imsi_prefix_xpattern, a.gid1, a.iccid_prefix].every((v) => v.length === 0);

const owns = (carrier: Carrier, plmn: string) => carrier.carrier_attribute.some((a) => a.mccmnc_tuple.includes(plmn) && isPlain(a));

/** What tells the carrier's SIMs on that network; nothing where it owns it. */
function marksOf(carrier: Carrier, plmn: string): Mark[] {
  const attributes = carrier.carrier_attribute.filter((a) => a.mccmnc_tuple.includes(plmn));
  if (owns(carrier, plmn)) return [];
  return attributes.filter(isTestable).flatMap((a) => {
    const wholes = {
      spn: a.spn.map(tidy).filter((value) => value !== '' && value.length <= 50),
      imsi: a.imsi_prefix_xpattern.flatMap((value) => imsi(value, plmn) ?? []),
      gid1: a.gid1.flatMap((value) => gid(value) ?? []),
      iccid: a.iccid_prefix.filter((value) => /^\d{4,19}$/.test(value)),
    };
    const mark = Object.fromEntries(Object.entries(wholes).flatMap(([kind, v]) => (v.length > 0 ? [[kind, [...new Set(v)]]] : [])));
    // A condition of which nothing is left would leave the others too wide.
    const asked = [a.spn, a.imsi_prefix_xpattern, a.gid1, a.iccid_prefix].filter((v) => v.length > 0).length;
    return Object.keys(mark).length === asked && asked > 0 ? [mark] : [];
  });
}

const kinds = ['spn', 'imsi', 'gid1', 'iccid'] as const;

/** Whether every SIM of `own` is one of `mark`. */
function covers(mark: Mark, own: Mark): boolean {
  return kinds.every((kind) => {
    const wide = mark[kind];
    return wide === undefined || (own[kind] ?? []).some((value) => wide.some((other) => other.toLowerCase() === value.toLowerCase()));
  });
}

const shares = (carrier: Carrier, plmn: string, own: Mark) => marksOf(carrier, plmn).some((mark) => covers(mark, own));

/** The operator in the label of an access point: `Vf Internet` is `Vf`'s. */
function brandOf(label: string): string {
  const brand = label.replace(/(?:[\s_/(-]+(?:internet|web|wap|gprs|mms|data|apn|lte|3g|4g|5g|isp|gsm|hspa)\b\)?)+$/i, '').trim();
  return brand === '' ? label || '?' : brand;
}

export const tidy = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
