import { firewalls } from '../stock.ts';
import { tgz } from './tars.ts';

/** A backup as a router makes one, of these configurations; `more`: other files by their path. */
export function routerBackup(network: string, firewall = firewalls.list, more: Readonly<Record<string, Uint8Array>> = {}): Uint8Array {
  const data = {
    'etc/config/network': network,
    'etc/config/firewall': firewall,
    'etc/config/dhcp': "config dnsmasq\n\toption domainneeded '1'\n",
    'etc/config/system': "config system\n\toption hostname 'OpenWrt'\n",
    ...more,
  };
  return tgz(...Object.entries(data).map(([name, text]) => ({ name, data: text })));
}
