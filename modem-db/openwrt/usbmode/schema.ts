import { z } from 'zod';

/**
 * The form of `/etc/usb-mode.json`, as OpenWrt's usbmode reads it (main.c and switch.c of the project of that name), and of our
 * own data about it. Numbers are decimal. What usbmode does not read (`t_vendor`, `t_product`, `wait`, `release_delay` and more,
 * which its converter writes) is not kept.
 */

const Byte = z.number().int().min(0).max(255);
const Message = z.string().regex(/^([0-9a-f]{2}){1,512}$/);

/** Names of `mode` that the program knows; any other, and none, is `Generic`: only `msg` is sent. */
export const usbModeNames = [
  'Generic',
  'StandardEject',
  'Huawei',
  'HuaweiNew',
  'Sierra',
  'Sony',
  'Qisda',
  'GCT',
  'Kobil',
  'Sequans',
  'MobileAction',
  'Cisco',
  'MBIM',
  'Option',
  'Quanta',
  'Blackberry',
  'Pantech',
] as const;
export const UsbModeName = z.enum(usbModeNames);
export type UsbModeName = z.infer<typeof UsbModeName>;

export const UsbModeEntry = z.strictObject({
  mode: UsbModeName.optional(),
  /** wValue of Pantech's request. */
  modeval: z.number().int().min(0).max(65535).optional(),
  /** Indexes into `messages`. */
  msg: z.array(z.number().int().min(0)).max(16).optional(),
  interface: Byte.optional(),
  msg_endpoint: Byte.optional(),
  response_endpoint: Byte.optional(),
  /** Whether 13 bytes are read after each message. */
  response: z.boolean().optional(),
  /** bConfigurationValue to set after the mode's own work. */
  config: Byte.optional(),
  alt: Byte.optional(),
  /** bInterfaceClass of the first interface of the first configuration WITH which the entry is carried out; with any other it is not. */
  t_class: Byte.optional(),
});
export type UsbModeEntry = z.infer<typeof UsbModeEntry>;

/** Keys of `devices` are `vid:pid` in lower case; below them `*` or a string match, looked at in the order of the file. */
export const UsbModeFile = z.strictObject({
  messages: z.array(Message).max(1000),
  devices: z.record(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/), z.record(z.string().min(1).max(200), UsbModeEntry)),
});
export type UsbModeFile = z.infer<typeof UsbModeFile>;

/** The program that a release packages. */
export const UsbModeProgram = z.strictObject({
  /** First point release with it. */
  from: z.string(),
  /** Commit of the usbmode project. */
  version: z.string(),
  /** SET_CONFIGURATION 0 and a pause before the configuration that is asked for. */
  unconfiguresFirst: z.boolean(),
});
export type UsbModeProgram = z.infer<typeof UsbModeProgram>;

export const StockFile = z.strictObject({
  source: z.string().min(8),
  programs: z.array(UsbModeProgram).min(1),
  programSource: z.string().min(8),
  /** First release that has an id, where that is not the first of all; `snapshot`: none yet. */
  since: z.record(z.string(), z.string()),
  /** Names of usb_modeswitch's methods whose entries the package removes before it makes its file. */
  leftOut: z.array(z.string()),
  /** Ids with the same entry; a string match follows its id as the converter writes it, with its colon. */
  groups: z.array(
    z.strictObject({
      entry: UsbModeEntry.omit({ msg: true }).extend({ msg: z.array(Message).optional() }),
      ids: z.array(z.string()).min(1),
    }),
  ),
});
export type StockFile = z.infer<typeof StockFile>;

/** A row of usb-storage's table that has the driver itself do something before it looks at the disc. */
export const StorageInit = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/),
  /** Last product id of a range. */
  to: z
    .string()
    .regex(/^[0-9a-f]{4}$/)
    .optional(),
  /** bcdDevice, lowest and highest. */
  bcd: z.tuple([z.number().int(), z.number().int()]),
  init: z.enum(['huawei', 'option', 'sierra']),
});
export type StorageInit = z.infer<typeof StorageInit>;
export const StorageInitFile = z.strictObject({ source: z.string().min(8), rows: z.array(StorageInit) });
