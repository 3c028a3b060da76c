import { BenchError } from '../contract/errors.ts';
import { type ApkKey, readApkKey } from './apk-signature.ts';
import { readUsignKey, type UsignKey } from './usign.ts';

/** The keys that an index may be signed with; of the other package manager's there are none. */
export interface FeedKeys {
  readonly usign: readonly UsignKey[];
  readonly apk: readonly ApkKey[];
}

/**
 * Reads public keys as routers have them: usign for opkg, PEM for apk. Throws FEED_KEY_INVALID for what is neither, and for a key
 * that the release's package manager has no use for, since its owner would believe it was being used.
 */
export function readKeys(texts: readonly string[], manager: 'opkg' | 'apk'): FeedKeys {
  const usign: UsignKey[] = [];
  const apk: ApkKey[] = [];
  for (const text of texts) {
    const [ours, theirs] = [readUsignKey(text), readApkKey(text)];
    if (manager === 'opkg' && ours) usign.push(ours);
    else if (manager === 'apk' && theirs) apk.push(theirs);
    else throw new BenchError('FEED_KEY_INVALID', { message: faultOf(text, ours !== null || theirs !== null, manager) });
  }
  return { usign, apk };
}

function faultOf(text: string, isKey: boolean, manager: 'opkg' | 'apk'): string {
  if (isKey)
    return manager === 'opkg' ? 'it is a PEM key, and this release has usign keys' : 'it is a usign key, and this release has PEM keys';
  return /PRIVATE KEY|private key|secret key/.test(text) ? 'it is a private key' : 'it is neither a usign key nor an EC or RSA key in PEM';
}
