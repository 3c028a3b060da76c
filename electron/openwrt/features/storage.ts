import { programs } from '../router-paths.ts';
import hooks from '../scripts/features/storage.sh?raw';
import storageProgram from '../scripts/storage.sh?raw';
import { type Feature, program } from './feature.ts';

/**
 * The card in the dongle's reader, mounted at `target`. Its UUID is known once it is there: fstools' block tells it, and mounts by it (OpenWrt
 * fstools, block.c). `packages`: drivers of the reader and of the file systems that cards have, and block.
 */
export function storage(target: string, packages: readonly string[]): Feature {
  return {
    name: 'storage',
    told: 'storage',
    hooks,
    parameters: [{ name: 'storage_target', text: target, field: 'onRouter.storage' }],
    programs: [program(programs.storage, '0644', storageProgram)],
    packages,
  };
}
