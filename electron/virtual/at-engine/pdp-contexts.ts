import type { ModemBody } from '../modem.ts';

/** PDP contexts, kept in the flash as one JSON text: cid -> type, APN (3GPP TS 27.007, 10.1.1). */
export interface PdpContext {
  /** `IP`, `IPV6`, `IPV4V6`, `PPP`. */
  readonly type: string;
  readonly apn: string;
}

/** Those of a body by their number; one that was never told any has context 1, for whatever APN the network takes. */
export function contextsOf(body: ModemBody): Record<string, PdpContext> {
  const parsed = parseJson(body.flash['contexts']);
  const known: Record<string, PdpContext> = {};
  if (typeof parsed !== 'object' || parsed === null) return { '1': { type: 'IP', apn: '' } };
  for (const [cid, value] of Object.entries(parsed)) {
    if (Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string')
      known[cid] = { type: value[0], apn: value[1] };
  }
  return known;
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

/** Flash comes back from a file; one that was damaged counts as fresh. */
function parseJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
