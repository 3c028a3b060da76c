import assert from 'node:assert/strict';
import type { VirtualIdentity } from '../../../electron/virtual/identity.ts';
import type { LabCase } from '../case.ts';
import { usbId } from './model.ts';

/** The real qmicli reads identity and signal over the kernel's control node. */
export function qmicliCase(name: string, composition: string, identity: VirtualIdentity): LabCase {
  return {
    name: `qmicli reads ${name}`,
    guest: 'peers',
    models: [`${name} ${composition}`],
    script: `path=$(usb_path ${usbId(name, composition)}) || exit 1
wait_for "[ -n \\"\\$(node_of $path qmi_wwan cdc-wdm)\\" ]" || exit
node=/dev/$(node_of "$path" qmi_wwan cdc-wdm)
for question in --dms-get-ids --dms-get-model --nas-get-signal-info; do
  timeout 20 qmicli -d "$node" "$question" || exit
done
`,
    check: ({ status, stdout }) => {
      assert.equal(status, 0);
      assert.equal(/IMEI: '(\d+)'/.exec(stdout)?.[1], identity.imei);
      assert.equal(/Model: '(.*)'/.exec(stdout)?.[1], identity.model);
      assert.match(stdout, /Successfully got signal info/);
      const rssi = /RSSI: '(-\d+) dBm'/.exec(stdout)?.[1];
      assert.ok(rssi !== undefined, 'no RSSI');
      return [`IMEI ${identity.imei}, model ${identity.model}, RSSI ${rssi} dBm`];
    },
  };
}
