/**
 * Command block wrappers that make dongles leave their disc state. USB Mass Storage Bulk-Only 1.0: 31 bytes, dCBWSignature
 * `USBC`, dCBWTag little-endian, then the SCSI command block.
 */

/** Huawei, newer sticks: SCSI operation 11h with 06h 20h. bCBWCBLength (byte 14) is 0, against the specification, and must stay so. usb_modeswitch 2.6.1, HuaweiNewMode. */
export const huaweiNewMode = '55534243123456780000000000000011062000000101000100000000000000';
