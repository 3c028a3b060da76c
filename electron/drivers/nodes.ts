import type { NetKind, Taken } from './rules/outcome.ts';

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
  readonly #next = new Map<string, number>();

  #number(kind: string): number {
    const number = this.#next.get(kind) ?? 0;
    this.#next.set(kind, number + 1);
    return number;
  }

  add(interfaceNumber: number, driver: string, { wdm, net, ttys }: Taken): void {
    const about = { interfaceNumber, driver };
    if (wdm) this.nodes.push({ ...about, node: `/dev/cdc-wdm${this.#number('cdc-wdm')}`, net: null, orNet: null });
    for (let i = 0; i < (ttys?.count ?? 0); i++) {
      const kind = ttys?.kind ?? 'ttyUSB';
      const number = this.#number(kind);
      if (ttys?.hidden === undefined) this.nodes.push({ ...about, node: `/dev/${kind}${number}`, net: null, orNet: null });
    }
    if (net) this.nodes.push({ ...about, node: null, net: this.#netName(net), orNet: net === 'card' ? 'ethN' : null });
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

const protoOfDriver = { qmi_wwan: 'qmi', cdc_mbim: 'mbim', huawei_cdc_ncm: 'ncm' } as const;
const CARDS = ['cdc_ether', 'rndis_host', 'cdc_ncm', 'cdc_eem', 'ipheth', 'kalmia', 'lg-vl600', 'cdc_subset'];

/** The best of the ways that the nodes allow; `modemPorts` are serial nodes with an interrupt endpoint, which dial. */
export function wayOf(nodes: readonly ForecastNode[], modemPorts: readonly string[]): ForecastWay | null {
  const tty = modemPorts[0] ?? nodes.find(({ node }) => /^\/dev\/tty(USB|ACM)/.test(node ?? ''))?.node ?? null;
  for (const [driver, proto] of Object.entries(protoOfDriver)) {
    const control = nodes.find((n) => n.driver === driver && n.node?.startsWith('/dev/cdc-wdm'));
    if (control?.node) return { proto, device: control.node, net: netBeside(nodes, control.interfaceNumber) };
  }
  const direct = nodes.find((n) => n.driver === 'sierra_net' && n.net !== null);
  if (direct && tty) return { proto: 'directip', device: tty, net: direct.net };
  const card = nodes.find((n) => CARDS.includes(n.driver) && n.net !== null);
  if (card?.net) return { proto: 'dhcp', device: card.net, net: card.net };
  return tty ? { proto: '3g', device: tty, net: null } : null;
}

function netBeside(nodes: readonly ForecastNode[], interfaceNumber: number): string | null {
  return nodes.find((n) => n.interfaceNumber === interfaceNumber && n.net !== null)?.net ?? null;
}
