/**
 * Command block wrappers that make dongles leave their disc state. USB Mass Storage Bulk-Only 1.0: 31 bytes, dCBWSignature
 * `USBC`, dCBWTag little-endian, then the SCSI command block.
 */

/** Huawei, newer sticks: SCSI operation 0x11 06 20. The block length 0x11 is beyond the specification's 16; the sticks want it so. usb_modeswitch 2.6.1, HuaweiNewMode. */
export const huaweiNewMode = '55534243123456780000000000000011062000000101000100000000000000';
