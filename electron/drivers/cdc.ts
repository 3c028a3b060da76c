/**
 * The functional descriptors of a communications interface as Linux' drivers read them (drivers/usb/core/message.c,
 * cdc_parse_cdc_header): CDC 1.2 section 5.2.3, NCM 1.0 section 5.2, MBIM 1.0 section 6.4. Each is length, 0x24, subtype, then fields.
 */
export interface CdcDescriptors {
  readonly header: boolean;
  readonly union: { readonly master: number; readonly slave: number } | null;
  /** iMACAddress, index of the string that holds the address; 0 is none. */
  readonly ether: { readonly mac: number } | null;
  readonly ncm: boolean;
  readonly mbim: boolean;
  /** bmCapabilities. */
  readonly acm: { readonly capabilities: number } | null;
  /** bDataInterface of the call management descriptor. */
  readonly callData: number | null;
  /** A mobile direct line model with another GUID than that of Ericsson's modules, or whose detail is too short. */
  readonly foreignMdlm: boolean;
}

const INTERFACE = 0x24;
const HEADER = 0x00;
const CALL_MANAGEMENT = 0x01;
const ACM = 0x02;
const UNION = 0x06;
const ETHERNET = 0x0f;
const MDLM = 0x12;
const MDLM_DETAIL = 0x13;
const NCM = 0x1a;
const MBIM = 0x1b;

/** Shortest length that Linux takes; header and ethernet must have just this one. */
const HEADER_BYTES = 5;
const ETHERNET_BYTES = 13;
const NCM_BYTES = 6;
const MBIM_BYTES = 12;
const MDLM_BYTES = 21;
const MDLM_DETAIL_BYTES = 4;

const MBM_GUID = [0xa3, 0x17, 0xa8, 0x8b, 0x04, 0x5e, 0x4f, 0x01, 0xa6, 0x07, 0xc0, 0xff, 0xcb, 0x7e, 0x39, 0x2a];

type Mutable = { -readonly [K in keyof CdcDescriptors]: CdcDescriptors[K] };
const none = (): Mutable => ({
  header: false,
  union: null,
  ether: null,
  ncm: false,
  mbim: false,
  acm: null,
  callData: null,
  foreignMdlm: false,
});

/** Never throws: what cannot be read is passed over as the kernel does it, and a repeated header or ethernet descriptor spoils the rest. */
export function readCdc(bytes: Uint8Array): CdcDescriptors {
  const seen = none();
  let mdlm = false;
  let detail = false;
  // Of these the kernel only learns when it came to the end.
  const late = none();
  for (let at = 0; at < bytes.length; ) {
    const length = bytes[at] ?? 0;
    if (length === 0) {
      at++;
      continue;
    }
    if (at + length > bytes.length || length < 3) break;
    const part = bytes.subarray(at, at + length);
    at += length;
    if (part[1] !== INTERFACE) continue;
    switch (part[2]) {
      case HEADER:
        if (length !== HEADER_BYTES) break;
        if (late.header) return seen;
        late.header = true;
        break;
      case ETHERNET:
        if (length !== ETHERNET_BYTES) break;
        if (late.ether) return seen;
        late.ether = { mac: part[3] ?? 0 };
        break;
      case UNION:
        if (length >= 5) late.union ??= { master: part[3] ?? 0, slave: part[4] ?? 0 };
        break;
      case MDLM:
        if (length < MDLM_BYTES) break;
        if (mdlm) return seen;
        mdlm = true;
        late.foreignMdlm ||= MBM_GUID.some((byte, i) => part[5 + i] !== byte);
        break;
      case MDLM_DETAIL:
        if (length < MDLM_DETAIL_BYTES) break;
        if (detail) return seen;
        detail = true;
        late.foreignMdlm ||= length < MDLM_DETAIL_BYTES + 1;
        break;
      case ACM:
        if (length >= 4) seen.acm = { capabilities: part[3] ?? 0 };
        break;
      case CALL_MANAGEMENT:
        if (length >= 5) seen.callData = part[4] ?? 0;
        break;
      case NCM:
        if (length >= NCM_BYTES) seen.ncm = true;
        break;
      case MBIM:
        if (length >= MBIM_BYTES) seen.mbim = true;
        break;
      default:
    }
  }
  const { header, union, ether, foreignMdlm } = late;
  return { ...seen, header, union, ether, foreignMdlm };
}

/** What a well-made function of two interfaces says of itself, `number` being its control and the next one its data interface. */
export function assumedCdc(number: number): CdcDescriptors {
  return {
    header: true,
    union: { master: number, slave: number + 1 },
    ether: { mac: 1 },
    ncm: true,
    mbim: true,
    acm: { capabilities: 0 },
    callData: number + 1,
    foreignMdlm: false,
  };
}
