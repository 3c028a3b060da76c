import { type Db, hex4 } from '../../../modem-db/db.ts';
import { driverTables } from '../../../modem-db/drivers/index.ts';
import { BenchError } from '../../contract/errors.ts';
import type { RouterOptions } from '../../contract/router-options.ts';
import type { Wishes } from '../../contract/wishes.ts';
import type { Mode } from '../../contract/words.ts';
import type { DeviceForecast } from '../../drivers/forecast.ts';
import type { BundleDongle } from '../../openwrt/index.ts';
import { forBundle, newIdForecast } from '../forecast/new-ids.ts';
import type { BundleFacts } from './bundle-input.ts';
import { hostDial } from './host-dial.ts';
import { type KnownModel, type KnownState, stateFor } from './known-model.ts';
import { dialPort, isCard, portFor } from './ports.ts';
import { showsStorage } from './storage.ts';
import type { WishesForRouter } from './untried-pin.ts';
import { asRouterDevice } from './usb-mode.ts';

/** What the bundle of a model depends on. Throws as `dongleOfModel`. */
export function factsOfModel(model: KnownModel, { wishes, pinLeftOut }: WishesForRouter, db: Db): BundleFacts {
  const { shape, recognised } = stateFor(model, wishes.mode);
  const modem = asRouterDevice(shape, wishes.router);
  return {
    dongle: dongleOfModel(model, wishes, db),
    modem,
    fresh: asRouterDevice({ ...shape, activeConfiguration: null }, wishes.router),
    roles: recognised.roles,
    // The database lists what tells a composition, and storage tells none.
    cardReader: showsStorage(modem) || (model.whole === true ? false : null),
    discs: model.discs,
    done: [],
    checks: [],
    verdict: null,
    pinLeftOut,
  };
}

/** Drivers that make the net device of a mode; PPP needs none. */
const netDrivers: Readonly<Record<Mode, readonly string[]>> = {
  qmi: ['qmi_wwan'],
  mbim: ['cdc_mbim'],
  ncm: ['huawei_cdc_ncm', 'cdc_ncm'],
  ecm: ['cdc_ether'],
  rndis: ['rndis_host'],
  ppp: [],
};
const DIRECT_IP = 'sierra_net';

/**
 * The dongle of a model as its bundle needs it: how a router of the release will reach it is foretold by that release's driver tables.
 * Nothing is known of one dongle alone: no IMEI, no SIM, no firmware. Drivers that lack its id are given it (`newIds`). Throws what
 * `stateFor` throws, DRIVER_NOT_IN_RELEASE where the release's drivers leave what the mode needs alone even so, and PORT_UNKNOWN where
 * nobody knows which port takes commands.
 */
export function dongleOfModel(model: KnownModel, wishes: Wishes, db: Db): BundleDongle {
  const { mode, onRouter } = wishes;
  const state = stateFor(model, mode);
  const { shape, recognised, assumed } = state;
  const use = { mode, roles: recognised.roles };
  const { ids, foretold } = newIdForecast(shape, driverTables(wishes.router), use, null, assumed);
  const net = netDevice(foretold, wishes);
  const port = portOf(state, wishes);
  const vendor = db.vendorOf(shape.vid);
  return {
    name: recognised.name || model.title,
    vid: hex4(shape.vid),
    pid: hex4(shape.pid),
    mode,
    manufacturer: makerOf(recognised.name || model.title, db) ?? vendor?.vendor ?? null,
    model: null,
    revision: null,
    imei: null,
    iccid: null,
    controlNode: (isCard(mode) && onRouter.way === 'mode') || onRouter.way === 'dial' ? null : commandNode(foretold, state, wishes, port),
    controlInterface: port ?? null,
    netDevice: net?.name ?? null,
    cardDriver: net?.driver ?? null,
    vendorFamily: vendor?.family ?? '',
    serialDriver: foretold.interfaces.find(({ number }) => number === port)?.driver ?? null,
    dial: hostDial({ vid: shape.vid, pid: shape.pid, mode, name: recognised.name || model.title }),
    routerAddress: recognised.router,
    newIds: forBundle(ids),
  };
}

/** The net device as that release names it; `null` for PPP, which makes its own. */
function netDevice(foretold: DeviceForecast, wishes: Wishes): { readonly name: string | null; readonly driver: string } | null {
  const wanted = wishes.onRouter.way === 'directip' ? [DIRECT_IP] : netDrivers[wishes.mode];
  if (wanted.length === 0) return null;
  const found = foretold.nodes.find(({ net, driver }) => net !== null && wanted.includes(driver));
  if (!found) throw notBound(foretold, wishes, wanted.join(' / '));
  return { name: found.net, driver: found.driver };
}

function notBound({ interfaces }: DeviceForecast, { mode, router, onRouter }: Wishes, driver: string): BenchError {
  const instead = [...new Set(interfaces.flatMap((i) => i.driver ?? []))].join(', ') || '-';
  return new BenchError('DRIVER_NOT_IN_RELEASE', { mode: word(mode, onRouter), driver, release: router, instead });
}

const word = (mode: Mode, { way }: RouterOptions) => (way === 'mode' ? mode : way);

/** The interface whose serial port is dialled over, or takes commands. */
function portOf({ recognised }: KnownState, { mode, onRouter }: Wishes): number | undefined {
  return mode === 'ppp' || onRouter.way === 'directip' ? dialPort(recognised.roles) : portFor(recognised.roles, 'at');
}

/** As with a dongle that was verified (`job-dongle.ts`), but by the nodes that are foretold. */
function commandNode(
  foretold: DeviceForecast,
  { recognised, portsInOrder }: KnownState,
  wishes: Wishes,
  port: number | undefined,
): string | null {
  const { mode, onRouter } = wishes;
  const { nodes } = foretold;
  const wdm = nodes.find(({ node, driver }) => node?.startsWith('/dev/cdc-wdm') && netDrivers[mode].includes(driver))?.node ?? null;
  if (wdm !== null && (mode === 'qmi' || mode === 'mbim' || recognised.control === 'at')) return wdm;
  const tty = nodes.find(({ node, interfaceNumber }) => node?.startsWith('/dev/tty') && interfaceNumber === port)?.node ?? null;
  // ModemManager finds the ports by itself.
  if ((tty !== null && portsInOrder) || onRouter.way === 'modemmanager') return tty;
  if (port === undefined || !portsInOrder) throw new BenchError('PORT_UNKNOWN', { name: recognised.name, mode: word(mode, onRouter) });
  throw notBound(foretold, wishes, 'option');
}

/** What AT+CGMI will most likely begin with: the maker that the label names, who need not be the owner of the id. */
function makerOf(name: string, { vendors }: Db): string | null {
  const first = name.split(/[\s,]/)[0]?.toLowerCase() ?? '';
  return vendors.find(({ vendor }) => vendor.toLowerCase() === first)?.vendor ?? null;
}
