import { type Db, usbId } from '../../../modem-db/db.ts';
import type { Setting } from '../../../modem-db/schema.ts';
import type { Wishes } from '../../contract/wishes.ts';

/** Of the dongle, in the mode that the router will find it in. */
export interface Commanded {
  readonly vid: number;
  readonly pid: number;
  /** AT+CGMM, where it was asked. */
  readonly model: string | null;
}

/**
 * AT commands that the router sends whenever the dongle appears: those of the packet domain, where that was wished for. Empty where
 * it was not, where nothing is to be changed, and where several modems share the id and nobody asked which one this is.
 */
export function attachCommands({ packetDomain, onRouter }: Wishes, dongle: Commanded, db: Db): string[] {
  if (!onRouter.packetDomainAtAttach || packetDomain === 'keep') return [];
  const settings = db.settingsFor(usbId(dongle.vid, dongle.pid)).filter((s) => s.id === 'packet-domain' && isFor(s, dongle.model));
  const commands = [...new Set(settings.flatMap(({ values }) => values[packetDomain]?.set ?? []))];
  return commands.length === 1 ? commands : [];
}

/** The AT command that restarts this dongle, as its recipes have it; `null` where they have none, or differ. */
export function resetCommand(dongle: Commanded, db: Db): string | null {
  const id = usbId(dongle.vid, dongle.pid);
  const restarts = db.recipesFor(id, undefined, dongle.model ?? undefined).flatMap(({ restart }) => restart ?? []);
  const [only, ...others] = new Set(restarts);
  return only !== undefined && others.length === 0 ? only : null;
}

function isFor({ models }: Setting, model: string | null): boolean {
  return models === undefined || model === null || new RegExp(models, 'i').test(model);
}
