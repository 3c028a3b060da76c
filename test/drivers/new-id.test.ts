import { describe, expect, it } from 'vitest';
import { cautiousShape } from '../../electron/drivers/cautious-shape.ts';
import { forecast } from '../../electron/drivers/forecast.ts';
import { givings } from '../../electron/drivers/given-id.ts';
import { idReferences, type WantedBindings } from '../../electron/drivers/id-references.ts';
import { newIds } from '../../electron/drivers/new-id.ts';
import type { DeviceShape, ShapeInterface } from '../../electron/drivers/shape.ts';
import { type DriverRow, type DriverTables, driverTables, kernelTables, tableReleases } from '../../modem-db/drivers/index.ts';
import { face, pair, shape, trio } from './shapes.ts';

const port = (number: number, triple = 'ff/ff/40') => face(number, triple, { endpoints: trio(number % 7) });
/** The EM060K of openwrt/openwrt 16165: option has rows for its ports, qmi_wwan none, on all of OpenWrt's kernels. */
const em060k = shape('2c7c:030b', [
  face(0, 'ff/ff/30', { endpoints: pair(1) }),
  port(1, 'ff/00/40'),
  port(2),
  port(3),
  port(4, 'ff/ff/ff'),
]);
const ports: WantedBindings = new Map([0, 1, 2, 3].map((number) => [number, 'option']));
const qmi = (number: number): WantedBindings => new Map([...ports, [number, 'qmi_wwan']]);

const lines = (shapes: readonly [DeviceShape, ...DeviceShape[]], release: string, wanted: WantedBindings) =>
  newIds(shapes, driverTables(release), wanted)?.map(({ driver, text }) => `${driver} ${text}`) ?? null;

/** The row whose driver_info the kernel takes for a reference: the first with the id in the whole table. */
function referenceRow({ drivers }: DriverTables, driver: string, text: string): DriverRow | undefined {
  const [, , , vid = '', pid = ''] = text.split(' ');
  const rows = drivers.get(driver) ?? [];
  return rows.find((row) => row.vid === Number.parseInt(vid, 16) && row.pid === Number.parseInt(pid, 16));
}

describe('the ids that a driver lacks', () => {
  it('are none where the tables do it', () => {
    const ec25 = shape('2c7c:0125', [
      face(0, 'ff/ff/ff'),
      port(1, 'ff/00/00'),
      port(2, 'ff/00/00'),
      port(3, 'ff/00/00'),
      port(4, 'ff/ff/ff'),
    ]);
    expect(lines([ec25], '24.10.8', qmi(4))).toEqual([]);
  });

  it('are that of QMI alone where option has the ports by its own table', () => {
    expect(lines([em060k], '24.10.8', qmi(4))).toEqual(['qmi_wwan 2c7c 030b ff 2c7c 0125']);
  });

  it('are that of option before it where it has not, with a reference that reserves QMI', () => {
    for (const release of ['21.02.0', '22.03.0'])
      expect(lines([em060k], release, qmi(4)), release).toEqual(['option1 2c7c 030b ff 2c7c 0296', 'qmi_wwan 2c7c 030b ff 2c7c 0125']);
  });

  it('are that of option as well where there may be a port that the table does not know', () => {
    const both = ['option1 2c7c 030b ff 2c7c 0296', 'qmi_wwan 2c7c 030b ff 2c7c 0125'];
    expect(lines([em060k, cautiousShape(em060k)], '24.10.8', qmi(4))).toEqual(both);
    // Its table has this one whatever its codes are, and reserves its interface 1.
    const fn980 = shape('1bc7:1057', [face(0, 'ff/ff/30'), port(2, 'ff/ff/ff'), port(3), port(4), port(5)]);
    const wanted: WantedBindings = new Map([
      [0, 'option'],
      [2, 'qmi_wwan'],
      [3, 'option'],
      [4, 'option'],
      [5, 'option'],
    ]);
    expect(lines([fn980, cautiousShape(fn980)], '22.03.7', wanted)).toEqual(['qmi_wwan 1bc7 1057 ff 1bc7 1031']);
    // That it reserves that one is known of a kernel that does not know the device yet.
    expect(lines([fn980, cautiousShape(fn980)], '21.02.0', wanted)).toEqual([
      expect.stringMatching(/^option1 /),
      'qmi_wwan 1bc7 1057 ff 1bc7 1031',
    ]);
  });

  it('need no reference of option where nothing is reserved', () => {
    const mbim = shape('dead:beef', [face(8, '02/0e/00'), face(9, '0a/00/02'), port(0), port(1), port(2), port(3)]);
    expect(lines([mbim], '24.10.8', ports)).toEqual(['option1 dead beef ff']);
  });

  it('do not exist where no reference reserves what option must leave', () => {
    const odd = shape(
      'dead:beef',
      [...Array(12).keys()].map((number) => port(number)),
    );
    expect(lines([odd], '24.10.8', new Map([[11, 'qmi_wwan']]))).toBeNull();
    const none: WantedBindings = new Map([0, 1, 2, 3].map((number) => [number, number === 3 ? null : 'option']));
    const four = shape('dead:beef', [port(0), port(1), port(2), port(3)]);
    expect(lines([four], '24.10.8', none)).toEqual(['option1 dead beef ff 05c6 6001']);
  });

  it('do not exist where the driver has a row that refuses, or has no table for ids', () => {
    // NUMEP2: the ff/ff/ff of an EC25 that has three endpoints.
    const ec25 = shape('2c7c:0125', [port(0, 'ff/ff/ff'), port(1, 'ff/00/00')]);
    expect(lines([ec25], '24.10.8', new Map([[0, 'option']]))).toBeNull();
    const card = shape('dead:beef', [face(0, 'ff/01/16', { endpoints: trio(1) })]);
    expect(lines([card], '24.10.8', new Map([[0, 'huawei_cdc_ncm']]))).toBeNull();
  });

  it('give no port to qmi_wwan, and take none from a driver that has it', () => {
    // qcserial has the EM7590 on 21.02.7, and qmi_wwan not yet; a guard by option would have its ports at the next attach.
    const sierra = shape('1199:c081', [face(0, 'ff/ff/ff'), port(2, 'ff/00/00'), port(3, 'ff/00/00'), port(8, 'ff/ff/ff')]);
    const wanted: WantedBindings = new Map([
      [0, 'qcserial'],
      [2, 'qcserial'],
      [3, 'qcserial'],
      [8, 'qmi_wwan'],
    ]);
    expect(lines([sierra], '21.02.7', wanted)).toEqual(['qmi_wwan 1199 c081 ff 1199 68c0']);
    expect(lines([sierra], '21.02.0', wanted)).toEqual(['qcserial 1199 c081 ff 1199 68a2', 'qmi_wwan 1199 c081 ff 1199 68c0']);
    const beside = shape('1199:c081', [face(0, 'ff/ff/ff'), port(2, 'ff/00/00'), port(3, 'ff/00/00'), port(4, 'ff/ff/ff'), port(5)]);
    expect(lines([beside], '21.02.7', new Map([[4, 'qmi_wwan']]))).toBeNull();
  });

  it('name references that all point releases of the series have, and whose flags are those that were reckoned with', () => {
    const unlisted = (interfaces: readonly ShapeInterface[]) => ({ ...shape('dead:beef', interfaces) });
    for (const number of [0, 1, 2, 3, 4, 5, 6])
      for (const release of ['21.02.0', '22.03.7', '23.05.0', '24.10.8', '25.12.5']) {
        const device = unlisted([...Array(number + 2).keys()].map((n) => port(n)));
        const wanted = new Map([...Array(number + 2).keys()].map((n) => [n, n === number ? 'qmi_wwan' : 'option']));
        const ids = newIds([device], driverTables(release), wanted) ?? [];
        expect(
          ids.map(({ driver }) => driver),
          `${number} ${release}`,
        ).toEqual(['option1', 'qmi_wwan']);
        for (const { text, given } of ids)
          for (const point of [release, release.startsWith('24.10') ? '24.10.0' : release])
            expect(referenceRow(driverTables(point), given.driver, text)?.info, `${point} ${text}`).toBe(given.info);
      }
  });

  it('are not of a reference that only some releases of the series have', () => {
    const rndis = shape('1bc7:0990', [
      face(0, 'e0/01/03'),
      face(1, '0a/00/00'),
      port(2, 'ff/ff/60'),
      port(3),
      port(4),
      port(5),
      port(6, 'ff/ff/30'),
    ]);
    const wanted: WantedBindings = new Map([2, 3, 4, 5, 6].map((number) => [number, 'option']));
    // NCTRL(6), which any kernel has for it, is in the tables of 24.10 from some release on.
    expect(lines([rndis], '25.12.5', wanted)).toEqual(['option1 1bc7 0990 ff 1bc7 10b1']);
    expect(lines([rndis], '24.10.8', wanted)).toEqual(['option1 1bc7 0990 ff']);
  });

  it('have as reference the row that the kernel finds first', () => {
    for (const release of tableReleases())
      for (const driver of ['option', 'qmi_wwan'])
        for (const { info, id } of idReferences(driver, em060k, driverTables(release), new Map())) {
          const text = id ? `2c7c 030b ff ${id.vid.toString(16)} ${id.pid.toString(16)}` : '';
          if (id) expect(referenceRow(driverTables(release), driver, text)?.info, `${release} ${driver} ${text}`).toBe(info);
        }
  });

  it('are of its own table for a kernel that no release has', () => {
    const lab = kernelTables('6.1.192');
    const ids = newIds([{ ...em060k, pid: 0x0128 }], lab, qmi(4)) ?? [];
    expect(ids.map(({ driver, text }) => `${driver} ${text}`)).toEqual(['qmi_wwan 2c7c 0128 ff 2c7c 0125']);
  });

  it('come in the order of their drivers, what takes all of a class last', () => {
    expect([...givings.keys()].at(-1)).toBe('qmi_wwan');
    const ids = newIds([em060k], driverTables('21.02.0'), qmi(4)) ?? [];
    const { interfaces } = forecast(em060k, driverTables('21.02.0'), null, { ids: ids.map(({ given }) => given) });
    expect(interfaces.map(({ number, driver, given }) => [number, driver, given])).toEqual([
      [0, 'option', true],
      [1, 'option', true],
      [2, 'option', true],
      [3, 'option', true],
      [4, 'qmi_wwan', true],
    ]);
  });
});
