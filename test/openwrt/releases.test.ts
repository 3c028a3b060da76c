import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findRelease, listReleases, loadReleases, nearestRelease, type Release } from '../../modem-db/openwrt/index.ts';
import releasesJson from '../../modem-db/openwrt/releases.json' with { type: 'json' };
import { ProtoName, QuirkName, ReleaseFile } from '../../modem-db/openwrt/schema.ts';

const dumped = z
  .object({
    source: z.string(),
    releases: z.record(z.string(), z.record(z.string(), z.string())),
    pointReleases: z.array(z.string()),
    changes: z.array(z.tuple([z.string(), ProtoName, z.string()])),
  })
  .parse(JSON.parse(readFileSync(new URL('../field/openwrt-proto-options.json', import.meta.url), 'utf8')));

const optionsOf = (text: string) => Object.fromEntries(text.split(' ').map((pair) => pair.split(':')));

describe('the options of each release, against what its handlers and its netifd say', () => {
  const cases = Object.entries(dumped.releases).flatMap(([version, handlers]) =>
    Object.entries(handlers).map(([handler, options]) => [version, handler, options] as const),
  );

  it('are of ten releases, eleven handlers each', () => {
    expect(cases).toHaveLength(10 * (11 + 2));
    expect(new Set(cases.map(([, handler]) => handler))).toEqual(new Set([...ProtoName.options, '(interface)', '(device)']));
  });

  it.each(cases)('%s %s: the same names with the same types', (version, handler, options) => {
    const release = findRelease(version);
    const ours =
      handler === '(interface)'
        ? release?.interfaceOptions
        : handler === '(device)'
          ? release?.deviceOptions
          : release?.protos[ProtoName.parse(handler)].options;
    expect(ours).toEqual(optionsOf(options));
  });

  it('change inside a series where the dumps of all 38 point releases changed, and nowhere else', () => {
    const releases = listReleases();
    expect(releases.map(({ version }) => version)).toEqual(dumped.pointReleases);
    // Dumped with the last point's own helpers: what ppp.sh adds to 3g is not told apart there.
    const helped = ['reqprefix', 'norelease'];
    const changes = releases.flatMap((release, index) => {
      const before = releases[index - 1];
      return before?.series === release.series ? newOptions(before, release, helped) : [];
    });
    expect(changes).toEqual(dumped.changes.map(([version, handler, added]) => [version, handler, optionsOf(added)]));
  });
});

/** Of the handlers that were dumped for every point release. */
function newOptions(before: Release, release: Release, except: readonly string[]) {
  return (['qmi', 'mbim', 'ncm', '3g', 'directip'] as const).flatMap((handler) => {
    const had = before.protos[handler].options;
    const has = Object.entries(release.protos[handler].options);
    const added = has.filter(([name, type]) => had[name] !== type && !except.includes(name));
    return added.length > 0 ? [[release.version, handler, Object.fromEntries(added)]] : [];
  });
}

describe('what holds where an option is not set', () => {
  it('is said of options that there are, as a value of their type, or in words', () => {
    const { interface: netifd, protos } = ReleaseFile.parse(releasesJson).defaults;
    const known = (proto: ProtoName | null, name: string) =>
      listReleases().flatMap((release) => (proto === null ? release.interfaceOptions : release.protos[proto].options)[name] ?? []);
    const all = [
      ...Object.entries(netifd).map(([name, value]) => [null, name, value] as const),
      ...ProtoName.options.flatMap((proto) => Object.entries(protos[proto] ?? {}).map(([name, value]) => [proto, name, value] as const)),
    ];
    expect(all.length).toBeGreaterThan(30);
    for (const [proto, name, { value, about }] of all) {
      const types = known(proto, name);
      expect(types, `${proto} ${name}`).not.toEqual([]);
      expect(value ?? about, `${proto} ${name}`).toBeDefined();
      for (const type of value === undefined ? [] : types) {
        if (type === 'int') expect(value, name).toMatch(/^(0|[1-9][0-9]*)$/);
        if (type === 'bool') expect(value, name).toMatch(/^[01]$/);
      }
    }
  });
});

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

  it('name the packages of the ways that are no mode’s own, with the one that brings the protocol', () => {
    for (const { packages, protos } of listReleases()) {
      expect(packages.directip).toContain(protos.directip.package);
      expect(packages.modemmanager).toContain(protos.modemmanager.package);
    }
  });

  it('name the package of each card’s driver, the one that its mode lists among them', () => {
    for (const { packages, cardPackages } of listReleases()) {
      expect(packages.ncm).toContain(cardPackages.huawei_cdc_ncm);
      expect(packages.ecm).toContain(cardPackages.cdc_ether);
      expect(packages.rndis).toContain(cardPackages.rndis_host);
      expect(new Set(Object.values(cardPackages)).size).toBe(4);
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
