import { hex2, hex4, type Recognised, usbId } from '../db.ts';
import { listedPorts, listedTtys, mayBeSerial, type PortCode, portCodes, portsHold } from './port-roles.ts';

/** One interface of a sighting or of a text, in alternate setting 0 if several are given. */
export interface PortInterface {
  readonly number: number;
  readonly class: number;
  readonly subclass: number;
  readonly protocol: number;
  /** Addresses have the direction bit: 0x81 is IN 1. */
  readonly endpoints: readonly { readonly address: number; readonly type: string }[];
}

/** `audio` takes sound, `download` firmware; `other` is not known. `modem` takes AT as well, and data calls. */
export type SerialRole = 'at' | 'modem' | 'diag' | 'gps' | 'download' | 'audio' | 'other';

/** A serial port of a modem, and how it is known what it is. */
export interface SerialInterface {
  readonly number: number;
  readonly role: SerialRole;
  /** `listed`: somebody lists it for this id; `code`: its class codes say it; `candidate`: nobody can tell, and it may be asked. */
  readonly known: 'listed' | 'code' | 'candidate';
}

type Known = Pick<Recognised, 'roles'> & Partial<Pick<Recognised, 'known'>>;
type Ids = { readonly vid: number; readonly pid: number };

const VENDOR = 0xff;
const CDC_DATA = 0x0a;
const HUAWEI = 0x12d1;

/**
 * The serial ports among a modem's interfaces, by number. Those of a known other use (network, control channel, adb, storage) are not
 * among them. Pure; nothing is asked of the modem.
 * @param interfaces those of one configuration
 */
export function serialInterfaces(interfaces: readonly PortInterface[], recognised: Known, ids: Ids): readonly SerialInterface[] {
  const first = firstSettings(interfaces);
  return first.filter((i) => isSerial(i, first, recognised, ids)).map((i) => ({ number: i.number, ...roleOf(i, first, recognised, ids) }));
}

/**
 * Numbers of the interfaces that may be asked with `AT`, those to be asked first before the others: known AT ports, modem ports, then
 * those of which nobody can tell. Never one that is known for diagnosis, GPS, downloads, sound, adb, storage or network.
 * @param interfaces those of one configuration
 */
export function atCandidates(interfaces: readonly PortInterface[], recognised: Known, ids: Ids): readonly number[] {
  const serial = serialInterfaces(interfaces, recognised, ids);
  const first = firstSettings(interfaces);
  // Telit's ff/ff/60 takes AT and speaks NMEA between.
  const isShared = (number: number) => first.some((i) => i.number === number && i.protocol === 0x60);
  const rank = ({ number, role, known }: SerialInterface): number | null => {
    if (known === 'candidate') return 2 + unknownRank(number, serial, first, ids);
    return role === 'at' ? (isShared(number) ? 0.5 : 0) : role === 'modem' ? 1 : null;
  };
  const ranked = serial.flatMap((one) => {
    const at = rank(one);
    return at === null ? [] : [{ number: one.number, at }];
  });
  return ranked.sort((a, b) => a.at - b.at || a.number - b.number).map(({ number }) => number);
}

/**
 * Numbers of the interfaces that may be QMI though nobody lists them: Qualcomm's RMNET beside serial ports of the vendor's own. Pure.
 * @param interfaces those of one configuration
 */
export function qmiCandidates(interfaces: readonly PortInterface[], { roles }: Known): readonly number[] {
  const first = firstSettings(interfaces);
  return first.filter((i) => isQualcommNet(i, first) && (roles.get(i.number) ?? 'other') === 'other').map(({ number }) => number);
}

/**
 * Of those that nobody can tell: first what a source names, then what has an interrupt endpoint (a modem's notices, which diagnosis
 * does not have; CDC PSTN 1.2, 6.5), then the rest. From 0 to 1.
 */
function unknownRank(number: number, serial: readonly SerialInterface[], interfaces: readonly PortInterface[], ids: Ids): number {
  const id = usbId(ids.vid, ids.pid);
  const { candidates } = listedPorts(id);
  const named = [...candidates, ...listedTtys(id).flatMap((tty) => serial[tty]?.number ?? [])];
  const at = named.indexOf(number);
  if (at >= 0) return at / 1000;
  const notices = interfaces.find((i) => i.number === number)?.endpoints.some((e) => e.type === 'interrupt');
  return notices ? 0.8 : 1;
}

/** Alternate setting 0 of each, by number. */
function firstSettings(interfaces: readonly PortInterface[]): PortInterface[] {
  const first = new Map<number, PortInterface>();
  for (const i of interfaces) if (!first.has(i.number)) first.set(i.number, i);
  return [...first.values()].sort((a, b) => a.number - b.number);
}

const isIn = (address: number) => (address & 0x80) !== 0;

function isSerial(i: PortInterface, all: readonly PortInterface[], { roles }: Known, { vid }: Ids): boolean {
  const role = roles.get(i.number);
  if (role !== undefined && ['control', 'net', 'disc', 'card'].includes(role)) return false;
  if (codeOf(i, vid)?.role === 'none' || !mayBeSerial(i)) return false;
  if (i.class !== VENDOR) return all.some((other) => other.class === CDC_DATA);
  const bulk = i.endpoints.filter((e) => e.type === 'bulk');
  // One way in and one way out: what has more is no serial port (Wi-Fi sticks have two of one kind at least).
  const hasPair = bulk.length === 2 && bulk.filter((e) => isIn(e.address)).length === 1;
  return hasPair && !isQualcommNet(i, all);
}

/** The code that speaks of an interface. */
function codeOf(i: PortInterface, vid: number): PortCode | undefined {
  return portCodes().find(
    (code) =>
      (code.vids === undefined || code.vids.includes(hex4(vid))) &&
      code.class === hex2(i.class) &&
      code.subclass === hex2(i.subclass) &&
      (code.protocol === undefined || code.protocol === hex2(i.protocol)),
  );
}

function roleOf(i: PortInterface, all: readonly PortInterface[], { roles, known }: Known, ids: Ids): Omit<SerialInterface, 'number'> {
  const own = roles.get(i.number);
  const told = known?.get(i.number) ?? 'listed';
  if (told === 'listed' && isRole(own)) return { role: own, known: 'listed' };
  const listed = listedPorts(usbId(ids.vid, ids.pid));
  const port = portsHold(listed, all) ? listed.roles.get(i.number) : undefined;
  if (port !== undefined) return { role: port === 'ignore' ? 'other' : port, known: 'listed' };
  const code = codeOf(i, ids.vid);
  if (code && code.role !== 'none') return { role: code.role, known: 'code' };
  if (told === 'code' && isRole(own)) return { role: own, known: 'code' };
  const huawei = ids.vid === HUAWEI ? huaweiRole(i) : undefined;
  if (huawei) return { role: huawei, known: 'code' };
  if (isQualcommDiag(i, all)) return { role: 'diag', known: 'code' };
  if (isAlone(i, all)) return { role: 'download', known: 'code' };
  return { role: 'other', known: 'candidate' };
}

function isRole(role: string | undefined): role is 'at' | 'modem' | 'diag' | 'gps' {
  return role === 'at' || role === 'modem' || role === 'diag' || role === 'gps';
}

/**
 * Huawei's tables have each function three times, the protocols of the second and third 0x30 and 0x60 above the first (09, 39, 69 in
 * Linux 6.18 qmi_wwan.c; 16, 46, 76 in huawei_cdc_ncm.c). That the codes of AT^SETPORT go on like that for serial ports is assumed: 1
 * modem, 2 PCUI, 3 diag, 4 PCSC, 5 GPS, 6 GPS control, A Bluetooth, B fingerprint, D MMS, E PC voice (answer of an E3131,
 * dawidwrobel.com), 10, 12, 13, 14 modem, PCUI, diag, GPS of 4G (of an E3372h).
 */
function huaweiRole({ class: c, protocol }: PortInterface): SerialRole | undefined {
  if (c !== VENDOR || protocol === 0xff) return undefined;
  const code = protocol > 0x60 ? protocol - 0x60 : protocol > 0x30 ? protocol - 0x30 : protocol;
  return HUAWEI_PORTS.get(code);
}
const HUAWEI_PORTS: ReadonlyMap<number, SerialRole> = new Map([
  [0x01, 'modem'],
  [0x02, 'at'],
  [0x03, 'diag'],
  [0x04, 'other'],
  [0x05, 'gps'],
  [0x06, 'gps'],
  [0x0a, 'other'],
  [0x0b, 'other'],
  [0x0d, 'other'],
  [0x0e, 'audio'],
  [0x10, 'modem'],
  [0x12, 'at'],
  [0x13, 'diag'],
  [0x14, 'gps'],
]);

/**
 * A modem of Qualcomm's that has its serial ports as ff/00/00 has its diagnosis as ff/ff/ff with two endpoints and its RMNET with
 * three (Linux 6.18 option.c, NUMEP2 of 2c7c:0125; commit messages on 19d2:1275, 2020:2033, 305a:1405, 413c:81e6).
 */
function isQualcommDiag(i: PortInterface, all: readonly PortInterface[]): boolean {
  return isAllVendor(i) && i.endpoints.length === 2 && all.some(isPlainVendor);
}

function isQualcommNet(i: PortInterface, all: readonly PortInterface[]): boolean {
  return isAllVendor(i) && i.endpoints.length === 3 && all.some(isPlainVendor);
}

const isAllVendor = (i: PortInterface) => i.class === VENDOR && i.subclass === 0xff && i.protocol === 0xff;
const isPlainVendor = (i: PortInterface) => i.class === VENDOR && i.subclass === 0 && i.protocol === 0 && i.endpoints.length === 3;

/**
 * A vendor's interface with two bulk endpoints and nothing beside it is how boot loaders wait for firmware: Linux 6.18 qcserial.c, QDL of
 * 1199:9062 and 413c:81eb; option.c, 1bc7:9201. That none of them is a modem is assumed, since what is written there may spoil it.
 */
function isAlone(i: PortInterface, all: readonly PortInterface[]): boolean {
  return all.length === 1 && i.class === VENDOR && i.endpoints.length === 2;
}
