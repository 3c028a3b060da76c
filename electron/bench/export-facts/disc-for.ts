import type { Db } from '../../../modem-db/db.ts';
import { wayFor } from '../../../modem-db/switch-ways.ts';
import type { Mode } from '../../contract/words.ts';
import type { KnownDisc } from './known-model.ts';

/** A disc state as the router is to leave it for a mode: by the switch that leads there, as the bench's plan does. */
export function discFor({ device, entry }: KnownDisc, mode: Mode, db: Db): KnownDisc {
  return { device, entry: wayFor(entry, mode, db).entry, preferMbim: mode === 'mbim' };
}
