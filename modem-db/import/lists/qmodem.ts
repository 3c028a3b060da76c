import { z } from 'zod';
import { type ListImporter, listedNames } from './importer.ts';

const PortRules = z.looseObject({
  modem_port_rule: z.looseObject({ usb: z.record(z.string(), z.looseObject({ name: z.string().max(200).optional() })) }),
});

/**
 * QModem's list of single ids, `modem_port_rule.json`. Its `modem_support.json` goes by the answer to AT+CGMM and knows vendor ids, no
 * products.
 */
export const qmodem: ListImporter = {
  list: 'qmodem',
  title: 'QModem, port rules',
  place: 'application/qmodem/files/usr/share/qmodem/modem_port_rule.json',
  takes: (path) => /(^|\/)modem_port_rule\.json$/.test(path),
  read: (texts) =>
    listedNames(
      texts.flatMap(({ text }) =>
        Object.entries(PortRules.parse(JSON.parse(text)).modem_port_rule.usb).flatMap(([id, { name }]) =>
          /^[0-9a-f]{4}:[0-9a-f]{4}$/i.test(id) ? [[id.toLowerCase(), nameOf(name)] as const] : [],
        ),
      ),
    ),
};

/** Written in small letters for the most part, as the program compares them. */
function nameOf(name: string | undefined): string | null {
  if (name === undefined || !/\d/.test(name) || !/^[A-Za-z0-9][A-Za-z0-9 -]*$/.test(name)) return null;
  return /[A-Z]/.test(name) ? name.trim() : name.trim().toUpperCase();
}
