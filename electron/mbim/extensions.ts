import type { MbimClient, RequestOptions } from './client.ts';
import { type CommandRequest, extensions, queryOf } from './commands.ts';
import { unlessRefused } from './failures.ts';
import { InfoReader, InfoWriter } from './info.ts';
import { type DeviceServices, offers, readServices, servicesRequests } from './services.ts';

/** Microsoft's MBIM extensions in force; 1.0 is none of them. */
export interface ExtensionsVersion {
  readonly major: number;
  readonly minor: number;
}

export interface Capabilities {
  readonly services: DeviceServices;
  readonly extensions: ExtensionsVersion;
}

const NONE: ExtensionsVersion = { major: 1, minor: 0 };
/**
 * Two numbers in BCD, each of 16 bits, little-endian (MBIMEx 2.0, MBIM_VERSION_INFO): MBIM 1.0, extensions 2.0. Not 3.0: with it CONNECT
 * and SUBSCRIBER_READY_STATUS are laid out otherwise, and it brings nothing that is asked here.
 */
const OURS = new InfoWriter().u32(0x0200_0100).done();

export const versionRequest: CommandRequest = queryOf(extensions.version, OURS);

/** What `readCapabilities` may send, in order; the version only where the function has the command. */
export const capabilityRequests: readonly CommandRequest[] = [...servicesRequests, versionRequest];

/**
 * What a function can be asked, and the extensions agreed on for as long as it is open. The version goes out right behind the services,
 * since a function that hears another command first takes the host for one of 1.0 (MBIMEx 2.0, "Versioning scheme"); so this is asked
 * before anything else. A function without the list, as an old one may be, has no services but Basic Connect. Throws what a client throws
 * but MBIM_ERROR.
 */
export async function readCapabilities(client: MbimClient, options?: RequestOptions): Promise<Capabilities> {
  const services: DeviceServices = await unlessRefused(() => readServices(client, options), new Map());
  if (!offers(services, extensions.version)) return { services, extensions: NONE };
  return { services, extensions: await unlessRefused(() => client.ask(versionRequest, readVersion, options), NONE) };
}

function readVersion(info: Uint8Array): ExtensionsVersion {
  const version = new InfoReader(info).u32(0) >>> 16;
  return { major: bcd(version >>> 8), minor: bcd(version & 0xff) };
}

const bcd = (byte: number) => 10 * (byte >>> 4) + (byte & 0xf);
