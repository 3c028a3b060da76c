import { BenchError } from '../../contract/errors.ts';
import type { ArchiveFile } from '../archive.ts';
import { programs, routerPaths } from '../router-paths.ts';
import hooks from '../scripts/features/packages.sh?raw';
import installProgram from '../scripts/packages-install.sh?raw';
import packagesService from '../scripts/packages-service.sh?raw';
import { type Feature, program } from './feature.ts';

export interface OfflinePackages {
  /** What others depend on first. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Version of the package `kernel` that modules among them need (`6.6.119~HASH-r1`); null or undefined: there is no module. */
  readonly kernel?: string | null | undefined;
}

/** Names as package indexes have them; ustar's name field holds 100 characters. */
const packageName = /^[A-Za-z0-9][A-Za-z0-9._+~-]{0,90}\.(ipk|apk)$/;

/**
 * Packages for a router without internet: they lie in the archive, are installed before anything is configured, all by one call, so
 * that each finds what it depends on, and are deleted then. They take as much room again as they have themselves, about, since
 * the router's flash file systems compress as well. Whatever fails, the interface is set up all the same.
 *
 * Modules for another build of the kernel are told before the call, since opkg installs what it can of a list: then nothing is
 * installed, and what is not installed stays and is tried again at each start, also after an upgrade.
 * Throws WISH_INVALID for a name that is none of a package of that manager.
 */
export function packages({ files, kernel = null }: OfflinePackages, manager: 'opkg' | 'apk'): Feature {
  const ending = manager === 'apk' ? '.apk' : '.ipk';
  const unfit = files.find(({ name }) => !packageName.test(name) || !name.endsWith(ending))?.name;
  if (unfit !== undefined) throw new BenchError('WISH_INVALID', { field: 'packages', value: unfit.slice(0, 60) });
  if (kernel !== null && !/^[!-~]{1,200}$/.test(kernel)) throw new BenchError('WISH_INVALID', { field: 'packages', value: 'kernel' });
  const kibibytes = Math.ceil(files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1024);
  const list = [
    `manager ${manager}`,
    `needed ${kibibytes}`,
    ...(kernel === null ? [] : [`kernel ${kernel}`]),
    ...files.map(({ name }) => `file ${name}`),
  ];
  const folder = routerPaths.packages.replace(/^\//, '');
  return {
    name: 'packages',
    told: 'packages',
    hooks,
    programs: [
      ...files.map(({ name, bytes }): ArchiveFile => ({ path: `${folder}/${name}`, mode: '0644', data: bytes })),
      program(`${routerPaths.packages}/list`, '0644', list.map((line) => `${line}\n`).join('')),
      program(`${routerPaths.packages}/install`, '0755', installProgram),
      program(programs.packagesService, '0755', packagesService),
    ],
  };
}
