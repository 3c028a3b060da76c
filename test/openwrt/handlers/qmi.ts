import type { Release } from '../../../modem-db/openwrt/index.ts';
import { type PassedOptions, shellText, unquoted } from './netifd.ts';

export interface QmiModem {
  /** Its SIM waits for a PIN. */
  readonly asksPin?: boolean | undefined;
  /** MCC and MNC of the network that it keeps to; undefined: it chooses. */
  readonly plmn?: readonly [mcc: number, mnc: number] | undefined;
}

/**
 * The calls of uqmi in which qmi.sh lets options reach the modem, in their order, without `-s -d -t` and the client id (OpenWrt v21.02.0 to
 * v25.12.5, uqmi, qmi.sh). The modem is one that works.
 */
export function qmiCalls(passed: PassedOptions, release: Release, modem: QmiModem = {}): string[][] {
  const text = (name: string) => shellText(passed, name);
  const wanted = text('pdptype').toLowerCase();
  const pdpType = wanted === 'ipv6' || wanted === 'ipv4v6' ? wanted : 'ip';
  const modes = text('modes');
  const calls: string[][] = [];
  if (modem.asksPin === true && text('pincode') !== '') calls.push(['--verify-pin1', text('pincode')]);
  const plmn = networkOf(text('plmn'), modem.plmn ?? [0, 0]);
  if (plmn) calls.push(['--set-plmn', '--mcc', plmn[0], '--mnc', plmn[1]]);
  if (modes !== '') calls.push(['--set-network-modes', modes]);
  if (release.quirks.includes('qmi-writes-first-profile'))
    calls.push(['--modify-profile', '3gpp,1', '--apn', text('apn'), '--pdp-type', pdpType === 'ip' ? 'ipv4' : pdpType]);
  const autoconnect = pdpType === 'ip' ? text('autoconnect') !== '0' : text('autoconnect') === '1';
  const start = (apn: string, profile: string) => [
    '--start-network',
    ...flag('--apn', apn),
    ...flag('--profile', profile),
    ...flag('--auth-type', text('auth')),
    ...flag('--username', text('username')),
    ...flag('--password', text('password')),
    ...(autoconnect ? ['--autoconnect'] : []),
  ];
  const six = 'v6apn' in release.protos.qmi.options;
  const orElse = (name: string, other: string) => (six && text(name) !== '' ? text(name) : text(other));
  if (pdpType !== 'ipv6') calls.push(start(text('apn'), text('profile')));
  if (pdpType !== 'ip') calls.push(start(orElse('v6apn', 'apn'), orElse('v6profile', 'profile')));
  return calls;
}

/** `${value:+--name $value}`: without quotes, so that blanks split it. */
function flag(name: string, value: string): string[] {
  return value === '' ? [] : [name, ...unquoted(value)];
}

/**
 * MCC and MNC that qmi.sh cuts out of `plmn` by their places, after netifd has made an int of it. It compares them as numbers with what the
 * modem has, and what is no number, as the MNC of an int with less than four digits, it passes over with an error of the shell.
 */
function networkOf(plmn: string, has: readonly [number, number]): readonly [string, string] | null {
  if (plmn === '') return null;
  if (plmn === '0') return ['0', '0'];
  const [mcc, mnc] = [plmn.slice(0, 3), plmn.slice(3)];
  return mnc === '' || (Number(mcc) === has[0] && Number(mnc) === has[1]) ? null : [mcc, mnc];
}
