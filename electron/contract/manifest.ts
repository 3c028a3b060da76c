import { z } from 'zod';
import { OfflinePackages } from './packages.ts';
import { Phrase } from './plan.ts';
import { Verdict } from './verdict.ts';
import { PublicWishes } from './wishes.ts';
import { HexId, Mode } from './words.ts';

/** One file of the bundle. */
export const BundleFile = z.object({
  /** Path without a leading slash, as in the archive: `etc/uci-defaults/99-modem-bench`. */
  path: z.string(),
  mode: z.enum(['0644', '0600', '0755', '0700']),
  bytes: z.number().int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BundleFile = z.infer<typeof BundleFile>;

/** For those who would rather build an image: what the firmware selector is to be told. */
export const ImageOffer = z.object({
  /** The selector's page for the release. */
  url: z.string(),
  packages: z.array(z.string()),
  /** `offered`: `…-first-boot.sh` lies beside the archive. Else why there is none: it would hold a secret, or be longer than the limit. */
  script: z.enum(['offered', 'secret', 'too-long']),
  /** Length of the script; 0 where it would hold a secret. */
  bytes: z.number().int(),
  limit: z.number().int(),
});
export type ImageOffer = z.infer<typeof ImageOffer>;

/** `…-manifest.json`, beside the archive: what it holds, for which dongle and router, and how to bring it there. No secrets. */
export const Manifest = z.object({
  format: z.literal(1),
  generator: z.string(),
  dongle: z.object({
    name: z.string(),
    vid: HexId,
    pid: HexId,
    mode: Mode,
    manufacturer: z.string().nullable(),
    model: z.string().nullable(),
    revision: z.string().nullable(),
    imei: z.string().nullable(),
    iccid: z.string().nullable(),
  }),
  router: z.object({ release: z.string(), packageManager: z.enum(['opkg', 'apk']) }),
  wishes: PublicWishes,
  /** What the bench saw of the dongle; `null`: it was not on the bench, and nothing is claimed of it. */
  verdict: Verdict.nullable().default(null),
  proto: z.string(),
  packages: z.array(z.string()),
  /** What the bundle does on the router besides the interface and its zone: what `openwrt/features/` tell. */
  parts: z.array(z.string().max(40)).max(20).default([]),
  commands: z.object({ packages: z.string(), importOverSsh: z.string() }),
  image: ImageOffer.nullable().default(null),
  archive: z.object({ name: z.string(), sha256: z.string() }),
  files: z.array(BundleFile),
  /** Keys into the texts: what to know about this combination. */
  warnings: z.array(z.object({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])).default({}) })),
});
export type Manifest = z.infer<typeof Manifest>;

const LuciName = z.string().min(1).max(60);

/** What is pressed in the release's LuCI, in its own words, one after another. */
export const LuciNames = z.object({
  /** The menu's entry and that below it. */
  restore: z.array(LuciName).min(1).max(4),
  /** Beside the button that takes the archive. */
  restoreLabel: LuciName,
  upload: LuciName,
  confirm: LuciName,
  interfaces: z.array(LuciName).min(1).max(4),
});
export type LuciNames = z.infer<typeof LuciNames>;

/** The written bundle, as a snapshot names it. */
export const BundleSummary = z.object({
  folder: z.string(),
  archive: z.string(),
  files: z.array(z.string()),
  /** The very same files were there already; nothing was written. */
  alreadyThere: z.boolean().default(false),
  sha256: z.string(),
  /** On the router; a backup can have made it another than was wished for. */
  interfaceName: z.string().max(40),
  packages: z.array(z.string()),
  /** The packages that the archive brings along; `null`: the router has to fetch them. */
  offline: OfflinePackages.nullable().default(null),
  /** What to know about this bundle; the manifest's, and of the packages. */
  warnings: z.array(Phrase).default([]),
  commands: z.object({ packages: z.string(), importOverSsh: z.string() }),
  luci: LuciNames,
});
export type BundleSummary = z.infer<typeof BundleSummary>;
