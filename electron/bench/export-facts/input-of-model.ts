import type { Acceptance } from '../../contract/acceptance.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { type BundleInput, checkWishes, requireRelease } from '../../openwrt/index.ts';
import { bundleInput, type ExportOptions } from './bundle-input.ts';
import { modeMeantWarning, withModeMeant } from './called-ncm.ts';
import type { KnownModel } from './known-model.ts';
import { factsOfModel } from './model-dongle.ts';
import { forRouter } from './untried-pin.ts';

/**
 * What a bundle of a model will be made of. No SIM was there to take a PIN. Throws the codes of `openwrt/`, and those of
 * `dongleOfModel`.
 */
export function inputOfModel(
  model: KnownModel,
  asked: Wishes,
  options: ExportOptions & { readonly accepts?: readonly Acceptance[] | undefined; readonly refuses?: boolean | undefined },
): BundleInput {
  const wished = withModeMeant(model, asked);
  checkWishes(wished, requireRelease(wished.router));
  // One that is typed on the router is in no file: there is nothing to vouch for.
  const wishes = forRouter(wished, wished.onRouter.secrets === 'bundle', options.accepts ?? []);
  const input = bundleInput(factsOfModel(model, wishes, options.db), wishes.wishes, { refuses: true, ...options });
  return wished === asked ? input : { ...input, warnings: [...(input.warnings ?? []), modeMeantWarning(model, wished.mode)] };
}
