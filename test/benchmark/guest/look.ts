import { createBackends } from '../../../electron/backends.ts';
import { createBench } from '../../../electron/bench/create.ts';
import type { DongleView } from '../../../electron/contract/snapshot.ts';
import { systemClock } from '../../../electron/seams/clock.ts';

/** Our bench as the app runs it, with its consent to look: says `ready`, and `known` once model, IMEI, SIM and signal are in its snapshot. */

const isKnown = ({ identity, network }: DongleView) =>
  identity.model !== undefined && identity.imei !== undefined && network.sim !== 'unknown' && network.signalDbm !== null;

const [dataFolder = '.'] = process.argv.slice(2);
const { backends, practice } = await createBackends({ clock: systemClock, kinds: 'usb', practiceFile: null });
const bench = await createBench({ backends, practice, clock: systemClock, dataFolder, version: '0', look: true });
bench.subscribe(({ dongles }) => {
  if (dongles.some(isKnown)) process.stdout.write('known\n');
});
process.stdout.write('ready\n');
