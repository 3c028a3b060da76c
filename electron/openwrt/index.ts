/** The room's door: what the bench, the command line and the tests use of it. */
export {
  type Bundle,
  type BundleDongle,
  type BundleInput,
  type BundleOutline,
  buildBundle,
  numberBundle,
  type OutputFile,
  outlineBundle,
} from './bundle.ts';
export { imeiEndOf } from './file-names.ts';
export type { RouterNewId } from './new-id-lines.ts';
export { needsControlNode, protoFor, protoForMode } from './protos.ts';
export { checkWishes, requireRelease } from './wishes.ts';
export { exportError, requireAbsolute, type WrittenBundle, writeBundle } from './write-bundle.ts';
