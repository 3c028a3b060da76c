import { z } from 'zod';
import { type Db, type DbMode, hex2, type Recognised, type Role, usbId } from '../../../modem-db/db.ts';
import { Composition, SwitchEntry, SwitchMethod } from '../../../modem-db/schema.ts';
import type { Capture } from '../../contract/capture.ts';
import { activeInterfaces, type InterfaceDescriptor, type Sighting } from '../../seams/usb-bus.ts';
import { parseDescriptors } from '../../usb/descriptors.ts';
import { identify } from '../identity/identify.ts';

/**
 * What a capture gives for `modem-db/vendors/`, in its form, and what it does not: nothing here was tried, and nobody but the dongle
 * said so.
 */
export const EntryDraft = z.strictObject({
  v: z.literal(1),
  /** File that it belongs into. */
  file: z.string().max(100),
  composition: Composition.nullable(),
  /** `null` as a method is none: the linter refuses it until a human knows which. */
  switch: SwitchEntry.extend({ method: SwitchMethod.nullable() }).nullable(),
  /** What a human has to find out, in order. */
  findings: z.array(z.string().max(500)).max(50),
});
export type EntryDraft = z.infer<typeof EntryDraft>;

/** What a bound driver proves about an interface: Linux 6.1, drivers/net/usb. */
const driverModes: Readonly<Record<string, { readonly mode: DbMode; readonly control: Composition['control'] }>> = {
  qmi_wwan: { mode: 'qmi', control: 'qmi' },
  cdc_mbim: { mode: 'mbim', control: 'mbim' },
  huawei_cdc_ncm: { mode: 'ncm', control: 'at' },
};

/** The sighting that a capture was made of, as far as descriptors and strings tell. Throws DESCRIPTOR_MALFORMED. */
export function sightingOf(capture: Capture): Sighting {
  const device = Buffer.from(capture.device, 'hex');
  const bytes = Buffer.concat([device, ...capture.configurations.map((hex) => Buffer.from(hex, 'hex'))]);
  const text = (index: number | undefined) => capture.strings.find((s) => s.index === index)?.text ?? null;
  return {
    portPath: 'capture',
    enumeration: 0,
    address: 0,
    ...parseDescriptors(Uint8Array.from(bytes)),
    manufacturer: text(device[14]),
    product: text(device[15]),
    serial: text(device[16]),
    activeConfiguration: capture.activeConfiguration,
  };
}

/** A draft of an entry. Throws DESCRIPTOR_MALFORMED where the capture's bytes are none of a device. */
export function toEntry(capture: Capture, db: Db): EntryDraft {
  const sighting = sightingOf(capture);
  const findings: string[] = [];
  const vendor = db.vendorOf(sighting.vid);
  if (!vendor) findings.push(`No file has vendor id ${capture.vid}: make one, with the vendor's name, and compare it with usb.ids.`);
  const found = identify(sighting, db, { scsi: capture.scsi });
  const drives = activeInterfaces(sighting);
  const isDisc = found.kind === 'disc' || (drives.length > 0 && drives.every((i) => i.class === 8));
  const parts = isDisc
    ? { composition: null, switch: switchDraft(capture, sighting, found.kind === 'disc' ? found.entry : null, findings) }
    : { composition: compositionDraft(capture, sighting, db, findings), switch: null };
  if (found.kind === 'no-modem')
    findings.unshift(`${found.name}: boot code and no modem. It belongs into modem-db/ids/boot-states.json, and no composition.`);
  if (capture.origin === 'practice') findings.unshift('A practice dongle: this shows the form, and is no fact about any modem.');
  if (found.kind !== 'disc' && !parts.composition?.secondSource)
    findings.push(
      'Source: only this dongle says so. Find a public page, a log or a table of a driver that says the same, for secondSource.',
    );
  return EntryDraft.parse({ v: 1, file: `modem-db/vendors/${vendor?.family ?? 'NEW'}.json`, ...parts, findings });
}

function sourceOf(capture: Capture): string {
  const revision = answer(capture, 'AT+CGMR') ?? answer(capture, 'AT+GMR') ?? 'not told';
  return `${capture.origin === 'practice' ? 'practice ' : ''}capture of ${capture.when.slice(0, 10)} with Modem Bench ${capture.version}, firmware ${revision}`.slice(
    0,
    300,
  );
}

function switchDraft(capture: Capture, { product, manufacturer }: Sighting, known: SwitchEntry | null, findings: string[]) {
  const id = `${capture.vid}:${capture.pid}`;
  const name = product ?? manufacturer ?? id;
  if (known) findings.push(`${id} is listed as a disc state already, as ${known.name}: nothing to add unless its method fails here.`);
  else {
    findings.push(
      'Method: a capture cannot tell it. Look for the id in usb-modeswitch-data and on the forums; StandardEject is the commonest.',
    );
    findings.push('Target: what it becomes. Switch it once, and capture it again in the state that it comes back in.');
    if (capture.scsi)
      findings.push(
        `Its drive calls itself "${capture.scsi.vendor}" "${capture.scsi.model}" "${capture.scsi.revision}": a scsi match tells it from others of the id.`,
      );
  }
  return known ?? { id, name, method: null, target: {}, source: sourceOf(capture) };
}

function compositionDraft(capture: Capture, sighting: Sighting, db: Db, findings: string[]): Composition {
  const interfaces = firstSettings(activeInterfaces(sighting));
  const model = answer(capture, 'AT+CGMM') ?? undefined;
  const recognised = db.recognise(sighting.vid, sighting.pid, activeInterfaces(sighting), model);
  const id = usbId(sighting.vid, sighting.pid);
  if (recognised.listed)
    findings.push(`${id} with these interfaces is listed already, as ${recognised.name}: compare, and add what differs.`);
  const speaking = new Set(capture.at.filter(({ channel }) => channel === 'serial').map((reply) => reply.interface));
  const roles = new Map(interfaces.map((i): [number, Role] => [i.number, roleOf(i, recognised, speaking, capture)]));
  const proof = capture.interfaces.map(({ driver }) => driverModes[driver ?? '']).find((known) => known !== undefined);
  // Dialling is what is left where the database knows nothing better; the driver does.
  const proven = proof !== undefined && (recognised.mode === null || recognised.mode === 'ppp') ? proof : recognised;
  const { mode, control } = proven;
  // Class 0a belongs to the interface before it (CDC 1.2, 4.5).
  const data = new Set(interfaces.filter((i) => i.class === 0x0a).map((i) => i.number));
  portFindings(roles, data, speaking, recognised, findings);
  if (mode === null)
    findings.push(
      'Mode: no driver and no standard class tells it. null leaves it to the classes; qmi and the like need a control interface.',
    );
  const called =
    [answer(capture, 'AT+CGMI') ?? sighting.manufacturer, model ?? sighting.product].filter((text) => text != null).join(' ') || id;
  return {
    id,
    name: recognised.listed ? recognised.name : `${called}${mode === null ? '' : `, ${mode.toUpperCase()}`}`.slice(0, 200),
    mode,
    interfaces: interfaces.map((i) => ({
      number: i.number,
      class: hex2(i.class),
      subclass: hex2(i.subclass),
      protocol: hex2(i.protocol),
      role: roles.get(i.number) ?? 'other',
    })),
    control,
    ...(recognised.router === null ? {} : { router: { address: recognised.router } }),
    // What the roles are from stays the source; the dongle itself says the same.
    ...(recognised.listed ? { source: recognised.source, secondSource: sourceOf(capture) } : { source: sourceOf(capture) }),
  };
}

function firstSettings(interfaces: readonly InterfaceDescriptor[]): InterfaceDescriptor[] {
  const seen = new Map<number, InterfaceDescriptor>();
  for (const i of interfaces) if (!seen.has(i.number)) seen.set(i.number, i);
  return [...seen.values()].sort((a, b) => a.number - b.number);
}

/** What the database says, else what the capture shows: who answered to AT speaks it; whose driver is known is what that drives. */
function roleOf(i: InterfaceDescriptor, recognised: Recognised, speaking: ReadonlySet<number>, capture: Capture): Role {
  const role = recognised.roles.get(i.number) ?? 'other';
  if (role !== 'other') return role;
  const driver = capture.interfaces.find((c) => c.number === i.number)?.driver ?? '';
  const isCommanded = [...recognised.roles.values()].includes('control');
  if (!isCommanded && driverModes[driver] !== undefined && i.class !== 0x0a) return 'control';
  return speaking.has(i.number) ? 'at' : 'other';
}

function portFindings(
  roles: ReadonlyMap<number, Role>,
  data: ReadonlySet<number>,
  speaking: ReadonlySet<number>,
  recognised: Recognised,
  findings: string[],
): void {
  for (const [number, role] of roles) {
    if (role === 'at' && !speaking.has(number))
      findings.push(`Interface ${number} is listed as an AT port and did not answer: see the capture's notes.`);
  }
  const guessed = [...roles].filter(([number, role]) => role === 'at' && recognised.roles.get(number) !== 'at').map(([number]) => number);
  if (guessed.length > 0) {
    findings.push(
      `Role "at" for interface ${guessed.join(', ')}, because it answered to AT: the one for data calls is "modem" (it says CONNECT to ATD*99#, or a driver's table names it).`,
    );
  }
  const unknown = [...roles].filter(([number, role]) => role === 'other' && !data.has(number)).map(([number]) => number);
  if (unknown.length > 0)
    findings.push(`Role "other" for interface ${unknown.join(', ')}: diag, gps, net or nothing, as the vendor's port list has it.`);
  if (![...roles.values()].some((role) => role === 'at' || role === 'modem' || role === 'control'))
    findings.push('Nothing here can be commanded. If the modem has an AT port in another composition, capture that one too.');
}

/** The first line of an answer that is a value, without its prefix and quotes; `null` where there is none. */
export function answer({ at }: Capture, command: string): string | null {
  for (const reply of at) {
    if (reply.command !== command || reply.final !== 'OK') continue;
    const text = (reply.lines[0] ?? '')
      .replace(/^[+^*%$!#][A-Z0-9]+: ?/, '')
      .replaceAll('"', '')
      .trim();
    if (text !== '') return text.slice(0, 100);
  }
  return null;
}
