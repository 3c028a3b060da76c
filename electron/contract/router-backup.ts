import { z } from 'zod';
import { ErrorCode } from './errors.ts';
import { Phrase } from './plan.ts';
import type { Wishes } from './wishes.ts';

/** What a router's own backup tells, what a bundle has to be for it, and what it will change there. Nothing secret is in any of it. */

/** Names that come from the router's files, printable and bounded. */
const Word = z.string().max(100);

export const RouterInterface = z.object({
  name: Word,
  proto: Word,
  /** `device`, or `ifname` of configurations from before 21.02; `null` where there is neither. */
  device: Word.nullable(),
  /** As netifd reads it: 0 where none is set. */
  metric: z.number().int(),
  /** Whether netifd makes it a way to the internet, if it gets one. */
  defaultRoute: z.boolean(),
  /** It was set up by a bundle, and is still what that one made. */
  ours: z.boolean(),
  /** Its protocol commands a modem. */
  modem: z.boolean(),
  /** netifd leaves it alone: `disabled` is the literal `1`. */
  disabled: z.boolean(),
  /** Where its modem is, as far as the configuration tells: USB port (`1-1.4`) or PCI address, with `_` for QModem; or `pcie`. */
  port: Word.nullable(),
  /** What tells the dongle that an earlier bundle made it for: `usb 12d1 14dc -`, with a port and a serial number where they were named. */
  identity: Word.nullable(),
  /** Networks of its own, from a static configuration: dotted IPv4 address and prefix length. */
  addresses: z.array(z.object({ address: z.string().max(15), prefix: z.number().int().min(0).max(32) })).max(16),
});
export type RouterInterface = z.infer<typeof RouterInterface>;

/** A program on the router that takes modems by itself, whatever the network's configuration says. */
export const RouterProgram = z.object({
  /** `qmodem` (FUjr/QModem) and `luci-app-modem` (Siriling/5G-Modem-Support) dial by AT and make interfaces of their own. */
  name: z.enum(['modemmanager', 'qmodem', 'luci-app-modem']),
  /** Sections of its configuration that dial, and where their modem is, as in `RouterInterface`. */
  sections: z.array(z.object({ name: Word, port: Word.nullable() })).max(50),
});
export type RouterProgram = z.infer<typeof RouterProgram>;

export const RouterZone = z.object({
  name: Word,
  networks: z.array(Word).max(100),
  /** How its networks are written: `list`, the older one-line string, or not at all. */
  form: z.enum(['list', 'option', 'none']),
  masq: z.boolean(),
});
export type RouterZone = z.infer<typeof RouterZone>;

export const RouterSummary = z.object({
  /** Point release that the backup names, e.g. `24.10.8`; `null`: it names none, as most do. */
  release: z.string().max(20).nullable(),
  /** By the packages that the backup lists; `null`: it lists none. */
  packageManager: z.enum(['opkg', 'apk']).nullable(),
  hostname: Word.nullable(),
  /** Board name (`tplink,archer-c7-v2`), where the backup has it. */
  board: Word.nullable(),
  /** How its Ethernet ports are made: `swconfig` has a switch section, `dsa` a bridge over several ports. */
  ports: z.enum(['dsa', 'swconfig', 'single']),
  interfaces: z.array(RouterInterface).max(200),
  /** Those that are at work. */
  programs: z.array(RouterProgram).max(10),
  zones: z.array(RouterZone).max(100),
  /** Names that a further interface must not have. */
  takenNames: z.array(Word).max(2000),
  /** An earlier bundle lay on the router and had not been carried out. */
  waiting: z.boolean(),
  /** Interfaces that still say `ifname` or `type 'bridge'`: from before 21.02. */
  oldSyntax: z.array(Word).max(200),
  /** Names that dnsmasq lets stand for private addresses; `null`: no dnsmasq section. */
  rebindDomains: z.array(Word).max(200).nullable(),
  /** Whether there is a configuration of mwan3, which the package brings. */
  mwan3: z.boolean(),
  /** Names of installed packages; `null`: the backup was made without a list (`sysupgrade -k` makes one). */
  packages: z.array(Word).max(5000).nullable(),
  /**
   * `null`: a backup was read, and what it has not the router has not. Else a text: the configurations that it lacks of those that most routers
   * have, and the numbers of lines that begin like UCI and are none.
   */
  text: z.object({ lacks: z.array(Word).max(10), strangeLines: z.array(z.number().int().min(1)).max(20) }).nullable(),
});
export type RouterSummary = z.infer<typeof RouterSummary>;

/** What is to be known before the bundle goes to that router. */
export const RouterFinding = z.discriminatedUnion('severity', [
  /** No bundle is written until it is gone. `message`: a key under `router-backup.findings`, with what the error of that code tells. */
  z.object({ severity: z.literal('refusal'), message: Phrase, code: ErrorCode }),
  z.object({ severity: z.enum(['warning', 'note']), message: Phrase, code: z.null() }),
]);
export type RouterFinding = z.infer<typeof RouterFinding>;

/** One line of a change. `gap`: lines that stay the same were left out here; its text is empty. */
export const DiffLine = z.object({ kind: z.enum(['same', 'added', 'removed', 'gap']), text: z.string().max(1000) });
export type DiffLine = z.infer<typeof DiffLine>;

export const FileDiff = z.object({
  /** `etc/config/network`. */
  path: z.string().max(60),
  lines: z.array(DiffLine).max(2000),
});
export type FileDiff = z.infer<typeof FileDiff>;

/** Wishes that fit one router. */
export interface RouterFit {
  readonly wishes: Wishes;
  /** What was changed in them, a key under `router-backup.changes` each. */
  readonly changes: readonly Phrase[];
  /** Refusals first. */
  readonly findings: readonly RouterFinding[];
}

/** What a page or the command line shows before anything is written. */
export const RouterFitView = z.object({
  router: RouterSummary,
  changes: z.array(Phrase).max(20),
  findings: z.array(RouterFinding).max(100),
  /** One for each file that changes. */
  diff: z.array(FileDiff).max(10),
});
export type RouterFitView = z.infer<typeof RouterFitView>;
