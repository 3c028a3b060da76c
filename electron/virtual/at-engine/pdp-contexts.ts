import { z } from 'zod';
import { parseJsonOrNull } from '../../lib/parse-json.ts';
import type { ModemBody } from '../modem.ts';

/** PDP contexts, kept in the flash as one JSON text: cid -> type, APN (3GPP TS 27.007, 10.1.1). */
export interface PdpContext {
  /** `IP`, `IPV6`, `IPV4V6`, `PPP`. */
  readonly type: string;
  readonly apn: string;
}

/** As the flash has them: type and APN by the context's number. */
const Contexts = z.record(z.string(), z.tuple([z.string(), z.string()]));

/** Those of a body by their number; one that was never told any has context 1, for whatever APN the network takes. */
export function contextsOf(body: ModemBody): Record<string, PdpContext> {
  // Flash comes back from a file; one that was damaged counts as fresh.
  const kept = parseJsonOrNull(String(body.flash['contexts'] ?? ''), Contexts);
  if (kept === null) return { '1': { type: 'IP', apn: '' } };
  return Object.fromEntries(Object.entries(kept).map(([cid, [type, apn]]) => [cid, { type, apn }]));
}

/** Defines a context, or takes it away (`null`). */
export function setContext(body: ModemBody, cid: string, context: PdpContext | null): void {
  const known = contextsOf(body);
  if (context === null) delete known[cid];
  else known[cid] = context;
  body.flash['contexts'] = flashContexts(known);
  body.saveFlash();
}

/** As the flash has them: what a model puts into that of a fresh one. */
export function flashContexts(contexts: Readonly<Record<string, PdpContext>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(contexts).map(([cid, { type, apn }]) => [cid, [type, apn]])));
}
