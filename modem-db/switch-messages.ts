import type { SwitchMethod } from './schema.ts';

/**
 * Command block wrappers that make dongles leave their disc state. USB Mass Storage Bulk-Only 1.0: 31 bytes, dCBWSignature
 * `USBC`, dCBWTag little-endian, then the SCSI command block. Bytes are those that usb_modeswitch 2.6.1 was seen to send.
 */

/** Huawei, newer sticks: SCSI operation 11h with 06h 20h. bCBWCBLength (byte 14) is 0, against the specification, and must stay so. */
export const huaweiNewMode = '55534243123456780000000000000011062000000101000100000000000000';

/** Huawei, phones and sticks whose software turns the new message into the HiLink mode: 11h with 06h 30h. */
export const huaweiAltMode = '55534243123456780000000000000011063000000000010000000000000000';

/** Option: REZERO UNIT, which a disc has no use for. */
export const optionMode = '55534243123456780000000000000601000000000000000000000000000000';

/** PREVENT ALLOW MEDIUM REMOVAL (allow) and START STOP UNIT (load/eject) for logical unit 0, then for 1; two tags, in hex. */
export const ejectWithTags = (first: string, second: string): readonly string[] => [
  `55534243${first}000000000000061e000000000000000000000000000000`,
  `55534243${second}000000000000061b000000020000000000000000000000`,
  `55534243${first}000000000001061e000000000000000000000000000000`,
  `55534243${second}000000000001061b000000020000000000000000000000`,
];
export const standardEject = ejectWithTags('87654321', '97654321');

/** Cisco AM10: a conversation in a vendor's command FDh. */
export const ciscoMode = [
  '55534243f83bcd810002000080000afd000000030000000100000000000000',
  '55534243984300820002000080000afd000000070000000100000000000000',
  '55534243984300820000000000000afd000100071000000000000000000000',
  '55534243984300820002000080000afd000200230000000100000000000000',
  '55534243984300820000000000000afd000300238200000000000000000000',
  '55534243984300820002000080000afd000200260000000100000000000000',
  '55534243984300820000000000000afd00030026c800000000000000000000',
  '55534243d84c04820002000080000afd000010730000000100000000000000',
  '55534243d84c04820002000080000afd000200240000000100000000000000',
  '55534243d84c04820000000000000afd000300241300000000000000000000',
  '55534243d84c04820000000000000afd000110732400000000000000000000',
] as const;

/** Whether a message is a command block wrapper: only a storage interface understands it, and only after one a status follows. */
export function isCommandBlock(message: string): boolean {
  return message.startsWith('55534243');
}

/** Methods whose messages are command block wrappers of their own. */
const driveMethods: readonly SwitchMethod['name'][] = ['StandardEject', 'HuaweiNewMode', 'HuaweiAltMode', 'OptionMode', 'CiscoMode'];

/** Whether usb_modeswitch sends a method to a storage interface alone ("can't use storage command" with any other class). */
export function speaksToDrive(method: SwitchMethod): boolean {
  return driveMethods.includes(method.name) || (method.name === 'MessageContent' && method.messages.some(isCommandBlock));
}

/** Bytes that a command block wrapper announces towards the host: dCBWDataTransferLength where bit 7 of bmCBWFlags is set; 0 for what is none. */
export function announcedBytes(message: string): number {
  const wrapper = Buffer.from(message, 'hex');
  return isCommandBlock(message) && wrapper.length >= 13 && wrapper.readUInt8(12) & 0x80 ? wrapper.readUInt32LE(8) : 0;
}
