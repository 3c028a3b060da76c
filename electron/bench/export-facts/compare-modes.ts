import type { Release } from '../../../modem-db/openwrt/index.ts';
import type { ComparedMode } from '../../contract/compared-modes.ts';
import { BenchError, toFailure, unlessRefused } from '../../contract/errors.ts';
import { Wishes } from '../../contract/wishes.ts';
import { type BundleDongle, DIAL_PROTO, outlineBundle, requireRelease } from '../../openwrt/index.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import type { Identified } from '../identity/identify.ts';
import type { Offer } from '../planning/offers.ts';
import { makePlan } from '../planning/plan.ts';
import type { PlanContext } from '../planning/plan-context.ts';
import type { ExportOptions } from './bundle-input.ts';
import { inputOfModel } from './input-of-model.ts';
import type { KnownDisc, KnownModel } from './known-model.ts';
import { shownModel } from './shown-model.ts';

/** A dongle on the bench, as far as its modes depend on it. */
export interface ComparedDongle {
  readonly sighting: Sighting;
  readonly identified: Identified;
  readonly offers: readonly Offer[];
  readonly known: PlanContext;
  /** The disc state that it shows; `null`: none. */
  readonly disc: KnownDisc | null;
}

/** No trouble: what the bundle does by itself, what `address` says, and what is only open as long as the modem was not asked. */
const notTrouble: readonly string[] = ['device-found', 'router-in-stick', 'sim-state-unknown', 'mbim-roaming-unknown'];

/** MBIM has no plan without an access point; no sentence shows it. */
const MBIM_APN = 'internet';

/**
 * What each mode that a dongle can be put into comes to on a router of the release: by the file that would be made for it, with nothing wished
 * for. In the order of the offers. Nothing is sent. Throws ROUTER_UNKNOWN.
 */
export function compareModes(dongle: ComparedDongle, version: string, options: ExportOptions): ComparedMode[] {
  const release = requireRelease(version);
  const model = modelOf(dongle, options);
  return dongle.offers
    .filter(({ possible }) => possible)
    .map(({ mode }) => {
      const wishes = Wishes.parse({ mode, router: version, apn: mode === 'mbim' ? MBIM_APN : '' });
      return { mode, ...onRouter(model, wishes, release, options), lasting: lastingSteps(dongle, wishes, options) };
    });
}

/** `null`: nobody knows a mode of it. */
function modelOf({ sighting, identified, disc }: ComparedDongle, { db }: ExportOptions): KnownModel | null {
  const mode = identified.kind === 'modem' ? identified.recognised.mode : null;
  const model = unlessRefused(() => shownModel({ shape: sighting, identified, mode, title: identified.name, described: true }, db));
  // Its own disc alone, as for the file of a job; the database knows of others that become the same id.
  return model && { ...model, discs: disc ? [disc] : [] };
}

type OnRouter = Omit<ComparedMode, 'mode' | 'lasting'>;

const notKnown: OnRouter = { proto: null, drivers: [], packages: [], data: null, address: null, ipv6: null, trouble: [], failure: null };

function onRouter(model: KnownModel | null, wishes: Wishes, release: Release, options: ExportOptions): OnRouter {
  // What it shows in that mode, nobody wrote down: it is seen when it is in it.
  if (!model?.states.has(wishes.mode) && !model?.unclear?.has(wishes.mode)) return notKnown;
  try {
    const input = inputOfModel(model, wishes, { ...options, refuses: false });
    const { plan, packages } = outlineBundle(input);
    const { dongle } = input;
    return {
      proto: plan.proto,
      drivers: [...new Set([dongle.cardDriver, dongle.serialDriver].flatMap((driver) => driver ?? []))],
      packages: [...packages],
      data: wishes.mode === 'ppp' ? 'serial' : 'card',
      address: addressHolder(plan.proto, dongle),
      ipv6: ipv6On(plan.proto, dongle, release),
      trouble: plan.warnings.filter(({ key }) => !notTrouble.some((each) => key === `bundle.warnings.${each}`)),
      failure: null,
    };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    // Which port takes commands is found out when it is looked at.
    return error.code === 'PORT_UNKNOWN' ? notKnown : { ...notKnown, failure: toFailure(error) };
  }
}

/**
 * A dongle that is a router keeps the network's address. By a protocol of the mode's own the router has it, and over a card where the modem tells it by
 * AT; what a card gets by DHCP may be of the modem's own network.
 */
function addressHolder(proto: string, { routerAddress, dial }: BundleDongle): ComparedMode['address'] {
  if (routerAddress != null) return 'dongle';
  if (proto === 'qmi' || proto === 'mbim' || proto === 'ncm' || proto === '3g') return 'router';
  return proto === DIAL_PROTO && dial?.call?.address.from === 'modem' ? 'router' : null;
}

/**
 * A handler that takes a PDP type can ask for IPv6; that of 3G dials with `AT+CGDCONT=1,"IP"` and no other (OpenWrt package/network/utils/comgt,
 * 3g.chat), and the MBIM of before 23.05 takes none, so that the modem's own setting holds. Of a card it is not known.
 */
function ipv6On(proto: string, { routerAddress }: BundleDongle, release: Release): ComparedMode['ipv6'] {
  if (routerAddress != null) return 'dongle';
  if (proto === '3g') return 'no';
  if (proto === 'qmi' || proto === 'mbim' || proto === 'ncm')
    return release.protos[proto]?.options['pdptype'] === undefined ? 'dongle' : 'yes';
  return null;
}

function lastingSteps({ sighting, known }: ComparedDongle, wishes: Wishes, { db }: ExportOptions): number | null {
  const plan = unlessRefused(() => makePlan(sighting, wishes, db, known));
  return plan === null ? null : plan.steps.filter(({ risk }) => risk === 'persistent').length;
}
