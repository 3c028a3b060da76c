import assert from 'node:assert/strict';
import { newIdForecast } from '../../../electron/bench/forecast/new-ids.ts';
import { forecast } from '../../../electron/drivers/forecast.ts';
import type { GivenId } from '../../../electron/drivers/given-id.ts';
import type { NewId } from '../../../electron/drivers/new-id.ts';
import type { DeviceShape } from '../../../electron/drivers/shape.ts';
import { forRouter } from '../../../electron/openwrt/features/feature.ts';
import { newIdLines } from '../../../electron/openwrt/new-id-lines.ts';
import { programs } from '../../../electron/openwrt/router-paths.ts';
import newIdProgram from '../../../electron/openwrt/scripts/new-id.sh?raw';
import { type DriverTables, kernelTables, tableKernels } from '../../../modem-db/drivers/index.ts';
import { shapesOf } from '../../drivers/practice-shapes.ts';
import type { LabCase } from '../case.ts';
import { model, parseBindings, usbId } from './model.ts';

/** Of no release of OpenWrt: the lab's. */
const labTables = (): DriverTables => kernelTables(tableKernels().at(-1) ?? '');

function shapeOf(name: string): DeviceShape {
  const [only] = shapesOf(model(name), 'qmi');
  assert.ok(only);
  return only.shape;
}

/** Diagnosis, NMEA, AT, modem, QMI: all of Quectel's have these numbers. */
const use = {
  mode: 'qmi',
  roles: new Map([
    [0, 'diag'],
    [1, 'gps'],
    [2, 'at'],
    [3, 'modem'],
    [4, 'control'],
  ] as const),
} as const;

/** Loads the drivers anew, without any id that they were given, in OpenWrt's order: `/etc/modules.d` by name. */
const freshDrivers = `modprobe -r option qmi_wwan; modprobe qmi_wwan && modprobe option || exit`;

/** As the modules' order on the router, `bindings` of each such device goes to `$LAB_CASE/$1`, a blank line between. */
const look = (id: string) => `look() {
  settle
  : > "$LAB_CASE/$1"
  for device in /sys/bus/usb/devices/[0-9]*-[0-9]*; do
    case $device in *:*) continue ;; esac
    [ "$(cat "$device/idVendor"):$(cat "$device/idProduct")" = ${id} ] || continue
    bindings "\${device##*/}" >> "$LAB_CASE/$1"
    echo >> "$LAB_CASE/$1"
  done
}`;

const drivers = (text: string) =>
  text
    .trim()
    .split('\n\n')
    .map((device) => parseBindings(device).map(({ interfaceNumber, driver }) => `${interfaceNumber} ${driver ?? '-'}`));
const foretold = (shape: DeviceShape, ids: readonly GivenId[], again = false) =>
  forecast(shape, labTables(), null, { ids, again }).interfaces.map(({ number, driver }) => `${number} ${driver ?? '-'}`);

/**
 * The program of the bundle gives a dongle's id to the drivers that lack it: when the router starts with it, when it was let go and taken
 * anew, and when it is plugged in again, with an alike one beside it at once; and takes ports back that qmi_wwan has of it. Each has one wwanN and one cdc-wdmN, and its ports with option. udev
 * calls the program for all interfaces at once, procd for one after the other: the harder way.
 */
export function newIdCase(name: string): LabCase {
  const id = usbId(name, 'qmi');
  const { ids } = newIdForecast(shapeOf(name), labTables(), use, null, true);
  return {
    name: `a bundle gives the id of ${name} to drivers`,
    guest: 'peers',
    models: [],
    script: `${freshDrivers}
mkdir -p /etc/modem-bench '${programs.newId.replace(/\/[^/]*$/, '')}' /run/udev/rules.d
cat > /etc/modem-bench/wwan.new-id << 'END'
${newIdLines(ids)}END
cat > '${programs.newId}' << 'END'
${forRouter(newIdProgram)}END
cat > /run/hook << END
#!/bin/sh
logger() { echo "\\$*" >> "$LAB_CASE/log"; }
. '${programs.newId}'
END
chmod +x /run/hook
${look(id)}
finish() {
  rm -f /run/udev/rules.d/99-hook.rules /etc/modem-bench/wwan.new-id
  udevadm control --reload
  exit "$1"
}
plug ${name} && look before || finish 1
ACTION=boot /run/hook && look at-start || finish 1
echo 'SUBSYSTEM=="usb", RUN+="/run/hook"' > /run/udev/rules.d/99-hook.rules
udevadm control --reload
path=$(usb_path ${id})
echo 0 > "/sys/bus/usb/devices/$path/authorized" && sleep 1 && echo 1 > "/sys/bus/usb/devices/$path/authorized" && look taken-anew || finish 1
unplug && wait_for usb_empty && modem_do 'plug ${name}' && modem_do 'plug ${name}' && look two || finish 1
cat /sys/bus/usb/drivers/qmi_wwan/new_id > "$LAB_CASE/left"
rm -f /run/udev/rules.d/99-hook.rules
udevadm control --reload
echo '${id.replace(':', ' ')}' > /sys/bus/usb/drivers/qmi_wwan/new_id || finish 1
unplug && wait_for usb_empty && plug ${name} && look taken || finish 1
echo '${id.replace(':', ' ')}' > /sys/bus/usb/drivers/qmi_wwan/remove_id || finish 1
path=$(usb_path ${id})
for number in 0 1 2 3 4; do
  ACTION=add DEVTYPE=usb_interface DEVPATH="/devices/$path/$path:1.$number" /run/hook
done
look taken-back
finish 0
`,
    limit: 240,
    check: async ({ status, read }) => {
      assert.equal(status, 0);
      const shape = shapeOf(name);
      assert.deepEqual(drivers(await read('before')), [foretold(shape, [])]);
      const right = ['0 option', '1 option', '2 option', '3 option', '4 qmi_wwan'];
      const given = ids.map((one) => one.given);
      for (const again of [false, true]) assert.deepEqual(foretold(shape, given, again), right);
      for (const [file, count] of [
        ['at-start', 1],
        ['taken-anew', 1],
        ['two', 2],
        ['taken-back', 1],
      ] as const) {
        const text = await read(file);
        assert.deepEqual(drivers(text), Array(count).fill(right), file);
        const nodes = parseBindings(text).flatMap((one) => one.nodes.map((node) => node.replace(/\d.*$/, '')));
        for (const [kind, each] of [
          ['cdc-wdm', 1],
          ['ttyUSB', 4],
        ] as const)
          assert.equal(nodes.filter((node) => node === kind).length, each * count, `${file}: ${nodes.join(' ')}`);
        assert.equal(nodes.filter((node) => node.startsWith('ww')).length, count, `${file}: ${nodes.join(' ')}`);
      }
      assert.equal(await read('left'), '');
      // As if an alike dongle had had its turn just then.
      assert.deepEqual(drivers(await read('taken')), [['0 option', '1 qmi_wwan', '2 qmi_wwan', '3 qmi_wwan', '4 qmi_wwan']]);
      const log = await read('log');
      assert.doesNotMatch(log, /daemon\.err/);
      return [
        `${ids.map(({ driver, text }) => `${driver} ${text}`).join(', ')}: ${right.join(', ')}`,
        `${log.trim().split('\n').length} lines in the log`,
      ];
    },
  };
}

interface Probe {
  readonly what: string;
  readonly ids: readonly Pick<NewId, 'driver' | 'text' | 'given'>[];
}

/** What the kernel makes of ids is what the forecast says, in the order of giving and at the next attach. */
export function givenIdsCase(name: string): LabCase {
  const id = usbId(name, 'qmi');
  const shape = shapeOf(name);
  const { vid, pid } = shape;
  const given = (driver: string, info: string, reference: string, c = 'ff') => ({
    driver: driver === 'option' ? 'option1' : driver,
    text: `${id.replace(':', ' ')} ${c}${reference === '' ? '' : ` ${reference}`}`,
    given: { driver, vid, pid, class: Number.parseInt(c, 16), info },
  });
  const qmi = given('qmi_wwan', 'qmi_wwan_info', '');
  const probes: readonly Probe[] = [
    { what: 'option without a reference', ids: [given('option', '', '')] },
    { what: 'another class', ids: [given('option', '', '', 'fe')] },
    { what: 'a reference that reserves', ids: [given('option', 'RSVD(4)', '2c7c 0296')] },
    { what: 'the first row of a reference', ids: [given('option', 'NUMEP2', '2c7c 0125')] },
    { what: 'qmi_wwan alone', ids: [qmi] },
    { what: 'qmi_wwan first', ids: [qmi, given('option', 'RSVD(4)', '2c7c 0296')] },
    { what: 'option first', ids: [given('option', 'RSVD(4)', '2c7c 0296'), qmi] },
  ];
  const folder = (driver: string) => (driver === 'option1' ? '/sys/bus/usb-serial/drivers/option1' : `/sys/bus/usb/drivers/${driver}`);
  const give = ({ driver, text }: Probe['ids'][number], kept: boolean) =>
    [
      ...(kept ? [] : [`echo '${text}' > ${folder(driver)}/new_id || exit`]),
      // As the program does: what has no remove_id keeps it.
      ...(driver === 'qmi_wwan' ? [`echo '${id.replace(':', ' ')}' > ${folder(driver)}/remove_id || exit`] : []),
    ].join('\n');
  return {
    name: `the kernel takes ids of ${name} as foretold`,
    guest: 'prepare more',
    full: true,
    models: [],
    script: `${look(id)}
${probes
  .map(
    ({ ids }, at) => `unplug; wait_for usb_empty
${freshDrivers}
plug ${name} || exit
${ids.map((one) => give(one, false)).join('\n')}
look first-${at}
unplug && wait_for usb_empty && plug ${name} || exit
${ids.map((one) => give(one, one.driver === 'option1')).join('\n')}
look again-${at}`,
  )
  .join('\n')}
echo '${id.replace(':', ' ')} ff dead beef' > /sys/bus/usb-serial/drivers/option1/new_id 2> /dev/null && exit 7
exit 0
`,
    limit: 300,
    check: async ({ status, read }) => {
      assert.equal(status, 0);
      const lines = await Promise.all(
        probes.map(async ({ what, ids }, at) => {
          const all = ids.map((one) => one.given);
          assert.deepEqual(drivers(await read(`first-${at}`)), [foretold(shape, all)], `${what}, first`);
          assert.deepEqual(drivers(await read(`again-${at}`)), [foretold(shape, all, true)], `${what}, again`);
          return `${what}: ${foretold(shape, all).join(', ')}`;
        }),
      );
      return lines;
    },
  };
}
