import type { ImageOffer } from '../contract/manifest.ts';
import type { ArchiveFile } from './archive.ts';

/** For those who would rather build an image with everything in it: the firmware selector's page, and a first-boot script for it. */

const SELECTOR = 'https://firmware-selector.openwrt.org/';

/**
 * What the build server behind the selector takes for a first-boot script, in characters; its own default is what the public server
 * has (openwrt/asu, asu/config.py: max_defaults_length). Counted in bytes here, which are never fewer.
 */
export const firstBootLimit = 20_480;

export interface Image {
  readonly offer: ImageOffer;
  /** `null`: packages only, and `offer.script` says why. */
  readonly script: Uint8Array | null;
}

/**
 * The offer for a bundle. A script with a PIN or a password in it would go to a public server, and is none; nor is one that the
 * server would refuse for its length. `without`: files whose path begins so are left out.
 */
export function imageOf(
  { version, packages, secret, target }: { version: string; packages: readonly string[]; secret: boolean; target: string | null },
  contents: readonly ArchiveFile[],
  { setup, without }: { setup: string; without: readonly string[] },
): Image {
  const files = contents.filter(({ path }) => !without.some((start) => path.startsWith(start)));
  const script = secret ? null : new TextEncoder().encode(firstBootScript(files, setup));
  const verdict = script === null ? 'secret' : script.length > firstBootLimit ? 'too-long' : 'offered';
  return {
    offer: {
      url: selectorUrl(version, target),
      packages: [...packages],
      script: verdict,
      bytes: script?.length ?? 0,
      limit: firstBootLimit,
    },
    script: verdict === 'offered' ? script : null,
  };
}

/**
 * The selector takes `version`, `target` and `id` from its address (openwrt/firmware-selector-openwrt-org, www/js/main.js), packages and
 * a script not. It goes by the target only once it has the id of the device too, which the technician chooses there.
 */
function selectorUrl(version: string, target: string | null): string {
  const url = new URL(SELECTOR);
  url.searchParams.set('version', version);
  if (target !== null) url.searchParams.set('target', target);
  return url.href;
}

/**
 * All text files of an archive, written by a script, then the setup run: at the first boot nothing else would run it, since the list of
 * what is to be run was made before. Sourced by /etc/init.d/boot as any other of /etc/uci-defaults, which removes it if it returns 0.
 * Programs go without what is there for readers, and equal files once.
 */
export function firstBootScript(files: readonly ArchiveFile[], setup: string): string {
  const first = new Map<string, string>();
  const written = files.map(({ path, mode, data }) => {
    const text = new TextDecoder().decode(data);
    const name = `/${path}`;
    const same = first.get(text);
    if (same !== undefined) return `put ${mode} '${name}' <'${same}'\n`;
    first.set(text, name);
    const body = compact(text);
    const mark = markFor(body);
    return `put ${mode} '${name}' <<'${mark}'\n${body.endsWith('\n') ? body : `${body}\n`}${mark}\n`;
  });
  return `put() {\nmkdir -p "\${2%/*}"\ncat >"$2"\nchmod "$1" "$2"\n}\n${written.join('')}sh '${setup}' && rm -f '${setup}'\n`;
}

/** A shell program without indentation, empty lines and comments but its first; what is none stays. */
function compact(text: string): string {
  if (!text.startsWith('#!/bin/sh')) return text;
  const [first = '', ...rest] = text.split('\n');
  return [first, ...rest.map((line) => line.replace(/^\t+/, '')).filter((line) => line !== '' && !line.startsWith('#'))]
    .join('\n')
    .concat('\n');
}

/** A line that ends the text, and is none of its own. */
function markFor(text: string): string {
  const lines = new Set(text.split('\n'));
  let mark = 'END';
  while (lines.has(mark)) mark += '_';
  return mark;
}
