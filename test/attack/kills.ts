import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Assault, type Campaign, Cases, type Outcome } from './campaign.ts';
import { killCli } from './kills/cli.ts';
import { killServe } from './kills/serve.ts';
import type { Random } from './random.ts';

/** Real processes, killed at any moment: the command line, the server of the browser form, and the bench below it. */

const CLI = 120;
const SERVE = 60;
/** At once: they mostly wait. */
const WIDE = 6;

type Kill = (root: string, home: string, random: Random, fault: (kind: string, detail: string) => void) => Promise<void>;

export const kills: Campaign = {
  name: 'kills',
  async run(assault: Assault): Promise<Outcome> {
    const cases = new Cases('kills', assault);
    const parent = mkdtempSync(join(tmpdir(), 'attack-kills-'));
    let number = 0;
    const kill = (work: Kill) =>
      cases.one(async (random, fault) => {
        const home = join(parent, String(number++));
        mkdirSync(home);
        try {
          await work(assault.root, home, random, fault);
        } finally {
          rmSync(home, { recursive: true, force: true, maxRetries: 5 });
        }
      });
    try {
      for (const [full, work] of [
        [CLI, killCli],
        [SERVE, killServe],
      ] as const) {
        for (let left = cases.scaled(full); left > 0; left -= WIDE)
          await Promise.all(Array.from({ length: Math.min(WIDE, left) }, () => kill(work)));
      }
    } finally {
      rmSync(parent, { recursive: true, force: true, maxRetries: 5 });
    }
    return cases.outcome;
  },
};
