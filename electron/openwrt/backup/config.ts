import type { UciConfig, UciSection } from '../uci.ts';

/** Small questions to a parsed configuration, answered as the router's programs would. */

/** Words of an option or of a list, as uci prints them and the router's scripts split them. */
export function words(value: string | readonly string[] | undefined): string[] {
  return value === undefined
    ? []
    : [value]
        .flat()
        .flatMap((entry) => entry.split(/\s+/))
        .filter((word) => word !== '');
}

/** An option as one text; a list's entries with blanks between them, as `uci get` prints it. */
export function get(section: UciSection | undefined, option: string): string | undefined {
  const value = section?.options.get(option);
  return typeof value === 'string' || value === undefined ? value : value.join(' ');
}

export function named(config: UciConfig, name: string): UciSection | undefined {
  return config.sections.find((section) => section.name === name);
}

export function ofType(config: UciConfig | null, type: string): UciSection[] {
  return config?.sections.filter((section) => section.type === type) ?? [];
}

/**
 * An integer option as netifd takes it: strtol with base 0, so that a leading zero means octal, and what is no number to its end
 * counts as not set (OpenWrt uci, blob.c, uci_attr_to_blob).
 */
export function netifdInt(text: string | undefined): number | null {
  const parts = /^\s*([+-]?)(0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)$/i.exec(text ?? '');
  if (!parts) return null;
  const [, sign = '', digits = ''] = parts;
  const octal = /^0[0-7]+$/.test(digits);
  const value = octal ? Number.parseInt(digits, 8) : Number(digits);
  return Math.min(value, 0x7fffffff) * (sign === '-' ? -1 : 1);
}

/** A name of the router's files as it may stand in a sentence or a table. */
export function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '?').slice(0, 100);
}
