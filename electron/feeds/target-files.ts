import { z } from 'zod';
import { isPackageName } from './feed-package.ts';

const Word = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9+._~-]{0,79}$/);

/**
 * What is read of a target's `profiles.json` (OpenWrt scripts/json_overview_image_info.py). `linux_kernel` is there from 23.05.6 on.
 */
export const Profiles = z.object({
  arch_packages: Word,
  target: z.string().max(100),
  version_number: z.string().max(40),
  linux_kernel: z.object({ version: Word, release: Word, vermagic: Word }).optional().nullable(),
});
export type Profiles = z.infer<typeof Profiles>;

/** What is read of a release's `.targets.json`: target to architecture, further entries are passed over. */
export const TargetList = z.record(z.string().max(100), z.unknown());

/** Lines of a manifest that are read at most. */
const MAX_LINES = 20_000;

/**
 * The packages of a stock image with their versions, from the target's `.manifest`: lines of `name - version`, with opkg and with
 * apk alike (OpenWrt include/image.mk, Image/Manifest). Throws an Error that says what does not fit.
 */
export function readManifest(text: string): ReadonlyMap<string, string> {
  const installed = new Map<string, string>();
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > MAX_LINES) throw new Error(`more than ${MAX_LINES} lines`);
  for (const [at, line] of lines.entries()) {
    const [, name = '', version = ''] = /^(\S+) (?:- )?([!-~]{1,200})\s*$/.exec(line) ?? [];
    if (!isPackageName(name)) throw new Error(`line ${at + 1} is no package with its version`);
    installed.set(name, version);
  }
  if (!installed.has('kernel')) throw new Error('it names no kernel');
  return installed;
}
