import type { Mode } from '../../contract/words.ts';
import { cleanText } from '../../lib/clean-text.ts';
import type { EndpointDescriptor } from '../../seams/usb-bus.ts';
import { cleanString } from '../strings.ts';
import {
  type DumpComplete,
  type DumpDevice,
  type DumpForm,
  type Exchange,
  MOST_CONFIGURATIONS,
  MOST_ENDPOINTS,
  MOST_EXTRA,
  MOST_NOTE_CHARACTERS,
  MOST_NOTES,
  MOST_PORTS,
  MOST_SETTINGS,
  roleOfBoth,
  type ToldPort,
} from './dump.ts';

export interface DraftEndpoint {
  address: number;
  type: EndpointDescriptor['type'] | null;
  maxPacketSize: number | null;
  interval: number | null;
}

export interface DraftSetting {
  readonly number: number;
  alternate: number;
  class: number | null;
  subclass: number | null;
  protocol: number | null;
  /** Endpoints as the text counts them. */
  counted: number | null;
  readonly endpoints: DraftEndpoint[];
  readonly extra: number[];
}

export interface DraftConfiguration {
  value: number | null;
  /** Interfaces as the text counts them. */
  counted: number | null;
  readonly settings: DraftSetting[];
  readonly associations: DraftAssociation[];
}

export interface DraftAssociation {
  first: number;
  count: number;
  class: number | null;
  subclass: number | null;
  protocol: number | null;
}

/** What a T: line says of where a device is plugged in: tiers below the root hub, the hub's address, its port from 0. */
export interface Above {
  level: number;
  parent: number;
  port: number;
}

const nothing = { alternates: false, endpoints: false, extra: false, drivers: false, revision: false };

/** What each form tells by its nature; what a text cut short lost is found out from the counts. */
const tells: Readonly<Record<DumpForm, { alternates: boolean; endpoints: boolean; extra: boolean; drivers: boolean; revision: boolean }>> =
  {
    'usb-devices': { alternates: false, endpoints: true, extra: false, drivers: true, revision: true },
    debugfs: { alternates: true, endpoints: true, extra: false, drivers: true, revision: true },
    'lsusb-v': { alternates: true, endpoints: true, extra: true, drivers: false, revision: true },
    'lsusb-t': { alternates: false, endpoints: false, extra: false, drivers: true, revision: false },
    lsusb: { alternates: false, endpoints: false, extra: false, drivers: false, revision: false },
    'kernel-log': { ...nothing, revision: true },
    windows: { ...nothing, revision: true },
    macos: { ...nothing, revision: true },
    mmcli: nothing,
    usbmode: nothing,
    usb_modeswitch: nothing,
    at: nothing,
    pairs: nothing,
    ids: nothing,
  };

/** A device while it is being read. Bounded: what is too many is not kept and makes it incomplete. */
export class Draft {
  form: DumpForm;
  bus: number | null = null;
  address: number | null = null;
  vid: number | null = null;
  pid: number | null = null;
  bcdDevice: number | null = null;
  class: number | null = null;
  subclass: number | null = null;
  protocol: number | null = null;
  manufacturer: string | null = null;
  product: string | null = null;
  serial: string | null = null;
  /** `1-1.2`. */
  port: string | null = null;
  /** Of T: lines. */
  above: Above | null = null;
  model: string | null = null;
  firmware: string | null = null;
  idsOfPort = false;
  mode: Mode | null = null;
  readonly drivers: string[] = [];
  readonly ports: ToldPort[] = [];
  readonly exchanges: Exchange[] = [];
  readonly events: string[] = [];
  /** A string that the device has and the text does not. */
  stringMissing = false;
  /** Class-specific descriptors were cut or could not be rebuilt. */
  extraMissing = false;
  /** Configurations as the text counts them. */
  counted: number | null = null;
  active: number | null = null;
  readonly configurations: DraftConfiguration[] = [];
  readonly seen = new Map<number, string | null>();
  readonly notes: string[] = [];
  /** Too much of it: nothing is added any more, lest it lands in the wrong place. */
  #full = false;

  constructor(form: DumpForm) {
    this.form = form;
  }

  beginConfiguration(): DraftConfiguration {
    const configuration: DraftConfiguration = { value: null, counted: null, settings: [], associations: [] };
    if (this.configurations.length < MOST_CONFIGURATIONS) this.configurations.push(configuration);
    else this.#full = true;
    return configuration;
  }

  /** The one being read; a text cut at its beginning has lost its head. */
  get configuration(): DraftConfiguration {
    return this.configurations.at(-1) ?? this.beginConfiguration();
  }

  get setting(): DraftSetting | undefined {
    return this.#full ? undefined : this.configurations.at(-1)?.settings.at(-1);
  }

  /** Whether the setting being read was shown before, number and alternate setting. */
  get repeats(): boolean {
    const last = this.setting;
    const settings = this.configurations.at(-1)?.settings ?? [];
    return last !== undefined && settings.some((s) => s !== last && s.number === last.number && s.alternate === last.alternate);
  }

  get endpoint(): DraftEndpoint | undefined {
    return this.setting?.endpoints.at(-1);
  }

  beginSetting(number: number): void {
    const { settings } = this.configuration;
    this.#full ||= settings.length >= MOST_SETTINGS;
    if (this.#full) return;
    settings.push({ number, alternate: 0, class: null, subclass: null, protocol: null, counted: null, endpoints: [], extra: [] });
  }

  beginEndpoint(address: number): void {
    const endpoints = this.setting?.endpoints;
    if (endpoints && endpoints.length >= MOST_ENDPOINTS) this.#full = true;
    else endpoints?.push({ address, type: null, maxPacketSize: null, interval: null });
  }

  associate(first: number): void {
    const { associations } = this.configuration;
    if (associations.length < MOST_SETTINGS) associations.push({ first, count: 1, class: null, subclass: null, protocol: null });
  }

  /** A port that the text names; of one that is named twice, what is told of it last. */
  tellPort(port: ToldPort): void {
    const at = this.ports.findIndex(({ node }) => node === port.node);
    const before = this.ports[at];
    if (before)
      this.ports[at] = { node: port.node, role: roleOfBoth(port.role, before.role), interface: port.interface ?? before.interface };
    else if (this.ports.length < MOST_PORTS) this.ports.push(port);
  }

  event(line: string): void {
    if (this.events.length < MOST_NOTES) this.events.push(cleanText(line, MOST_NOTE_CHARACTERS));
  }

  addExtra(bytes: readonly number[]): void {
    const extra = this.setting?.extra;
    if (!extra) return;
    if (extra.length + bytes.length > MOST_EXTRA) this.extraMissing = true;
    else extra.push(...bytes);
  }

  note(line: string): void {
    if (this.notes.length < MOST_NOTES) this.notes.push(cleanText(line, MOST_NOTE_CHARACTERS));
  }

  /** `null` where the text told nothing of it that could be used. */
  finish(): DumpDevice | null {
    const configurations = this.configurations.filter((c) => c.settings.length > 0 || c.counted === 0);
    if ((this.vid === null || this.pid === null) && configurations.length === 0 && !this.#tellsOfItself) return null;
    const made = configurations.map(({ value, counted, settings, associations }, index) => ({
      value: value ?? index + 1,
      counted,
      interfaces: settings.map((s) => ({
        number: s.number,
        alternate: s.alternate,
        class: s.class ?? 0,
        subclass: s.subclass ?? 0,
        protocol: s.protocol ?? 0,
        // One that the text breaks off in is none: a packet size of 0 would count against the interface.
        endpoints: s.endpoints.flatMap(({ type, maxPacketSize, interval, address }) =>
          type === null || maxPacketSize === null ? [] : [{ address, type, maxPacketSize, interval: interval ?? 0 }],
        ),
        counted: s.counted,
        extra: tells[this.form].extra ? Uint8Array.from(s.extra) : null,
      })),
      associations,
    }));
    return {
      form: this.form,
      alsoIn: [],
      bus: this.bus,
      address: this.address,
      port: this.port,
      vid: this.vid ?? 0,
      pid: this.pid ?? 0,
      bcdDevice: this.bcdDevice ?? 0,
      class: this.class ?? 0,
      subclass: this.subclass ?? 0,
      protocol: this.protocol ?? 0,
      manufacturer: cleanString(this.manufacturer),
      product: cleanString(this.product),
      serial: cleanString(this.serial),
      model: cleanString(this.model),
      firmware: cleanString(this.firmware),
      drivers: this.drivers,
      mode: this.mode,
      ports: this.ports,
      exchanges: this.exchanges,
      idsOfPort: this.idsOfPort,
      events: this.events,
      configurations: made,
      activeConfiguration: made.some((c) => c.value === this.active) ? this.active : null,
      seen: this.seen,
      complete: this.#complete(configurations),
      notes: this.notes,
    };
  }

  /** Without ids: what it says of itself, or who has taken it. */
  get #tellsOfItself(): boolean {
    return this.model !== null || this.firmware !== null || this.seen.size > 0 || this.drivers.length > 0 || this.exchanges.length > 0;
  }

  #complete(configurations: readonly DraftConfiguration[]): DumpComplete {
    const form = tells[this.form];
    const settings = configurations.flatMap((c) => c.settings);
    // A configuration that is said to have no interfaces is told whole.
    const some = configurations.length > 0;
    const whole = !this.#full;
    const inForce = configurations.find((c) => c.value === this.active) ?? (configurations.length === 1 ? configurations[0] : undefined);
    return {
      ids: this.vid !== null && this.pid !== null,
      revision: form.revision && this.bcdDevice !== null,
      deviceClass: this.class !== null && this.subclass !== null && this.protocol !== null,
      strings: !this.stringMissing && form.revision && this.vid !== null,
      configurations: whole && this.counted === configurations.length && configurations.every((c) => c.value !== null),
      interfaces: whole && some && configurations.every((c) => countsUp(c, this.form)),
      triples: some && settings.every((s) => s.class !== null && s.subclass !== null && s.protocol !== null),
      alternates: some && form.alternates,
      endpoints:
        some &&
        form.endpoints &&
        settings.every(
          (s) =>
            s.counted === s.endpoints.length &&
            s.endpoints.every((e) => e.type !== null && e.maxPacketSize !== null && e.interval !== null),
        ),
      extra: some && form.extra && whole && !this.extraMissing,
      drivers: some && form.drivers && (inForce?.settings.every((s) => this.seen.has(s.number)) ?? false),
    };
  }
}

/** The tree does not count; in the other forms a missing count is a lost head. */
function countsUp({ counted, settings }: DraftConfiguration, form: DumpForm): boolean {
  if (counted === null) return form === 'lsusb-t';
  return counted <= new Set(settings.map((s) => s.number)).size;
}
