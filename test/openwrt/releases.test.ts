import { describe, expect, it } from 'vitest';
import { findRelease, listReleases, loadReleases, nearestRelease } from '../../modem-db/openwrt/index.ts';
import releasesJson from '../../modem-db/openwrt/releases.json' with { type: 'json' };
import { QuirkName } from '../../modem-db/openwrt/schema.ts';

describe('the releases of OpenWrt', () => {
  it('are every tagged point release from 21.02.0, once, oldest first', () => {
    const versions = listReleases().map(({ version }) => version);
    const last = { '21.02': 7, '22.03': 7, '23.05': 6, '24.10': 8, '25.12': 5 };
    expect(versions).toEqual(Object.entries(last).flatMap(([series, to]) => Array.from({ length: to + 1 }, (_, n) => `${series}.${n}`)));
  });

  it('know an option from the point release on that brought it', () => {
    const has = (version: string, proto: 'qmi' | 'mbim' | 'ncm', option: string) =>
      option in (findRelease(version)?.protos[proto].options ?? {});
    expect([has('25.12.2', 'qmi', 'devpath'), has('25.12.3', 'qmi', 'devpath'), has('25.12.5', 'mbim', 'devpath')]).toEqual([
      false,
      true,
      true,
    ]);
    expect([has('22.03.2', 'mbim', 'allow_roaming'), has('22.03.3', 'mbim', 'allow_roaming')]).toEqual([false, true]);
    expect([has('21.02.7', 'ncm', 'ifname'), has('22.03.0', 'ncm', 'ifname')]).toEqual([false, true]);
    expect([has('24.10.8', 'ncm', 'mtu'), has('25.12.0', 'ncm', 'mtu')]).toEqual([false, true]);
    expect([has('22.03.7', 'qmi', 'v6apn'), has('23.05.0', 'qmi', 'v6apn')]).toEqual([false, true]);
  });

  it('tell what a release does otherwise, from the series on that it is true of', () => {
    const withQuirk = (quirk: QuirkName) => [...new Set(listReleases().flatMap((r) => (r.quirks.includes(quirk) ? [r.series] : [])))];
    expect(withQuirk('mbim-connect-loops')).toEqual(['21.02', '22.03']);
    expect(withQuirk('qmi-registration-blocks')).toEqual(['21.02', '22.03', '23.05']);
    for (const quirk of ['mbim-login-needs-auth', '3g-sets-network-mode', '3g-apn-in-shell'] as const)
      expect(withQuirk(quirk)).toHaveLength(5);
    for (const quirk of Object.keys(releasesJson.quirks)) expect(QuirkName.options).toContain(quirk);
  });

  it('name the package of each serial driver, and list the usual one where a mode needs a port', () => {
    for (const { packages, serialPackages } of listReleases()) {
      expect(packages.ppp).toContain(serialPackages.option);
      expect(new Set(Object.values(serialPackages)).size).toBe(5);
    }
  });

  it('name kernel and package manager', () => {
    const facts = ['21.02.7', '22.03.7', '23.05.6', '24.10.8', '25.12.5'].map((version) => {
      const release = findRelease(version);
      return [release?.kernel, release?.packageManager];
    });
    expect(facts).toEqual([
      ['5.4', 'opkg'],
      ['5.10', 'opkg'],
      ['5.15', 'opkg'],
      ['6.6', 'opkg'],
      ['6.12', 'apk'],
    ]);
  });

  it('are frozen to the last option', () => {
    const options = findRelease('24.10.8')?.protos.qmi.options;
    expect(() => Object.assign(options ?? {}, { apn: 'int' })).toThrow(TypeError);
    expect(Object.isFrozen(listReleases())).toBe(true);
  });

  it('are found by what a technician types, and the nearest is named for what is not there', () => {
    expect(findRelease(' v24.10.8')?.version).toBe('24.10.8');
    expect(findRelease('OpenWrt 23.05.0')?.version).toBe('23.05.0');
    expect(findRelease('24.10')).toBeUndefined();
    expect(nearestRelease('24.10.99')?.version).toBe('24.10.8');
    expect(nearestRelease('19.07.10')?.version).toBe('21.02.0');
    expect(nearestRelease('26.10.1')?.version).toBe('25.12.5');
    expect(nearestRelease('24.10')?.version).toBe('24.10.8');
    expect(nearestRelease('snapshot')?.version).toBe('25.12.5');
  });

  it('are refused where the file does not fit its schema', () => {
    const [first, ...rest] = releasesJson.series;
    expect(() => loadReleases({ ...releasesJson, series: [{ ...first, kernel: 6 }, ...rest] })).toThrow();
    expect(() => loadReleases({ ...releasesJson, extra: 1 })).toThrow();
  });
});
