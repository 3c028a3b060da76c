import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, type CommandRequest, type MbimCommand, queryOf } from './commands.ts';
import { InfoReader } from './info.ts';

/** What a function can be asked: numbers of commands by service, a UUID of 32 hex digits. */
export type DeviceServices = ReadonlyMap<string, ReadonlySet<number>>;

/** Real functions have a dozen services of at most some thirty commands each; what is beyond is not read. */
const MAX_SERVICES = 64;
const MAX_COMMANDS = 256;

/** What `readServices` sends. */
export const servicesRequests: readonly CommandRequest[] = [queryOf(basicConnect.deviceServices)];

/** Which services and commands there are: MBIM 1.0, 10.5.29. Throws MBIM_ERROR, MBIM_GARBLED and what a client throws. */
export const readServices = (client: MbimClient, options?: RequestOptions): Promise<DeviceServices> =>
  client.ask(queryOf(basicConnect.deviceServices), readList, options);

/** Whether a function told that it has this command. */
export const offers = (services: DeviceServices, { service, id }: MbimCommand): boolean => services.get(service)?.has(id) === true;

/** Count, most sessions of raw data, then a pair of offset and size for each element: UUID, two words about raw data, commands. */
function readList(info: Uint8Array): DeviceServices {
  const fields = new InfoReader(info);
  const services = new Map<string, Set<number>>();
  for (let i = 0; i < Math.min(fields.u32(0), MAX_SERVICES); i++) {
    const element = new InfoReader(fields.bytes(fields.u32(8 + 8 * i), fields.u32(12 + 8 * i)));
    const count = Math.min(element.u32(24), MAX_COMMANDS);
    const commands = services.get(element.uuid(0)) ?? new Set();
    services.set(element.uuid(0), commands);
    for (let n = 0; n < count; n++) commands.add(element.u32(28 + 4 * n));
  }
  return services;
}
