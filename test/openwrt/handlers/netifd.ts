import type { ProtoName, Release } from '../../../modem-db/openwrt/index.ts';
import type { OptionType } from '../../../modem-db/openwrt/schema.ts';

/** A value as netifd gives it to a protocol handler, in JSON. */
export type Passed = string | number | boolean | readonly string[];
export type PassedOptions = Readonly<Record<string, Passed>>;

/**
 * What netifd makes of one UCI value (openwrt/uci, blob.c, uci_attr_to_blob); `null`: it drops the option without a word. An int is
 * read by strtol with base 0, so that a leading zero is octal and `08` is none; a bool has four words only; a list may be written as one
 * text with blanks, but not the other way round. As on a router whose `long` has 64 bits: a larger int keeps its low 32 bits.
 */
export function convert(value: string | readonly string[], type: OptionType): Passed | null {
  if (type === 'list') return typeof value === 'string' ? value.split(/\s+/).filter((word) => word !== '') : value;
  if (typeof value !== 'string' || value === '') return null;
  if (type === 'string') return value;
  if (type === 'bool') return value === '1' || value === 'true' ? true : value === '0' || value === 'false' ? false : null;
  return strtol(value);
}

/** C's strtol(value, &end, 0), where nothing may be left behind the number. */
function strtol(value: string): number | null {
  const [, sign = '', digits = ''] = /^[ \t\n\v\f\r]*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/.exec(value) ?? [];
  if (digits === '') return null;
  const octal = /^0[0-7]/.test(digits);
  const magnitude = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  return Number(BigInt.asIntN(32, sign === '-' ? -magnitude : magnitude));
}

/**
 * The options of an interface as its handler gets them (netifd config.c, config_parse_interface): those of netifd itself, of the protocol
 * and of a device, each tried by its type, in this order; where a name is in several, the last one that fits holds (so `auth '1'` becomes
 * true, by the device's option of that name). Everything else is dropped.
 */
export function passedByNetifd(
  config: Readonly<Record<string, string | readonly string[]>>,
  proto: ProtoName,
  release: Release,
): PassedOptions {
  const lists = [release.interfaceOptions, release.protos[proto].options, release.deviceOptions];
  const passed: Record<string, Passed> = {};
  for (const options of lists)
    for (const [name, type] of Object.entries(options)) {
      const value = config[name] === undefined ? null : convert(config[name], type);
      if (value !== null) passed[name] = value;
    }
  return passed;
}

/** A passed value as a handler's shell variable holds it (jshn: true is `1`); empty where there is none. */
export function shellText(passed: PassedOptions, name: string): string {
  const value = passed[name];
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'object' ? value.join(' ') : String(value);
}

/** `$text` without quotes: a shell splits it at blanks (IFS). Patterns stay, as where no file fits. */
export function unquoted(text: string): string[] {
  return text.split(/[ \t\n]+/).filter((word) => word !== '');
}
