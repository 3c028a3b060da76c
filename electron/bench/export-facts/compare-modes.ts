import type { Release } from '../../../modem-db/openwrt/index.ts';
import type { ComparedMode } from '../../contract/compared-modes.ts';
import { BenchError, toFailure } from '../../contract/errors.ts';
import { Wishes } from '../../contract/wishes.ts';
import type { Mode } from '../../contract/words.ts';
import { type BundleDongle, outlineBundle, requireRelease } from '../../openwrt/index.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import type { Identified } from '../identity/identify.ts';
import type { Offer } from '../planning/offers.ts';
import { makePlan } from '../planning/plan.ts';
import type { PlanContext } from '../planning/plan-context.ts';
import type { ExportOptions } from './bundle-input.ts';
import { inputOfModel } from './input-of-model.ts';
import type { KnownModel } from './known-model.ts';
import { shownModel } from './shown-model.ts';

/** A dongle on the bench, as far as its modes depend on it. */
export interface ComparedDongle {
  readonly sighting: Sighting;
  readonly identified: Identified;
  readonly offers: readonly Offer[];
  readonly known: PlanContext;
}

/** What the bundle does by itself, and what `address` says, is no trouble. */
const noTrouble: readonly string[] = ['bundle.warnings.device-found', 'bundle.warnings.router-in-stick'];

/** An access point that no sentence shows: MBIM has no plan without one. */
const APN = 'internet';

/**
 * What each mode that a dongle can be put into comes to on a router of the release: by the file that would be made for it, with nothing wished
 * for. In the order of the offers. Nothing is sent. Throws ROUTER_UNKNOWN.
 */
export function compareModes(dongle: ComparedDongle, router: string, options: ExportOptions): ComparedMode[] {
  const release = requireRelease(router);
  const model = modelOf(dongle, options);
  return dongle.offers
    .filter(({ possible }) => possible)
    .map(({ mode }) => {
      const wishes = Wishes.parse({ mode, router, apn: APN });
      return { mode, ...onRouter(model, wishes, release, options), lasting: lastingSteps(dongle, wishes, options) };
    });
}

/** `null`: nobody knows a mode of it. */
function modelOf({ sighting, identified }: ComparedDongle, { db }: ExportOptions): KnownModel | null {
  const mode = identified.kind === 'modem' ? identified.recognised.mode : null;
  return orNull(() => shownModel({ shape: sighting, identified, mode, title: identified.name, described: true }, db));
}

type OnRouter = Omit<ComparedMode, 'mode' | 'lasting'>;

const unknown: OnRouter = { proto: null, drivers: [], packages: [], data: null, address: null, ipv6: null, trouble: [], failure: null };

function onRouter(model: KnownModel | null, wishes: Wishes, release: Release, options: ExportOptions): OnRouter {
  // What it shows in that mode, nobody wrote down: it is seen when it is in it.
  if (!model?.states.has(wishes.mode) && !model?.unclear?.has(wishes.mode)) return unknown;
  try {
    const input = inputOfModel(model, wishes, options);
    const { plan, packages } = outlineBundle(input);
    const { dongle } = input;
    return {
      proto: plan.proto,
      drivers: [...new Set([dongle.cardDriver, dongle.serialDriver].flatMap((driver) => driver ?? []))],
      packages: [...packages],
      data: wishes.mode === 'ppp' ? 'serial' : 'card',
      address: addressHolder(wishes.mode, dongle),
      ipv6: ipv6On(plan.proto, dongle, release),
      trouble: plan.warnings.filter(({ key }) => !noTrouble.includes(key)),
      failure: null,
    };
  } catch (error) {
    return { ...unknown, failure: toFailure(error) };
  }
}

/** A dongle that is a router keeps the network's address. Of a card whose call the router makes, and of the modes with a protocol, the router has it. */
function addressHolder(mode: Mode, { routerAddress, dial }: BundleDongle): ComparedMode['address'] {
  if (routerAddress != null) return 'dongle';
  if (mode !== 'ecm' && mode !== 'rndis') return 'router';
  return dial?.call ? 'router' : null;
}

/**
 * A handler that takes a PDP type can ask for IPv6; that of 3G dials with `AT+CGDCONT=1,"IP"` and no other (OpenWrt package/network/utils/comgt,
 * 3g.chat), and the MBIM of before 23.05 takes none.
 */
function ipv6On(proto: string, { routerAddress }: BundleDongle, release: Release): ComparedMode['ipv6'] {
  if (routerAddress != null) return 'dongle';
  if (proto === '3g') return 'no';
  if (proto === 'qmi' || proto === 'mbim' || proto === 'ncm') return release.protos[proto]?.options['pdptype'] === undefined ? 'no' : 'yes';
  return null;
}

function lastingSteps({ sighting, known }: ComparedDongle, wishes: Wishes, { db }: ExportOptions): number | null {
  const plan = orNull(() => makePlan(sighting, wishes, db, known));
  return plan === null ? null : plan.steps.filter(({ risk }) => risk === 'persistent').length;
}

function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof BenchError) return null;
    throw error;
  }
}
