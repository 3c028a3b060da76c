/** The room's door: what the bench and the command line use of it. */
export {
  type BundleDongle,
  type BundleInput,
  buildBundle,
  outlineBundle,
} from './bundle.ts';
export { imeiEndOf } from './file-names.ts';
export type { RouterNewId } from './new-id-lines.ts';
export { checkWishes, requireRelease } from './wishes.ts';
export { exportError, requireAbsolute, writeBundle } from './write-bundle.ts';
export { DIAL_PROTO } from './writers/dial.ts';
