import { dropped, type KeyKind } from './keys.ts';
import { shown } from './plain-text.ts';

/** A value as an entry has it; `undefined`: one without effect. Or what is wrong with it. */
export type Value =
  | { readonly value: string | number | undefined; readonly told?: string }
  | { readonly message: string; readonly suggestion?: string };

/** The value of a key of a configuration file. Quotes around it are gone already. */
export function readValue(kind: KeyKind, key: string, text: string): Value {
  const bad = (what: string, suggestion?: string): Value => ({
    message: `${key} is ${what}, not ${shown(text)}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  switch (kind) {
    case 'ignored':
      return { value: undefined };
    case 'dropped':
      return text === '0' ? { value: undefined } : { value: undefined, told: `${key} is left out: ${dropped[key] ?? ''}` };
    case 'flag':
      if (text === '1') return { value: 1 };
      return text === '0' ? { value: undefined } : bad('0 or 1');
    case 'id': {
      const id = hexId(text);
      return id === undefined
        ? bad('four hex digits', /^(0x)?[0-9a-f]{1,3}$/i.test(text) ? text.replace(/^0x/i, '').padStart(4, '0') : undefined)
        : { value: id };
    }
    case 'ids': {
      const ids = text.split(',').map((part) => hexId(part.trim()));
      return ids.includes(undefined) ? bad('a list of four hex digits each, with commas') : { value: ids.join(',') };
    }
    case 'message': {
      const digits = text.replace(/\s/g, '');
      if (!/^[0-9a-f]*$/i.test(digits)) return bad('hex digits');
      if (digits.length % 2 === 1 || digits === '') return bad('whole bytes, two hex digits each');
      return digits.length > 1024 ? bad('at most 512 bytes') : { value: digits.toLowerCase() };
    }
    default: {
      const number = /^(0x[0-9a-f]{1,4}|\d{1,5})$/i.test(text) ? Number(text) : undefined;
      const most = kind === 'byte' ? 255 : 65_535;
      return number === undefined || number > most ? bad(`a number up to ${most}, or hex after 0x`) : { value: number };
    }
  }
}

/** Four hex digits in lower case, of text with or without `0x`. */
export function hexId(text: string): string | undefined {
  return /^(?:0x)?([0-9a-f]{4})$/i.exec(text)?.[1]?.toLowerCase();
}

/** An id of up to four hex digits, as the program's command line takes it: `5c6` is 05c6. */
export function shortHexId(text: string): string | undefined {
  return /^(?:0x)?([0-9a-f]{1,4})$/i.exec(text)?.[1]?.toLowerCase().padStart(4, '0');
}
