import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

/** The rows of one `<country>.xml` of LineageOS' android_vendor_apn; their attributes are those of Android's `apns-conf.xml`. Never part of the app. */

const Row = z.object({
  '@mcc': z.string().regex(/^\d{3}$/),
  '@mnc': z.string().regex(/^\d{2,3}$/),
  '@carrier': z.string(),
  '@apn': z.string().default(''),
  '@user': z.string().default(''),
  '@password': z.string().default(''),
  '@authtype': z.enum(['', '-1', '0', '1', '2', '3']).default(''),
  '@type': z.string().default(''),
  '@protocol': z.enum(['', 'IP', 'IPV4', 'IPV6', 'IPV4V6', 'PPP']).default(''),
  '@proxy': z.string().default(''),
  '@bearer': z.string().default(''),
  '@bearer_bitmask': z.string().default(''),
  '@mvno_type': z.enum(['', 'spn', 'imsi', 'gid', 'iccid']).default(''),
  '@mvno_match_data': z.string().default(''),
  '@carrier_id': z.coerce.number().int().optional(),
  '@carrier_enabled': z.enum(['true', 'false', '1', '0']).default('true'),
  '@user_visible': z.enum(['true', 'false', '1', '0']).default('true'),
});
export type Row = z.infer<typeof Row>;

const Document = z.object({ apns: z.object({ '@version': z.literal('8'), apn: z.array(Row).default([]) }) });

/** @throws ZodError where the file is not of format 8 or a value is unknown; Error where it is no XML. */
export function readRows(text: string): Row[] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseAttributeValue: false,
    htmlEntities: true,
    isArray: (name, _path, _leaf, isAttribute) => !isAttribute && name === 'apn',
  });
  return Document.parse(parser.parse(text, true)).apns.apn;
}
