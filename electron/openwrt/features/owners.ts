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
