import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { RouterOptions } from '../../electron/contract/router-options.ts';
import type { Wishes } from '../../electron/contract/wishes.ts';
import { modes } from '../../electron/contract/words.ts';
import { checkWishes, requireRelease } from '../../electron/openwrt/index.ts';
import { protoForMode } from '../../electron/openwrt/protos.ts';
import { wishes } from './inputs.ts';

function codeOf(over: Parameters<typeof wishes>[0]): string | undefined {
  try {
    checkWishes(wishes(over));
    return undefined;
  } catch (error) {
    if (error instanceof BenchError) return error.code;
    throw error;
  }
}

function codeAnd(over: Parameters<typeof wishes>[0]): unknown[] | undefined {
  try {
    checkWishes(wishes(over));
    return undefined;
  } catch (error) {
    if (error instanceof BenchError) return [error.code, error.detail['field']];
    throw error;
  }
}

describe('wishes', () => {
  it.each([
    ['a plain APN', { mode: 'ncm' }],
    ['no APN at all', { mode: 'qmi', apn: '' }],
    ['an operator id in the APN', { mode: 'qmi', apn: 'internet.mnc001.mcc250.gprs' }],
    ['an underscore', { mode: 'ncm', apn: 'm2m_static.example' }],
    ['blanks in ncm credentials', { mode: 'ncm', username: 'u ser', password: "p w'$`#;*" }],
    ['shell characters in qmi credentials', { mode: 'qmi', username: 'user@example.com', password: 'p#w&x|y<z>$(id)`id`' }],
    ['a PIN of eight digits', { mode: 'qmi', pin: '00000000' }],
    ['blanks and patterns in mbim credentials', { mode: 'mbim', username: '-u ser*', password: 'p"w?[x] $(id)' }],
    ['a quote and a hyphen in ppp credentials', { mode: 'ppp', username: '--u "x"', password: 'p w' }],
    ['no APN over ppp', { mode: 'ppp', apn: '' }],
    ['no APN for a network card', { mode: 'ecm', apn: '' }],
    ['a login for a network card, which is left out', { mode: 'rndis', username: '--x *', password: 'p' }],
    ['a blank-free ppp APN', { mode: 'ppp', apn: 'm2m_static.example-1.mnc001.gprs' }],
    ['an interface name of ten', { mode: 'qmi', interfaceName: 'wwan_12345' }],
  ] as const)('take %s', (_, over) => {
    expect(codeOf(over)).toBeUndefined();
  });

  it.each([
    ['APN_QUOTE', { mode: 'ncm', apn: 'inter"net' }],
    ['APN_QUOTE', { mode: 'qmi', apn: "inter'net" }],
    ['APN_QUOTE', { mode: 'qmi', apn: '“internet”' }],
    ['APN_CONTROL_CHARACTER', { mode: 'ncm', apn: 'internet\n' }],
    ['APN_CONTROL_CHARACTER', { mode: 'qmi', apn: 'inter net' }],
    ['APN_CONTROL_CHARACTER', { mode: 'qmi', apn: 'интернет' }],
    ['APN_CONTROL_CHARACTER', { mode: 'qmi', apn: '*' }],
    ['APN_CONTROL_CHARACTER', { mode: 'qmi', apn: '--help' }],
    ['APN_TOO_LONG', { mode: 'ncm', apn: 'a'.repeat(200) }],
    ['APN_TOO_LONG', { mode: 'ncm', apn: 'a'.repeat(64) }],
    ['APN_TOO_LONG', { mode: 'ncm', apn: `${'a'.repeat(63)}.${'b'.repeat(36)}` }],
    ['PIN_MALFORMED', { mode: 'qmi', pin: '123' }],
    ['PIN_MALFORMED', { mode: 'qmi', pin: '123456789' }],
    ['PIN_MALFORMED', { mode: 'qmi', pin: '12a4' }],
    ['PIN_MALFORMED', { mode: 'qmi', pin: '1234\n' }],
    ['CREDENTIAL_REFUSED', { mode: 'qmi', username: 'u ser' }],
    ['CREDENTIAL_REFUSED', { mode: 'qmi', password: 'a*' }],
    ['CREDENTIAL_REFUSED', { mode: 'qmi', username: '--help' }],
    ['CREDENTIAL_REFUSED', { mode: 'qmi', password: 'a\tb' }],
    ['CREDENTIAL_REFUSED', { mode: 'ncm', password: 'a"b', username: 'u' }],
    ['CREDENTIAL_REFUSED', { mode: 'ncm', password: 'a\\b', username: 'u' }],
    ['CREDENTIAL_REFUSED', { mode: 'ncm', password: 'ключ', username: 'u' }],
    ['CREDENTIAL_REFUSED', { mode: 'ncm', username: 'u'.repeat(256) }],
    ['CREDENTIAL_REFUSED', { mode: 'ncm', apn: '', username: 'u' }],
    ['CREDENTIAL_REFUSED', { mode: 'ncm', password: 'p' }],
    ['INTERFACE_NAME_INVALID', { mode: 'ncm', interfaceName: '' }],
    ['INTERFACE_NAME_INVALID', { mode: 'ncm', interfaceName: 'wwan-1' }],
    ['INTERFACE_NAME_INVALID', { mode: 'ncm', interfaceName: 'wwan1234567' }],
    ['INTERFACE_NAME_INVALID', { mode: 'ncm', interfaceName: 'lan' }],
    ['INTERFACE_NAME_INVALID', { mode: 'ncm', interfaceName: "w';id" }],
    ['ROUTER_UNKNOWN', { mode: 'ncm', router: '24.10.9' }],
    ['ROUTER_UNKNOWN', { mode: 'ncm', router: 'SNAPSHOT' }],
    ['APN_MANDATORY', { mode: 'mbim', apn: '' }],
    ['APN_CONTROL_CHARACTER', { mode: 'mbim', apn: 'ipv6:internet' }],
    ['APN_CONTROL_CHARACTER', { mode: 'ppp', apn: 'a;reboot' }],
    ['APN_CONTROL_CHARACTER', { mode: 'ppp', apn: '$(reboot)' }],
    ['APN_CONTROL_CHARACTER', { mode: 'ppp', apn: 'a&b' }],
    ['APN_CONTROL_CHARACTER', { mode: 'ppp', apn: 'a#b' }],
    ['APN_CONTROL_CHARACTER', { mode: 'ppp', apn: '~' }],
    ['CREDENTIAL_REFUSED', { mode: 'mbim', password: 'p' }],
    ['CREDENTIAL_REFUSED', { mode: 'ppp', password: 'p' }],
    ['CREDENTIAL_REFUSED', { mode: 'ppp', username: 'a\\b' }],
    ['CREDENTIAL_REFUSED', { mode: 'mbim', username: 'a\nb' }],
    ['WISH_INVALID', { mode: 'ppp', pdpType: 'ipv6' }],
    ['PIN_MALFORMED', { mode: 'ecm', pin: '12' }],
    ['INTERFACE_NAME_INVALID', { mode: 'ppp', interfaceName: 'wwan1234567' }],
  ] as const)('answer %s to %j', (code, over) => {
    expect(codeOf(over)).toBe(code);
  });

  describe('for the router', () => {
    const on = (onRouter: Partial<RouterOptions>, over: Partial<Wishes> = {}) =>
      codeAnd({ mode: 'qmi', ...over, onRouter: RouterOptions.parse(onRouter) });

    it.each([
      [{ plmn: '25001' }, {}],
      [{ plmn: '310260' }, {}],
      [{ plmn: '00101', way: 'modemmanager' }, { router: '25.12.5' }],
      [{ profile: 16, delay: 600 }, {}],
      [{ dialNumber: '*99***1#' }, { mode: 'ppp' }],
      [{ dialNumber: 'T*98*2#,W' }, { mode: 'ppp' }],
      [{ usbPort: '1-1' }, {}],
      [{ usbPort: '2-1.4.3' }, {}],
      [{ zone: 'wwan_2' }, {}],
      [{ rebindDomains: ['my.yota.ru', 'hi.link'] }, {}],
      [{ watchdog: { addresses: ['1.1.1.1', '2606:4700:4700::1111', 'ya.ru'] } }, {}],
      [{ way: 'modemmanager' }, { mode: 'mbim' }],
      [{ way: 'modemmanager' }, { mode: 'ncm' }],
      [{ way: 'dial' }, { mode: 'ncm' }],
      [{ way: 'dial' }, { mode: 'ecm' }],
      [{ way: 'dial' }, { mode: 'rndis', pdpType: 'ipv6' }],
      [{ usbSerial: '0123456789ABCDEF' }, {}],
      [{ usbSerial: "it's $(x)" }, {}],
      [{ way: 'directip' }, { mode: 'ppp' }],
      [{ v6apn: 'v6.internet' }, {}],
    ] as const)('take %j with %j', (onRouter, over) => {
      expect(on(structuredClone(onRouter) as Partial<RouterOptions>, over)).toBeUndefined();
    });

    it.each([
      ['plmn', { plmn: '2500' }, {}],
      ['plmn', { plmn: '25001x' }, {}],
      // 00101 would reach qmi.sh as 65.
      ['plmn', { plmn: '00101' }, {}],
      ['plmn', { plmn: '25001' }, { mode: 'ncm' }],
      ['plmn', { plmn: '25001', way: 'modemmanager' }, { router: '22.03.7' }],
      ['dialNumber', { dialNumber: '*99#; reboot' }, { mode: 'ppp' }],
      ['dialNumber', { dialNumber: '$(id)' }, { mode: 'ppp' }],
      ['dialNumber', { dialNumber: '*99#\n' }, { mode: 'ppp' }],
      ['usbPort', { usbPort: '../../etc' }, {}],
      ['usbPort', { usbPort: '1-1:1.0' }, {}],
      ['usbPort', { usbPort: '1' }, {}],
      ['zone', { zone: '' }, {}],
      ['zone', { zone: "wan'; reboot" }, {}],
      ['zone', { zone: '-wan' }, {}],
      ['rebindDomains', { rebindDomains: ['hi.link', 'a b'] }, {}],
      ['rebindDomains', { rebindDomains: ['-x.y'] }, {}],
      ['rebindDomains', { rebindDomains: ['192.168.8.1'] }, {}],
      ['rebindDomains', { rebindDomains: [''] }, {}],
      ['watchdog', { watchdog: { addresses: ['-f'] } }, {}],
      ['watchdog', { watchdog: { addresses: ['1.1.1.1;reboot'] } }, {}],
      ['usbSerial', { usbSerial: 'a\nb' }, {}],
      ['usbSerial', { usbSerial: 'сим' }, {}],
      ['plmn', { plmn: '25001', way: 'dial' }, { mode: 'ncm' }],
      ['way', { way: 'dial' }, {}],
      ['way', { way: 'dial' }, { mode: 'ppp' }],
      ['way', { way: 'directip' }, {}],
      ['way', { way: 'modemmanager' }, { mode: 'ecm' }],
    ] as const)('refuse %s: %j with %j', (name, onRouter, over) => {
      expect(on(structuredClone(onRouter) as Partial<RouterOptions>, over)).toEqual(['WISH_INVALID', `onRouter.${name}`]);
    });

    it.each([
      ['CREDENTIAL_REFUSED', { way: 'modemmanager' }, { username: 'u', password: 'a,b' }],
      ['CREDENTIAL_REFUSED', { way: 'modemmanager' }, { username: 'a b' }],
      ['CREDENTIAL_REFUSED', { way: 'modemmanager' }, { username: "a'b" }],
      ['CREDENTIAL_REFUSED', { way: 'modemmanager' }, { password: 'p' }],
      ['APN_CONTROL_CHARACTER', { way: 'modemmanager' }, { apn: 'a,user=b' }],
      ['CREDENTIAL_REFUSED', { way: 'dial' }, { mode: 'ncm', username: 'a"b' }],
      ['CREDENTIAL_REFUSED', { way: 'dial' }, { mode: 'ncm', apn: '', username: 'u' }],
      ['CREDENTIAL_REFUSED', { way: 'directip' }, { mode: 'ppp', username: 'a"b' }],
      ['WISH_INVALID', { way: 'directip' }, { mode: 'ppp', pdpType: 'ipv6' }],
      ['APN_QUOTE', { v6apn: 'a"b' }, {}],
      ['APN_CONTROL_CHARACTER', { v6apn: 'a b' }, {}],
    ] as const)('answer %s to %j with %j, as the way’s own reader of them would stumble', (code, onRouter, over) => {
      expect(on(onRouter, over)?.[0]).toBe(code);
    });
  });

  it('take the longest APN that TS 23.003 has room for', () => {
    expect(codeOf({ mode: 'ncm', apn: `${'a'.repeat(63)}.${'b'.repeat(35)}` })).toBeUndefined();
  });

  it('name the nearest release', () => {
    expect(() => requireRelease('24.10.9')).toThrow(expect.objectContaining({ detail: { release: '24.10.9', nearest: '24.10.8' } }));
  });

  it('refuse a proto that a release has not', () => {
    const release = requireRelease('24.10.8');
    const { ncm: _ncm, ...protos } = release.protos;
    const without = { ...release, protos } as typeof release;
    expect(() => checkWishes(wishes({ mode: 'ncm' }), without)).toThrow(expect.objectContaining({ code: 'PROTO_NOT_IN_RELEASE' }));
  });

  it('put no secret into an error', () => {
    for (const over of [
      { mode: 'qmi', pin: '12345678901' },
      { mode: 'qmi', password: 'top secret' },
      { mode: 'ncm', username: 'u', password: 'top"secret' },
    ] as const) {
      try {
        checkWishes(wishes(over));
        expect.unreachable();
      } catch (error) {
        expect(String(error)).not.toMatch(/12345678901|secret/);
      }
    }
  });

  it('know the proto of each mode', () => {
    expect(modes.map((mode) => [mode, protoForMode(mode)])).toEqual([
      ['qmi', 'qmi'],
      ['mbim', 'mbim'],
      ['ncm', 'ncm'],
      ['ecm', 'dhcp'],
      ['rndis', 'dhcp'],
      ['ppp', '3g'],
    ]);
  });
});
