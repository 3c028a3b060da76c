import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RouterOptions } from '../../../electron/contract/router-options.ts';
import { type BundleInput, buildBundle } from '../../../electron/openwrt/index.ts';
import { formatUci } from '../../../electron/openwrt/uci.ts';
import { parseUci } from '../../../electron/openwrt/uci-parse.ts';
import { stockUsbModeFile, type UsbModeFile } from '../../../modem-db/openwrt/usbmode/index.ts';
import { input } from '../inputs.ts';
import { Router } from '../router.ts';
import { firewalls, networks } from '../stock.ts';

export const setup = 'etc/uci-defaults/99-modem-bench';
export const remove = 'etc/modem-bench/modem-bench-remove';
export const canonical = (file: string) => formatUci(parseUci(file));
export const stock = {
  network: canonical(networks.dsa),
  firewall: canonical(firewalls.list),
  dhcp: canonical("config dnsmasq\n\toption rebind_protection '1'\n\nconfig dhcp 'lan'\n\toption interface 'lan'\n\n"),
};

/** A bundle of that mode with options of the router's own, and what the bench computes for it. */
export function bundle(
  over: Parameters<typeof input>[0],
  onRouter: Partial<RouterOptions> = {},
  computed: Partial<BundleInput> = {},
): BundleInput {
  return { ...input({ ...over, onRouter: RouterOptions.parse(onRouter) }), ...computed };
}

export async function unpack(router: Router, given: BundleInput): Promise<void> {
  router.unpack((await buildBundle(given)).contents);
}

/** Unpacks and runs, as at a start of the router. */
export async function apply(router: Router, given: BundleInput) {
  await unpack(router, given);
  return router.run(setup, [], true);
}

const routers: Router[] = [];
export function newRouter(files: Record<string, string> = stock): Router {
  const router = new Router(
    files,
    ['qmi', 'ncm', 'mbim', '3g', 'dhcp', 'modemmanager', 'directip'],
    ['cdc_ether', 'rndis_host', 'huawei_cdc_ncm'],
  );
  routers.push(router);
  return router;
}
export function disposeRouters(): void {
  for (const router of routers.splice(0)) router.dispose();
}

export function write(router: Router, path: string, text: string): void {
  mkdirSync(dirname(router.path(path)), { recursive: true });
  writeFileSync(router.path(path), text);
}

/**
 * What chat sends of its one command, the string behind the empty expectation: a backslash makes the next character literal, and one after `^`
 * would be a control character (ppp, chat.8).
 */
export function sentByChat(args: readonly string[]): string {
  const text = args[args.indexOf('') + 1] ?? '';
  if (/(^|[^\\])(\\\\)*\^/.test(text)) throw new Error(`chat would make a control character: ${text}`);
  return text.replace(/\\(.)/g, '$1');
}

/** What netifd would be told by OpenWrt's netifd-proto.sh: interface, and whether it is available. */
export function netifd(router: Router): string[] {
  const told: string[] = [];
  router.commands.set('tell_netifd', (args) => {
    told.push(args.join(' '));
    return { code: 0 };
  });
  router.install('lib/functions.sh', 'loaded=yes\n');
  router.install('lib/netifd/netifd-proto.sh', 'proto_set_available() { tell_netifd "$@" $loaded; }\n');
  return told;
}

/** OpenWrt's table as its converter writes it: indented by tabs. */
export const stockTable = `${JSON.stringify(stockUsbModeFile('24.10.8'), null, '\t')}\n`;

export const correction: { ids: string[]; file: UsbModeFile } = {
  ids: ['12d1:1f01', '12d1:14fe'],
  file: {
    messages: ['55534243123456780000000000000a11062000000000000100000000000000'],
    devices: { '12d1:1f01': { '*': { msg: [0] } }, '12d1:14fe': { "uMa=o'Huawei": { mode: 'HuaweiNew' } } },
  },
};

/** Every file and link below `dev`, `etc`, `lib`, `usr` and `www` but UCI's, with its contents. Folders that became empty do not count. */
export function tree(router: Router): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (folder: string) => {
    for (const name of readdirSync(router.path(folder))) {
      const path = join(folder, name);
      const kind = lstatSync(router.path(path));
      if (path === 'etc/config') continue;
      if (kind.isDirectory()) walk(path);
      else found[path] = kind.isSymbolicLink() ? `-> ${readlinkSync(router.path(path))}` : readFileSync(router.path(path), 'utf8');
    }
  };
  for (const folder of ['dev', 'etc', 'lib', 'usr', 'www']) walk(folder);
  return found;
}
