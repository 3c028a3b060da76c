import assert from 'node:assert/strict';
import { huaweiNewMode } from '../../../modem-db/switch-messages.ts';
import type { LabCase } from '../case.ts';
import { expectedLines, usbId } from './model.ts';

/** The real usb_modeswitch gets the stick out of its disc state, sees it come back, and the drivers bind. */
export function modeswitchCase(name: string, target: string): LabCase {
  const [vendor, product] = usbId(name, 'disc').split(':');
  const [targetVendor, targetProduct] = usbId(name, target).split(':');
  return {
    name: `usb_modeswitch flips ${name}`,
    guest: 'peers',
    models: [name],
    script: `usb_modeswitch -v ${vendor} -p ${product} -V ${targetVendor} -P ${targetProduct} -M ${huaweiNewMode} -s 20 || exit
path=$(usb_path ${usbId(name, target)}) || exit 1
settle
${expectedLines(name, target)
  .map((line) => `wait_for "bindings $path | grep -Eq '${line}'" || exit`)
  .join('\n')}
`,
    check: ({ status, stdout, events }) => {
      assert.equal(status, 0);
      assert.match(stdout, /Mode switch succeeded/);
      const moves = events.filter((e) => e.event === 'attached').map((e) => e['composition']);
      assert.deepEqual(moves, ['disc', target]);
      return [`${vendor}:${product} to ${targetVendor}:${targetProduct}`];
    },
  };
}
