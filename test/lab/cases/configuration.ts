import assert from 'node:assert/strict';
import { configuration } from '../../../electron/openwrt/features/configuration.ts';
import { programs } from '../../../electron/openwrt/router-paths.ts';
import type { LabCase } from '../case.ts';
import { model, parseBindings, usbId } from './model.ts';

const seen = ['at-start', 'plugged-in', 'taken-anew'] as const;

/**
 * The program of the bundle puts a dongle whose drivers are bound into its configuration, and the other drivers come: at the start, when
 * it is plugged in, and when the kernel chose anew since the device was let go and taken again. udev calls it, as procd does on a router.
 */
export function configurationCase(name: string, composition: string, value: number): LabCase {
  const id = usbId(name, composition);
  const [vid = '', pid = ''] = id.split(':');
  const text = configuration({ vid, pid, value }).programs?.find(({ path }) => `/${path}` === programs.configuration)?.data;
  return {
    name: `a bundle puts ${name} into configuration ${value}`,
    guest: 'prepare more',
    full: true,
    models: [name],
    script: `mkdir -p /etc/modem-bench '${programs.configuration.replace(/\/[^/]*$/, '')}' /run/udev/rules.d
echo '${vid} ${pid} ${value}' > /etc/modem-bench/wwan.configuration
cat > '${programs.configuration}' << 'END'
${new TextDecoder().decode(text)}END
cat > /run/hook << END
#!/bin/sh
logger() { echo "\\$*" >> "$LAB_CASE/log"; }
. '${programs.configuration}'
END
chmod +x /run/hook
look() {
  settle
  path=$(usb_path ${id}) || return
  wait_for "grep -qx ${value} /sys/bus/usb/devices/$path/bConfigurationValue" && sleep 2 && settle || return
  bindings "$path" > "$LAB_CASE/$1"
}
finish() {
  rm -f /run/udev/rules.d/99-hook.rules
  udevadm control --reload
  exit "$1"
}
path=$(usb_path ${id}) || exit
cat "/sys/bus/usb/devices/$path/bConfigurationValue" > "$LAB_CASE/chosen"
ACTION=boot /run/hook && look at-start || exit
echo 'SUBSYSTEM=="usb", RUN+="/run/hook"' > /run/udev/rules.d/99-hook.rules
udevadm control --reload
unplug ${name} && wait_for usb_empty && plug ${name} && look plugged-in || finish 1
cp "$LAB_CASE/log" "$LAB_CASE/log-plugged-in"
echo 0 > "/sys/bus/usb/devices/$path/authorized" && sleep 2 && echo 1 > "/sys/bus/usb/devices/$path/authorized" && look taken-anew || finish 1
finish 0
`,
    limit: 240,
    check: async ({ status, read }) => {
      assert.equal(status, 0);
      const chosen = (await read('chosen')).trim();
      assert.notEqual(chosen, String(value));
      const expected = model(name)
        .bindings(composition, value)
        .map(({ interfaceNumber, driver }) => [interfaceNumber, driver]);
      for (const file of seen) {
        const bound = parseBindings(await read(file)).map(({ interfaceNumber, driver }) => [interfaceNumber, driver]);
        for (const one of expected) assert.deepEqual(bound.find(([number]) => number === one[0]) ?? [one[0], null], one, file);
      }
      const change = `-t modem-bench -p daemon.notice the dongle ${id} is in the USB configuration ${value} now; it was in ${chosen}`;
      // One change for each time that it is plugged in: what comes after the first changes nothing.
      assert.deepEqual((await read('log-plugged-in')).trim().split('\n'), [change, change]);
      assert.doesNotMatch(await read('log'), /daemon\.err/);
      return [`from configuration ${chosen} to ${value}: ${expected.map(([number, driver]) => `${number} ${driver ?? '-'}`).join(', ')}`];
    },
  };
}
