import { z } from 'zod';

/** Packages for a router that has no internet until the dongle works. */

export const PackageRequest = z.object({
  /** Target and subtarget of the router, as OpenWrt writes them: `ramips/mt7621`. */
  target: z.string().max(100),
  /** A mirror of the download server, with its path; the project's own where there is none. */
  feedUrl: z.string().max(2000).optional(),
  /** Contents of public keys that packages may be signed with besides the release's own: usign for opkg, PEM for apk. */
  keys: z.array(z.string().max(4096)).max(4).optional(),
});
export type PackageRequest = z.infer<typeof PackageRequest>;

/** How far the fetching is: first the indexes, whose bytes are not known before, so 0; then the packages. */
export const FetchProgress = z.object({
  stage: z.enum(['index', 'packages']),
  /** The file under way. */
  file: z.string().max(200),
  files: z.number().int().min(0),
  filesDone: z.number().int().min(0),
  bytes: z.number().int().min(0),
  bytesDone: z.number().int().min(0),
});
export type FetchProgress = z.infer<typeof FetchProgress>;

/** Packages that lie in a bundle, dependencies among them; none where the router's stock image has everything. */
export const OfflinePackages = z.object({ files: z.number().int().min(0), bytes: z.number().int().min(0) });
export type OfflinePackages = z.infer<typeof OfflinePackages>;
