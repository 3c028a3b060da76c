import { z } from 'zod';
import { DriverForecast } from './drivers.ts';
import { ErrorCode, Failure } from './errors.ts';
import { BundleSummary } from './manifest.ts';
import { FetchProgress } from './packages.ts';
import { Phrase, Plan } from './plan.ts';
import { ApnProposal, mostProposals } from './proposals.ts';
import { mostQuirks, QuirkView } from './quirks.ts';
import { radioStates, ServingCell, SignalReading } from './signal.ts';
import { Verdict } from './verdict.ts';
import { PublicWishes } from './wishes.ts';
import { BootKind, HexId, Mode, PortPath, PortRole } from './words.ts';

/** The bench as the page shows it: always whole, never a difference, so that a page that joins late or missed one is right again with the next. */

export const InterfaceView = z.object({
  number: z.number().int(),
  alternate: z.number().int(),
  class: z.number().int(),
  subclass: z.number().int(),
  protocol: z.number().int(),
  endpoints: z.number().int(),
  role: PortRole,
  /** Driver that this host's kernel bound; `null` where none is bound or the host does not tell. */
  driver: z.string().nullable(),
  /** Nodes and net devices under it: `/dev/ttyUSB1`, `/dev/cdc-wdm0`, `wwan0`. */
  nodes: z.array(z.string()),
});
export type InterfaceView = z.infer<typeof InterfaceView>;

/** What was read from the modem itself. Absent until it was asked; IMSI and ICCID are shown and go into the manifest, never into a log. */
export const ModemIdentity = z.object({
  manufacturer: z.string().optional(),
  model: z.string().optional(),
  revision: z.string().optional(),
  imei: z.string().optional(),
  imsi: z.string().optional(),
  iccid: z.string().optional(),
});
export type ModemIdentity = z.infer<typeof ModemIdentity>;

export const simStates = ['unknown', 'ready', 'pin', 'puk', 'missing', 'failed'] as const;
export const NetworkView = z.object({
  sim: z.enum(simStates).default('unknown'),
  pinTriesLeft: z.number().int().nullable().default(null),
  operator: z.string().nullable().default(null),
  /** Registered at home, roaming, searching, denied, or not. */
  registration: z.enum(['unknown', 'home', 'roaming', 'searching', 'denied', 'none']).default('unknown'),
  technology: z.string().nullable().default(null),
  /** Signal strength in dBm, and 0 to 100. */
  signalDbm: z.number().nullable().default(null),
  signalPercent: z.number().min(0).max(100).nullable().default(null),
  /** What the modem measures, by technology. */
  signals: z.array(SignalReading).max(10).default([]),
  cell: ServingCell.nullable().default(null),
  /** Whether it may transmit. */
  radio: z.enum(radioStates).default('unknown'),
});
export type NetworkView = z.infer<typeof NetworkView>;

export const stepStates = ['waiting', 'running', 'done', 'skipped', 'failed'] as const;
export const StepProgress = z.object({
  id: z.string(),
  state: z.enum(stepStates),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** Time limit, in ms, of a running step: what the page counts down. */
  withinMs: z.number().nullable(),
  /** What came back, in the modem's own words, secrets masked. */
  reply: z.string().max(2000).nullable(),
});
export type StepProgress = z.infer<typeof StepProgress>;

/** One line of the verification: what was expected, what was seen, and by whom. */
export const Check = z.object({
  id: z.string(),
  title: Phrase,
  state: z.enum(['passed', 'failed', 'unknown']),
  seen: z.string().max(500),
  /** Which error this would be; its cause and remedy stand in the texts. `null` where the check passed. */
  code: ErrorCode.nullable().default(null),
});
export type Check = z.infer<typeof Check>;

/** A setting that this modem has, and the values that it may be given. */
export const SettingChoice = z.object({
  id: z.enum(['network-mode', 'packet-domain']),
  values: z.array(z.string().max(20)).max(10),
});
export type SettingChoice = z.infer<typeof SettingChoice>;

/** Why a job that was cut off waits for the technician's word in place of going on. */
export const interruptedReasons = ['rebooted', 'long-ago', 'unproven', 'secrets', 'plan-differs', 'damaged', 'closed'] as const;
export type InterruptedReason = (typeof interruptedReasons)[number];

/** A job that was cut off and is not gone on with by itself: it can be planned anew with the same wishes, or be forgotten. */
export const Interrupted = z.object({
  reason: z.enum(interruptedReasons),
  /** When it was cut off. */
  at: z.iso.datetime(),
  /** The step that was under way; `null`: between two. */
  step: Phrase.nullable(),
  wishes: PublicWishes,
});
export type Interrupted = z.infer<typeof Interrupted>;

/** What was read of a modem as soon as it was plugged in, before any plan: `left-alone` where ModemManager has it. */
export const LookView = z.object({
  state: z.enum(['none', 'reading', 'read', 'left-alone', 'failed']),
  failure: Failure.nullable(),
});
export type LookView = z.infer<typeof LookView>;

/** How far the work on one dongle is: a plan is shown, a job is under way, failed, or went through. */
export const phases = ['idle', 'planned', 'running', 'failed', 'done'] as const;
export const Phase = z.enum(phases);
export type Phase = z.infer<typeof Phase>;

/** The plan that was agreed to, and what became of it. */
export const JobView = z.object({
  plan: Plan,
  /** The mode that was wished for, where the dongle came back in another and the job went on in that one, which its plan names. */
  insteadOf: Mode.nullable().default(null),
  progress: z.array(StepProgress),
  checks: z.array(Check),
  /** What the dongle is good for; `null` before the job went through. */
  verdict: Verdict.nullable(),
  /** A PIN was given that the SIM has not taken: it was open already. It enters the file only if the technician vouches for it. */
  pinUntried: z.boolean(),
  failure: Failure.nullable(),
  /** True where the work was found in the journal after a crash and goes on from there. */
  resumed: z.boolean(),
});
export type JobView = z.infer<typeof JobView>;

/** The states of the life chart, flat; a job that went through is `verified`, `usable` or `unusable` by its verdict. `bench/life/life.ts` is the chart itself. */
export const lifeStates = [
  'disc',
  'modem',
  'no-modem',
  'switching',
  'away',
  'working',
  'locked',
  'ready',
  'verified',
  'usable',
  'unusable',
  'exported',
  'returnedAsOther',
  'gone',
  'failed',
] as const;
export const LifeState = z.enum(lifeStates);
export type LifeState = z.infer<typeof LifeState>;

/** Another program of this computer that has the dongle, or will reach for it (`seams/host.ts`). */
export const HolderView = z.discriminatedUnion('kind', [
  /** `asks`: the system would ask for a password, for each dongle anew. */
  z.object({ kind: z.literal('modem-manager'), modem: z.string().max(200).nullable(), asks: z.boolean().optional() }),
  z.object({ kind: z.literal('usb-modeswitch'), pid: z.number().int() }),
  z.object({ kind: z.literal('mounted'), device: z.string().max(200), at: z.string().max(4096) }),
]);
export type HolderView = z.infer<typeof HolderView>;

export const DongleView = z.object({
  portPath: PortPath,
  origin: z.enum(['usb', 'practice']),
  /** From the database, else the product string, else vid:pid. */
  name: z.string(),
  vid: HexId,
  pid: HexId,
  manufacturer: z.string().nullable(),
  product: z.string().nullable(),
  /** False: nobody listed this one; it is judged by its interfaces. */
  listed: z.boolean(),
  present: z.boolean(),
  state: LifeState,
  phase: Phase,
  /** The mode that its present composition is in; `null` in disc state. */
  mode: Mode.nullable(),
  /** What it shows is boot code and no modem: nothing is offered for it, and nothing sent to it. */
  bootState: BootKind.nullable().default(null),
  offers: z.array(z.object({ mode: Mode, possible: z.boolean(), reason: Phrase })),
  /** What is known of it that its papers do not say; those that something is done about first. */
  quirks: z.array(QuirkView).max(mostQuirks).default([]),
  /** Settings that a plan can change. */
  settings: z.array(SettingChoice),
  interfaces: z.array(InterfaceView),
  holders: z.array(HolderView).max(20).default([]),
  /** Whether this user may open its USB node. */
  access: z.enum(['granted', 'denied', 'unknown']).default('unknown'),
  look: LookView.default({ state: 'none', failure: null }),
  identity: ModemIdentity,
  network: NetworkView,
  /** What the SIM suggests for the APN, the likeliest first; nothing until IMSI or ICCID was read. */
  proposals: z.array(ApnProposal).max(mostProposals.dongle),
  /** The plan that is shown and not agreed to yet. */
  draft: Plan.nullable(),
  /** The job that is under way, or that was last. */
  job: JobView.nullable(),
  /** A job of an earlier run that was cut off, and waits for the technician's word. */
  interrupted: Interrupted.nullable().default(null),
  /** Which drivers a router of the draft's release, or else the job's, will bind to what is plugged in now; `null` without either. */
  forecast: DriverForecast.nullable().default(null),
  /** Packages that are being fetched for the bundle; `null`: none are. */
  exporting: FetchProgress.nullable().default(null),
  bundle: BundleSummary.nullable(),
});
export type DongleView = z.infer<typeof DongleView>;

export const RouterView = z.object({
  release: z.string(),
  kernel: z.string(),
  packageManager: z.enum(['opkg', 'apk']),
});

export const PracticeView = z.object({ name: z.string(), title: z.string(), plugged: PortPath.nullable() });

export const Snapshot = z.object({
  revision: z.number().int(),
  platform: z.string(),
  version: z.string(),
  /** Whether this host tells which drivers are bound (Linux) or not. */
  seesDrivers: z.boolean(),
  /** `failure`: why there is no real USB to look at, if so. `others`: devices on this computer's USB that are no dongles; hubs do not count. */
  usb: z.object({ available: z.boolean(), failure: Failure.nullable(), others: z.number().int().min(0).default(0) }),
  /** Why what an earlier run left in the journals cannot be written on, if so. */
  journal: Failure.nullable().default(null),
  /** One line for a terminal that gives this user access to dongles; `null` where the system needs none. */
  usbRuleCommand: z.string().max(4096).nullable().default(null),
  /** Whether modems are looked at when they are plugged in; `null`: the technician was not asked yet. */
  looksAllowed: z.boolean().nullable().default(null),
  /** Switch entries that the technician gave, by the file and the ids that they are for; `null`: none. */
  switches: z
    .object({ file: z.string().max(255), ids: z.array(z.string().max(9)).max(50) })
    .nullable()
    .default(null),
  /** How often the bench process had to be restarted under this page. */
  restarts: z.number().int(),
  practice: z.array(PracticeView),
  routers: z.array(RouterView),
  dongles: z.array(DongleView),
});
export type Snapshot = z.infer<typeof Snapshot>;
