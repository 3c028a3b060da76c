import { type Db, type Recognised, usbId } from '../../modem-db/db.ts';
import type { Recipe } from '../../modem-db/schema.ts';
import { targetIds, waysOf } from '../../modem-db/switch-ways.ts';
import type { DriverForecast } from '../contract/drivers.ts';
import type { SettingChoice } from '../contract/snapshot.ts';
import type { Mode } from '../contract/words.ts';
import { type ModemAccess, nothingFound } from '../modem/access.ts';
import { allowedCommands } from '../modem/allowed-commands.ts';
import type { Backend } from '../seams/backend.ts';
import type { Clock } from '../seams/clock.ts';
import type { ScsiNames } from '../seams/host.ts';
import type { Sighting } from '../seams/usb-bus.ts';
import type { KnownDisc } from './export-facts/known-model.ts';
import { LastForecast } from './forecast/dongle.ts';
import { type Identified, identify } from './identity/identify.ts';
import type { Presence } from './life/presence.ts';
import { type Offer, offersFor } from './planning/offers.ts';
import type { PlanContext } from './planning/plan-context.ts';
import { settingChoices } from './planning/setting-steps.ts';

/** What a dongle offers in one enumeration. */
export interface Choices {
  readonly offers: Offer[];
  readonly settings: SettingChoice[];
}

/** The disc state that a sighting is; `null`: it is none. `scsi`: its answer to INQUIRY. */
export function discOf(identified: Identified, sighting: Sighting, scsi: ScsiNames | null): KnownDisc | null {
  return identified.kind === 'disc' ? { device: { ...sighting, scsi }, entry: identified.entry } : null;
}

/** One enumeration of a dongle: what the bus sighted, what that is, and what was found out about it since. */
export class Plugged {
  readonly sighting: Sighting;
  /** `vid:pid`. */
  readonly id: string;
  readonly #db: Db;
  readonly #backend: Backend;
  readonly #clock: Clock;
  readonly #forecast = new LastForecast();
  readonly #ports = nothingFound();
  #scsi: ScsiNames | null = null;
  #model: string | undefined;
  #identified: Identified;
  /** Worked out once, since a view is made at every change. */
  #choices: Choices | null = null;

  /** `model`: what it answered to AT+CGMM in an enumeration before. */
  constructor(sighting: Sighting, backend: Backend, db: Db, clock: Clock, model?: string) {
    this.sighting = sighting;
    this.id = usbId(sighting.vid, sighting.pid);
    this.#backend = backend;
    this.#db = db;
    this.#clock = clock;
    this.#model = model;
    this.#identified = identify(sighting, db, this.known);
  }

  get identified(): Identified {
    return this.#identified;
  }

  /** `null` in disc state. */
  get recognised(): Recognised | null {
    return this.#identified.kind === 'disc' ? null : this.#identified.recognised;
  }

  /** The mode of the composition that it shows; `null` in disc state. */
  get mode(): Mode | null {
    return this.recognised?.mode ?? null;
  }

  get scsi(): ScsiNames | null {
    return this.#scsi;
  }

  get model(): string | undefined {
    return this.#model;
  }

  get disc(): KnownDisc | null {
    return discOf(this.#identified, this.sighting, this.#scsi);
  }

  /** Of what was found out, as it is now. */
  get known(): PlanContext {
    return { scsi: this.#scsi, ports: { ...this.#ports }, ...(this.#model === undefined ? {} : { model: this.#model }) };
  }

  get presence(): Presence {
    const identified = this.#identified;
    return {
      enumeration: this.sighting.enumeration,
      id: this.id,
      isModem: identified.kind === 'modem',
      mode: this.mode,
      boot: identified.kind === 'no-modem' ? identified.state : null,
    };
  }

  /** Recipes that can be carried out in the composition that it shows. */
  get recipes(): readonly Recipe[] {
    const { kind } = this.#identified;
    return kind === 'disc' || kind === 'no-modem' ? [] : this.#db.recipesFor(this.id, this.mode);
  }

  get choices(): Choices {
    if (this.#choices) return this.#choices;
    const identified = this.#identified;
    const ids = identified.kind === 'disc' ? [...new Set(waysOf(identified.entry).flatMap(({ entry }) => targetIds(entry)))] : [this.id];
    const hasSettings = identified.kind !== 'unknown' && identified.kind !== 'no-modem';
    const settings = hasSettings ? [...new Set(ids.flatMap((id) => this.#db.settingsFor(id)))] : [];
    this.#choices = { offers: offersFor(identified, this.sighting, this.#db, this.#model), settings: settingChoices(settings) };
    return this.#choices;
  }

  /** How the modem in it is reached. */
  get access(): ModemAccess {
    const { vid, pid } = this.sighting;
    return {
      backend: this.#backend,
      sighting: this.sighting,
      recognised: this.recognised ?? this.#db.recognise(vid, pid, []),
      vendor: this.#db.vendorOf(vid),
      clock: this.#clock,
      allows: allowedCommands(this.#db),
      ports: this.#ports,
      isHeld: true,
    };
  }

  /** What a router of the release will make of it. */
  forecastFor(release: string): DriverForecast {
    return this.#forecast.of(this.sighting, release, this.#db, this.#scsi, this.recognised ?? undefined, this.#model ?? null);
  }

  /** Its drive told its names: it may be another one than its ids say. */
  learnScsi(names: ScsiNames): void {
    this.#scsi = names;
    this.identifyAnew();
  }

  /** It told its model: it may be another one than its ids say. */
  learnModel(model: string | undefined): void {
    if (model === undefined || model === this.#model || this.#identified.kind === 'disc') return;
    this.#model = model;
    this.identifyAnew();
  }

  /** A search of its ports may have found what it is. */
  identifyAnew(): void {
    this.#identified = identify(this.sighting, this.#db, this.known);
    this.#choices = null;
  }
}
