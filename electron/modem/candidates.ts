import { stateWithoutModem } from '../../modem-db/ids/boot-states.ts';
import { qmiCandidates as mayBeQmi, atCandidates as mayTakeAt } from '../../modem-db/ports/port-hints.ts';
import { activeInterfaces, type InterfaceDescriptor } from '../seams/usb-bus.ts';
import type { ModemAccess } from './access.ts';

type Shown = Pick<ModemAccess, 'recognised' | 'sighting' | 'vendor'> & Partial<Pick<ModemAccess, 'ports'>>;

/** Interfaces that the database lists as AT ports: the one meant for it, then the modem port. */
export function listedAtPorts({ recognised, sighting }: Pick<Shown, 'recognised' | 'sighting'>): number[] {
  if (isWithoutModem(sighting)) return [];
  const withRole = (role: string) =>
    [...recognised.roles].filter(([number, r]) => r === role && recognised.known?.get(number) !== 'class').map(([number]) => number);
  return [...withRole('at'), ...withRole('modem')];
}

/**
 * Serial interfaces that may be asked, those that their class codes or a list speak for before the others. Of what may well be no modem,
 * those whose class says that they take AT, and no other.
 */
export function atCandidates(shown: Shown): readonly number[] {
  const { recognised, sighting } = shown;
  if (isWithoutModem(sighting)) return [];
  const candidates = mayTakeAt(activeInterfaces(sighting), recognised, sighting);
  return isLikelyModem(shown) ? candidates : candidates.filter((number) => recognised.roles.get(number) === 'at');
}

/** Interfaces of a modem that nobody listed that may speak QMI. */
export function qmiCandidates(shown: Shown): readonly number[] {
  const { recognised, sighting } = shown;
  if (recognised.listed || recognised.control !== 'none' || isWithoutModem(sighting)) return [];
  const candidates = mayBeQmi(activeInterfaces(sighting), recognised);
  return isLikelyModem(shown) ? candidates : [];
}

/** Whether anything of it may take AT commands over a serial port, and was not found to take none. */
export function mayHaveAt(shown: Shown): boolean {
  if (shown.ports?.noAt === true) return false;
  return listedAtPorts(shown).length > 0 || atCandidates(shown).length > 0;
}

/**
 * What nobody listed may be anything with serial ports or an interface of its vendor's own: a serial adapter, a microcontroller, a Wi-Fi
 * stick. It is taken for a modem where it has a network card of a standard class beside its port, as ModemManager's strict filter has it
 * (1.20, src/mm-filter.h, TTY_WITH_NET), ports that the vendor's codes or Qualcomm's layout tell, or a maker of modems and several ports.
 */
export function isLikelyModem(shown: Shown): boolean {
  const { recognised, vendor, sighting } = shown;
  if (isWithoutModem(sighting)) return false;
  if (recognised.listed) return true;
  const interfaces = activeInterfaces(sighting);
  if (interfaces.some(isEveryday)) return false;
  const hasNetwork = recognised.mode !== null && recognised.mode !== 'ppp';
  const hasCodes = [...(recognised.known ?? [])].some(([, told]) => told === 'code');
  if (hasNetwork || hasCodes || mayBeQmi(interfaces, recognised).length > 0) return true;
  // Makers of modems make network adapters, printers and readers as well, with one interface of their own.
  return vendor !== undefined && (recognised.mode !== null || mayTakeAt(interfaces, recognised, sighting).length > 1);
}

/** Printers, cameras, Bluetooth adapters (USB-IF's class codes 06, 07, 0e, e0/01/01) have interfaces of their vendor's own beside these. */
function isEveryday({ class: c, subclass, protocol }: InterfaceDescriptor): boolean {
  return c === 0x06 || c === 0x07 || c === 0x0e || (c === 0xe0 && subclass === 1 && protocol === 1);
}

/** Boot code, which takes no question: what is written to it may spoil the dongle. */
export const isWithoutModem = (sighting: Shown['sighting']) => stateWithoutModem(sighting, activeInterfaces(sighting)) !== undefined;
