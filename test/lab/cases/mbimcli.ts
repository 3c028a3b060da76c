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

/** What the virtual function beyond MBIM 1.0 is asked. */
interface Beyond {
  /** Services as mbimcli 1.28 calls them, in the order of the list. */
  readonly services: readonly string[];
  /** Whether it has MBIMEx 2.0. */
  readonly extensions?: boolean;
  /** What `--quectel-query-radio-state` says; absent: it has no such command. */
  readonly quectel?: 'on' | 'fcc-locked';
}

/**
 * The real mbimcli and qmicli read what the function has beside Basic Connect: the list of services, the radio with its lock, the PIN, the
 * signal in the form of MBIMEx 2.0, and QMI inside MBIM through the proxy.
 */
export function mbimServicesCase(name: string, composition: string, identity: VirtualIdentity, beyond: Beyond): LabCase {
  const { rssi, rsrp, rsrq, snr } = identity.signal;
  const locked = beyond.quectel === 'fcc-locked';
  const questions = [
    '--query-device-services',
    '--query-radio-state',
    '--query-pin-state',
    '--query-pin-list',
    ...(beyond.extensions
      ? [
          '--device-open-ms-mbimex-v2 --query-signal-state',
          '--device-open-ms-mbimex-v2 --query-registration-state',
          '--device-open-ms-mbimex-v2 --query-packet-service-state',
        ]
      : []),
    ...(beyond.quectel ? ['--quectel-query-radio-state'] : []),
  ];
  return {
    name: `mbimcli and qmicli read the services of ${name} ${composition}`,
    guest: 'peers',
    models: [`${name} ${composition}`],
    script: `path=$(usb_path ${usbId(name, composition)}) || exit 1
wait_for "[ -n \\"\\$(node_of $path cdc_mbim cdc-wdm)\\" ]" || exit
node=/dev/$(node_of "$path" cdc_mbim cdc-wdm)
${questions.map((question) => `timeout 20 mbimcli -d "$node" ${question} || exit`).join('\n')}
for question in --dms-get-ids --nas-get-signal-info; do
  timeout 30 qmicli -p -d "$node" --device-open-mbim "$question" || exit
done
${locked ? 'timeout 20 mbimcli -p -d "$node" --quectel-set-radio-state=on && timeout 20 mbimcli -p -d "$node" --quectel-query-radio-state' : ''}
`,
    limit: 120,
    check: ({ status, stdout, stderr }) => {
      assert.equal(status, 0, stderr);
      const all = (pattern: RegExp) => [...stdout.matchAll(pattern)].map((found) => found[1]);
      assert.deepEqual(all(/Service: '(.*)'/g), ['basic-connect', ...beyond.services]);
      assert.match(stdout, new RegExp(`Hardware radio state: 'on'\\s+Software radio state: '${locked ? 'off' : 'on'}'`));
      assert.match(stdout, /PIN state: 'unlocked'\s+PIN type: 'pin1'\s+Remaining attempts: '3'/i);
      assert.match(stdout, /PIN1:\s+Mode: 'disabled'/i);
      if (beyond.quectel) assert.equal(all(/Radio state retrieved: '(.*)'/g)[0], beyond.quectel);
      if (locked) assert.equal(all(/Radio state retrieved: '(.*)'/g)[1], 'on');
      if (beyond.extensions && !locked) {
        assert.match(
          stdout,
          new RegExp(`RSRP/SNR info: 'lte'\\s+RSRP: '${rsrp} dBm'\\s+SNR: '${(Math.floor(2 * snr) / 2).toFixed(1)} dB'`),
        );
        assert.match(stdout, /Preferred data classes: 'gprs, edge, umts, hsdpa, hsupa, lte'/);
        assert.match(stdout, /Packet service state: 'attached'\s+Available data classes: 'lte'[\s\S]*Frequency range: '/);
      }
      assert.match(stdout, new RegExp(`IMEI: '${identity.imei}'`));
      if (!locked)
        assert.match(stdout, new RegExp(`LTE:\\s+RSSI: '${rssi} dBm'\\s+RSRQ: '${rsrq} dB'\\s+RSRP: '${rsrp} dBm'\\s+SNR: '${snr} dB'`));
      return [`services ${['basic-connect', ...beyond.services].join(', ')}`];
    },
  };
}

const prefixOf = (mask: string) => mask.split('.').reduce((bits, part) => bits + Number(part).toString(2).replaceAll('0', '').length, 0);
