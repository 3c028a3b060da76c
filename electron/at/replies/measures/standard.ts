import type { Reply } from '../../lines.ts';
import { answersOf, decimal } from '../fields.ts';
import { type Measured, measured, onScale } from './measured.ts';

/** +CSQ and +CESQ. 3GPP TS 27.007, 8.5 and 8.69; a step is taken for its lower edge, as ModemManager 1.25.95 does. */

/** The technology is not told. 99: not known. */
export function csq(reply: Reply): Measured[] {
  return answersOf(reply, '+CSQ').map(([rssi]) => {
    const step = decimal(rssi);
    return measured(null, { rssi: step !== null && step >= 0 && step <= 31 ? -113 + 2 * step : null });
  });
}

/** `<rxlev>,<ber>,<rscp>,<ecno>,<rsrq>,<rsrp>[,<ss_rsrq>,<ss_rsrp>,<ss_sinr>]`; 99 and 255: not known. The last three are of release 15. */
export function cesq(reply: Reply): Measured[] {
  return answersOf(reply, '+CESQ').flatMap((fields) => {
    const [rxlev, , ...steps] = fields.map(decimal);
    return [...ofSteps(rxlev, steps), nr(steps)];
  });
}

/** The first six, which Intel's +XCESQ has too. */
export function ofSteps(rxlev: number | null | undefined, [rscp, ecno, rsrq, rsrp]: readonly (number | null)[]): Measured[] {
  return [
    measured('GSM', { rssi: onScale(rxlev, -111, 1, 99) }),
    measured('UMTS', { rsrp: onScale(rscp, -121, 1, 255), rsrq: onScale(ecno, -24.5, 0.5, 255) }),
    measured('LTE', { rsrp: onScale(rsrp, -141, 1, 255), rsrq: onScale(rsrq, -20, 0.5, 255) }),
  ];
}

const nr = ([, , , , rsrq, rsrp, sinr]: readonly (number | null)[]) => measured('5G', nrSteps(rsrp, rsrq, sinr));

/** Steps of 5G, as TS 38.133 (10.1.6, 10.1.11, 10.1.16) reports them; 255: not known. */
export function nrSteps(rsrp: number | null | undefined, rsrq: number | null | undefined, sinr: number | null | undefined) {
  return { rsrp: onScale(rsrp, -157, 1, 255), rsrq: onScale(rsrq, -43.5, 0.5, 255), sinr: onScale(sinr, -23.5, 0.5, 255) };
}
