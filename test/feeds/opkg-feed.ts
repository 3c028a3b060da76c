import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import type { FeedServer } from './feed-server.ts';

/** A package of a made-up feed, in opkg's words. */
export interface Ipk {
  readonly name: string;
  readonly version?: string;
  readonly depends?: string;
  readonly conflicts?: string;
  readonly provides?: string;
  /** Instead of the name that it should have. */
  readonly filename?: string;
}

/** A signing key as usign makes it: an id by chance, and Ed25519. */
export function makeUsignKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const id = randomBytes(8);
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const publicText = `untrusted comment: public key\n${Buffer.concat([Buffer.from('Ed'), id, raw]).toString('base64')}\n`;
  return { id, privateKey, publicText };
}

export function usignFile(file: Uint8Array, { id, privateKey }: { id: Uint8Array; privateKey: KeyObject }): string {
  const body = Buffer.concat([Buffer.from('Ed'), id, sign(null, file, privateKey)]);
  return `untrusted comment: signed by key\n${body.toString('base64')}\n`;
}

/** An .ipk: a tar.gz of debian-binary, control.tar.gz and data.tar.gz. */
export async function makeIpk(ipk: Ipk): Promise<Uint8Array> {
  const pack = async (files: Record<string, Uint8Array | string>) =>
    gzipSync(
      await packTar(
        Object.entries(files).map(([name, body]) => ({ header: { name, size: Buffer.from(body).length, type: 'file' as const }, body })),
      ),
    );
  const control = `Package: ${ipk.name}\nVersion: ${ipk.version ?? '1-1'}\n`;
  const data = await pack({ [`./usr/lib/${ipk.name}`]: createHash('sha512').update(ipk.name).digest('hex').repeat(50) });
  return pack({ './debian-binary': '2.0\n', './control.tar.gz': await pack({ './control': control }), './data.tar.gz': data });
}

/** Puts a folder of packages with its index on the server; returns the package files by name. */
export async function putOpkgFeed(
  server: FeedServer,
  folder: string,
  ipks: readonly Ipk[],
  key: ReturnType<typeof makeUsignKey>,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  let index = '';
  for (const ipk of ipks) {
    const bytes = await makeIpk(ipk);
    const filename = ipk.filename ?? `${ipk.name}_${ipk.version ?? '1-1'}_mipsel_24kc.ipk`;
    files.set(ipk.name, bytes);
    server.put(`${folder}/${filename}`, bytes);
    const fields = [
      `Package: ${ipk.name}`,
      `Version: ${ipk.version ?? '1-1'}`,
      ...(ipk.depends ? [`Depends: ${ipk.depends}`] : []),
      ...(ipk.conflicts ? [`Conflicts: ${ipk.conflicts}`] : []),
      ...(ipk.provides ? [`Provides: ${ipk.provides}`] : []),
      'Section: net',
      'Architecture: mipsel_24kc',
      'Installed-Size: 10240',
      `Filename: ${filename}`,
      `Size: ${bytes.length}`,
      `SHA256sum: ${createHash('sha256').update(bytes).digest('hex')}`,
      `Description:  ${ipk.name} of a test\n \n  and a third line`,
    ];
    index += `${fields.join('\n')}\n\n`;
  }
  putOpkgIndex(server, folder, index, key);
  return files;
}

/** An index as text, packed and signed. */
export function putOpkgIndex(server: FeedServer, folder: string, index: string, key: ReturnType<typeof makeUsignKey>): void {
  server.put(`${folder}/Packages.gz`, gzipSync(index));
  server.put(`${folder}/Packages.sig`, usignFile(Buffer.from(index), key));
}
