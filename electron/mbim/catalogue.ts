import { BASIC_CONNECT, BASIC_CONNECT_EXTENSIONS, basicConnect, extensions, type MbimCommand } from './commands.ts';
import { compal, deviceUpdate, fibocom, intelAuthentication, intelTunnel, qualcomm, quectel } from './vendor-commands.ts';

/** MBIM 1.0, 10.5.13: nobody here sends it, and it carries a password. */
export const provisionedContexts: MbimCommand = { ...basicConnect.connect, id: 13, name: 'PROVISIONED_CONTEXTS' };

const known: readonly MbimCommand[] = [
  ...Object.values(basicConnect),
  provisionedContexts,
  ...[extensions, qualcomm, deviceUpdate, quectel, fibocom, compal, intelTunnel, intelAuthentication].flatMap((c) => Object.values(c)),
];

/** Services whose names say more than their UUIDs; a maker's command has its maker in its own name. */
const services: Readonly<Record<string, string>> = {
  [BASIC_CONNECT]: 'BASIC_CONNECT',
  [BASIC_CONNECT_EXTENSIONS]: 'BASIC_CONNECT_EXTENSIONS',
};

/** The command of this service (32 hex digits) and number; `null` for one that nobody here knows. */
export const commandBy = (service: string, id: number): MbimCommand | null =>
  known.find((c) => c.service === service && c.id === id) ?? null;

/** What a line calls a command: `BASIC_CONNECT PIN`, `FIBOCOM_AT_COMMAND`, or by its numbers. */
export function commandShown(service: string, id: number): string {
  const command = commandBy(service, id);
  const name = command?.name ?? `command ${id}`;
  if (services[service] !== undefined) return `${services[service]} ${name}`;
  return command ? name : `service ${service} ${name}`;
}
