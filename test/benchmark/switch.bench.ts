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

/** One of each of the five commonest methods. */
const ENTRIES = {
  StandardEject: '1bbb:000f',
  MessageContent: '1e89:f000',
  HuaweiNewMode: '12d1:1446',
  OptionMode: '0af0:6971',
  Configuration: '0fd1:1000',
} as const;
/** After one that is thrown away, so that nobody pays for cold files. */
const ROUNDS = 5;
const LIMIT_SECONDS = 480;
/** Debian's own pack of the dispatcher's configurations. */
const PACK = '/usr/share/usb_modeswitch/configPack.tar.gz';

/** Nobody but the two may talk to the dongles: no rule, and no driver, whose questions would be in the times. */
const script = `modprobe -r usb-storage
rm -f /lib/udev/rules.d/*usb_modeswitch* /lib/udev/rules.d/80-drivers.rules
udevadm control --reload
mkdir -p /run/lab/pack
tar -C /run/lab/pack -xzf ${PACK}
node "$LAB_BUILT/bench-switch.mjs" ${ROUNDS + 1} /run/lab/pack ${Object.values(ENTRIES).join(' ')}
`;

const Timing = z.object({
  entry: z.string(),
  method: z.string(),
  by: z.enum(['ours', 'reference']),
  round: z.number(),
  first: z.number(),
  decisive: z.number(),
  arrived: z.number(),
});
type Timing = z.infer<typeof Timing>;

describe('the switch, on the kernel of a lab guest', () => {
  it('takes, beside usb_modeswitch', async ({ skip }) => {
    const places = newRun();
    await bundle(places);
    await buildPrograms(join(places.run, 'build'), {
      'bench-switch': 'test/benchmark/guest/switch.ts',
      'bench-ours': 'test/benchmark/guest/ours.ts',
    });
    mkdirSync(places.run, { recursive: true });
    const file = join(places.run, 'switch.sh');
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
    for (const [method, entry] of Object.entries(ENTRIES)) {
      const of = (by: Timing['by']) => timings.filter((t) => t.entry === entry && t.method === method && t.by === by);
      const [ours, reference] = [of('ours'), of('reference')];
      expect([method, ours.length, reference.length]).toEqual([method, ROUNDS, ROUNDS]);
      const row = (name: string, value: (timing: Timing) => number) =>
        addRows({ name: `${method}: ${name}`, unit: 'ms', ours: median(ours.map(value)), beside: median(reference.map(value)) });
      const end = method === 'Configuration' ? 'SET_CONFIGURATION' : "new device's first descriptor";
      row(`start to ${end}`, ({ arrived }) => arrived);
      row(`first transfer to ${end}`, ({ first, arrived }) => arrived - first);
      row('start to first transfer', ({ first }) => first);
      if (method !== 'Configuration') row('first transfer to decisive one', ({ first, decisive }) => decisive - first);
    }
  });
});
