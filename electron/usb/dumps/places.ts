import type { Draft } from './draft.ts';
import { number, WORD } from './numbers.ts';

/**
 * The port that each device of a dump with T: lines is in, `1-1.2`, by the hubs above it: `Prnt=` is the address of the hub, `Port=` counts from 0
 * (Linux drivers/usb/core/devices.c, usb_device_dump). Where a hub is not in the text, nobody can tell.
 */
export function withPorts(drafts: readonly Draft[]): readonly Draft[] {
  const byAddress = new Map<string, Draft>();
  for (const draft of drafts) if (draft.above) byAddress.set(`${draft.bus}/${draft.address}`, draft);
  for (const draft of drafts) draft.port ??= portOf(draft, byAddress, MOST_LEVELS);
  return drafts;
}

/** USB 2.0, 4.1.1: seven tiers. */
const MOST_LEVELS = 7;

function portOf(draft: Draft, byAddress: ReadonlyMap<string, Draft>, most: number): string | null {
  const { above, bus, port } = draft;
  if (port !== null) return port;
  if (!above || bus === null || most === 0 || above.level === 0) return null;
  if (above.level === 1) return `${bus}-${above.port + 1}`;
  const hub = byAddress.get(`${bus}/${above.parent}`);
  const before = hub && hub !== draft ? portOf(hub, byAddress, most - 1) : null;
  return before === null ? null : `${before}.${above.port + 1}`;
}

/** A field of a T: line; false where it is none. */
export function placed(draft: Draft, key: string, text: string): boolean {
  const field = key === 'Lev' ? 'level' : key === 'Prnt' ? 'parent' : key === 'Port' ? 'port' : null;
  const value = number(text, WORD);
  if (field === null || value === null) return false;
  draft.above ??= { level: 0, parent: 0, port: 0 };
  draft.above[field] = value;
  return true;
}
