import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Places } from '../lab/boot.ts';
import { bundle, newRun } from '../lab/bundle.mjs';
import { readResults } from '../lab/case.ts';
import { main } from '../lab/lab.ts';
import { LabUnavailable } from '../lab/tools.ts';
import { addRows, median } from './table.ts';

const ROUNDS = 5;

const Note = z.object({ note: z.string(), sent: z.number(), answered: z.number() });
const Switch = z.object({ by: z.enum(['ours', 'reference']), began: z.number(), ended: z.number() });
const DongleEvent = z.object({ event: z.string(), ms: z.number(), line: z.string().optional(), composition: z.string().optional() });

/** The guest's program beside those of the lab. */
async function bundleSwitch({ checkout, run }: Places): Promise<void> {
  await build({
    configFile: false,
    root: checkout,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: join(run, 'build'),
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: {
        input: { switch: join(checkout, 'test/benchmark/guest/switch.ts') },
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true, external: ['usb', 'serialport'] },
  });
}

describe('the switch, on the kernel of a lab guest', () => {
  it('takes, beside usb_modeswitch', async ({ skip }) => {
    const places = newRun();
    await bundle(places);
    await bundleSwitch(places);
    mkdirSync(places.run, { recursive: true });
    const script = join(places.run, 'switch.sh');
    writeFileSync(script, `node "$LAB_BUILT/switch.mjs" ${ROUNDS}\n`);
    let status: number;
    try {
      status = await main(places, ['--script', script, '--limit', '400']);
    } catch (error) {
      if (error instanceof LabUnavailable) skip(error.message);
      throw error;
    }
    expect(status).toBe(0);

    const results = await readResults(join(places.run, 'script', 'cases', '00'));
    const events = z.array(DongleEvent).parse(results.events);
    const lines = results.stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line): unknown => JSON.parse(line));
    const notes = lines.flatMap((line) => Note.safeParse(line).data ?? []).sort((a, b) => a.answered - a.sent - (b.answered - b.sent));
    const quickest = notes[0];
    const noted = events.find(({ event, line }) => event === 'done' && line === quickest?.note);
    if (!quickest || !noted) throw new Error('no note of the time in the log of the dongles');
    const ahead = (quickest.sent + quickest.answered) / 2 - noted.ms;
    console.log(`clocks of guest and dongles agree within ${((quickest.answered - quickest.sent) / 2).toFixed(1)} ms`);

    const switches = lines.flatMap((line) => Switch.safeParse(line).data ?? []);
    const took = { ours: [] as number[], reference: [] as number[] };
    const left = { ours: [] as number[], reference: [] as number[] };
    for (const { by, began, ended } of switches) {
      took[by].push(ended - began);
      const leaves = events.find(({ event, composition, ms }) => event === 'detached' && composition === 'disc' && ms + ahead >= began);
      if (!leaves) throw new Error('a switch that the dongle did not note');
      left[by].push(leaves.ms + ahead - began);
    }
    expect([took.ours.length, took.reference.length]).toEqual([ROUNDS, ROUNDS]);
    addRows(
      { name: 'switch, open to done, beside usb_modeswitch', unit: 'ms', ours: median(took.ours), beside: median(took.reference) },
      {
        name: 'switch, until the stick leaves, beside usb_modeswitch',
        unit: 'ms',
        ours: median(left.ours),
        beside: median(left.reference),
      },
    );
  });
});
