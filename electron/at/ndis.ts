import type { Wishes } from '../contract/wishes.ts';
import type { Reply } from './lines.ts';

/**
 * Huawei's data call over its network interface. Forms: ModemManager 1.20, plugins/huawei (^NDISDUP, ^NDISSTATQRY, ^DHCP) and
 * OpenWrt's /etc/gcom/ncm.json. Connection 1, which is what a router will use.
 */

export const disconnectCommand = 'AT^NDISDUP=1,0';

/** Numbers of ^NDISDUP's last argument; left out where there is nothing to authenticate. */
const authNumbers = { none: '', pap: ',1', chap: ',2', both: ',3' } as const;

/** The wishes were checked: no quotation mark and no control character is in them. */
export function ndisCommands(wishes: Pick<Wishes, 'apn' | 'username' | 'password' | 'auth'>) {
  const { apn, username, password, auth } = wishes;
  const withLogin = (secret: string) => (username === '' ? '' : `,"${username}","${secret}"${authNumbers[auth]}`);
  const command = (secret: string) => `AT^NDISDUP=1,1${apn === '' && username === '' ? '' : `,"${apn}"${withLogin(secret)}`}`;
  return {
    connect: { command: command(password), shown: command(password === '' ? '' : '****') },
    status: 'AT^NDISSTATQRY?',
    address: 'AT^DHCP?',
  } as const;
}

/** ^NDISSTATQRY: 1 connected, 0 not, 2 connecting, 3 disconnecting. `null` where the answer does not tell. */
export function ndisState(reply: Reply): 'connected' | 'disconnected' | 'changing' | null {
  for (const line of reply.lines) {
    const state = /^\^NDISSTATQRY: ?(\d)/.exec(line)?.[1];
    if (state !== undefined) return state === '1' ? 'connected' : state === '0' ? 'disconnected' : 'changing';
  }
  return null;
}

/** The IPv4 address of ^DHCP: eight hex digits, last octet first. Some firmware cuts leading zeros. */
export function dhcpAddress(reply: Reply): string | null {
  for (const line of reply.lines) {
    const hex = /^\^DHCP: ?([0-9A-Fa-f]{1,8}),/.exec(line)?.[1];
    if (hex === undefined) continue;
    const number = Number.parseInt(hex, 16);
    if (number === 0) return null;
    return [0, 8, 16, 24].map((shift) => (number >>> shift) & 0xff).join('.');
  }
  return null;
}
