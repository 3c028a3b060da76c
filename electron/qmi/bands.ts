import type { CellTechnology } from './technology.ts';

/** First and last downlink EARFCN of each LTE band that has its own: TS 36.101, table 5.7.3-1. */
const lteChannels: readonly (readonly [first: number, last: number, band: number])[] = [
  [0, 599, 1],
  [600, 1199, 2],
  [1200, 1949, 3],
  [1950, 2399, 4],
  [2400, 2649, 5],
  [2650, 2749, 6],
  [2750, 3449, 7],
  [3450, 3799, 8],
  [3800, 4149, 9],
  [4150, 4749, 10],
  [4750, 4949, 11],
  [5010, 5179, 12],
  [5180, 5279, 13],
  [5280, 5379, 14],
  [5730, 5849, 17],
  [5850, 5999, 18],
  [6000, 6149, 19],
  [6150, 6449, 20],
  [6450, 6599, 21],
  [6600, 7399, 22],
  [7500, 7699, 23],
  [7700, 8039, 24],
  [8040, 8689, 25],
  [8690, 9039, 26],
  [9040, 9209, 27],
  [9210, 9659, 28],
  [9660, 9769, 29],
  [9770, 9869, 30],
  [9870, 9919, 31],
  [9920, 10_359, 32],
  [36_000, 36_199, 33],
  [36_200, 36_349, 34],
  [36_350, 36_949, 35],
  [36_950, 37_549, 36],
  [37_550, 37_749, 37],
  [37_750, 38_249, 38],
  [38_250, 38_649, 39],
  [38_650, 39_649, 40],
  [39_650, 41_589, 41],
  [41_590, 43_589, 42],
  [43_590, 45_589, 43],
  [45_590, 46_589, 44],
  [46_590, 46_789, 45],
  [46_790, 54_539, 46],
  [54_540, 55_239, 47],
  [55_240, 56_739, 48],
  [56_740, 58_239, 49],
  [58_240, 59_089, 50],
  [59_090, 59_139, 51],
  [59_140, 60_139, 52],
  [60_140, 60_254, 53],
  [65_536, 66_435, 65],
  [66_436, 67_335, 66],
  [67_336, 67_535, 67],
  [67_536, 67_835, 68],
  [67_836, 68_335, 69],
  [68_336, 68_585, 70],
  [68_586, 68_935, 71],
  [68_936, 68_985, 72],
  [68_986, 69_035, 73],
  [69_036, 69_465, 74],
  [69_466, 70_315, 75],
  [70_316, 70_365, 76],
  [70_366, 70_545, 85],
  [70_546, 70_595, 87],
  [70_596, 70_645, 88],
];

/** The LTE band of a downlink EARFCN; `null` for one of no band. */
export const lteBandOf = (earfcn: number): number | null =>
  lteChannels.find(([first, last]) => earfcn >= first && earfcn <= last)?.[2] ?? null;

/** A run of libqmi's `QmiNasActiveBand`: from this number on, these bands. */
type Run = readonly [from: number, bands: readonly number[]];

const runs: Readonly<Record<Exclude<CellTechnology, 'GSM'>, readonly Run[]>> = {
  // UMTS bands of TS 25.101, 5.2: 2100, 1900, 1800, 1700 US, 850, 800, 2600, 900, 1700 Japan; 1500 and 850 Japan.
  UMTS: [
    [80, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [90, [11, 19]],
  ],
  LTE: [
    [
      120,
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 33, 34, 35, 36, 37, 38, 39, 40, 18, 19, 20, 21, 24, 25, 41, 42, 43, 23, 26, 32],
    ],
    [155, [125, 126, 127, 28, 29, 30, 66, 250, 46, 27, 31, 47, 48, 71]],
  ],
  '5G': [
    [250, [1, 2, 3, 5, 7, 8, 20, 28, 38, 41, 50, 51, 66, 70, 71, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 257, 258, 259, 260, 261]],
    [282, [12, 25, 34, 39, 40, 65, 86, 48, 14, 13, 18, 26, 30, 29, 53, 46, 91, 92, 93, 94]],
  ],
};

/** The band's own number; `null` for GSM, whose bands have none, and for what is no band of this technology. */
export function bandOf(technology: CellTechnology, active: number): number | null {
  if (technology === 'GSM') return null;
  for (const [from, bands] of runs[technology]) {
    const band = bands[active - from];
    if (band !== undefined) return band;
  }
  return null;
}
