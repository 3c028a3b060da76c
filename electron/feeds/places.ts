import { BenchError } from '../contract/errors.ts';

/** Where the release's packages are unless a mirror is given. */
export const DOWNLOADS = 'https://downloads.openwrt.org';

/** The feeds of a release that hold what a modem needs; the others (routing, telephony) are not read. */
export const feedNames = ['base', 'luci', 'packages'] as const;

/**
 * The address of a download server, ending in a slash. A path is kept (a mirror under a prefix).
 * Throws FEED_ADDRESS_INVALID; a password would end up in messages and logs, so an address may have none.
 */
export function readBase(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url && (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password && !url.search;
  if (!url || !plain || url.hash) throw new BenchError('FEED_ADDRESS_INVALID', { url: withoutLogin(text).slice(0, 200) });
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** Whether nobody on the way can change what comes from there: https, or this very computer. */
export function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isHere(url));
}

/** Whether it is this very computer. */
export function isHere({ hostname }: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

function withoutLogin(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//');
}

/** The folders of one release on the download server (layout: openwrt.org, "Download server", and the releases' own distfeeds). */
export class Places {
  readonly #release: URL;

  constructor(
    base: URL,
    readonly version: string,
    readonly target: string,
    readonly subtarget: string,
  ) {
    this.#release = folder(base, ['releases', version]);
  }

  /** Names every target of the release. */
  get targetList(): URL {
    return file(this.#release, '.targets.json');
  }

  get targetsFolder(): URL {
    return folder(this.#release, ['targets']);
  }

  get targetFolder(): URL {
    return folder(this.targetsFolder, [this.target, this.subtarget]);
  }

  get profiles(): URL {
    return file(this.targetFolder, 'profiles.json');
  }

  /** What a stock image of the target has installed. */
  get manifest(): URL {
    return file(this.targetFolder, `openwrt-${this.version}-${this.target}-${this.subtarget}.manifest`);
  }

  /** Packages that are built per target; with the kernel's modules before 24.10. */
  get targetPackages(): URL {
    return folder(this.targetFolder, ['packages']);
  }

  /** The kernel's modules, in a folder that is named after the kernel's configuration: `6.6.144-1-f31f6f85a36836e510d64a18a9a5f1bf`. */
  kernelModules(kernel: string): URL {
    return folder(this.targetFolder, ['kmods', kernel]);
  }

  feed(architecture: string, name: string): URL {
    return folder(this.#release, ['packages', architecture, name]);
  }
}

function folder(base: URL, names: readonly string[]): URL {
  return new URL(`${names.map(encodeURIComponent).join('/')}/`, base);
}

/** The URL of a file in a folder; the name is taken as a name, whatever it holds. */
export function file(base: URL, name: string): URL {
  return new URL(`./${encodeURIComponent(name)}`, base);
}

const PART = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/;

/** `ramips/mt7621` as its two names; null for what cannot be a target. */
export function readTarget(text: string): readonly [string, string] | null {
  const [target = '', subtarget = '', ...rest] = text.trim().split('/');
  return rest.length === 0 && PART.test(target) && PART.test(subtarget) && !`${target}${subtarget}`.includes('..')
    ? [target, subtarget]
    : null;
}
