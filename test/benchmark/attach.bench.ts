import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bundle, newRun } from '../lab/bundle.mjs';
import { readResults } from '../lab/case.ts';
import { runScript } from '../lab/lab.ts';
import { LabUnavailable } from '../lab/tools.ts';
import { buildPrograms } from './programs.ts';
import { addRows, median } from './table.ts';

const DONGLES = ['quectel-ec25:qmi', 'quectel-ec25:mbim', 'sierra-em7455-qmi-only:qmi', 'sierra-em7455-mbim-only:mbim'] as const;
/** After one that is thrown away, so that nobody pays for cold files. */
const ROUNDS = 3;
const LIMIT_SECONDS = 900;

/** The bus of the system's daemons, and what udev tells ModemManager about ports; the dongle is in the program's own process. */
const script = `[ -e /run/dbus/system_bus_socket ] || dbus-daemon --system --fork --nopidfile
udevadm settle
node "$LAB_BUILT/bench-attach.mjs" ${ROUNDS + 1} ${DONGLES.join(' ')}
`;

const Timing = z.object({ dongle: z.string(), by: z.enum(['ours', 'ModemManager']), round: z.number(), known: z.number() });

describe('from the attach to what is known, on the kernel of a lab guest', () => {
  it('takes, beside ModemManager', { timeout: 1_500_000 }, async ({ skip }) => {
    const places = newRun();
    await bundle(places);
    await buildPrograms(join(places.run, 'build'), {
      'bench-attach': 'test/benchmark/guest/attach.ts',
      'bench-look': 'test/benchmark/guest/look.ts',
    });
    mkdirSync(places.run, { recursive: true });
    const file = join(places.run, 'attach.sh');
    writeFileSync(file, script);
    let status: number;
    try {
      status = await runScript(places, file, [], LIMIT_SECONDS);
    } catch (error) {
      if (error instanceof LabUnavailable) skip(error.message);
      throw error;
    }
    expect(status).toBe(0);

    const { stdout } = await readResults(join(places.run, 'script', 'cases', '00'));
    const timings = stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => Timing.parse(JSON.parse(line)))
      .filter(({ round }) => round > 0);
    for (const dongle of DONGLES) {
      const of = (by: 'ours' | 'ModemManager') => timings.filter((t) => t.dongle === dongle && t.by === by).map(({ known }) => known);
      const [ours, reference] = [of('ours'), of('ModemManager')];
      expect([dongle, reference.length]).toEqual([dongle, ROUNDS]);
      expect([dongle, ours.length]).toEqual([dongle, ROUNDS]);
      addRows({ name: `attach to known, ${dongle}`, unit: 'ms', ours: median(ours), beside: median(reference) });
    }
  });
});
