import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Intent } from '../../electron/contract/intents.ts';
import type { PackageRequest } from '../../electron/contract/packages.ts';
import { Answer } from '../../electron/contract/queries.ts';
import { DongleView } from '../../electron/contract/snapshot.ts';
import { noProxies, type ProxyLookup } from '../../electron/seams/proxy.ts';
import { FeedServer } from '../feeds/feed-server.ts';
import { makeUsignKey } from '../feeds/opkg-feed.ts';
import { putOpkgRelease } from '../feeds/opkg-release.ts';
import { routerBackup } from '../openwrt/backup/router-backup.ts';
import { networks } from '../openwrt/stock.ts';
import { manifestIn } from '../support/exported.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** The file for one very router, of a dongle that was prepared: with packages in it, and fitted to the router's backup. */

const proxies: { waysTo: ProxyLookup['waysTo'] } = { ...noProxies };
let world: PracticeWorld;
let port: string;
let out: string;
let server: FeedServer;

beforeEach(async () => {
  proxies.waysTo = noProxies.waysTo;
  world = await practiceWorld({ proxies });
  port = await world.plug('huawei-ncm');
  out = join(temporaryFolder(), 'out');
  server = new FeedServer();
  await server.start();
});
afterEach(async () => {
  await server.stop();
  await world.close();
});

const exportIntent = (more: Partial<Extract<Intent, { type: 'export' }>> = {}): Intent => ({
  type: 'export',
  portPath: port,
  folder: out,
  ...more,
});
const manifest = () => manifestIn(out);
const inArchive = () =>
  manifest()
    .files.map(({ path }) => path)
    .filter((path) => /^etc\/modem-bench\/packages\/.*\.ipk$/.test(path));

describe('packages for a router without internet', () => {
  const key = makeUsignKey();
  let request: PackageRequest;

  beforeEach(async () => {
    await world.prepare(port, { mode: 'ncm', router: '24.10.8' });
    await world.bench.handle(exportIntent({ folder: join(temporaryFolder(), 'first') }));
    await putOpkgRelease(server, world.dongle(port).bundle?.packages ?? [], key);
    request = { target: 'ramips/mt7621', feedUrl: server.url, keys: [key.publicText] };
  });

  it('are fetched in sight of everybody, and lie in the file', async () => {
    const seen: NonNullable<DongleView['exporting']>[] = [];
    const stop = world.bench.subscribe(({ dongles }) => {
      const [dongle] = dongles;
      if (dongle?.exporting) seen.push(DongleView.parse(dongle).exporting ?? dongle.exporting);
    });
    await world.bench.handle(exportIntent({ packages: request }));
    stop();
    expect(new Set(seen.map(({ stage }) => stage))).toEqual(new Set(['index', 'packages']));
    const packages = seen.filter(({ stage }) => stage === 'packages');
    expect(packages.at(-1)).toMatchObject({ bytesDone: packages.at(-1)?.bytes });
    expect(packages.every(({ bytesDone }, i) => bytesDone >= (packages[i - 1]?.bytesDone ?? 0))).toBe(true);
    const { exporting, state, bundle } = world.dongle(port);
    expect([exporting, state]).toEqual([null, 'exported']);
    expect(inArchive().length).toBe(bundle?.packages.length);
    expect(bundle?.offline).toEqual({ files: inArchive().length, bytes: packages.at(-1)?.bytes });
    expect(manifest().image?.url).toContain('target=ramips%2Fmt7621');
  });

  it('come by the ways that the place of the dongle has', async () => {
    const asked: string[] = [];
    proxies.waysTo = async ({ host }) => {
      asked.push(host);
      return [new URL('socks4://proxy.example:1080')];
    };
    const plain = world.bench.handle(exportIntent({ packages: { ...request, feedUrl: 'http://feed.example' } }));
    expect(await world.refusal(plain)).toBe('FEED_PROXY_UNKNOWN');
    expect(asked).toEqual(['feed.example']);
  });

  it('of a mirror that signs with a key of its own need that key', async () => {
    await world.bench.handle({ type: 'dismiss', portPath: port });
    await world.prepare(port, { mode: 'ncm', router: '24.10.8' });
    const foreign = world.bench.handle(exportIntent({ packages: { target: request.target, feedUrl: server.url } }));
    expect(await world.refusal(foreign)).toBe('FEED_SIGNATURE_BAD');
    expect([existsSync(out), world.dongle(port).state, world.dongle(port).exporting]).toEqual([false, 'verified', null]);
  });

  it('for a target that is none are refused, and the file can still be written without', async () => {
    expect(await world.refusal(world.bench.handle(exportIntent({ packages: { ...request, target: 'ramips/mt76' } })))).toBe(
      'FEED_TARGET_UNKNOWN',
    );
    expect(existsSync(out)).toBe(false);
    await world.bench.handle(exportIntent());
    expect([inArchive(), world.dongle(port).bundle?.offline]).toEqual([[], null]);
  });

  /** Holds the first package back half-way, until `release`. */
  function heldBack(): { readonly reached: Promise<void>; readonly release: () => void } {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const reached = new Promise<void>((resolve) => {
      server.halfway = (path) => {
        if (!path.endsWith('.ipk')) return;
        resolve();
        return released;
      };
    });
    return { reached, release };
  }

  /** Until something of the packages has come. */
  const begun = () =>
    new Promise<void>((resolve) => {
      const stop = world.bench.subscribe(({ dongles }) => {
        if ((dongles[0]?.exporting?.bytesDone ?? 0) === 0) return;
        queueMicrotask(() => stop());
        resolve();
      });
    });

  it('can be called off: nothing is written, and the next time goes on', async () => {
    const { reached, release } = heldBack();
    const work = world.refusal(world.bench.handle(exportIntent({ packages: request })));
    await reached;
    await begun();
    await world.bench.handle({ type: 'cancel', portPath: port });
    expect(await work).toBe('CANCELLED');
    expect([existsSync(out), world.dongle(port).exporting, world.dongle(port).state]).toEqual([false, null, 'exported']);
    release();
    server.halfway = null;
    await world.bench.handle(exportIntent({ packages: request }));
    expect(inArchive().length).toBeGreaterThan(0);
    expect(server.asked.some((asked) => / from [1-9]/.test(asked))).toBe(true);
  });

  it('let nothing else begin while they come', async () => {
    const { reached, release } = heldBack();
    const work = world.bench.handle(exportIntent({ packages: request }));
    await reached;
    const others = [exportIntent(), { type: 'dismiss', portPath: port } as const];
    for (const other of others) expect(await world.refusal(world.bench.handle(other))).toBe('DONGLE_BUSY');
    expect(await world.refusal(world.plan(port, { mode: 'ncm' }))).toBe('DONGLE_BUSY');
    release();
    await work;
    expect(world.dongle(port).state).toBe('exported');
  });

  it('are given up where another dongle takes the place', async () => {
    const { reached, release } = heldBack();
    const work = world.refusal(world.bench.handle(exportIntent({ packages: request })));
    await reached;
    await world.practice.unplug(port);
    await world.plug('huawei-ncm');
    expect(await work).toBe('CANCELLED');
    release();
    expect([existsSync(out), world.dongle(port).bundle, world.dongle(port).exporting]).toEqual([false, null, null]);
  });
});

describe("a router's backup", () => {
  const taken = routerBackup(`${networks.dsa}\nconfig interface 'wwan'\n\toption proto 'dhcp'\n\toption device 'eth7'\n`);
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const ask = async (data: string) => {
    const answer = Answer.parse(await world.bench.answer({ type: 'read-router-backup', portPath: port, data }));
    if (answer.type !== 'router-backup') throw new Error(answer.type);
    return answer;
  };
  const prepare = () => world.prepare(port, { mode: 'ncm', router: '24.10.8' });

  it('shows what will change, and the file is made for it', async () => {
    await prepare();
    const { backupId, fit } = await ask(base64(taken));
    expect(fit.changes).toMatchObject([{ key: 'router-backup.changes.name', values: { from: 'wwan', to: 'wwan2' } }]);
    expect(fit.diff.flatMap(({ lines }) => lines)).toContainEqual({ kind: 'added', text: "config interface 'wwan2'" });
    expect(existsSync(out)).toBe(false);
    await world.bench.handle(exportIntent({ backupId }));
    expect([manifest().wishes.interfaceName, world.dongle(port).bundle?.interfaceName]).toEqual(['wwan2', 'wwan2']);
    // Without it the file is as it was wished for.
    const plain = join(out, 'plain');
    await world.bench.handle(exportIntent({ folder: plain }));
    expect(manifestIn(plain).wishes.interfaceName).toBe('wwan');
  });

  it('is judged by the choice about others that have the dongle, in place of what was wished', async () => {
    await prepare();
    const data = base64(routerBackup(`${networks.dsa}\nconfig interface 'lte'\n\toption proto 'ncm'\n\toption device '/dev/cdc-wdm0'\n`));
    const asked = async (owners?: 'keep' | 'refuse') => {
      const answer = Answer.parse(await world.bench.answer({ type: 'read-router-backup', portPath: port, data, owners }));
      return answer.type === 'router-backup' ? answer : null;
    };
    expect((await asked())?.fit.findings[0]?.severity).toBe('warning');
    const refused = await asked('refuse');
    expect(refused?.fit.findings[0]).toMatchObject({ severity: 'refusal', code: 'ROUTER_DONGLE_OWNED' });
    const backupId = refused?.backupId ?? '';
    expect(await world.refusal(world.bench.handle(exportIntent({ backupId, owners: 'refuse' })))).toBe('ROUTER_DONGLE_OWNED');
    expect(existsSync(out)).toBe(false);
    await world.bench.handle(exportIntent({ backupId, owners: 'keep' }));
    expect(manifest().wishes.onRouter.owners).toBe('keep');
  });

  it('that a bundle cannot be made for is told, and no file is written', async () => {
    await prepare();
    const zones = "config zone\n\toption name 'lan'\n\tlist network 'lan'\n\toption input 'ACCEPT'\n";
    const { backupId, fit } = await ask(base64(routerBackup(networks.dsa, zones)));
    expect(fit.findings[0]).toMatchObject({ severity: 'refusal', code: 'ROUTER_ZONE_MISSING' });
    expect(fit.diff).toEqual([]);
    expect(await world.refusal(world.bench.handle(exportIntent({ backupId })))).toBe('ROUTER_ZONE_MISSING');
    expect(existsSync(out)).toBe(false);
  });

  it('is forgotten with the work that it was read for, and when the next is read', async () => {
    await prepare();
    const { backupId } = await ask(base64(taken));
    const other = await ask(base64(routerBackup(networks.dsa)));
    expect(await world.refusal(world.bench.handle(exportIntent({ backupId })))).toBe('BACKUP_FORGOTTEN');
    await world.bench.handle({ type: 'dismiss', portPath: port });
    await prepare();
    expect(await world.refusal(world.bench.handle(exportIntent({ backupId: other.backupId })))).toBe('BACKUP_FORGOTTEN');
    expect(existsSync(out)).toBe(false);
  });

  it('is nobody’s before the dongle is prepared, nor after it was replaced', async () => {
    expect(await world.refusal(ask(base64(taken)))).toBe('DONGLE_BUSY');
    await prepare();
    const { backupId } = await ask(base64(taken));
    await world.practice.unplug(port);
    await world.plug('huawei-ncm');
    expect(await world.refusal(world.bench.handle(exportIntent({ backupId })))).toBe('DONGLE_BUSY');
    expect(await world.refusal(ask(base64(taken)))).toBe('DONGLE_BUSY');
  });

  it.each([
    ['no base64', 'no base64 at all', 'BACKUP_NOT_ARCHIVE'],
    ['a cut quartet', 'AAA', 'BACKUP_NOT_ARCHIVE'],
    ['padding alone', '====', 'BACKUP_NOT_ARCHIVE'],
    ['nothing', '', 'BACKUP_NOT_ARCHIVE'],
    ['a text', Buffer.from('just a text').toString('base64'), 'BACKUP_NOT_ARCHIVE'],
    ['half a file', base64(taken.subarray(0, taken.length - 40)), 'BACKUP_DAMAGED'],
  ])('%s is refused', async (_, data, code) => {
    await prepare();
    expect(await world.refusal(ask(data))).toBe(code);
  });
});
