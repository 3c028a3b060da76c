import type { Mode } from '../contract/words.ts';
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

/** What is known of a device beside its descriptors, to choose among the ways that its drivers allow. */
export interface MeantWay {
  /** How the composition is known to reach the network; `null`: nobody tells. */
  readonly mode: Mode | null;
  /** Interfaces whose serial ports dial, best first; what is not among them (diagnosis, GPS) dials nothing. */
  readonly dials: readonly number[];
}

const protosOf: Readonly<Record<Mode, readonly ForecastWay['proto'][]>> = {
  qmi: ['qmi'],
  mbim: ['mbim'],
  ncm: ['ncm', 'dhcp'],
  ecm: ['dhcp'],
  rndis: ['dhcp'],
  ppp: ['directip', '3g'],
};

/**
 * The best of the ways that the nodes allow: that of the mode, where it is known and its driver is bound, else what is left, the best
 * first. `modemPorts` are serial nodes with an interrupt endpoint, which dial where nobody tells which ones do.
 */
export function wayOf(nodes: readonly ForecastNode[], modemPorts: readonly string[], meant: MeantWay | null = null): ForecastWay | null {
  const ways = [...controlledWays(nodes), ...otherWays(nodes, dialNode(nodes, modemPorts, meant))];
  const wanted: readonly ForecastWay['proto'][] = meant?.mode ? protosOf[meant.mode] : [];
  return ways.find(({ proto }) => wanted.includes(proto)) ?? ways[0] ?? null;
}

function controlledWays(nodes: readonly ForecastNode[]): ForecastWay[] {
  return CONTROLLED.flatMap(([driver, proto]) => {
    const control = nodes.find((n) => n.driver === driver && n.node !== null);
    return control?.node ? [{ proto, device: control.node, net: netBeside(nodes, control.interfaceNumber) }] : [];
  });
}

function otherWays(nodes: readonly ForecastNode[], tty: string | null): ForecastWay[] {
  const direct = nodes.find((n) => n.driver === 'sierra_net' && n.net !== null);
  const card = nodes.find((n) => CARDS.has(n.driver) && n.net !== null);
  return [
    ...(direct && tty ? [{ proto: 'directip' as const, device: tty, net: direct.net }] : []),
    ...(card?.net ? [{ proto: 'dhcp' as const, device: card.net, net: card.net }] : []),
    ...(tty ? [{ proto: '3g' as const, device: tty, net: null }] : []),
  ];
}

function dialNode(nodes: readonly ForecastNode[], modemPorts: readonly string[], meant: MeantWay | null): string | null {
  const ttys = nodes.filter(({ node }) => node?.startsWith('/dev/ttyUSB') || node?.startsWith('/dev/ttyACM'));
  if (!meant) return modemPorts[0] ?? ttys[0]?.node ?? null;
  for (const number of meant.dials) {
    const found = ttys.find(({ interfaceNumber }) => interfaceNumber === number);
    if (found) return found.node;
  }
  return null;
}

function netBeside(nodes: readonly ForecastNode[], interfaceNumber: number): string | null {
  return nodes.find((n) => n.interfaceNumber === interfaceNumber && n.net !== null)?.net ?? null;
}
