/** Names of interface classes by usb.ids (as `lsusb -t` prints them) and by the tables that older versions had. */
const classes: ReadonlyMap<string, number> = new Map([
  ['(Defined at Interface level)', 0],
  ['>ifc', 0],
  ['Audio', 1],
  ['audio', 1],
  ['Communications', 2],
  ['comm.', 2],
  ['Human Interface Device', 3],
  ['HID', 3],
  ['Physical Interface Device', 5],
  ['PID', 5],
  ['Imaging', 6],
  ['still', 6],
  ['Printer', 7],
  ['print', 7],
  ['Mass Storage', 8],
  ['stor.', 8],
  ['Hub', 9],
  ['hub', 9],
  ['root_hub', 9],
  ['CDC Data', 10],
  ['data', 10],
  ['Chip/SmartCard', 11],
  ['scard', 11],
  ['Content Security', 13],
  ['c-sec', 13],
  ['Video', 14],
  ['video', 14],
  ['Personal Healthcare', 15],
  ['Audio/Video', 16],
  ['Billboard', 17],
  ['Type-C Bridge', 18],
  ['Diagnostic', 0xdc],
  ['Wireless', 0xe0],
  ['wlcon', 0xe0],
  ['Miscellaneous Device', 0xef],
  ['misc', 0xef],
  ['Application Specific Interface', 0xfe],
  ['app.', 0xfe],
  ['Vendor Specific Class', 0xff],
  ['vend.', 0xff],
]);

/** bInterfaceClass of what stands behind `Class=`; `null` for none, for `[unknown]`, and for a name that no version prints. */
export function classOfWord(words: string): number | null {
  const known = classes.get(words.trim());
  if (known !== undefined) return known;
  // Older versions: 'bInterfaceClass 0xdc not yet handled'.
  const [, digits] = /0x([0-9a-f]{2})\b/i.exec(words) ?? [];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}
