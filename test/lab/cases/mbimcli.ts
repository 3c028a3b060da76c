import assert from 'node:assert/strict';
import type { VirtualIdentity } from '../../../electron/virtual/identity.ts';
import type { LabCase } from '../case.ts';
import { usbId } from './model.ts';

/**
 * The real mbimcli reads identity, SIM, registration and signal over the kernel's control node and connects; then an echo goes
 * out and comes back over the kernel's net device, which is in the transfer blocks of cdc_mbim. Disconnected, nothing comes back.
 */
export function mbimcliCase(name: string, composition: string, identity: VirtualIdentity): LabCase {
  const { address, mask, gateway } = identity.ip;
  return {
    name: `mbimcli reads ${name} and connects`,
    guest: 'peers',
    models: [`${name} ${composition}`],
    script: `path=$(usb_path ${usbId(name, composition)}) || exit 1
wait_for "[ -n \\"\\$(node_of $path cdc_mbim cdc-wdm)\\" ]" || exit
node=/dev/$(node_of "$path" cdc_mbim cdc-wdm)
net=$(node_of "$path" cdc_mbim ww)
[ -n "$net" ] || exit 1
for question in --query-device-caps --query-subscriber-ready-status --query-registration-state --query-signal-state --query-home-provider --query-device-services; do
  timeout 20 mbimcli -d "$node" "$question" || exit
done
timeout 20 mbimcli -d "$node" --no-close --connect=apn=internet,ip-type=ipv4 || exit
timeout 20 mbimcli -d "$node" --no-open=20 --no-close --query-ip-configuration || exit
ip link set "$net" up
ip addr add ${address}/${prefixOf(mask)} dev "$net"
busybox ping -c 2 -W 5 ${gateway} || exit
busybox ping -c 1 -W 5 -s 1400 ${gateway} || exit
timeout 20 mbimcli -d "$node" --no-open=30 --disconnect=0 || exit
if busybox ping -c 1 -W 2 ${gateway}; then exit 1; fi
echo disconnected
`,
    check: ({ status, stdout, stderr }) => {
      assert.equal(status, 0, stderr);
      const field = (key: string) => new RegExp(`${key}: '(.*)'`).exec(stdout)?.[1];
      assert.equal(field('Device ID'), identity.imei);
      assert.equal(field('Firmware info'), identity.revision);
      assert.equal(field('Ready state'), 'initialized');
      assert.equal(field('Subscriber ID'), identity.imsi);
      assert.equal(field('SIM ICCID'), identity.iccid);
      assert.equal(field('Register state'), 'home');
      assert.equal(field('Provider ID'), identity.mcc + identity.mnc);
      assert.equal(field('Provider name'), identity.operatorName);
      assert.match(stdout, /Successfully connected/);
      assert.match(stdout, new RegExp(`IP \\[0\\]: '${address}/${prefixOf(mask)}'`));
      assert.match(stdout, new RegExp(`Gateway: '${gateway}'`));
      assert.match(stdout, /2 packets transmitted, 2 packets received/);
      assert.match(stdout, /1408 bytes from/);
      assert.match(stdout, /Successfully disconnected[\s\S]*disconnected$/m);
      return [`IMEI ${identity.imei}, ${address} over cdc_mbim, echoes from ${gateway}`];
    },
  };
}

const prefixOf = (mask: string) => mask.split('.').reduce((bits, part) => bits + Number(part).toString(2).replaceAll('0', '').length, 0);
