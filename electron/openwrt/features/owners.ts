import type { RouterOwners } from '../../contract/router-options.ts';
import hooks from '../scripts/features/owners.sh?raw';
import takeOverHooks from '../scripts/features/take_over.sh?raw';
import type { Feature } from './feature.ts';

/** What a bundle's interface will have on the router, as far as a configuration can tell it from another modem. */
export interface Claim {
  /** Control node (`/dev/cdc-wdm0`) or network card (`usb0`), as the router names them where the dongle is its only modem. */
  readonly device: string;
  /** What tells the dongle at each attach, as one line: `usb 12d1 14dc -`. */
  readonly identity: string;
  /** USB port of the router (`1-1.4`); empty: any. */
  readonly port: string;
  /** The modem takes commands: it is not a network card alone. */
  readonly commanded: boolean;
  /** ModemManager brings it up. */
  readonly managed: boolean;
}

/** Lines of `INTERFACE.usb` as one, without what is found by them. */
export const identityLine = (lines: readonly string[]): string => lines.filter((line) => !line.startsWith('finds ')).join(' ');

/** A port or slot as QModem names its sections. */
export const plainPort = (port: string): string => port.replace(/[.:-]/g, '_');

/** Others on the router that have the dongle are named, or the setup gives up for them. What becomes of them otherwise is `takeOver`'s. */
export function owners(wish: RouterOwners, { device, port, commanded, managed }: Claim): Feature {
  return {
    name: 'owners',
    told: null,
    aboutOthers: wish === 'keep',
    hooks,
    parameters: [
      { name: 'owners', text: wish },
      { name: 'guess', text: device },
      { name: 'owner_port', text: plainPort(port), field: 'onRouter.usbPort' },
      { name: 'commanded', text: commanded ? 'yes' : '' },
      { name: 'managed', text: managed ? 'yes' : '' },
    ],
  };
}

/** Others are switched off or taken out, and the undo brings them back. Goes before `owners`, which finds them. */
export function takeOver(): Feature {
  return { name: 'take_over', told: 'take-over', hooks: takeOverHooks };
}
