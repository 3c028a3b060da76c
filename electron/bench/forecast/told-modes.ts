import { type Db, usbId } from '../../../modem-db/db.ts';
import { modes as allModes, type Mode } from '../../contract/words.ts';
import type { DumpDevice, ToldRole } from '../../usb/dumps/index.ts';

/** Which mode a driver speaks for. */
const modeOfDriver: ReadonlyMap<string, Mode> = new Map([
  ['qmi_wwan', 'qmi'],
  ['qmi_wwan_q', 'qmi'],
  ['qmi_wwan_f', 'qmi'],
  ['qmi_wwan_s', 'qmi'],
  ['GobiNet', 'qmi'],
  ['cdc_mbim', 'mbim'],
  ['huawei_cdc_ncm', 'ncm'],
  ['cdc_ncm', 'ncm'],
  ['cdc_ether', 'ecm'],
  ['rndis_host', 'rndis'],
]);
const modeOfPort: Readonly<Partial<Record<ToldRole, Mode>>> = { qmi: 'qmi', mbim: 'mbim' };

/**
 * The modes that a text speaks for by the drivers, the ports and the settings that stand in it, and by what the modem answered; none where
 * nothing in it does. Several where it contradicts itself, or shows a driver that serves two.
 */
export function toldModes(device: DumpDevice, db: Db): ReadonlySet<Mode> {
  const drivers = [...device.seen.values(), ...device.drivers].flatMap((driver) => modeOfDriver.get(driver ?? '') ?? []);
  if (drivers.length > 0) return new Set(drivers);
  const ports = device.ports.flatMap(({ role }) => (role === null ? [] : (modeOfPort[role] ?? [])));
  if (ports.length > 0) return new Set(ports);
  if (device.mode !== null) return new Set([device.mode]);
  return new Set(device.complete.ids ? answeredModes(device, db) : []);
}

/** What the modem answered to the question of its recipe for which mode it is in. */
function answeredModes({ vid, pid, exchanges }: DumpDevice, db: Db): Mode[] {
  const plain = (command: string) => command.toUpperCase().replaceAll(' ', '');
  return db.recipesFor(usbId(vid, pid)).flatMap((recipe) => {
    const reply = new RegExp(recipe.reply);
    const modes = Object.entries(recipe.modes).flatMap(([mode, target]) => (isMode(mode) ? [{ mode, ...target }] : []));
    let last: Mode[] = [];
    for (const { command, lines } of exchanges) {
      const refused = lines.some((line) => /ERROR/i.test(line));
      // What was set is in force after a restart, whatever was answered before.
      const set = refused
        ? []
        : modes.filter(({ set: commands }) => plain(commands.at(-1) ?? '') === plain(command)).map(({ mode }) => mode);
      const isAsked = command === '' || plain(command) === plain(recipe.query);
      const value = isAsked ? lines.flatMap((line) => reply.exec(line)?.groups?.['value'] ?? []).at(-1) : undefined;
      if (set.length > 0) last = set;
      else if (value !== undefined) last = modes.filter(({ reached }) => new RegExp(reached).test(value)).map(({ mode }) => mode);
    }
    return last;
  });
}

const isMode = (mode: string): mode is Mode => allModes.some((one) => one === mode);
