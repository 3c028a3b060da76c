import assert from 'node:assert/strict';
import type { LabCase } from '../case.ts';
import { model, usbId } from './model.ts';

/** What the DHCP server behind a composition gives. */
export interface ExpectedLease {
  readonly address: string;
  readonly gateway: string;
  /** Length of the prefix. */
  readonly prefix: number;
}

/**
 * Bytes of an echo's data: an ordinary one; frames that make a whole number of USB packets of 512 bytes bare (ECM), in an RNDIS
 * message of 44 bytes more, and in an NCM block of 28 more (header 12, table 16); and the longest that fits into 1500.
 */
const SIZES = [56, 470, 426, 442, 1472];
const ECHOES = 3;

/** A real kernel names the network device of a composition as the model says, it gets an address by DHCP, and echoes come back in every size. */
export function networkCase(name: string, composition: string, lease: ExpectedLease): LabCase {
  const { driver, net } =
    model(name)
      .bindings(composition)
      .find((b) => b.net !== undefined) ?? {};
  return {
    name: `network of ${name} ${composition}: DHCP and echoes`,
    guest: 'peers',
    models: [`${name} ${composition}`],
    script: `path=$(usb_path ${usbId(name, composition)}) || exit 1
wait_for "ls /sys/bus/usb/devices/$path:*/net" || exit 1
net=$(ls /sys/bus/usb/devices/$path:*/net | grep -v : | head -n 1)
cat > lease.sh <<'END'
#!/bin/sh
[ "$1" = bound ] || exit 0
echo "lease $ip/$mask $router"
ip address add "$ip/$mask" dev "$interface"
ip route add default via "$router" dev "$interface"
END
chmod +x lease.sh
ip link set "$net" up
echo "net $(readlink "$(dirname "$(dirname "$(readlink -f "/sys/class/net/$net")")")/driver")"
busybox udhcpc -f -q -n -t 8 -T 2 -i "$net" -s "$PWD/lease.sh" || exit 1
for size in ${SIZES.join(' ')}; do
  echo "size $size"
  busybox ping -c ${ECHOES} -W 5 -s "$size" 192.0.2.1
done
ip -s link show dev "$net"
`,
    check: async ({ stdout, read }) => {
      assert.match(stdout, new RegExp(`^net .*/${driver}$`, 'm'));
      // What the kernel called it, before udev gave it a name of its own.
      assert.match(await read('kernel.log'), new RegExp(`${net}\\d+: register '${driver}'`));
      assert.ok(stdout.includes(`lease ${lease.address}/${lease.prefix} ${lease.gateway}`), 'no such lease');
      for (const size of SIZES) {
        const [, after = ''] = stdout.split(`size ${size}\n`);
        assert.match(after.split('size ')[0] ?? '', new RegExp(`${ECHOES} packets received, 0% packet loss`), `echoes of ${size} bytes`);
      }
      return [`${lease.address}, echoes of ${SIZES.join(', ')} bytes`];
    },
  };
}
