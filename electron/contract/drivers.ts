import { z } from 'zod';
import { Failure } from './errors.ts';
import { Phrase } from './plan.ts';
import { mostQuirks, QuirkView } from './quirks.ts';
import { BootKind, HexId, Mode } from './words.ts';

/** Which Linux driver will bind on the router: what a page, the command line and a snapshot say of it. */

const Byte = z.number().int().min(0).max(255);

/** What becomes of one interface on a router of the release. */
export const InterfaceForecast = z.object({
  number: Byte,
  /** As the kernel names it; `null`: none binds. */
  driver: z.string().max(60).nullable(),
  /** OpenWrt's package that holds it. */
  kmod: z.string().max(80).nullable(),
  /** Its table lacks the device: the file for the router gives it the id (`new_id`), without which none binds. */
  newId: z.boolean().default(false),
  /** A key under `drivers.rules`. */
  why: Phrase,
  /** The row of the driver's table that fits, a key under `drivers.row`; `null` where none does. */
  row: Phrase.nullable(),
  /** Who else was asked and why it did not get it, a key under `drivers.runner-up`. */
  runnerUp: Phrase.nullable(),
  /** Nodes and net devices that appear: `/dev/ttyUSB1`, `/dev/cdc-wdm0`, `wwan0`. */
  nodes: z.array(z.string().max(40)).max(8),
});
export type InterfaceForecast = z.infer<typeof InterfaceForecast>;

/** What the router does by itself with the state that the dongle is in. */
export const RouterSwitchForecast = z.object({
  outcome: z.enum(['switches', 'nothing', 'differs', 'harms']),
  /** A key under `router-switch`. */
  why: Phrase,
  /** True where there is nothing to be switched. */
  needless: z.boolean(),
  /** Whether the router's kernel switches it before any program, where kmod-usb-storage is installed. */
  kernelAlone: z.boolean(),
});
export type RouterSwitchForecast = z.infer<typeof RouterSwitchForecast>;

/** By which tables a verdict was made: those of the release itself, or of the one nearest to it that is known. */
export const JudgedBy = z.object({
  release: z.string().max(20),
  judgedBy: z.string().max(20),
  kernel: z.string().max(20),
  /** What to know of these tables; keys under `drivers.caveats`. */
  caveats: z.array(Phrase).max(4),
});
export type JudgedBy = z.infer<typeof JudgedBy>;

/** How a network card gets its connection; keys of `by`, `address` and `proof` are under `dials`. */
export const WayDial = z.object({
  /** Of the entry in `modem-db/dials/`. */
  id: z.string().max(60),
  name: z.string().max(120),
  /** `host`: by AT commands; `modem`: it dials by itself. */
  by: z.enum(['host', 'modem']),
  /** What starts the call, in braces what the wishes give. */
  commands: z.array(z.string().max(300)).max(6),
  /** What takes them: `/dev/ttyUSB1`; `null`: not known. */
  port: z.string().max(40).nullable(),
  /** `modem`: no DHCP server is behind the card, the address is told by AT; `either`: both. */
  address: z.enum(['dhcp', 'modem', 'either']),
  /** Questions whose answers tell the address. */
  reads: z.array(z.string().max(300)).max(5),
  proof: z.enum(['hardware', 'code', 'report', 'assumed']),
});
export type WayDial = z.infer<typeof WayDial>;

/** What the file for the router writes to `new_id` of drivers, in this order: `qmi_wwan: 2c7c 030b ff 2c7c 0125`. */
const NewIds = z.array(z.string().max(80)).max(4).default([]);

export const DriverForecast = JudgedBy.extend({
  /** bConfigurationValue that it is about; `null` where the device has none. */
  configuration: Byte.nullable(),
  /** By number. */
  interfaces: z.array(InterfaceForecast).max(64),
  /** What an OpenWrt configuration needs: its protocol and `device`; `null` where no way leads to the network. */
  way: z
    .object({
      /** `static`: a network card whose address nobody serves. */
      proto: z.enum(['qmi', 'mbim', 'ncm', 'directip', 'dhcp', 'static', '3g']),
      device: z.string().max(40),
      net: z.string().max(40).nullable(),
      /** `null`: no network card, or nobody knows. */
      dial: WayDial.nullable().default(null),
    })
    .nullable(),
  /** `null` for a device that nobody knows of a switch for. */
  routerSwitch: RouterSwitchForecast.nullable(),
  /** What holds of the verdict as a whole; keys under `drivers.notes`. */
  notes: z.array(Phrase).max(4).default([]),
  newIds: NewIds,
});
export type DriverForecast = z.infer<typeof DriverForecast>;

/** One interface of a posted text: what the text says of it, and what becomes of it. */
export const ReportedInterface = InterfaceForecast.extend({
  class: Byte,
  /** `null` here and below: neither the text nor the database tells. */
  subclass: Byte.nullable(),
  protocol: Byte.nullable(),
  /** Driver as the text has it; `null`: the text says that there is none, or does not tell (`told`). */
  seen: z.string().max(60).nullable(),
  told: z.boolean(),
  /** Whether text and forecast agree; `null` where the text does not tell, or shows a router without the file that gives the id. */
  agrees: z.boolean().nullable(),
  /** `why`, `row` and `runnerUp` in words of the language that was asked for. */
  reason: z.string().max(1000),
});
export type ReportedInterface = z.infer<typeof ReportedInterface>;

export const serialRoles = ['at', 'modem', 'diag', 'gps', 'download', 'audio', 'other'] as const;

/** A serial port of a device of a posted text. */
export const ReportedPort = z.object({
  interface: Byte,
  /** On a router with nothing else plugged in: `/dev/ttyUSB2`; `null`: no driver makes one. */
  node: z.string().max(40).nullable(),
  /** `modem` takes AT as well; `other`: not known, or for nothing that is written to. */
  role: z.enum(serialRoles),
  /** Listed for these ids, or told by the interface's codes; `candidate`: nobody can tell, and it may be asked. */
  known: z.enum(['listed', 'code', 'candidate']),
});
export type ReportedPort = z.infer<typeof ReportedPort>;

/** Where AT commands are taken: by a port that is known for it, or by one of some that may be asked. */
export const ReportedAt = z.object({
  state: z.enum(['named', 'candidates', 'none']),
  /** Interfaces in the order in which the bench asks them. */
  interfaces: z.array(Byte).max(64),
});
export type ReportedAt = z.infer<typeof ReportedAt>;

/**
 * Which program or file a device was read from: `usb-devices` (the script of usbutils), `debugfs`
 * (`/sys/kernel/debug/usb/devices`), `lsusb-v`, `lsusb-t`, and `lsusb`, the plain list that tells ids only; `kernel-log` (`dmesg`, `logread`),
 * `mmcli` (`mmcli -m`), `windows` (hardware ids), `macos` (system report, `ioreg`), `usbmode` (`usbmode -l`), `usb_modeswitch` (its log),
 * `at` (questions to a modem and its answers), `pairs` (lines of a key and a value, as LuCI's pages have), `ids` (a pair of ids in a sentence).
 */
export const textForms = [
  ...(['usb-devices', 'debugfs', 'lsusb-v', 'lsusb-t', 'lsusb'] as const),
  ...(['kernel-log', 'mmcli', 'windows', 'macos', 'usbmode', 'usb_modeswitch', 'at', 'pairs', 'ids'] as const),
] as const;
export const mostForms = 8;

/** What a port is for, as a text says it: in ModemManager's words (at, qcdm, gps, qmi, mbim, net, audio), or by a name on Windows. */
export const toldRoles = ['at', 'diag', 'gps', 'qmi', 'mbim', 'net', 'audio', 'ignored', 'modem', 'other'] as const;

/** A port that a text names, on the computer where it was made. */
export const ToldPort = z.object({
  node: z.string().max(40),
  role: z.enum(toldRoles).nullable(),
  interface: Byte.nullable(),
});
export type ToldPort = z.infer<typeof ToldPort>;

/** Lines of a text that nobody understood: how many, and the first of them. */
export const UnreadLines = z.object({ count: z.number().int().min(0), lines: z.array(z.string().max(120)).max(20) });
export type UnreadLines = z.infer<typeof UnreadLines>;

/** A device of a posted text, with the verdict for one release. */
export const ReportedDevice = z.object({
  /** The form of text that it was read from, and others that filled in what that one leaves out. */
  forms: z.array(z.enum(textForms)).max(mostForms),
  bus: z.number().int().nullable(),
  address: z.number().int().nullable(),
  /** As the kernel names it: `1-1.2`. */
  port: z.string().max(40).nullable().default(null),
  /** Its firmware, by its own answer. */
  firmware: z.string().max(130).nullable().default(null),
  /** `null` where the text has lost them. */
  vid: HexId.nullable(),
  pid: HexId.nullable(),
  /** From the database, else the text's product string, else vid:pid. */
  name: z.string().max(300),
  listed: z.boolean(),
  /** In disc state: to be switched before it is a modem. */
  disc: z.boolean(),
  /** It shows boot code and no modem: it has no way to the network, and no port that is asked. */
  bootState: BootKind.nullable().default(null),
  /** How the host reaches the network through the composition that it shows; `null` in disc state and where it is not known. */
  mode: Mode.nullable(),
  /** A way of one maker's own that no mode stands for: Sierra's DirectIP, Option's `hso` driver. */
  ownWay: z.enum(['directip', 'hso']).nullable(),
  interfaces: z.array(ReportedInterface).max(64),
  /** Its serial ports, by interface. */
  ports: z.array(ReportedPort).max(64),
  /** `null` where it has no serial port, or is in disc state. */
  at: ReportedAt.nullable(),
  way: DriverForecast.shape.way,
  newIds: NewIds,
  routerSwitch: RouterSwitchForecast.nullable(),
  /** What is known of it that its papers do not say, on a router of the release. */
  quirks: z.array(QuirkView).max(mostQuirks).default([]),
  /** Ports that the text names. */
  told: z.array(ToldPort).max(128).default([]),
  /** What the modem answered to AT commands in the text, without personal numbers. */
  answers: z.array(z.string().max(120)).max(40).default([]),
  /** What a log tells of faults, and of its being unplugged. */
  events: z.array(z.string().max(120)).max(20).default([]),
  /** What the text does not tell and the verdict takes for granted; keys under `drivers.assumed`. */
  assumed: z.array(Phrase).max(10),
  /** Lines in its midst that were not understood. */
  notes: z.array(z.string().max(120)).max(20),
});
export type ReportedDevice = z.infer<typeof ReportedDevice>;

/** An interface that one release binds otherwise than another. */
export const ReleaseChange = z.object({
  name: z.string().max(300),
  vid: HexId,
  pid: HexId,
  number: Byte,
  before: z.string().max(60).nullable(),
  after: z.string().max(60).nullable(),
  /** Of the release in which it is bound otherwise; a key under `drivers.rules`. */
  why: Phrase,
  reason: z.string().max(1000),
});
export type ReleaseChange = z.infer<typeof ReleaseChange>;

/** How many devices of one text are reported. */
export const mostReported = 64;

/** `modem-bench drivers --json`: of a text, or of two releases. */
export const DriversDocument = z.object({
  failure: Failure.nullable(),
  router: JudgedBy.nullable(),
  devices: z.array(ReportedDevice).max(mostReported),
  unread: UnreadLines.default({ count: 0, lines: [] }),
  /** Lines of OpenWrt's configuration that stand in the text. */
  configuration: z.number().int().min(0).default(0),
  /** `null` without `--compare`. */
  compared: z.object({ before: JudgedBy, after: JudgedBy, compositions: z.number().int(), changes: z.array(ReleaseChange) }).nullable(),
});
export type DriversDocument = z.infer<typeof DriversDocument>;
