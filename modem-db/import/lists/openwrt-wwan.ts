import { z } from 'zod';
import { type ListImporter, listedNames } from './importer.ts';
import { plainRemark } from './names.ts';

const Device = z.looseObject({ desc: z.string().max(200).optional() });
const FILE = /(?:^|\/)([0-9a-f]{4})-([0-9a-f]{4})$/i;

/** OpenWrt's own list for its protocol `wwan`: one file of JSON a device, `2c7c-0125`. */
export const openwrtWwan: ListImporter = {
  list: 'openwrt-wwan',
  title: 'OpenWrt, protocol wwan',
  place: 'package/network/utils/wwan/files/data',
  // usbmode has files of the same names in a `data` of its own.
  takes: (path) => FILE.test(path) && (!path.includes('/') || /(^|\/)files\/data\/[^/]+$/.test(path)),
  read: (texts) =>
    listedNames(
      texts.map(({ path, text }) => {
        const [, vid = '', pid = ''] = FILE.exec(path) ?? [];
        // Some of the files end in a comma, which the program that reads them lets pass.
        const { desc } = Device.parse(JSON.parse(text.replaceAll(/,(\s*[}\]])/g, '$1')));
        return [`${vid}:${pid}`.toLowerCase(), nameOf(desc)] as const;
      }),
    ),
};

/** Some say no more than a vendor's name. */
function nameOf(desc: string | undefined): string | null {
  const name = plainRemark(desc ?? '');
  return /^(\w+ )?(generic|unknown|modem|device)?$/i.test(name) || /x{3}/i.test(name) ? null : name;
}
