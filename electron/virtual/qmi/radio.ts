/** Bands of a European LTE dongle, as bits of libqmi's `QmiDmsBandCapability` and `QmiDmsLteBandCapability`. */

const bits = (...numbers: number[]): bigint => numbers.reduce((mask, bit) => mask | (1n << BigInt(bit)), 0n);

/** GSM 1800, extended and primary 900; WCDMA 2100 and 900. */
export const otherBands = bits(7, 8, 9, 22, 49);
/** LTE 1, 3, 7, 8, 20. */
export const lteBands = bits(0, 2, 6, 7, 19);

/** libqmi's `QmiNasActiveBand` of those. */
export const activeLteBands: Readonly<Record<number, number>> = { 1: 120, 3: 122, 7: 126, 8: 127, 20: 145 };
/** The same of 5G bands. */
export const activeNrBands: Readonly<Record<number, number>> = { 1: 250, 28: 257, 41: 259, 78: 269 };

/** GSM, UMTS, LTE in `QmiNasRatModePreference`. */
export const GSM_UMTS_LTE = 0x1c;
/** LTE in `QmiNasRadioInterface` and `QmiDmsRadioInterface`. */
export const LTE = 8;
/** 5G, likewise. */
export const NR = 12;
