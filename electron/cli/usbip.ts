import { hostname } from 'node:os';
import type { UsbipDocument } from '../contract/documents.ts';
import { BenchError } from '../contract/errors.ts';
import type { Text } from '../contract/text.ts';
import type { Clock } from '../seams/clock.ts';
import { findModel, models } from '../virtual/models/index.ts';
import { VirtualModem } from '../virtual/modem.ts';
import { USBIP_PORT, UsbipServer } from '../virtual/usbip/server.ts';
import { type ListenAddress, readListenAddress, showAddress } from './listen-address.ts';

/** A practice dongle for another Linux, or for this one: over USB/IP, which the kernel's vhci-hcd takes for a port of its own. */

const BUS_ID = '1-1';
/** Those that nobody but this computer reaches. */
const loopback = /^(?:127\.|::1$|localhost$)/;
const anywhere = /^(?:0\.0\.0\.0|::)$/;

export interface UsbipOptions {
  /** `ADDRESS[:PORT]`, as `--listen` has it. */
  readonly listen: string;
  readonly clock: Clock;
}

/** A dongle that is served until `close`. */
export interface UsbipOutcome {
  readonly document: UsbipDocument;
  readonly lines: string;
  /** What is to be known of an address that others reach; empty where none do. */
  readonly aside: string;
  /** Pulls it out of whoever has attached it. */
  close(): Promise<void>;
}

const practice = models.map(({ name, title }) => ({ name, title }));

/** What can be served, a line each. */
export function listUsbip(): { readonly document: UsbipDocument; readonly lines: string } {
  return { document: { failure: null, served: null, practice }, lines: practice.map(({ name, title }) => `${name}  ${title}`).join('\n') };
}

/**
 * Serves a practice dongle that comes from the factory. `say`: lines for people while it goes on, each time it leaves or is back.
 * Throws PRACTICE_UNKNOWN, USAGE (`listen`), LISTEN_PORT_TAKEN and LISTEN_FAILED.
 */
export async function serveUsbip(
  name: string,
  { listen, clock }: UsbipOptions,
  text: Text,
  say: (line: string) => void,
): Promise<UsbipOutcome> {
  const model = findModel(name);
  if (!model) throw new BenchError('PRACTICE_UNKNOWN', { name: name.slice(0, 100) });
  const wanted = readListenAddress(listen, USBIP_PORT);
  const modem = new VirtualModem(model, { clock });
  modem.plug();
  const server = new UsbipServer(new Map([[BUS_ID, modem]]), { ...wanted, clock });
  try {
    const at = { ...wanted, port: await server.listen() };
    const commands = attachCommands(at);
    // A host that has it loses it with each of its re-enumerations.
    const stop = modem.on(({ kind, composition }) => say(text.word(kind === 'detached' ? 'usbip.left' : 'usbip.back', { composition })));
    return {
      document: { failure: null, served: { name, title: model.title, ...at, busId: BUS_ID, commands }, practice },
      lines: [
        text.word('usbip.served', { title: model.title, address: showAddress(at), busId: BUS_ID }),
        ...commands.map((command) => `  ${command}`),
        text.word('usbip.again'),
      ].join('\n'),
      aside: loopback.test(at.address) ? '' : text.word('usbip.open', { address: showAddress(at) }),
      close: async () => {
        stop();
        modem.unplug();
        await server.close();
      },
    };
  } catch (error) {
    modem.unplug();
    throw error;
  }
}

/** For a shell of root. Of an address that stands for all of this computer's, its name has to do. */
function attachCommands({ address, port }: ListenAddress): string[] {
  const host = anywhere.test(address) ? hostname() : address;
  const usual = port === USBIP_PORT ? '' : ` --tcp-port ${port}`;
  return ['modprobe vhci-hcd', `usbip${usual} attach -r ${host} -b ${BUS_ID}`];
}
