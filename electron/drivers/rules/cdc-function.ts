import { assumedCdc, type CdcDescriptors, readCdc } from '../cdc.ts';
import type { ShapeInterface } from '../shape.ts';
import type { ProbeContext } from './outcome.ts';

/** The functional descriptors of an interface; where the dump does not show them, those that a well-made device would have. */
export function cdcOf(context: ProbeContext, { number, extra }: ShapeInterface): CdcDescriptors {
  if (extra) return readCdc(extra);
  const assumed = assumedCdc(number);
  // One interface that is control and data at once (Huawei's NCM, some QMI) stands alone.
  const data = context.settingsOf(number + 1)[0]?.class === 0x0a ? number + 1 : number;
  return { ...assumed, union: { master: number, slave: data }, callData: data };
}

/** Interface number of the data interface as the NCM family finds it: by union, else by an association of two; `null`: by neither. */
export function ncmDataNumber({ configuration }: ProbeContext, setting: ShapeInterface, { union }: CdcDescriptors): number | null {
  if (union) return union.slave;
  const { number } = setting;
  const association = configuration.associations?.find(({ first, count }) => number >= first && number < first + count);
  return association?.count === 2 ? number + 1 : null;
}
