/** `12d1:1f01`, as the keys of usb-mode.json are written. */
export function usbId(vid: number, pid: number): string {
  return `${hex4(vid)}:${hex4(pid)}`;
}

const hex4 = (n: number) => n.toString(16).padStart(4, '0');
