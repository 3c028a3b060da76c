import type { DumpReport } from '../bench/forecast/dumps.ts';
import { bootStateLines, bootStateName } from '../contract/boot-state-text.ts';
import type { DriversDocument, JudgedBy, ReportedDevice, ReportedInterface, WayDial } from '../contract/drivers.ts';
import { portLines } from '../contract/port-lines.ts';
import type { Text } from '../contract/text.ts';
import { quirkLines } from './show-quirks.ts';

/** What `drivers` prints for people: plain lines, no colours, fit for a log or a post. */

/** A report is about drivers: of quirks it tells those that stand first. */
const MOST_QUIRKS = 3;

export function showReport(text: Text, { router, devices, unread, configuration }: DumpReport): string {
  const rest = [
    ...(configuration > 0 ? [text.word('drivers.configuration', { count: configuration })] : []),
    ...(unread.count > 0 ? [`${text.word('drivers.unread', { count: unread.count })}`, ...unread.lines.map((line) => `  ? ${line}`)] : []),
    ...(unread.count > unread.lines.length ? ['  ? …'] : []),
  ];
  const blocks = [showJudge(text, router), ...devices.map((device) => showDevice(text, device, router)), rest.join('\n')];
  return blocks.filter((block) => block !== '').join('\n\n');
}

export function showComparison(text: Text, { before, after, compositions, changes }: NonNullable<DriversDocument['compared']>): string {
  const gained = changes.filter((change) => change.before === null).length;
  const lost = changes.filter((change) => change.after === null).length;
  const counts = { before: before.release, after: after.release, compositions, changes: changes.length, gained, lost };
  const none = text.word('drivers.table.none');
  return [
    showJudge(text, before),
    showJudge(text, after),
    '',
    ...aligned(changes.map((c) => [c.name, `if ${c.number}`, `${c.before ?? none} -> ${c.after ?? none}`, c.reason])),
    '',
    text.word('drivers.compared', counts),
  ].join('\n');
}

function showJudge(text: Text, router: JudgedBy): string {
  const { release, judgedBy, kernel, caveats } = router;
  const judge = text.word(release === judgedBy ? 'drivers.judged' : 'drivers.judged-by', { release, judgedBy, kernel });
  return [judge, ...caveats.map((caveat) => `  ${text.phrase(caveat)}`)].join('\n');
}

function showDevice(text: Text, device: ReportedDevice, { release }: JudgedBy): string {
  const { routerSwitch, bootState } = device;
  const lines = [heading(text, device)];
  if (device.interfaces.length > 0) {
    const head = ['interface', 'class', 'driver', 'seen', 'nodes', 'why'].map((word) => text.word(`drivers.table.${word}`));
    lines.push(...aligned([head, ...device.interfaces.map((i) => row(text, i))]).map((line) => `  ${line}`));
    if (device.interfaces.some((i) => i.agrees === false)) lines.push(`  ! ${text.word('drivers.differs')}`);
    if (!bootState && (device.way !== null || isSure(device))) lines.push(`  ${wayLine(text, device)}`);
    if (device.newIds.length > 0) lines.push(`  ${text.word('drivers.notes.new-id', { release, ids: device.newIds.join('; ') })}`);
  }
  if (bootState) lines.push(...bootStateLines(bootState, text).map((line) => `  ${line}`));
  lines.push(...portLines(device, text).map((line) => `  ${line}`));
  lines.push(...toldLines(text, device).map((line) => `  ${line}`));
  if (routerSwitch) lines.push(`  ${text.phrase(routerSwitch.why)}`);
  if (routerSwitch?.kernelAlone) lines.push(`  ${text.word('router-switch.kernel-alone')}`);
  lines.push(...quirkLines(text, device.quirks, MOST_QUIRKS).map((line) => `  ${line}`));
  if (device.assumed.length > 0) lines.push(`  ${text.word('drivers.assumes')}:`);
  lines.push(...device.assumed.map((phrase) => `  - ${text.phrase(phrase)}`), ...device.notes.map((note) => `  ? ${note}`));
  return lines.join('\n');
}

/** Of what has no ids, or broke off, nobody knows that it has no way. */
const isSure = ({ vid, assumed }: ReportedDevice) =>
  vid !== null && assumed.every(({ key }) => !['cut', 'by-drivers', 'triples'].some((unsure) => key === `drivers.assumed.${unsure}`));

/** What the text itself says of the modem: its ports, its firmware, its answers, and what became of it. */
function toldLines(text: Text, { told, firmware, answers, events }: ReportedDevice): string[] {
  const ports = told.map(({ node, role, interface: number }) => {
    const more = [role, number === null ? null : text.word('drivers.told-interface', { interface: number })].filter((one) => one !== null);
    return more.length === 0 ? node : `${node} (${more.join(', ')})`;
  });
  return [
    ...(ports.length > 0 ? [text.word('drivers.told-ports', { ports: ports.join(', ') })] : []),
    ...(firmware === null ? [] : [text.word('drivers.firmware', { firmware })]),
    ...(answers.length > 0 ? [`${text.word('drivers.answers')}:`, ...answers.map((line) => `- ${line}`)] : []),
    ...(events.length > 0 ? [`${text.word('drivers.events')}:`, ...events.map((line) => `- ${line}`)] : []),
  ];
}

/** A network card, and how its connection is made. */
function dialLine(text: Text, { proto, device }: NonNullable<ReportedDevice['way']>, dial: WayDial): string {
  const { by, commands, port, address, reads, proof } = dial;
  if (by === 'modem') return text.word('drivers.way-itself', { proto, device, proof: text.word(`dials.proofs.${proof}`) });
  const how = {
    device,
    proto,
    commands: commands.join(', '),
    port: port ?? text.word('drivers.way-port-unknown'),
    reads: reads.join(', '),
    proof: text.word(`dials.proofs.${proof}`),
  };
  return text.word(address === 'modem' ? 'drivers.way-static' : 'drivers.way-dialled', how);
}

function wayLine(text: Text, { way, disc }: ReportedDevice): string {
  if (way?.dial) return dialLine(text, way, way.dial);
  if (way?.net && way.net !== way.device) return text.word('drivers.way-net', { proto: way.proto, device: way.device, net: way.net });
  if (way) return text.word('drivers.way', { proto: way.proto, device: way.device });
  return text.word(disc ? 'drivers.no-way-disc' : 'drivers.no-way');
}

function heading(text: Text, device: ReportedDevice): string {
  const { name, vid, pid, bus, address, forms } = device;
  const state = stateOf(text, device);
  const place = bus === null || address === null ? [] : [`${bus}/${address}`];
  const id = vid === null || pid === null ? [] : [`${vid}:${pid}`];
  return [...(id.includes(name) ? [] : [name]), ...id, ...(state === null ? [] : [state]), ...place, `(${forms.join(', ')})`].join('  ');
}

function stateOf(text: Text, { bootState, disc, mode, ownWay }: ReportedDevice): string | null {
  if (bootState) return bootStateName(bootState, text);
  if (disc) return text.word('states.disc');
  const reached = mode ?? ownWay;
  return reached === null ? null : text.word(`modes.${reached}`);
}

/** A driver in the text that is another than the one foretold is marked. */
function row(text: Text, i: ReportedInterface): string[] {
  const triple = [i.class, i.subclass, i.protocol].map((n) => n?.toString(16).padStart(2, '0') ?? '--').join('/');
  const none = text.word('drivers.table.none');
  const driver = i.driver !== null && i.newId ? text.word('drivers.table.new-id', { driver: i.driver }) : i.driver;
  const foretold = driver === null ? none : i.kmod === null ? driver : `${driver} (${i.kmod})`;
  const seen = i.told ? (i.seen ?? none) : text.word('drivers.table.untold');
  return [String(i.number), triple, foretold, i.agrees === false ? `! ${seen}` : seen, i.nodes.join(' ') || '-', i.reason];
}

/** Columns as wide as their widest cell, two blanks between; the last is as long as it is. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const cells of rows) for (const [at, cell] of cells.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return rows.map((cells) => cells.map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  '));
}
