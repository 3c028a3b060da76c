import { type Db, hex4 } from '../../../modem-db/db.ts';
import { driverTables } from '../../../modem-db/drivers/index.ts';
import type { Check } from '../../contract/snapshot.ts';
import { unswitchedDevice } from '../../drivers/usbmode.ts';
import type { BundleDongle } from '../../openwrt/index.ts';
import type { Prepared } from '../export/prepared.ts';
import { forBundle, newIdForecast } from '../forecast/new-ids.ts';
import type { BundleFacts } from './bundle-input.ts';
import { hostDial } from './host-dial.ts';
import type { KnownDisc } from './known-model.ts';
import { dialPort, isCard, portFor } from './ports.ts';
import { showsStorage } from './storage.ts';
import { asRouterDevice } from './usb-mode.ts';

/** What the bundle of a job that was verified depends on. */
export function factsOfJob(prepared: Prepared, db: Db): BundleFacts {
  const { job, wishes, sighting, roles, pinLeftOut } = prepared;
  return {
    dongle: dongleOfJob(prepared),
    modem: asRouterDevice(sighting, wishes.router),
    fresh: asRouterDevice({ ...sighting, activeConfiguration: null }, wishes.router),
    roles,
    cardReader: showsStorage(sighting),
    discs: prepared.disc ? [prepared.disc] : discsOfPlan(prepared, db),
    done: job.plan.steps.filter((s) => job.progress.find((p) => p.id === s.id)?.state === 'done').map((s) => s.title),
    checks: job.checks,
    verdict: job.verdict,
    pinLeftOut,
  };
}

/** A job that was found after a crash began with a disc that nobody sees any more: its id is in the plan. */
function discsOfPlan({ job, sighting }: Prepared, db: Db): KnownDisc[] {
  const { vid, pid } = job.plan;
  if (vid === hex4(sighting.vid) && pid === hex4(sighting.pid)) return [];
  return db.switchesOf(Number.parseInt(vid, 16), Number.parseInt(pid, 16)).map((entry) => ({ device: unswitchedDevice(entry), entry }));
}

/** The dongle of a job that was verified, as its bundle needs it. */
function dongleOfJob(prepared: Prepared): BundleDongle {
  const { job, wishes, name, sighting, family, bindings } = prepared;
  const { manufacturer, model, revision, imei, iccid } = job.identity;
  const { registration } = job.network;
  const port = wishes.mode === 'ppp' ? dialPort(prepared.roles) : portFor(prepared.roles, 'at');
  return {
    name,
    vid: hex4(sighting.vid),
    pid: hex4(sighting.pid),
    mode: wishes.mode,
    manufacturer: manufacturer ?? null,
    model: model ?? null,
    revision: revision ?? null,
    imei: imei ?? null,
    imeiEnd: job.imeiEnd,
    iccid: iccid ?? null,
    ...commandNode({ ...prepared, checks: job.checks }),
    controlInterface: port ?? null,
    // The drivers of modems give this name; that of a network card is what this host gave it, from which `openwrt` guesses.
    netDevice: isCard(wishes.mode) ? (bindings.flatMap((b) => b.netDevices)[0] ?? null) : 'wwan0',
    vendorFamily: family ?? '',
    hasUimState: job.hasUimState,
    serialDriver: bindings.find((b) => b.interfaceNumber === port)?.driver ?? null,
    registration: registration === 'home' || registration === 'roaming' ? registration : undefined,
    cardDriver: onRouter(prepared).foretold.nodes.find(({ net }) => net !== null)?.driver ?? null,
    dial: hostDial({ vid: sighting.vid, pid: sighting.pid, mode: wishes.mode, model, product: sighting.product, name }),
    routerAddress: prepared.router,
    newIds: forBundle(onRouter(prepared).ids),
  };
}

/** What the router's drivers make of it, with the ids that they are given. */
function onRouter({ wishes: { mode, router }, roles, sighting }: Pick<Prepared, 'wishes' | 'roles' | 'sighting'>) {
  return newIdForecast(sighting, driverTables(router), { mode, roles });
}

/** What tells how the router will reach the modem. */
type Ports = Pick<Prepared, 'wishes' | 'roles' | 'bindings' | 'sighting'> & { readonly checks: readonly Check[] };

/**
 * The node over which the router will command this dongle, with the host's others where it is one of these. QMI and MBIM have but
 * one, called so on a router whose only modem it is. NCM is commanded over the control node where AT was heard there, else over the
 * AT port: some firmware never answers on the former. PPP is dialled over the modem port. A network card has none.
 */
export function commandNode(prepared: Ports): Pick<BundleDongle, 'controlNode' | 'nodes'> {
  const { checks, wishes, roles } = prepared;
  if (isCard(wishes.mode)) return { controlNode: null };
  const heard = checks.some((c) => c.id === 'control-at' && c.state === 'passed');
  if (wishes.mode === 'qmi' || wishes.mode === 'mbim' || (wishes.mode === 'ncm' && heard)) return { controlNode: '/dev/cdc-wdm0' };
  const port = wishes.mode === 'ncm' ? portFor(roles, 'at') : dialPort(roles);
  return port === undefined ? { controlNode: null } : serialNode(prepared, port);
}

/**
 * What the router calls a serial port: each port that its drivers bind has a number, whatever it is for. Where their tables do not have
 * the dongle, what this host bound it to.
 */
function serialNode(prepared: Ports, port: number): Pick<BundleDongle, 'controlNode' | 'nodes'> {
  const { bindings } = prepared;
  const { nodes } = onRouter(prepared).foretold;
  const foretold = nodes.find(({ node, interfaceNumber }) => interfaceNumber === port && node?.startsWith('/dev/tty'))?.node;
  if (foretold) return { controlNode: foretold };
  const bound = bindings.find((b) => b.interfaceNumber === port)?.nodes[0];
  return bound === undefined ? { controlNode: null } : { controlNode: bound, nodes: bindings.flatMap((b) => b.nodes) };
}
