import { hex4 } from '../../modem-db/db.ts';
import { listReleases } from '../../modem-db/openwrt/index.ts';
import type { BundleSummary } from '../contract/manifest.ts';
import type { Check, Snapshot } from '../contract/snapshot.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { Mode, PortRole } from '../contract/words.ts';
import { type BundleDongle, buildBundle, checkWishes, writeBundle } from '../openwrt/index.ts';
import { activeInterfaces } from '../seams/usb-bus.ts';
import type { Prepared } from './dongle.ts';

/** The bench's side of the bundle: from what was verified to the files for the router. */

/** Throws with the code of the first wish that the router's release would not carry out as meant. */
export function refuseWishes(wishes: Wishes): void {
  checkWishes(wishes);
}

export function listRouters(): Snapshot['routers'] {
  return listReleases().map(({ version, kernel, packageManager }) => ({ release: version, kernel, packageManager }));
}

/** Builds and writes the bundle. Throws the codes of `openwrt/`. */
export async function exportBundle(prepared: Prepared, folder: string, version: string): Promise<BundleSummary> {
  const { job, wishes } = prepared;
  const bundle = await buildBundle({
    wishes,
    dongle: bundleDongle(prepared),
    generator: `Modem Bench ${version}`,
    done: job.plan.steps.filter((s) => job.progress.find((p) => p.id === s.id)?.state === 'done').map((s) => s.title),
  });
  return writeBundle(folder, bundle);
}

/** The dongle as its bundle needs it. */
function bundleDongle(prepared: Prepared): BundleDongle {
  const { job, wishes, name, sighting, family, bindings } = prepared;
  const { manufacturer, model, revision, imei, iccid } = job.identity;
  const { registration } = job.network;
  const port = wishes.mode === 'ppp' ? dialPort(prepared) : [...prepared.roles].find(([, role]) => role === 'at')?.[0];
  return {
    name,
    vid: hex4(sighting.vid),
    pid: hex4(sighting.pid),
    mode: wishes.mode,
    manufacturer: manufacturer ?? null,
    model: model ?? null,
    revision: revision ?? null,
    imei: imei ?? null,
    iccid: iccid ?? null,
    ...commandNode({ ...prepared, checks: job.checks }),
    // The drivers of modems give this name; that of a network card is what this host gave it, from which `openwrt` guesses.
    netDevice: isCard(wishes.mode) ? (bindings.flatMap((b) => b.netDevices)[0] ?? null) : 'wwan0',
    vendorFamily: family ?? '',
    hasUimState: job.hasUimState,
    serialDriver: bindings.find((b) => b.interfaceNumber === port)?.driver ?? null,
    registration: registration === 'home' || registration === 'roaming' ? registration : undefined,
    routerAddress: prepared.router,
  };
}

/** What tells how the router will reach the modem. */
type Ports = Pick<Prepared, 'wishes' | 'atPortIndex' | 'roles' | 'bindings' | 'sighting'> & { readonly checks: readonly Check[] };

const isCard = (mode: Mode) => mode === 'ecm' || mode === 'rndis';

/**
 * The node over which the router will command this dongle, with the host's others where it is one of these. QMI and MBIM have but
 * one, called so on a router whose only modem it is. NCM is commanded over the control node where AT was heard there, else over the
 * AT port: some firmware never answers on the former. PPP is dialled over the modem port. A network card has none.
 */
export function commandNode(prepared: Ports): Pick<BundleDongle, 'controlNode' | 'nodes'> {
  const { checks, wishes, atPortIndex, bindings } = prepared;
  if (isCard(wishes.mode)) return { controlNode: null };
  const heard = checks.some((c) => c.id === 'control-at' && c.state === 'passed');
  if (wishes.mode === 'qmi' || wishes.mode === 'mbim' || (wishes.mode === 'ncm' && heard)) return { controlNode: '/dev/cdc-wdm0' };
  if (wishes.mode === 'ncm') return { controlNode: atPortIndex === null ? null : `/dev/ttyUSB${atPortIndex}` };
  const port = dialPort(prepared);
  const bound = bindings.find((b) => b.interfaceNumber === port)?.nodes[0];
  return bound === undefined ? { controlNode: forecast(prepared, port) } : { controlNode: bound, nodes: bindings.flatMap((b) => b.nodes) };
}

/** Interface number of the port that calls are dialled over: the modem port, else one for AT. */
function dialPort({ roles }: Pick<Prepared, 'roles'>): number | undefined {
  const first = (wanted: PortRole) => serialPorts(roles).find((number) => roles.get(number) === wanted);
  return first('modem') ?? first('at');
}

/** What Linux calls a port where this host bound nothing to it: `ttyACM` in the CDC class, else `ttyUSB`, each counted in interface order. */
function forecast({ roles, sighting }: Ports, port: number | undefined): string | null {
  const cdc = new Set(activeInterfaces(sighting).flatMap((i) => (i.class === 2 ? [i.number] : [])));
  if (port === undefined) return null;
  const alike = serialPorts(roles).filter((number) => cdc.has(number) === cdc.has(port));
  return `/dev/tty${cdc.has(port) ? 'ACM' : 'USB'}${alike.indexOf(port)}`;
}

/** Numbers of the interfaces that become serial ports, lowest first. */
function serialPorts(roles: Prepared['roles']): number[] {
  const serial: readonly PortRole[] = ['at', 'modem', 'diag', 'gps'];
  return [...roles].flatMap(([number, role]) => (serial.includes(role) ? [number] : [])).sort((a, b) => a - b);
}
