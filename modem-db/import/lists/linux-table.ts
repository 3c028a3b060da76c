import { type ListImporter, listedNames } from './importer.ts';
import { nameOfConstant, nameOfRemark } from './names.ts';

/** The id tables of the kernel's modem drivers, read from their source. */

const FILES = {
  option: 'drivers/usb/serial/option.c',
  qcserial: 'drivers/usb/serial/qcserial.c',
  sierra: 'drivers/usb/serial/sierra.c',
  qmi_wwan: 'drivers/net/usb/qmi_wwan.c',
  cdc_mbim: 'drivers/net/usb/cdc_mbim.c',
  cdc_ether: 'drivers/net/usb/cdc_ether.c',
  cdc_ncm: 'drivers/net/usb/cdc_ncm.c',
  huawei_cdc_ncm: 'drivers/net/usb/huawei_cdc_ncm.c',
};

/**
 * A built kernel's own list of the same, beside the tree: a kernel that is newer than the source at hand has ids there, without names.
 */
const ALIASES = 'modules.alias';

/** One list a driver. Rows that name no product (`USB_VENDOR_AND_INTERFACE_INFO`, `USB_INTERFACE_INFO`) are of no single id. */
export const linuxTables: readonly ListImporter[] = Object.entries(FILES).map(([driver, file]) => ({
  list: `linux-${driver.replaceAll('_', '-')}`,
  title: `Linux ${driver}`,
  driver,
  place: file,
  takes: (path) => path === file || path.endsWith(`/${file}`) || [file.slice(file.lastIndexOf('/') + 1), ALIASES].includes(path),
  read: (texts) => listedNames(texts.flatMap(({ path, text }) => [...(path === ALIASES ? aliasesOf(text, driver) : rowsOf(text))])),
}));

function* aliasesOf(text: string, driver: string): Generator<readonly [string, null]> {
  for (const [, vid = '', pid = '', by] of text.matchAll(/^alias usb:v([0-9A-F]{4})p([0-9A-F]{4})d\S* (\w+)$/gm))
    if (by === driver) yield [`${vid}:${pid}`.toLowerCase(), null];
}

/** A row by one of the macros of `include/linux/usb.h` (or a driver's own around them), or by its two fields. */
const ROW =
  /\b(?:USB_DEVICE\w*|QMI_[A-Z0-9_]+|DEVICE_[A-Z0-9]+)\s*\(\s*(\w+)\s*,\s*(\w+)|\.idVendor\s*=\s*(\w+)\s*,(?:\s|\/\*[^*]*\*\/)*\.idProduct\s*=\s*(\w+)/g;
const TABLE = /\bstruct\s+usb_device_id\s+\w+\s*\[\s*\]\s*=\s*\{([\s\S]*?)\n\};/g;
const REMARK = /\/\*([\s\S]*?)\*\//g;

function* rowsOf(text: string): Generator<readonly [string, string | null]> {
  const constants = constantsOf(text);
  for (const [, body = ''] of text.matchAll(TABLE)) {
    const remarks = [...body.matchAll(REMARK)].map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
      text: match[1] ?? '',
    }));
    let before = 0;
    for (const row of body.matchAll(ROW)) {
      const [vendor, product] = [row[1] ?? row[3] ?? '', row[2] ?? row[4] ?? ''];
      const start = row.index;
      if (remarks.some(({ from, to }) => from <= start && start < to)) continue;
      const vid = hexOf(vendor, constants);
      const pid = hexOf(product, constants);
      const told = start + row[0].length;
      const end = endOfLine(body, told);
      if (vid !== null && pid !== null) {
        const behind = remarks.find(({ from }) => from >= told && from < end)?.text;
        const ahead = remarks.findLast(({ from, to }) => from >= before && to <= start && opens(body.slice(to, start)))?.text;
        yield [`${vid}:${pid}`, nameOf({ behind, ahead, product, pid, constants })];
      }
      before = end;
    }
  }
}

interface Told {
  readonly behind: string | undefined;
  readonly ahead: string | undefined;
  readonly product: string;
  readonly pid: string;
  readonly constants: ReadonlyMap<string, Constant>;
}

/** The remark behind a row is its own; one ahead may be of more rows; a constant's name is somebody's shorthand. */
function nameOf({ behind, ahead, product, pid, constants }: Told): string | null {
  const remark = [behind, ahead, constants.get(product)?.remark].find((text) => text !== undefined && nameOfRemark(text) !== null);
  return remark === undefined ? nameOfConstant(product, pid) : nameOfRemark(remark);
}

/** Between a remark and its row stands nothing but what opens the row. */
const opens = (between: string) => /^\s*\{?\s*$/.test(between);

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

interface Constant {
  readonly value: string;
  readonly remark?: string;
}

function constantsOf(text: string): ReadonlyMap<string, Constant> {
  const lines = text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+(0[xX][0-9a-fA-F]{1,4})\b[ \t]*(?:\/\*(.*?)\*\/)?/gm);
  return new Map(
    [...lines].map(([, name = '', value = '', remark]) => [name, { value, ...(remark === undefined ? {} : { remark }) }] as const),
  );
}

/** Four lower-case digits of a number or of a constant; `null` for a name that the file does not define (a macro's own argument). */
function hexOf(word: string, constants: ReadonlyMap<string, Constant>): string | null {
  const value = /^0[xX][0-9a-fA-F]{1,4}$/.test(word) ? word : constants.get(word)?.value;
  return value === undefined ? null : value.slice(2).toLowerCase().padStart(4, '0');
}
