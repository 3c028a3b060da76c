/**
 * Where things are on the router. The archive holds the setup script, the undo, and of the programs those that the bundle's parts
 * need; the setup script makes the others. What belongs to one interface is `INTERFACE.ENDING` in the folder, where no program
 * has a dot in its name.
 */
export const routerPaths = {
  setup: '/etc/uci-defaults/99-modem-bench',
  remove: '/etc/modem-bench/modem-bench-remove',
  folder: '/etc/modem-bench',
  /** What the setup is, whatever the bundle: the file in uci-defaults has the parameters alone. */
  setupProgram: '/etc/modem-bench/setup',
  /** A file of hooks each. */
  features: '/etc/modem-bench/features',
  /** Links to control nodes. */
  links: '/dev/modem-bench',
  keep: '/lib/upgrade/keep.d/modem-bench',
  /** What setup and undo have in common. */
  functions: '/etc/modem-bench/functions',
  packages: '/etc/modem-bench/packages',
  config: '/etc/config',
  fstab: '/etc/config/fstab',
  /** What `uci set` and the like have changed and no `uci commit` has saved (libuci's UCI_SAVEDIR). */
  staged: '/tmp/.uci',
  /** No dot in it, see `scripts/functions.sh`. */
  copies: '/var/run/modem-bench-copies',
  handlers: '/lib/netifd/proto',
  modules: '/lib/modules',
  /** Kernel modules that are loaded or built in. */
  loaded: '/sys/module',
  usbDevices: '/sys/bus/usb/devices',
  /** OpenWrt's own table of what is to be switched, of the package usb-modeswitch. */
  usbModeTable: '/etc/usb-mode.json',
  network: '/etc/init.d/network',
  rpcd: '/etc/init.d/rpcd',
  /** The service of the package modemmanager, which takes every modem. */
  manager: '/etc/init.d/modemmanager',
  /** What the package managers have installed, as text. */
  opkgStatus: '/usr/lib/opkg/status',
  apkInstalled: '/lib/apk/db/installed',
  /** OpenWrt's functions for scripts, and those of protocol handlers. */
  library: '/lib/functions.sh',
  netifd: '/lib/netifd/netifd-proto.sh',
  /** What the router runs: shell assignments, DISTRIB_RELEASE among them. */
  release: '/etc/openwrt_release',
  /** In memory: gone after a restart. */
  run: '/var/run',
} as const;

/** Programs of the features, the same in every bundle that has them. */
export const programs = {
  attach: '/etc/modem-bench/attach',
  attachUsb: '/etc/hotplug.d/usb/90-modem-bench',
  attachControl: '/etc/hotplug.d/usbmisc/00-modem-bench',
  attachTty: '/etc/hotplug.d/tty/20-modem-bench',
  attachNet: '/etc/hotplug.d/net/90-modem-bench',
  at: '/etc/modem-bench/at',
  dial: '/etc/modem-bench/dial',
  /** Put in place by the setup: a backup's archive has files below etc alone. */
  dialHandler: '/etc/modem-bench/atdial-handler',
  dialPage: '/etc/modem-bench/atdial-page',
  dialAcl: '/etc/modem-bench/atdial-acl',
  dialHandlerInPlace: '/lib/netifd/proto/atdial.sh',
  dialPageInPlace: '/www/luci-static/resources/protocol/atdial.js',
  dialAclInPlace: '/usr/share/rpcd/acl.d/luci-proto-atdial.json',
  /** Before anything that looks at the dongle's interfaces. */
  configuration: '/etc/hotplug.d/usb/18-modem-bench',
  /** Before the stock service usbmode. */
  configurationService: '/etc/init.d/modem-bench-configuration',
  configurationLink: '/etc/rc.d/S19modem-bench-configuration',
  /** Before the stock 20-usb_mode. */
  usbMode: '/etc/hotplug.d/usb/19-modem-bench',
  /** Before the stock service usbmode, which is started as 20. */
  usbModeService: '/etc/init.d/modem-bench-usbmode',
  usbModeLink: '/etc/rc.d/S19modem-bench-usbmode',
  /** Before the network, whose protocols are read when it starts. */
  packagesService: '/etc/init.d/modem-bench-packages',
  packagesLink: '/etc/rc.d/S19modem-bench-packages',
  reset: '/etc/modem-bench/reset',
  resetService: '/etc/init.d/modem-bench-reset',
  resetLink: '/etc/rc.d/S19modem-bench-reset',
  /** After the stock 10-mount. */
  storage: '/etc/hotplug.d/block/20-modem-bench',
  watchdog: '/etc/modem-bench/watchdog',
  watchdogService: '/etc/init.d/modem-bench-watchdog',
  watchdogLink: '/etc/rc.d/S95modem-bench-watchdog',
  /** After what chooses the configuration, which brings other interfaces. */
  newId: '/etc/hotplug.d/usb/21-modem-bench',
  newIdService: '/etc/init.d/modem-bench-new-id',
  newIdLink: '/etc/rc.d/S19modem-bench-new-id',
} as const;
