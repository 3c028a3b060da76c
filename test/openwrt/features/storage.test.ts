import { appendFileSync, chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { outlineBundle } from '../../../electron/openwrt/index.ts';
import { listReleases } from '../../../modem-db/openwrt/index.ts';
import { quectelQmi } from '../inputs.ts';
import type { Router } from '../router.ts';
import { apply, bundle, canonical, disposeRouters, netifd, newRouter, remove, stock, tree, write } from './tools.ts';

afterEach(disposeRouters);

const fresh = canonical(`config global
	option anon_swap '0'
	option anon_mount '0'
	option auto_swap '1'
	option auto_mount '1'
	option delay_root '5'
	option check_fs '0'
`);
const section = (uuid: string, target = '/mnt/mb-card', name = 'wwan') => `config mount 'modem_bench_${name}'
	option uuid '${uuid}'
	option target '${target}'
	option options 'nosuid,nodev'
	option enabled '1'

`;
const wished = (storage = '/mnt/mb-card') => bundle({ mode: 'qmi' }, { storage });
const program = 'etc/hotplug.d/block/20-modem-bench';

/** What `block info` prints, as fstools does (block.c, print_block_info). */
const vfat = (node: string, uuid: string, label = 'CARD') => `/dev/${node}: UUID="${uuid}" LABEL="${label}" VERSION="FAT32" TYPE="vfat"`;

/** A router with fstools' block, whose mounts are told; `null`: without /etc/config/fstab. */
function routerWith(fstab: string | null = fresh): Router {
  const router = newRouter({ ...stock, ...(fstab === null ? {} : { fstab }) });
  netifd(router);
  const block = `case "$1:$2" in
info:) cat '${router.path('cards')}' ;;
info:*) grep "^$2:" '${router.path('cards')}' ;;
detect:*) printf "config 'global'\\n\\toption\\tauto_mount\\t'1'\\n" ;;
*) [ ! -e '${router.path('fails')}' ] && echo "block $1 $ACTION $DEVNAME" >>'${router.path('done')}' ;;
esac
`;
  tool(router, 'block', block);
  write(router, 'cards', '');
  write(router, 'done', '');
  // A command and no program: the shell has its own umount, which goes before those in PATH.
  router.commands.set('umount', (args) => {
    appendFileSync(router.path('done'), `umount ${args.join(' ')}\n`);
    return { code: 0 };
  });
  return router;
}

function tool(router: Router, name: string, text: string): void {
  write(router, `bin/${name}`, `#!/bin/sh\n${text}`);
  chmodSync(router.path(`bin/${name}`), 0o755);
}

const done = (router: Router) => readFileSync(router.path('done'), 'utf8').split('\n').filter(Boolean);

/** A dongle with a reader in a port; a card of that many sectors in it, with these partitions. Its place in sysfs, from the root of it. */
function plugReader(router: Router, { port = '1-1', disk = 'sda', size = 7_000_000, parts = ['sda1'] } = {}): string {
  const device = router.plugUsb(port, quectelQmi, { 4: 'cdc-wdm0' });
  const place = join(device, `${port}:1.5/host0/target0:0:0/0:0:0:0/block/${disk}`);
  mkdirSync(join(place, 'queue'), { recursive: true });
  const relative = place.slice(router.root.length + 1);
  write(router, `${relative}/size`, `${size}\n`);
  for (const part of parts) write(router, `${relative}/${part}/size`, '1000\n');
  return place.slice(router.path('sys').length);
}

const came = (router: Router, devpath: string) => router.run(program, [], false, { ACTION: 'add', DEVPATH: devpath });

describe('the card in a dongle', () => {
  it('is mounted by its UUID when it comes, once; the undo takes just that back', async () => {
    const router = routerWith();
    const before = tree(router);
    expect((await apply(router, wished())).code).toBe(0);
    expect(router.uci.file('fstab')).toBe(fresh);
    const disk = plugReader(router);
    await router.comes('1-1');
    write(router, 'cards', `${vfat('sda1', '6439-3036')}\n`);
    expect((await came(router, disk)).log).toEqual([]);
    expect((await came(router, `${disk}/sda1`)).log).toEqual([
      'daemon.notice: the card in the dongle of wwan (vfat, 6439-3036) is mounted at /mnt/mb-card',
    ]);
    expect(router.uci.file('fstab')).toBe(fresh + section('6439-3036'));
    expect(done(router)).toEqual(['block hotplug add sda1']);
    const commits = () => router.uci.calls.filter((call) => call.includes('commit') || call.includes('import')).length;
    const saved = commits();
    await came(router, `${disk}/sda1`);
    await apply(router, wished());
    expect([router.uci.file('fstab'), commits()]).toEqual([fresh + section('6439-3036'), saved]);
    expect((await router.run(remove)).code).toBe(0);
    expect([router.uci.file('fstab'), router.uci.file('network')]).toEqual([fresh, stock.network]);
    expect(done(router).at(-1)).toBe('umount /mnt/mb-card');
    router.unplugUsb('1-1');
    expect(tree(router)).toEqual(before);
  });

  it('that is there already is mounted by the setup', async () => {
    const router = routerWith();
    plugReader(router);
    write(router, 'cards', `${vfat('sda1', '6439-3036')}\n`);
    await apply(router, wished());
    expect(router.uci.file('fstab')).toBe(fresh + section('6439-3036'));
    expect(done(router)).toEqual(['block hotplug add sda1']);
  });

  it('of another dongle, and a stick of somebody’s, are nothing of ours', async () => {
    const router = routerWith();
    await apply(router, wished());
    plugReader(router);
    await router.comes('1-1');
    const other = plugReader(router, { port: '1-2', disk: 'sdb', parts: ['sdb1'] });
    write(router, 'cards', `${vfat('sdb1', '1111-2222')}\n`);
    await came(router, `${other}/sdb1`);
    expect([router.uci.file('fstab'), done(router)]).toEqual([fresh, []]);
  });

  it('is its first partition, and a card in its place takes the section over', async () => {
    const router = routerWith();
    const disk = plugReader(router, { parts: ['sda1', 'sda2'] });
    write(router, 'cards', `${vfat('sda1', 'AAAA-0001')}\n${vfat('sda2', 'AAAA-0002')}\n`);
    await apply(router, wished());
    await came(router, `${disk}/sda2`);
    expect(router.uci.file('fstab')).toBe(fresh + section('AAAA-0001'));
    write(router, 'cards', `${vfat('sda1', 'BBBB-0001')}\n`);
    await came(router, `${disk}/sda1`);
    expect(router.uci.file('fstab')).toBe(fresh + section('BBBB-0001'));
  });

  it('moves to the place that a later bundle names, and is let go by one that names none', async () => {
    const router = routerWith();
    plugReader(router);
    write(router, 'cards', `${vfat('sda1', '6439-3036')}\n`);
    await apply(router, wished());
    await apply(router, wished('/mnt/mb-photos'));
    expect(router.uci.file('fstab')).toBe(fresh + section('6439-3036', '/mnt/mb-photos'));
    await apply(router, bundle({ mode: 'qmi' }));
    expect([router.uci.file('fstab'), router.exists(program)]).toEqual([fresh, false]);
    expect(done(router)).toEqual(['block hotplug add sda1', 'umount /mnt/mb-card', 'block hotplug add sda1', 'umount /mnt/mb-photos']);
  });

  it.each([
    ['has the card', "\toption uuid '6439-3036'\n\toption target '/mnt/mine'\n"],
    ['has the card, in other letters', "\toption uuid 'ABCD-3036'\n\toption target '/mnt/mine'\n", 'abcd-3036'],
    ['has the place', "\toption uuid 'FFFF-FFFF'\n\toption target '/mnt/mb-card'\n\toption enabled '1'\n"],
  ])('is left to a section of another hand that %s', async (_, options, uuid = '6439-3036') => {
    const own = canonical(`${fresh}config mount\n${options}\n`);
    const router = routerWith(own);
    plugReader(router);
    write(router, 'cards', `${vfat('sda1', uuid)}\n`);
    const { log } = await apply(router, wished());
    expect([router.uci.file('fstab'), done(router)]).toEqual([own, []]);
    expect(log).toContain(
      'daemon.warning: the card in the dongle of wwan is not mounted at /mnt/mb-card: fstab has another section for the card or the place',
    );
  });

  it('is mounted beside the section that block detect made of it, which is not in force', async () => {
    const detected = canonical(`${fresh}config mount\n\toption target '/mnt/sda1'\n\toption uuid '6439-3036'\n\toption enabled '0'\n`);
    const router = routerWith(detected);
    plugReader(router);
    write(router, 'cards', `${vfat('sda1', '6439-3036')}\n`);
    await apply(router, wished());
    expect(router.uci.file('fstab')).toBe(detected + section('6439-3036'));
    await router.run(remove);
    expect(router.uci.file('fstab')).toBe(detected);
  });

  it('is left alone where every file system is checked, and so repaired, before it is mounted', async () => {
    const checks = fresh.replace("check_fs '0'", "check_fs '1'");
    const router = routerWith(checks);
    plugReader(router);
    write(router, 'cards', `${vfat('sda1', '6439-3036')}\n`);
    const { log } = await apply(router, wished());
    expect([router.uci.file('fstab'), done(router)]).toEqual([checks, []]);
    expect(log.find((line) => line.includes('check_fs'))).toMatch(/^daemon.warning: the card in the dongle of wwan is left alone/);
  });

  it('waits where somebody has staged changes of fstab, which stay staged', async () => {
    const router = routerWith();
    plugReader(router);
    write(router, 'cards', `${vfat('sda1', '6439-3036')}\n`);
    router.uci.run(['set', 'fstab.@global[0].delay_root=9']);
    const { log } = await apply(router, wished());
    expect([router.uci.file('fstab'), done(router)]).toEqual([fresh, []]);
    expect(router.uci.stagedFor('fstab')).toContain('delay_root');
    expect(log).toContain('daemon.warning: the card in the dongle of wwan is not mounted, since fstab has changes that are not saved');
  });

  it('on a router without fstab has one made as block-mount makes it', async () => {
    const router = routerWith(null);
    plugReader(router);
    write(router, 'cards', `${vfat('sda1', '6439-3036')}\n`);
    await apply(router, wished());
    expect(router.uci.file('fstab')).toBe(canonical("config global\n\toption auto_mount '1'\n") + section('6439-3036'));
  });

  it.each([
    ['a label that poses as more', vfat('sda1', '6439-3036', '" UUID="EVIL-0001" TYPE="swap'), '6439-3036'],
    [
      'ext4, whose UUID is long',
      '/dev/sda1: UUID="0f3d68aa-0000-4000-8000-00000000abcd" VERSION="1.0" TYPE="ext4"',
      '0f3d68aa-0000-4000-8000-00000000abcd',
    ],
  ])('is known by %s', async (_, line, uuid) => {
    const router = routerWith();
    plugReader(router);
    write(router, 'cards', `${line}\n`);
    await apply(router, wished());
    expect(router.uci.file('fstab')).toBe(fresh + section(uuid));
  });

  it.each([
    ['swap', '/dev/sda1: UUID="0f3d68aa-0000-4000-8000-00000000abcd" VERSION="2" TYPE="swap"'],
    ['no UUID', '/dev/sda1: LABEL="CARD" TYPE="vfat"'],
    ['nothing that block knows', ''],
  ])('with %s is not mounted, and the log says so', async (_, line) => {
    const router = routerWith();
    const disk = plugReader(router);
    write(router, 'cards', `${line}\n`);
    await apply(router, wished());
    expect((await came(router, `${disk}/sda1`)).log).toEqual([
      'daemon.warning: the card in the dongle of wwan has no file system that this router knows (sda1)',
    ]);
    expect([router.uci.file('fstab'), done(router)]).toEqual([fresh, []]);
  });

  it('that block cannot mount is told of as that', async () => {
    const router = routerWith();
    plugReader(router);
    write(router, 'cards', `${vfat('sda1', '6439-3036')}\n`);
    write(router, 'fails', '');
    const { log } = await apply(router, wished());
    expect(log.filter((line) => line.includes('the card'))).toEqual([
      'daemon.warning: the card in the dongle of wwan (vfat, 6439-3036) is not mounted at /mnt/mb-card now: a driver is missing, or fstab has auto_mount off',
    ]);
  });

  it('that is not in the reader is not missed', async () => {
    const router = routerWith();
    plugReader(router, { size: 0, parts: [] });
    const { log } = await apply(router, wished());
    expect(log.filter((line) => line.includes('card'))).toEqual([]);
  });

  it('waits for block-mount where that is not installed', async () => {
    const router = newRouter();
    netifd(router);
    const disk = plugReader(router);
    const { code, log } = await apply(router, wished());
    expect(code).toBe(0);
    expect(log.find((line) => line.includes('block-mount'))).toMatch(
      /^daemon.warning: block-mount is not installed: the card in the dongle of wwan is not mounted until: opkg .*block-mount/,
    );
    expect((await came(router, `${disk}/sda1`)).log).toEqual([]);
    expect(router.exists('etc/config/fstab')).toBe(false);
  });
});

describe('a bundle with a card', () => {
  it('needs what a card needs on each release: exFAT where its block knows it', () => {
    for (const { version, series } of listReleases()) {
      const given = wished();
      const { packages } = outlineBundle({ ...given, wishes: { ...given.wishes, router: version } });
      expect(packages).toEqual(expect.arrayContaining(['kmod-usb-storage', 'block-mount', 'kmod-fs-vfat']));
      expect(packages.includes('kmod-fs-exfat'), version).toBe(!['21.02', '22.03'].includes(series));
    }
    expect(outlineBundle(bundle({ mode: 'qmi' })).packages).not.toContain('block-mount');
  });

  it.each(['/', '/mnt', '/mnt/', '/mnt/..', '/mnt/.x', '/overlay', '/mnt/a/b', '/mnt/a b', "/mnt/a'b", '/mnt/a\nb', 'mnt/card'])(
    'is not mounted at %j',
    (storage) => {
      expect(() => outlineBundle(wished(storage))).toThrow(
        expect.objectContaining({ code: 'WISH_INVALID', detail: expect.objectContaining({ field: 'onRouter.storage' }) }),
      );
    },
  );
});
