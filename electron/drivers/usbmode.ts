/**
 * Will the router switch it? What OpenWrt's usbmode, and the kernel's usb-storage, do to a dongle that is plugged into a router of
 * a release, as a pure function; and what has to stand in usb-mode.json for it to do the right thing.
 */
export { correctingEntry, type MbimWish, mergeUsbModeFiles } from './usbmode/correcting.ts';
export type { RouterDevice } from './usbmode/router-device.ts';
export { routerSwitch } from './usbmode/router-switch.ts';
export { unswitchedDevice } from './usbmode/unswitched-device.ts';
