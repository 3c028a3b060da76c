/** Where things are on the router. The archive holds the first three, `stick` only for a network card; the setup script makes the others. */
export const routerPaths = {
  setup: '/etc/uci-defaults/99-modem-bench',
  remove: '/etc/modem-bench/remove',
  stick: '/etc/hotplug.d/net/90-modem-bench',
  folder: '/etc/modem-bench',
  keep: '/lib/upgrade/keep.d/modem-bench',
  handlers: '/lib/netifd/proto',
  modules: '/lib/modules',
  /** Kernel modules that are loaded or built in. */
  loaded: '/sys/module',
  netDevices: '/sys/class/net',
} as const;
