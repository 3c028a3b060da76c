import { isInterruptIn } from './rules/endpoints.ts';
import type { NetKind, Taken } from './rules/outcome.ts';
import type { ShapeInterface } from './shape.ts';

/** A node or net device that appears. Numbers count from 0, as on a router that has no other such device. */
export interface ForecastNode {
  readonly interfaceNumber: number;
  readonly driver: string;
  /** `/dev/cdc-wdm0`, `/dev/ttyUSB2`, or `null` where it is a net device. */
  readonly node: string | null;
  /** `wwan0`, `usb0`, `eth1`, `hso0`. `ethN` takes the number that the router's own ports leave, and the name stays `ethN`. */
  readonly net: string | null;
  /** The other name that the net device may have: `ethN` where its address is no local one. */
  readonly orNet: string | null;
}

/** Counts what appears in the order in which interfaces are bound. */
export class NodeCounter {
  readonly nodes: ForecastNode[] = [];
  /** Serial nodes with an interrupt endpoint: a modem, not diagnosis. */
  readonly modemPorts: string[] = [];
  readonly #next: Record<string, number> = {};

  #number(kind: string): number {
    const number = this.#next[kind] ?? 0;
    this.#next[kind] = number + 1;
    return number;
  }

  add({ number: interfaceNumber, endpoints }: ShapeInterface, driver: string, { wdm, net, ttys }: Taken): void {
    if (wdm) this.nodes.push({ interfaceNumber, driver, node: `/dev/cdc-wdm${this.#number('cdc-wdm')}`, net: null, orNet: null });
    for (let i = 0; ttys && i < ttys.count; i++) {
      const node = `/dev/${ttys.kind}${this.#number(ttys.kind)}`;
      if (ttys.hidden) continue;
      this.nodes.push({ interfaceNumber, driver, node, net: null, orNet: null });
      if (ttys.kind === 'ttyUSB' && endpoints.some(isInterruptIn)) this.modemPorts.push(node);
    }
    if (net) this.nodes.push({ interfaceNumber, driver, node: null, net: this.#netName(net), orNet: net === 'card' ? 'ethN' : null });
  }

  #netName(net: NetKind): string {
    if (net === 'eth') return 'ethN';
    const kind = net === 'card' ? 'usb' : net;
    return `${kind}${this.#number(kind)}`;
  }
}

/** What an OpenWrt configuration of this dongle needs: the protocol, and its `device`. */
export interface ForecastWay {
  readonly proto: 'qmi' | 'mbim' | 'ncm' | 'directip' | 'dhcp' | '3g';
  /** `/dev/cdc-wdm0`, `/dev/ttyUSB0`, `usb0`. */
  readonly device: string;
  /** Its net device, where the protocol has one. */
  readonly net: string | null;
}

/** Drivers with a control channel, best first. */
const CONTROLLED = [
  ['qmi_wwan', 'qmi'],
  ['cdc_mbim', 'mbim'],
  ['huawei_cdc_ncm', 'ncm'],
] as const;
const CARDS = new Set(['cdc_ether', 'rndis_host', 'cdc_ncm', 'cdc_eem', 'ipheth', 'kalmia', 'lg-vl600', 'cdc_subset']);

/** The best of the ways that the nodes allow; `modemPorts` are serial nodes with an interrupt endpoint, which dial. */
export function wayOf(nodes: readonly ForecastNode[], modemPorts: readonly string[]): ForecastWay | null {
  for (const [driver, proto] of CONTROLLED) {
    const control = nodes.find((n) => n.driver === driver && n.node !== null);
    if (control?.node) return { proto, device: control.node, net: netBeside(nodes, control.interfaceNumber) };
  }
  const dials = (n: ForecastNode) => n.node?.startsWith('/dev/ttyUSB') || n.node?.startsWith('/dev/ttyACM');
  const tty = modemPorts[0] ?? nodes.find(dials)?.node ?? null;
  const direct = nodes.find((n) => n.driver === 'sierra_net' && n.net !== null);
  if (direct && tty) return { proto: 'directip', device: tty, net: direct.net };
  const card = nodes.find((n) => CARDS.has(n.driver) && n.net !== null);
  if (card?.net) return { proto: 'dhcp', device: card.net, net: card.net };
  return tty ? { proto: '3g', device: tty, net: null } : null;
}

function netBeside(nodes: readonly ForecastNode[], interfaceNumber: number): string | null {
  return nodes.find((n) => n.interfaceNumber === interfaceNumber && n.net !== null)?.net ?? null;
}
