import type { ControlSetup } from '../seams/usb-bus.ts';

/** Control requests by name: USB 2.0, 9.3 and 9.4; the classes' own specifications; what usb_modeswitch sends for vendors' own. */

/** USB 2.0, table 9-4. */
const standard: Readonly<Record<number, string>> = {
  0: 'GET_STATUS',
  1: 'CLEAR_FEATURE',
  3: 'SET_FEATURE',
  5: 'SET_ADDRESS',
  6: 'GET_DESCRIPTOR',
  7: 'SET_DESCRIPTOR',
  8: 'GET_CONFIGURATION',
  9: 'SET_CONFIGURATION',
  10: 'GET_INTERFACE',
  11: 'SET_INTERFACE',
  12: 'SYNCH_FRAME',
};
const [CLEAR_FEATURE, SET_FEATURE, GET_DESCRIPTOR, SET_CONFIGURATION, SET_INTERFACE] = [1, 3, 6, 9, 11];

/** Table 9-5, and the binary object store of USB 3.2. */
const descriptors: Readonly<Record<number, string>> = {
  1: 'device',
  2: 'configuration',
  3: 'string',
  6: 'device qualifier',
  15: 'binary object store',
};

/**
 * Class requests by direction and number: CDC 1.2, table 19; PSTN 1.2, table 13; ECM 1.2, table 6; NCM 1.0, table 6-2; MBIM 1.0, 8;
 * Mass Storage Bulk-Only 1.0, 3; HID 1.11, 7.2.
 */
const toDevice: Readonly<Record<number, string>> = {
  0: 'CDC SEND_ENCAPSULATED_COMMAND',
  5: 'MBIM RESET_FUNCTION',
  9: 'HID SET_REPORT',
  32: 'CDC SET_LINE_CODING',
  34: 'CDC SET_CONTROL_LINE_STATE',
  35: 'CDC SEND_BREAK',
  64: 'CDC SET_ETHERNET_MULTICAST_FILTERS',
  67: 'CDC SET_ETHERNET_PACKET_FILTER',
  132: 'NCM SET_NTB_FORMAT',
  134: 'NCM SET_NTB_INPUT_SIZE',
  136: 'NCM SET_MAX_DATAGRAM_SIZE',
  138: 'NCM SET_CRC_MODE',
  255: 'Bulk-Only Mass Storage Reset',
};
const toHost: Readonly<Record<number, string>> = {
  1: 'CDC GET_ENCAPSULATED_RESPONSE',
  33: 'CDC GET_LINE_CODING',
  128: 'NCM GET_NTB_PARAMETERS',
  131: 'NCM GET_NTB_FORMAT',
  133: 'NCM GET_NTB_INPUT_SIZE',
  135: 'NCM GET_MAX_DATAGRAM_SIZE',
  137: 'NCM GET_CRC_MODE',
  254: 'Mass Storage GET_MAX_LUN',
};
const [SET_LINE_CODING, SET_CONTROL_LINE_STATE] = [32, 34];

/** Vendors' own requests that switch a dongle, by type, request and, where it tells them apart, value: usb_modeswitch 2.6.1, as recorded. */
const switches: readonly (readonly [requestType: number, request: number, value: number | null, name: string])[] = [
  [0x40, 0x0b, 1, 'Sierra'],
  [0x40, 0x0b, 2, 'Sequans'],
  [0x40, 0x04, 0, 'Qisda'],
  [0x40, 0x70, null, 'Pantech'],
  [0xc0, 0x11, 2, 'Sony'],
  [0xc0, 0x88, 0, 'Kobil'],
  [0xc0, 0xa9, 14, 'BlackBerry'],
  [0xc0, 0xb1, 0, 'BlackBerry'],
  [0xc0, 0xff, 0, 'Quanta'],
];

const RECIPIENTS = ['device', 'interface', 'endpoint', 'other'] as const;
const PARITIES = ['N', 'O', 'E', 'M', 'S'] as const;
const STOPS = ['1', '1.5', '2'] as const;

const hex = (n: number, digits: number) => `0x${(n >>> 0).toString(16).padStart(digits, '0')}`;

/** The setup packet of a request in words; `data` only where the class says in it what the request is about. */
export function controlRequest(setup: ControlSetup, data: Uint8Array): string {
  const kind = (setup.requestType >> 5) & 3;
  if (kind === 0) return standardRequest(setup);
  return kind === 1 ? classRequest(setup, data) : otherRequest(setup, kind === 2 ? 'vendor' : 'reserved');
}

function standardRequest(setup: ControlSetup): string {
  const { request, value } = setup;
  const name = standard[request];
  if (name === undefined) return otherRequest(setup, 'standard');
  const told =
    {
      [SET_CONFIGURATION]: `configuration ${value & 0xff}`,
      [SET_INTERFACE]: `alternate setting ${value}`,
      [CLEAR_FEATURE]: featureOf(setup),
      [SET_FEATURE]: featureOf(setup),
      [GET_DESCRIPTOR]: `${descriptors[value >> 8] ?? `type ${value >> 8}`} ${value & 0xff}`,
    }[request] ?? (value === 0 ? '' : `value ${hex(value, 4)}`);
  const target = request === GET_DESCRIPTOR && setup.index === 0 ? '' : targetOf(setup);
  return [name, told, target].filter((part) => part !== '').join(', ');
}

/** USB 2.0, table 9-6. */
function featureOf({ requestType, value }: ControlSetup): string {
  const recipient = requestType & 0x1f;
  if (recipient === 2 && value === 0) return 'ENDPOINT_HALT';
  if (recipient === 0 && value === 1) return 'DEVICE_REMOTE_WAKEUP';
  return `feature ${value}`;
}

function classRequest(setup: ControlSetup, data: Uint8Array): string {
  const { requestType, request, value } = setup;
  const name = (requestType & 0x80 ? toHost : toDevice)[request];
  if (name === undefined || (requestType & 0x1f) !== 1) return otherRequest(setup, 'class');
  const told =
    request === SET_CONTROL_LINE_STATE ? lineState(value) : request === SET_LINE_CODING && !(requestType & 0x80) ? coding(data) : '';
  return [name, told !== '' || value === 0 ? told : `value ${hex(value, 4)}`, targetOf(setup)].filter((part) => part !== '').join(', ');
}

/** PSTN 1.2, 6.3.12. */
const lineState = (value: number) =>
  `DTR ${value & 1 ? 'on' : 'off'}, RTS ${value & 2 ? 'on' : 'off'}${value > 3 ? ` (${hex(value, 4)})` : ''}`;

/** PSTN 1.2, table 17: rate in bit/s, little-endian; stop bits, parity, data bits. */
function coding(data: Uint8Array): string {
  if (data.length !== 7) return '';
  const bytes = Buffer.from(data);
  const [stop, parity] = [STOPS[bytes.readUInt8(4)], PARITIES[bytes.readUInt8(5)]];
  return `${bytes.readUInt32LE(0)} bit/s ${bytes.readUInt8(6)}${parity ?? '?'}${stop ?? '?'}`;
}

function otherRequest(setup: ControlSetup, kind: string): string {
  const { requestType, request, value, index } = setup;
  const name = switches.find(([t, r, v]) => t === requestType && r === request && (v === null || v === value))?.[3];
  const named = name === undefined ? '' : ` (${name}, mode switch)`;
  return `${kind} request ${hex(requestType, 2)} ${hex(request, 2)}${named}, value ${hex(value, 4)}, index ${hex(index, 4)}`;
}

function targetOf({ requestType, index }: ControlSetup): string {
  const recipient = RECIPIENTS[requestType & 0x1f] ?? 'other';
  if (recipient === 'device') return index === 0 ? '' : `index ${hex(index, 4)}`;
  return `${recipient} ${recipient === 'endpoint' ? hex(index, 2) : index}`;
}
