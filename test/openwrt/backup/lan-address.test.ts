import { describe, expect, it } from 'vitest';
import type { RouterInterface, RouterZone } from '../../../electron/contract/router-backup.ts';
import { lanAddress, readRouterBackup } from '../../../electron/openwrt/backup/index.ts';
import { networks } from '../stock.ts';
import { tgz } from './tars.ts';

const card = (name: string, ...addresses: string[]): RouterInterface => ({
  name,
  proto: 'static',
  device: null,
  metric: 0,
  defaultRoute: true,
  ours: false,
  modem: false,
  disabled: false,
  port: null,
  identity: null,
  addresses: addresses.map((address) => ({ address, prefix: 24 })),
});
const zone = (name: string, ...members: string[]): RouterZone => ({ name, networks: members, form: 'list', masq: false });

describe('the address of a router in its LAN', () => {
  it.each(Object.entries(networks))('is read from a backup: %s', async (_, network) => {
    const moved = network.replaceAll('192.168.1.1', '10.9.8.1');
    const { summary } = await readRouterBackup(tgz({ name: 'etc/config/network', data: moved }));
    expect(lanAddress(summary)).toBe('10.9.8.1');
  });

  it('is that of the interface lan, else of the first in its zone, else not known', () => {
    const interfaces = [card('guest', '10.0.0.1'), card('home', '10.0.1.1', '10.0.2.1'), card('lan', '10.0.3.1')];
    expect(lanAddress({ interfaces, zones: [zone('lan', 'home', 'lan')] })).toBe('10.0.3.1');
    expect(lanAddress({ interfaces: interfaces.slice(0, 2), zones: [zone('guest', 'guest'), zone('lan', 'gone', 'home')] })).toBe(
      '10.0.1.1',
    );
    expect(lanAddress({ interfaces: [card('lan')], zones: [] })).toBeNull();
    expect(lanAddress({ interfaces: [card('guest', '10.0.0.1')], zones: [zone('lan')] })).toBeNull();
  });
});
