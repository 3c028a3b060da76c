import { type Db, hex4 } from '../../modem-db/db.ts';
import type { FetchProgress } from '../contract/packages.ts';
import type { DongleView, Interrupted, JobView, LifeState, ModemIdentity, Phase } from '../contract/snapshot.ts';
import type { HostWatch } from './host-watch/host-watch.ts';
import { interfaceViews } from './identity/interfaces.ts';
import { proposalsFor } from './identity/proposals.ts';
import { quirkViews } from './identity/quirks.ts';
import type { Interruption } from './life/context.ts';
import type { LifeSnapshot } from './life/life.ts';
import { type Look, networkKnown } from './look/look.ts';
import type { Plugged } from './plugged.ts';

/** What a dongle's view is made of. */
export interface Seen {
  readonly portPath: string;
  readonly origin: 'usb' | 'practice';
  readonly life: LifeSnapshot;
  readonly plugged: Plugged;
  readonly host: HostWatch;
  readonly look: Look;
  readonly exporting: FetchProgress | null;
  readonly db: Db;
}

/** One dongle as the page shows it. */
export function viewOf(seen: Seen): DongleView {
  const { portPath, origin, life, plugged, host, look, exporting } = seen;
  const { sighting, identified, recognised } = plugged;
  const { draft, job, bundle, interruption } = life.context;
  const identity = identityOf(seen);
  const release = (draft?.plan ?? job?.plan)?.wishes.router;
  const present = life.matches({ bench: { presence: 'here' } });
  return {
    portPath,
    origin,
    name: nameOf(seen),
    vid: hex4(sighting.vid),
    pid: hex4(sighting.pid),
    manufacturer: sighting.manufacturer,
    product: sighting.product,
    listed: recognised?.listed ?? true,
    present,
    state: stateOf(life, plugged),
    phase: phaseOf(life),
    mode: plugged.mode,
    bootState: identified.kind === 'no-modem' ? identified.state.kind : null,
    ...plugged.choices,
    // Once a plan names the router's release, those of other releases are not told.
    quirks: quirkViews({
      vid: sighting.vid,
      pid: sighting.pid,
      model: identity.model,
      revision: identity.revision,
      product: sighting.product,
      name: identified.name,
      mode: plugged.mode,
      release,
    }),
    proposals: proposalsFor(identity),
    holders: [...host.status.holders],
    access: host.status.access,
    interfaces: interfaceViews(sighting, recognised?.roles ?? null, host.bindings),
    look: look.view,
    identity,
    network: networkKnown(look.findings.network, job?.network),
    draft: draft?.plan ?? null,
    job: jobView(life),
    interrupted: interruption && interruptedView(interruption),
    forecast: release !== undefined && present ? plugged.forecastFor(release) : null,
    exporting,
    bundle,
  };
}

/** What the look read of it, and over that what the job did. */
function identityOf({ life, look }: Seen): ModemIdentity {
  return { ...look.findings.identity, ...life.context.job?.identity };
}

/** What it says it is, once it was asked; before that, and where the job that asked failed, what the database calls it. */
export function nameOf(seen: Seen): string {
  const { life, plugged, db } = seen;
  const { model } = identityOf(seen);
  const vendor = db.vendorOf(plugged.sighting.vid)?.vendor;
  const told = model !== undefined && vendor !== undefined && !life.matches({ bench: { job: 'failed' } });
  return told ? `${vendor} ${model}` : plugged.identified.name;
}

function jobView(life: LifeSnapshot): JobView | null {
  const { job, failure } = life.context;
  if (!job) return null;
  const isThrough = life.matches({ bench: { job: 'finished' } });
  return {
    plan: job.plan,
    insteadOf: job.insteadOf,
    progress: job.progress,
    checks: [...job.checks],
    verdict: isThrough ? job.verdict : null,
    pinUntried: job.hasUntriedPin,
    failure,
    resumed: job.resumed,
  };
}

function interruptedView({ past, reason }: Interruption): Interrupted {
  const step = past.plan.steps.find((s) => s.id === past.begun)?.title ?? null;
  return { reason, at: new Date(past.lastAt).toISOString(), step, wishes: past.plan.wishes };
}

/** How far the work on it is. A new plan for one whose last job has ended is what counts. */
function phaseOf(life: LifeSnapshot): Phase {
  if (life.matches({ bench: { draft: 'planned' } })) return 'planned';
  if (life.matches({ bench: { job: 'atWork' } })) return 'running';
  if (life.matches({ bench: { job: 'failed' } })) return 'failed';
  return life.matches({ bench: { job: 'finished' } }) ? 'done' : 'idle';
}

/** The state of its life in one word. */
export function stateOf(life: LifeSnapshot, { identified }: Plugged): LifeState {
  const { job } = life.context;
  if (life.status === 'done') return 'gone';
  if (life.matches({ bench: { job: 'failed' } })) return 'failed';
  if (life.matches({ bench: { job: 'finished' } }))
    return life.matches({ bench: { export: 'written' } }) ? 'exported' : (job?.verdict.state ?? 'verified');
  if (!life.matches({ bench: { job: 'atWork' } })) return identified.kind === 'unknown' ? 'modem' : identified.kind;
  if (life.matches({ bench: { job: { atWork: { awaiting: 'asOther' } } } })) return 'returnedAsOther';
  if (life.matches({ bench: { job: { atWork: 'awaiting' } } })) return 'away';
  if (life.matches({ bench: { job: { atWork: 'locked' } } })) return 'locked';
  if (life.matches({ bench: { job: { atWork: 'ready' } } })) return 'ready';
  if (life.matches({ bench: { job: { atWork: 'switching' } } })) return 'switching';
  // It has not left yet after its switch.
  const isSwitched = job?.plan.steps[life.context.index - 1]?.action.kind === 'switch';
  return isSwitched && life.matches({ bench: { job: { atWork: 'leaving' } } }) ? 'switching' : 'working';
}
