import type { InterfaceView } from '../../contract/snapshot.ts';
import type { PortRole } from '../../contract/words.ts';
import type { InterfaceBinding } from '../../seams/host.ts';
import { activeInterfaces, type Sighting } from '../../seams/usb-bus.ts';

type Roles = ReadonlyMap<number, PortRole>;

/** A sighting's interfaces with what each is for and what this host bound to it. */
export function interfaceViews(sighting: Sighting, roles: Roles | null, bindings: readonly InterfaceBinding[]): InterfaceView[] {
  return activeInterfaces(sighting).map((i) => {
    const binding = bindings.find((b) => b.interfaceNumber === i.number);
    return {
      number: i.number,
      alternate: i.alternate,
      class: i.class,
      subclass: i.subclass,
      protocol: i.protocol,
      endpoints: i.endpoints.length,
      role: roles?.get(i.number) ?? (i.class === 8 ? 'disc' : 'other'),
      driver: binding?.driver ?? null,
      nodes: binding ? [...binding.nodes, ...binding.netDevices] : [],
    };
  });
}

/** Whether anything of it takes AT commands over a serial port. */
export function hasAtPort(roles: Roles): boolean {
  return [...roles.values()].some((role) => role === 'at' || role === 'modem');
}
