import type { RouterFinding, RouterSummary } from '../../contract/router-backup.ts';
import type { Wishes } from '../../contract/wishes.ts';
import type { FitFacts } from './fit-facts.ts';
import { type Network, overlap } from './ipv4.ts';
import { finding } from './phrases.ts';

/** What routers in a stick have where nobody changed it: HiLink's, and the one that OpenWrt's own LAN has as well. */
const usual = ['192.168.8.1', '192.168.1.1'];
/** Such a router's network, when only its address is known. */
const PREFIX = 24;

/** Where the network of a dongle that is a router itself is one that the router has already: no packet would find its way. */
export function lanFindings({ proto, routerAddress = null }: FitFacts, wishes: Wishes, { interfaces }: RouterSummary): RouterFinding[] {
  if (routerAddress === null && (proto !== 'dhcp' || wishes.onRouter.way !== 'mode')) return [];
  const own = interfaces.filter(({ name }) => name !== wishes.interfaceName);
  const networks = own.flatMap(({ name, addresses }) => addresses.map((address) => ({ name, address })));
  const sticks = (routerAddress === null ? usual : [routerAddress]).map((address): Network => ({ address, prefix: PREFIX }));
  const used = [...networks.map(({ address }) => address), ...sticks, ...usual.map((address) => ({ address, prefix: PREFIX }))];
  return sticks.flatMap((stick) =>
    networks
      .filter(({ address }) => overlap(address, stick))
      .slice(0, 5)
      .map(({ name, address: { address, prefix } }) =>
        finding('warning', routerAddress === null ? 'lan-clash-possible' : 'lan-clash', {
          address: stick.address,
          interface: name,
          network: `${address}/${prefix}`,
          free: freeAddress(used),
        }),
      ),
  );
}

/** First of 192.168.2.1, 192.168.3.1, ... whose /24 nobody has. */
function freeAddress(used: readonly Network[]): string {
  const numbers = Array.from({ length: 253 }, (_, at) => at + 2);
  const found = numbers
    .map((number) => `192.168.${number}.1`)
    .find((address) => !used.some((network) => overlap(network, { address, prefix: PREFIX })));
  return found ?? '10.73.0.1';
}
