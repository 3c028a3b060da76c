/** Which band a channel number lies in. */

type Range = readonly [band: number, first: number, last: number];

/** Downlink EARFCN. 3GPP TS 36.101, table 5.7.3-1: no number stands in two bands. */
const lte: readonly Range[] = [
  ...([
    [1, 0, 599],
    [2, 600, 1199],
    [3, 1200, 1949],
    [4, 1950, 2399],
    [5, 2400, 2649],
    [7, 2750, 3449],
  ] as const),
  ...([
    [8, 3450, 3799],
    [9, 3800, 4149],
    [10, 4150, 4749],
    [11, 4750, 4949],
    [12, 5010, 5179],
    [13, 5180, 5279],
  ] as const),
  ...([
    [14, 5280, 5379],
    [17, 5730, 5849],
    [18, 5850, 5999],
    [19, 6000, 6149],
    [20, 6150, 6449],
    [21, 6450, 6599],
  ] as const),
  ...([
    [22, 6600, 7399],
    [24, 7700, 8039],
    [25, 8040, 8689],
    [26, 8690, 9039],
    [27, 9040, 9209],
    [28, 9210, 9659],
  ] as const),
  ...([
    [29, 9660, 9769],
    [30, 9770, 9869],
    [31, 9870, 9919],
    [32, 9920, 10359],
    [33, 36000, 36199],
  ] as const),
  ...([
    [34, 36200, 36349],
    [35, 36350, 36949],
    [36, 36950, 37549],
    [37, 37550, 37749],
    [38, 37750, 38249],
  ] as const),
  ...([
    [39, 38250, 38649],
    [40, 38650, 39649],
    [41, 39650, 41589],
    [42, 41590, 43589],
    [43, 43590, 45589],
  ] as const),
  ...([
    [44, 45590, 46589],
    [45, 46590, 46789],
    [46, 46790, 54539],
    [47, 54540, 55239],
    [48, 55240, 56739],
  ] as const),
  ...([
    [65, 65536, 66435],
    [66, 66436, 67335],
    [67, 67336, 67535],
    [68, 67536, 67835],
    [69, 67836, 68335],
  ] as const),
  ...([
    [70, 68336, 68585],
    [71, 68586, 68935],
    [72, 68936, 68985],
    [73, 68986, 69035],
    [74, 69036, 69465],
  ] as const),
  ...([
    [75, 69466, 70315],
    [76, 70316, 70365],
    [85, 70366, 70545],
  ] as const),
];

/** Downlink NR-ARFCN. 3GPP TS 38.101-1, table 5.4.2.3-1, and 38.101-2 for the last four: bands overlap. */
const nr: readonly Range[] = [
  ...([
    [1, 422000, 434000],
    [2, 386000, 398000],
    [3, 361000, 376000],
    [5, 173800, 178800],
    [7, 524000, 538000],
  ] as const),
  ...([
    [8, 185000, 192000],
    [12, 145800, 149200],
    [13, 149200, 151200],
    [14, 151600, 153600],
    [18, 172000, 175000],
  ] as const),
  ...([
    [20, 158200, 164200],
    [25, 386000, 399000],
    [26, 171800, 178800],
    [28, 151600, 160600],
    [30, 470000, 472000],
  ] as const),
  ...([
    [34, 402000, 405000],
    [38, 514000, 524000],
    [39, 376000, 384000],
    [40, 460000, 480000],
    [41, 499200, 537999],
  ] as const),
  ...([
    [48, 636667, 646666],
    [53, 496700, 499000],
    [65, 422000, 440000],
    [66, 422000, 440000],
    [70, 399000, 404000],
  ] as const),
  ...([
    [71, 123400, 130400],
    [74, 295000, 303600],
    [75, 286400, 303400],
    [76, 285400, 286400],
    [77, 620000, 680000],
  ] as const),
  ...([
    [78, 620000, 653333],
    [79, 693334, 733333],
    [90, 499200, 538000],
    [257, 2054166, 2104165],
  ] as const),
  ...([
    [258, 2016667, 2070832],
    [260, 2229166, 2279165],
    [261, 2070833, 2084999],
  ] as const),
];

/** Whether a channel lies in a band of LTE or 5G. */
export function inBand(technology: 'LTE' | '5G', band: number, channel: number): boolean {
  return bandsOf(technology, channel).includes(band);
}

/**
 * `B3`, `n78`. What a modem calls the band, and the channel that it tells, may disagree: then the channel is right. `null` where neither
 * tells, and where several bands have the channel and the modem names none of them.
 */
export function bandName(technology: 'LTE' | '5G', told: number | null, channel: number | null): string | null {
  const possible = channel === null ? [] : bandsOf(technology, channel);
  const band = possible.length === 0 ? told : told !== null && possible.includes(told) ? told : possible.length === 1 ? possible[0] : null;
  return band == null ? null : `${technology === 'LTE' ? 'B' : 'n'}${band}`;
}

function bandsOf(technology: 'LTE' | '5G', channel: number): number[] {
  const table = technology === 'LTE' ? lte : nr;
  return table.filter(([, first, last]) => channel >= first && channel <= last).map(([band]) => band);
}
