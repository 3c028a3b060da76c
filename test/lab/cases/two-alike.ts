import assert from 'node:assert/strict';
import { Wishes } from '../../../electron/contract/wishes.ts';
import { type BundleDongle, buildBundle, outlineBundle } from '../../../electron/openwrt/index.ts';
import { programs, routerPaths } from '../../../electron/openwrt/router-paths.ts';
import type { LabCase } from '../case.ts';
import { usbId } from './model.ts';

/** The router's own port names: a controller's port n is `1-(n+1)` on the guest's only USB 2 bus. */
const ports = ['1-1', '1-2'] as const;
const interfaces = ['one', 'two'] as const;

/**
 * Two alike dongles, two bundles, two interfaces: by the programs of the bundle each has its own, by the port, whatever the kernel calls their
 * nodes. Pulled out and plugged in the other order the nodes change places, and the interfaces do not. udev calls the program, as procd does.
 */
export async function twoAlikeCase(name: string, composition: string): Promise<LabCase> {
  const [vid = '', pid = ''] = usbId(name, composition).split(':');
  const dongle: BundleDongle = {
    ...{ name, vid, pid, mode: 'qmi', manufacturer: null, model: null, revision: null, imei: null, iccid: null },
    ...{ controlNode: '/dev/cdc-wdm0', netDevice: 'wwan0', vendorFamily: '' },
  };
  const inputs = interfaces.map((interfaceName, at) => ({
    wishes: Wishes.parse({ mode: 'qmi', router: '24.10.8', apn: 'internet', interfaceName, onRouter: { usbPort: ports[at] } }),
    dongle,
    generator: 'lab',
  }));
  const { contents } = await buildBundle(inputs[0] ?? fail());
  const file = (path: string) => new TextDecoder().decode(contents.find((one) => `/${one.path}` === path)?.data);
  const identities = inputs.map((input) => outlineBundle(input).identityLines.join('\n'));
  return {
    name: `two alike ${name}, two bundles, each its own`,
    guest: 'prepare more',
    models: [],
    script: `mkdir -p ${routerPaths.folder} /etc/hotplug.d/tty /lib/netifd /run/udev/rules.d /var/run
cat > ${programs.attach} << 'END'
${file(programs.attach)}END
cat > ${programs.attachTty} << 'END'
${file(programs.attachTty)}END
cat > ${routerPaths.folder}/one.usb << 'END'
${identities[0]}
END
cat > ${routerPaths.folder}/two.usb << 'END'
${identities[1]}
END
: > ${routerPaths.library}
echo 'proto_set_available() { echo "$1 $2" >> "$LAB_CASE/told"; }' > ${routerPaths.netifd}
cat > /run/hook << END
#!/bin/sh
LAB_CASE='$LAB_CASE'
uci() { return 1; }
logger() { echo "\\$*" >> "$LAB_CASE/log"; }
. '${programs.attachTty}'
END
chmod +x /run/hook
# What each interface has: the node, and the port of the device that the node belongs to.
look() {
  for name in ${interfaces.join(' ')}; do
    node=$(readlink ${routerPaths.links}/$name)
    place=$(readlink -f "/sys/class/usbmisc/\${node##*/}/device")
    place=\${place%/*}
    echo "$name \${node##*/} \${place##*/}"
  done > "$LAB_CASE/$1"
}
both() {
  wait_for '[ -e ${routerPaths.links}/one ] && [ -e ${routerPaths.links}/two ]' && udevadm settle && look "$1"
}
finish() {
  rm -f /run/udev/rules.d/99-hook.rules
  udevadm control --reload
  exit "$1"
}
echo 'SUBSYSTEM=="usb|usbmisc|tty|net", RUN+="/run/hook"' > /run/udev/rules.d/99-hook.rules
udevadm control --reload
plug ${name}@0 ${composition} && plug ${name}@1 ${composition} && both first || finish 1
unplug && wait_for usb_empty && wait_for '! [ -e ${routerPaths.links}/one ] && ! [ -e ${routerPaths.links}/two ]' || finish 1
plug ${name}@1 ${composition} && sleep 2 && udevadm settle || finish 1
ls ${routerPaths.links} > "$LAB_CASE/alone"
plug ${name}@0 ${composition} && both second || finish 1
finish 0
`,
    limit: 240,
    check: async ({ status, read }) => {
      assert.equal(status, 0);
      const seen = async (of: string) => (await read(of)).trim().split('\n');
      assert.deepEqual(await seen('first'), ['one cdc-wdm0 1-1', 'two cdc-wdm1 1-2']);
      // With the other one alone there, nobody takes it for his own.
      assert.deepEqual(await seen('alone'), ['two']);
      assert.deepEqual(await seen('second'), ['one cdc-wdm1 1-1', 'two cdc-wdm0 1-2']);
      const told = await seen('told');
      for (const name of interfaces) {
        const own = told.filter((line) => line.startsWith(`${name} `));
        // Unavailable in between, and available again in the end.
        assert.deepEqual([own.includes(`${name} 0`), own.at(-1)], [true, `${name} 1`]);
      }
      return ['nodes changed places, interfaces did not'];
    },
  };
}

function fail(): never {
  throw new Error('no bundle');
}
