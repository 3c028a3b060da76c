import type { UciSection } from '../uci.ts';
import { get } from './config.ts';

/** Records of earlier bundles (`INTERFACE.added`): the protocol, then a line for each further thing. */

/** The lines of a record that begin with that word: the next word, and all behind it. */
export function recorded(record: readonly string[], word: string): (readonly [string, string])[] {
  return record.slice(1).flatMap((line) => {
    const parts = /^(\S+) (\S+)(?: (.*))?$/.exec(line);
    return parts?.[1] === word ? [[parts[2] ?? '', parts[3] ?? ''] as const] : [];
  });
}

/** As the setup asks for what is there: the protocol, or else the section's type. */
export const protoOf = (section: UciSection): string => get(section, 'proto') ?? section.type;
