import { z } from 'zod';

/**
 * The form of what is known about OpenWrt. A series (`24.10`) says what all its point releases share; a point release adds
 * what came with it. A new point release is one line, a new series one entry.
 */

const Source = z.string().min(8).max(400);
const OptionName = z.string().regex(/^[A-Za-z0-9_]+$/);

/** How netifd converts an option: `int` takes decimal without a leading zero, `bool` only 0 and 1 (of what we write). */
export const OptionType = z.enum(['string', 'int', 'bool', 'list']);
export type OptionType = z.infer<typeof OptionType>;

export const Options = z.record(OptionName, OptionType);
export type Options = z.infer<typeof Options>;

export const ProtoName = z.enum(['qmi', 'ncm', 'mbim', '3g', 'directip', 'dhcp', 'dhcpv6', 'ppp', '464xlat', 'modemmanager', 'wwan']);
export type ProtoName = z.infer<typeof ProtoName>;

export const Proto = z.strictObject({ package: z.string(), options: Options });
export type Proto = z.infer<typeof Proto>;

/** What a release does otherwise than a configuration would lead one to think; `quirks` at the top says what each is. */
export const QuirkName = z.enum([
  'qmi-registration-blocks',
  'qmi-sim-illegal-state',
  'qmi-writes-first-profile',
  'ncm-manufacturer-cr',
  'mbim-connect-loops',
  'mbim-login-needs-auth',
  '3g-sets-network-mode',
  '3g-apn-in-shell',
]);
export type QuirkName = z.infer<typeof QuirkName>;

const MenuPath = z.array(z.string().min(1)).min(1);

/** LuCI's own words, in English, for the steps of the printed page. */
export const Menu = z.strictObject({
  restore: MenuPath,
  restoreLabel: z.string(),
  upload: z.string(),
  confirm: z.string(),
  software: MenuPath,
  interfaces: MenuPath,
  log: MenuPath,
});
export type Menu = z.infer<typeof Menu>;

export const PackageManager = z.enum(['opkg', 'apk']);

const PackageLists = z.strictObject({
  qmi: z.array(z.string()),
  mbim: z.array(z.string()),
  ncm: z.array(z.string()),
  ecm: z.array(z.string()),
  rndis: z.array(z.string()),
  ppp: z.array(z.string()),
  /** For the ways that are no mode's own. `modemmanager` needs the drivers (kmods) of the mode as well. */
  directip: z.array(z.string()),
  modemmanager: z.array(z.string()),
});

/** The package of each driver that makes serial ports of a modem's interfaces; `packages` name the first of them, which most take. */
const SerialPackages = z.strictObject({
  option: z.string(),
  qcserial: z.string(),
  sierra: z.string(),
  ipw: z.string(),
  cdc_acm: z.string(),
});
/** The package of each driver that makes a network card of a modem's interfaces, for the ways in which the router makes the data call. */
const CardPackages = z.strictObject({
  huawei_cdc_ncm: z.string(),
  cdc_ncm: z.string(),
  cdc_ether: z.string(),
  rndis_host: z.string(),
});

/** What holds where an option is not set: a value, or in words what the handler then does. The same in every release that has the option. */
const Default = z.strictObject({ value: z.string().min(1).optional(), about: z.string().min(1).optional() });
const Defaults = z.record(OptionName, Default);

const Point = z.strictObject({
  version: z.string().regex(/^\d{2}\.\d{2}\.\d{1,2}$/),
  adds: z.partialRecord(ProtoName, Options).optional(),
  /** What netifd itself takes since the first point of the series; of the points between the two it is not known. */
  netifd: z.strictObject({ interface: Options.optional(), device: Options.optional() }).optional(),
});

export const Series = z.strictObject({
  series: z.string().regex(/^\d{2}\.\d{2}$/),
  kernel: z.string().regex(/^\d+\.\d+$/),
  busybox: z.string(),
  packageManager: PackageManager,
  firewall: z.enum(['fw3', 'fw4']),
  menu: Menu,
  packages: PackageLists,
  serialPackages: SerialPackages,
  cardPackages: CardPackages,
  /**
   * For a card in a dongle's reader: drivers (OpenWrt package/kernel/linux/modules/usb.mk, fs.mk), and block, which knows exFAT since 23.05
   * (fstools bfe882d, libblkid-tiny/exfat.c).
   */
  storagePackages: z.array(z.string()).min(1),
  protos: z.record(ProtoName, Proto),
  /** Options that netifd itself takes of any interface. */
  interfaceOptions: Options,
  /** Options of a device, which netifd reads in an interface's section as well; of one that a handler has too, the device's type is tried last. */
  deviceOptions: Options,
  /** First word of AT+CGMI, in lower case, that ncm.sh has an entry for. */
  ncmManufacturers: z.array(z.string()),
  quirks: z.array(QuirkName),
  source: Source,
  releases: z.array(Point).min(1),
});
export type Series = z.infer<typeof Series>;

export const ReleaseFile = z.strictObject({
  source: Source,
  quirks: z.record(QuirkName, z.strictObject({ about: z.string(), source: Source })),
  defaults: z.strictObject({ source: Source, interface: Defaults, protos: z.partialRecord(ProtoName, Defaults) }),
  series: z.array(Series).min(1),
});
export type Defaults = z.infer<typeof ReleaseFile>['defaults'];
