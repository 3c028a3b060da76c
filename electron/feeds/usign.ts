import { createPublicKey, verify } from 'node:crypto';

/** A public key of usign: 8 bytes that name it, and the Ed25519 key of 32 bytes. */
export interface UsignKey {
  /** 16 lower-case hexadecimal digits; the key's file name on the router. */
  readonly id: string;
  readonly key: Uint8Array;
}

/**
 * Reads a public key of usign: a line `untrusted comment: ...`, then base64 of `Ed`, the id (8 bytes) and the key (32 bytes), as
 * usign's main.c writes it (struct pubkey). null for what is none.
 */
export function readUsignKey(text: string): UsignKey | null {
  const bytes = secondLine(text, 42);
  return bytes && { id: bytes.subarray(2, 10).toString('hex'), key: bytes.subarray(10) };
}

/**
 * Checks a signature of usign (`Ed`, id of 8 bytes, Ed25519 signature of 64 bytes over the file; usign's main.c, struct sig).
 * Returns what is wrong, or null where it holds.
 */
export function checkUsign(file: Uint8Array, signature: string, keys: readonly UsignKey[]): string | null {
  const bytes = secondLine(signature, 74);
  if (!bytes) return 'it is no usign signature';
  const id = bytes.subarray(2, 10).toString('hex');
  const signers = keys.filter((key) => key.id === id);
  if (signers.length === 0) return `it was made with another key, ${id}`;
  const holds = signers.some(({ key }) => {
    const x = Buffer.from(key).toString('base64url');
    return verify(null, file, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), bytes.subarray(10));
  });
  return holds ? null : 'the file is not the one that was signed';
}

/** The base64 of the second line, where it has that many bytes and begins with `Ed`. */
function secondLine(text: string, length: number): Buffer | null {
  const line = text.split('\n')[1]?.trim() ?? '';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(line)) return null;
  const bytes = Buffer.from(line, 'base64');
  return bytes.length === length && bytes.toString('latin1', 0, 2) === 'Ed' ? bytes : null;
}
