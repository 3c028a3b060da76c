import { z } from 'zod';

/**
 * Reads `carrier_list.textpb` of AOSP's TelephonyProvider (protobuf text format; message CarrierList of `proto/src/carrierId.proto` beside
 * it): who is who on a network, and by what its SIMs are told. Never part of the app.
 */

const Digits = z.string().regex(/^\d{5,6}$/);

const Attribute = z.strictObject({
  mccmnc_tuple: z.array(Digits).default([]),
  spn: z.array(z.string().max(200)).default([]),
  imsi_prefix_xpattern: z.array(z.string().max(15)).default([]),
  gid1: z.array(z.string().max(60)).default([]),
  iccid_prefix: z.array(z.string().max(20)).default([]),
  // What no modem tells this bench: a SIM is not known by these.
  gid2: z.array(z.string()).default([]),
  plmn: z.array(z.string()).default([]),
  preferred_apn: z.array(z.string()).default([]),
  privilege_access_rule: z.array(z.string()).default([]),
});
export type CarrierAttribute = z.infer<typeof Attribute>;

const Carrier = z.strictObject({
  canonical_id: z.tuple([z.coerce.number().int()]).transform(([id]) => id),
  carrier_name: z.tuple([z.string().min(1).max(200)]).transform(([name]) => name),
  carrier_attribute: z.array(Attribute).default([]),
  parent_canonical_id: z.array(z.string()).default([]),
});
export type Carrier = z.infer<typeof Carrier>;

const CarrierList = z.strictObject({ carrier_id: z.array(Carrier).min(1), version: z.array(z.string()).default([]) });

interface Message {
  [field: string]: (string | Message)[];
}

/** @throws Error where the text is not of the format; ZodError where a field is unknown or out of bounds. */
export function readCarriers(text: string): Carrier[] {
  const open: Message[] = [{}];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const top = open.at(-1);
    if (line === '' || line.startsWith('#')) continue;
    const message = /^(\w+) \{$/.exec(line);
    const field = /^(\w+): (?:"([^"\\]*)"|(-?\d+))$/.exec(line);
    if (top && message?.[1]) {
      const inner: Message = {};
      add(top, message[1], inner);
      open.push(inner);
    } else if (top && field?.[1]) add(top, field[1], field[2] ?? field[3] ?? '');
    else if (line === '}' && open.length > 1) open.pop();
    else throw new Error(`carrier list, line ${index + 1}: ${line.slice(0, 80)}`);
  }
  if (open.length !== 1) throw new Error('carrier list: cut off');
  return CarrierList.parse(open[0]).carrier_id;
}

/**
 * Of an MCC's networks in the list, so many have a length of MNC that is in use; fewer are slips of whoever wrote them. Of the longer ones
 * more are asked for: a wrong one takes the IMSIs of another network.
 */
const leastShare = (plmn: string) => (plmn.length === 6 ? 0.3 : 0.1);

/**
 * Whether a PLMN is as long as those of its country (an MNC has two or three digits by its MCC, ITU-T E.212). `222010` beside Italy's
 * `22201` would take every IMSI that begins so for itself. An MCC that is not in the list has any.
 */
export function lengthCheck(carriers: readonly Carrier[]): (plmn: string) => boolean {
  const known = new Set(carriers.flatMap((carrier) => carrier.carrier_attribute.flatMap((a) => a.mccmnc_tuple)));
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const plmn of known) {
    count(plmn.slice(0, 3));
    count(`${plmn.slice(0, 3)} ${plmn.length}`);
  }
  return (plmn) => {
    const all = counts.get(plmn.slice(0, 3)) ?? 0;
    return all === 0 || (counts.get(`${plmn.slice(0, 3)} ${plmn.length}`) ?? 0) / all >= leastShare(plmn);
  };
}

function add(message: Message, field: string, value: string | Message): void {
  const values = Object.hasOwn(message, field) ? message[field] : undefined;
  if (values) values.push(value);
  else message[field] = [value];
}
