import { type Assault, type Campaign, Cases, type Outcome } from './campaign.ts';
import { at } from './parsers/at.ts';
import { contract, journalFiles, mountInfo, practiceState, tidy } from './parsers/contract.ts';
import { apk, apkPackages, opkg, targets } from './parsers/feeds.ts';
import { mbimMessages, mbimServices } from './parsers/mbim.ts';
import { onlyBenchError, type Prey } from './parsers/prey.ts';
import { qmiServices, qmux } from './parsers/qmi.ts';
import { backups, pasted, uci } from './parsers/router.ts';
import { descriptors, drives, dumps, reports, switchImports } from './parsers/usb.ts';

/** Mutations of valid inputs, a hundred thousand for each parser: it reads them or refuses them, in time and memory that are bounded. */

const MUTATIONS = 100_000;
/** Of one mutation, in ms: no measure of speed, but none of these inputs is worth seconds. */
const MOST_MS = 3000;
/** Of all memory beyond what was held at the beginning. */
const MOST_BYTES = 700 * 1024 * 1024;

const preys: readonly Prey[] = [
  at,
  qmux,
  qmiServices,
  mbimMessages,
  mbimServices,
  descriptors,
  dumps,
  reports,
  drives,
  switchImports,
  uci,
  backups,
  pasted,
  opkg,
  apk,
  apkPackages,
  targets,
  contract,
  journalFiles,
  practiceState,
  mountInfo,
];

const held = () => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

export const parsers: Campaign = {
  name: 'parsers',
  async run(assault: Assault): Promise<Outcome> {
    const cases = new Cases('parsers', assault);
    for (const { name, share = 1, feed, may = onlyBenchError } of preys) {
      const before = held();
      let taken = 0;
      for (let i = cases.scaled(MUTATIONS * share); i > 0; i--) {
        await cases.one(async (random, fault) => {
          const again = random.copy();
          const from = performance.now();
          try {
            await feed(random);
            taken++;
          } catch (error) {
            if (!may(error) && !onlyBenchError(error))
              fault(
                `${name} threw`,
                error instanceof Error ? `${error.name}: ${(error.stack ?? '').split('\n').slice(0, 4).join(' ')}` : String(error),
              );
          }
          if (performance.now() - from < MOST_MS) return;
          // A computer that had something else to do has it once or twice.
          let ms = Number.POSITIVE_INFINITY;
          for (let tries = 3; tries > 0 && ms > MOST_MS; tries--) {
            const once = performance.now();
            await (async () => feed(again.copy()))().catch(() => undefined);
            ms = performance.now() - once;
          }
          if (ms > MOST_MS) fault(`${name} took long`, `${Math.round(ms)} ms`);
        });
        if (i % 5000 === 0 && held() - before > MOST_BYTES)
          await cases.one((_, fault) => fault(`${name} keeps memory`, `${Math.round((held() - before) / 2 ** 20)} MiB`));
      }
      if (assault.only === null)
        await cases.one((_, fault) => {
          // Where nothing is read any more, the mutations show only the first check.
          if (taken === 0) fault(`${name} hollow`, 'no mutation was ever read');
        });
    }
    tidy();
    return cases.outcome;
  },
};
