import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { buildBundle } from '../../../electron/openwrt/index.ts';
import type { Router } from '../router.ts';
import { apply, bundle, disposeRouters, newRouter, remove, unpack } from './tools.ts';

afterEach(disposeRouters);

const folder = '/etc/modem-bench/packages';
const names = ['kmod-usb-wdm_6.6.110-r1_mips_24kc.ipk', 'uqmi_2025.07.30~7914da43-r2_mips_24kc.ipk'];
const files = names.map((name) => ({ name, bytes: new Uint8Array(1500) }));
const given = bundle({ mode: 'qmi' }, {}, { offline: { files } });
const service = 'etc/init.d/modem-bench-packages';
const link = 'etc/rc.d/S19modem-bench-packages';

function equip(router: Router, opkg: { code: number; out?: string }, running = false): string[] {
  const calls: string[] = [];
  router.commands.set('opkg', (args) => {
    calls.push(`opkg ${args.join(' ').replaceAll(router.root, '')}`);
    return opkg;
  });
  router.commands.set('pidof', () => ({ code: running ? 0 : 1 }));
  return calls;
}

/** As rc.common starts a service that has only a `boot`. */
function start(router: Router) {
  router.install('start-service', `. '${router.path(service)}'\nboot\n`);
  return router.run('start-service');
}

describe('packages in the bundle', () => {
  it('are installed by one call before anything else, and deleted then', async () => {
    const router = newRouter();
    const calls = equip(router, { code: 0 });
    const { log } = await apply(router, given);
    expect(calls).toEqual([`opkg install ${names.map((name) => `${folder}/${name}`).join(' ')}`]);
    expect(log).toEqual(['daemon.notice: 2 packages are installed', 'daemon.notice: interface wwan (qmi) is set up']);
    expect(router.exists('etc/modem-bench/packages')).toBe(false);
    await router.run('etc/modem-bench/modem-bench-remove');
    expect(calls).toHaveLength(1);
  });

  it('let netifd start anew where it runs already, and not while the router starts', async () => {
    for (const running of [true, false]) {
      const router = newRouter();
      equip(router, { code: 0 }, running);
      router.install('etc/init.d/network', `#!/bin/sh\nprintf '%s\\n' "$1" >>'${router.path('etc/restarts')}'\n`);
      await apply(router, given);
      expect(router.exists('etc/restarts') && router.read('etc/restarts')).toBe(running ? 'restart\n' : false);
    }
  });

  it('that cannot be installed stay, each complaint in the log, and the interface is set up all the same', async () => {
    const router = newRouter();
    equip(router, { code: 255, out: 'Collected errors:\n * pkg_hash_check_unresolved: cannot find dependency kernel (= 6.6.110~abc)\n' });
    const { code, log } = await apply(router, given);
    expect(code).toBe(0);
    expect(log.map((line) => line.replaceAll(router.root, ''))).toEqual([
      `daemon.err: the packages are not installed; they stay, and are tried again at each start; to try now: sh ${folder}/install`,
      'daemon.err: opkg: Collected errors:',
      'daemon.err: opkg: * pkg_hash_check_unresolved: cannot find dependency kernel (= 6.6.110~abc)',
      'daemon.notice: interface wwan (qmi) is set up',
    ]);
    expect(router.exists(`etc/modem-bench/packages/${names[0]}`)).toBe(true);
    await router.run(remove);
    expect(router.exists('etc/modem-bench')).toBe(false);
  });

  it('are not begun where the flash has no room for them', async () => {
    const router = newRouter();
    const calls = equip(router, { code: 0 });
    router.commands.set('df', () => ({
      code: 0,
      out: 'Filesystem           1024-blocks    Used Available Capacity Mounted on\noverlayfs:/overlay         896     894         2 100% /\n',
    }));
    const { code, log } = await apply(router, given);
    expect([code, calls]).toEqual([0, []]);
    expect(log[0]).toMatch(/^daemon\.err: the packages are not installed: they need 3 KiB, and 2 KiB are free/);
  });

  const built = '6.6.119~19ca8e0f2d4a9bb5a1f8c7d2b3e4f506-r1';
  const apkFiles = files.map(({ name, bytes }) => ({ name: name.replace(/ipk$/, 'apk'), bytes }));
  const managers = [
    [
      'opkg',
      '24.10.8',
      files,
      'usr/lib/opkg/status',
      (kernel: string) =>
        `Package: base-files\nVersion: 1\n\nPackage: kernel\nVersion: ${kernel}\nStatus: install ok installed\n\nPackage: libc\nVersion: 2\n`,
    ],
    [
      'apk',
      '25.12.5',
      apkFiles,
      'lib/apk/db/installed',
      (kernel: string) => `C:Q1\nP:base-files\nV:1\n\nC:Q1\nP:kernel\nV:${kernel}\nA:mips_24kc\n\nP:libc\nV:2\n`,
    ],
  ] as const;
  /** The router's list of what is installed. */
  function runs(router: Router, path: string, text: string): void {
    router.install(path, text);
    for (const manager of ['usr/lib/opkg/status', 'lib/apk/db/installed']) if (manager !== path) router.install(manager, '');
  }

  it.each(managers)(
    'for another build of the kernel: %s is not called, and they wait for the right one',
    async (manager, version, its, path, text) => {
      const router = newRouter();
      const calls = equip(router, { code: 0 });
      router.commands.set('apk', (args) => {
        calls.push(`apk ${args.join(' ').replaceAll(router.root, '')}`);
        return { code: 0 };
      });
      runs(router, path, text('6.6.119~ffffffffffffffffffffffffffffffff-r1'));
      const wanting = bundle({ mode: 'qmi', router: version }, {}, { offline: { files: its, kernel: built } });
      const refused = `daemon.err: the packages are not installed, none of them: they are for the kernel ${built}, and the router has 6.6.119~ffffffffffffffffffffffffffffffff-r1`;
      const { code, log } = await apply(router, wanting);
      expect([code, calls, log]).toEqual([0, [], [expect.stringContaining(refused), 'daemon.notice: interface wwan (qmi) is set up']]);
      const file = `etc/modem-bench/packages/${its[0]?.name ?? ''}`;
      expect([router.exists(file), router.exists(link)]).toEqual([true, true]);
      const kept = router.read('lib/upgrade/keep.d/modem-bench');
      for (const one of [service, link, 'etc/modem-bench/']) expect(kept).toContain(`${router.root}/${one}\n`);

      expect((await start(router)).log).toEqual([expect.stringContaining(refused)]);
      expect([calls, router.exists(file)]).toEqual([[], true]);
      runs(router, path, text(built));
      expect((await start(router)).log).toEqual(['daemon.notice: 2 packages are installed']);
      expect(calls).toHaveLength(1);
      expect(calls[0]).toContain(manager);
      expect([router.exists('etc/modem-bench/packages'), router.exists(service), router.exists(link)]).toEqual([false, false, false]);
      await router.run(remove);
      expect(router.exists('etc/modem-bench')).toBe(false);
    },
  );

  it.each(managers)(
    'for the very build of the kernel are installed by %s, and those without a module on any',
    async (_manager, version, its, path, text) => {
      for (const [kernel, here] of [
        [built, built],
        [null, 'any'],
      ]) {
        const router = newRouter();
        equip(router, { code: 0 });
        router.commands.set('apk', () => ({ code: 0 }));
        runs(router, path, text(here ?? ''));
        const { log } = await apply(router, bundle({ mode: 'qmi', router: version }, {}, { offline: { files: its, kernel } }));
        expect(log[0]).toBe('daemon.notice: 2 packages are installed');
        expect([router.exists(service), router.exists(link), router.exists('etc/modem-bench/wwan.packages')]).toEqual([
          false,
          false,
          false,
        ]);
      }
    },
  );

  it('that still wait go with the undo', async () => {
    const router = newRouter();
    equip(router, { code: 0 });
    await apply(router, bundle({ mode: 'qmi' }, {}, { offline: { files, kernel: built } }));
    expect(router.exists(link)).toBe(true);
    await router.run(remove);
    expect([router.exists(service), router.exists(link), router.exists('etc/modem-bench')]).toEqual([false, false, false]);
  });

  it('that were put into the archive and deleted since are no matter', async () => {
    const router = newRouter();
    const calls = equip(router, { code: 0 });
    await unpack(router, bundle({ mode: 'qmi' }));
    const { contents } = await buildBundle(given);
    router.unpack(contents.filter(({ path }) => !path.endsWith('.ipk')));
    expect((await router.run('etc/uci-defaults/99-modem-bench')).code).toBe(0);
    expect(calls).toEqual([]);
  });

  it('lie in the archive as regular ustar files, byte for byte', async () => {
    const { files: out, contents } = await buildBundle(given);
    const tar = gunzipSync(out[0]?.data ?? new Uint8Array());
    const types = new Set<string>();
    for (let at = 0; tar[at] !== 0 && at < tar.length; ) {
      types.add(String.fromCharCode(tar[at + 156] ?? 0));
      at += 512 + Math.ceil(Number.parseInt(tar.subarray(at + 124, at + 135).toString('latin1'), 8) / 512) * 512;
    }
    expect([...types]).toEqual(['0']);
    expect(contents.filter(({ path }) => path.endsWith('.ipk')).map(({ data }) => data)).toEqual(files.map(({ bytes }) => bytes));
  });

  it.each(['../x.ipk', "a'b.ipk", '-x.ipk', 'x.apk', `${'x'.repeat(100)}.ipk`, 'a b.ipk'])(
    'have names of packages: %s is refused',
    async (name) => {
      await expect(buildBundle({ ...given, offline: { files: [{ name, bytes: new Uint8Array() }] } })).rejects.toMatchObject({
        code: 'WISH_INVALID',
        detail: { field: 'packages' },
      });
    },
  );
});
