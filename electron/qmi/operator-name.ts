import { gsm7Text, operatorText, ucs2Text } from './operator-text.ts';
import type { Fields, Tlvs } from './tlv.ts';

/**
 * The best name of NAS Get Operator Name (0x0039; layout: libqmi, data/qmi-service-nas.json): what the network sent (NITZ), and at home
 * also what the SIM holds (operator name, PLMN name, service provider), which names the SIM's own operator wherever it is.
 */
export function operatorNameOf(tlvs: Tlvs, atHome: boolean): string | null {
  const nitz = tlvs.get(0x14);
  const sent = nitz && encodedNameOf(nitz);
  if (sent || !atHome) return sent;
  const own = tlvs.get(0x13);
  const fromOperator = own && operatorText(own.rest());
  if (fromOperator) return fromOperator;
  const list = tlvs.get(0x12);
  const fromList = list && list.u8() > 0 ? encodedNameOf(list) : null;
  if (fromList) return fromList;
  const provider = tlvs.get(0x10);
  if (!provider) return null;
  // When it is to be shown.
  provider.u8();
  return operatorText(provider.bytes8());
}

/** Encoding, country initials, spare bits of both names; then the long name and the short one. */
function encodedNameOf(fields: Fields): string | null {
  const encoding = fields.u8();
  fields.bytes(3);
  const read = (bytes: Uint8Array) => (encoding === 0 ? gsm7Text(bytes) : encoding === 1 ? ucs2Text(bytes) : null);
  const [long, short] = [read(fields.bytes8()), read(fields.bytes8())];
  return long ?? short;
}
