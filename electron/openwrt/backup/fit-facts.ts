import type { Claim } from '../features/index.ts';
import type { RouterProto } from '../writers/writer.ts';

/** What of the dongle and its bundle decides whether it fits a router. */
export interface FitFacts {
  /** Protocol of its interface on the router. */
  readonly proto: RouterProto;
  /** Dotted address of the router that the stick itself is; `null` or left out: none is known. */
  readonly routerAddress?: string | null | undefined;
  /** Packages that the bundle needs, as its manifest names them. */
  readonly packages: readonly string[];
  readonly claim: Claim;
}
