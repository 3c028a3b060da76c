import { BenchError } from '../contract/errors.ts';

/** What the dongle's control node and net device are called here, and how else this host names its ttys. */
export interface SeenNodes {
  /** `/dev/cdc-wdm0`, `/dev/ttyUSB2`, `/dev/ttyACM0`. */
  readonly controlNode: string | null;
  readonly netDevice: string | null;
  /** All nodes of this dongle here; tells which of its ports a tty is where other serial devices were counted before it. */
  readonly nodes?: readonly string[] | undefined;
}

/**
 * The names that a router gives them, whose only modem this is: numbers start at 0 there. A net device is only named where the
 * kernel's own name is known (`wwanN`); this host's may be a renamed one (`wwp0s20u1i2`), and `eth0` is another device there.
 * Throws CONTROL_NODE_MISSING where there is no node, or none that the handlers take.
 */
export function routerNodes(seen: SeenNodes): { controlNode: string; netDevice: string | null } {
  const node = /^\/dev\/(cdc-wdm|ttyUSB|ttyACM)([0-9]{1,3})$/.exec(seen.controlNode ?? '');
  if (!node) throw new BenchError('CONTROL_NODE_MISSING', { node: (seen.controlNode ?? '-').slice(0, 60).replace(/[^ -~]/g, '?') });
  const [, kind = '', number = '0'] = node;
  const first = kind === 'cdc-wdm' ? Number(number) : lowest(kind, seen.nodes ?? []);
  return {
    controlNode: `/dev/${kind}${Number(number) - Math.min(first ?? 0, Number(number))}`,
    netDevice: cardDevice(seen.netDevice) === 'wwan0' ? 'wwan0' : null,
  };
}

/**
 * What the net device of a dongle that is a network card (ECM, RNDIS) may be called on the router until that has found it: `wwan0`
 * where this host's driver made it a modem's (`wwanN`, also renamed), else `usb0`. Never `ethN`: that is a port of the router.
 */
export function cardDevice(netDevice: string | null): 'wwan0' | 'usb0' {
  return /^ww(an|p|x)[0-9a-z]*$/.test(netDevice ?? '') ? 'wwan0' : 'usb0';
}

/** The lowest number among the nodes of a kind. */
function lowest(kind: string, nodes: readonly string[]): number | undefined {
  const numbers = nodes.filter((node) => node.startsWith(`/dev/${kind}`)).map((node) => Number(node.slice(`/dev/${kind}`.length)));
  return numbers.filter(Number.isInteger).sort((a, b) => a - b)[0];
}
