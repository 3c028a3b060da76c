import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { AdbFile } from './adb.ts';

/** A public key that apk trusts, with the id that signatures name it by. */
export interface ApkKey {
  /** 32 lower-case hexadecimal digits. */
  readonly id: string;
  readonly key: KeyObject;
}

/**
 * Reads a PEM public key as in /etc/apk/keys. Its id is the first 16 bytes of the SHA-512 of the bare key: the uncompressed point
 * (EC), PKCS #1 DER (RSA). Source: apk-tools 3, src/crypto_openssl.c (apk_pkey_init, i2d_PublicKey). null for what is none.
 */
export function readApkKey(text: string): ApkKey | null {
  // Node would take a private key as well, whose owner should hear of it.
  if (!text.trimStart().startsWith('-----BEGIN PUBLIC KEY-----')) return null;
  try {
    const key = createPublicKey({ key: text, format: 'pem' });
    const bare = bareKey(key);
    return bare && { id: createHash('sha512').update(bare).digest('hex').slice(0, 32), key };
  } catch {
    return null;
  }
}

function bareKey(key: KeyObject): Uint8Array | null {
  if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'der' });
  if (key.asymmetricKeyType !== 'ec') return null;
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([Uint8Array.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}

const HEADER = 18;
const digests: Readonly<Record<number, string>> = { 3: 'sha256', 4: 'sha512' };

/**
 * Checks an ADB file's signatures; one that holds is enough. A signature block is version (0), digest (3: SHA-256, 4: SHA-512), key
 * id (16 bytes) and the signature, over: the schema (4 bytes, little endian), those 18 bytes, the digest of the database; hashed
 * by SHA-512. Source: apk-tools 3, src/adb.c (adb_trust_verify_signature). Returns what is wrong, or null where it holds.
 */
export function checkApkSignature(file: AdbFile, keys: readonly ApkKey[]): string | null {
  if (file.signatures.length === 0) return 'it is not signed';
  let known = false;
  for (const block of file.signatures) {
    const digest = block[0] === 0 ? digests[block[1] ?? 0] : undefined;
    if (!digest || block.length <= HEADER) continue;
    const id = Buffer.from(block.subarray(2, HEADER)).toString('hex');
    for (const { key } of keys.filter((one) => one.id === id)) {
      known = true;
      const schema = Buffer.alloc(4);
      schema.writeUInt32LE(file.schema);
      const message = Buffer.concat([schema, block.subarray(0, HEADER), createHash(digest).update(file.database).digest()]);
      if (verify('sha512', message, key, block.subarray(HEADER))) return null;
    }
  }
  return known ? 'the file is not the one that was signed' : 'it was made with another key';
}
