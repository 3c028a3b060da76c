import { isAbsolute } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/** What a bench process is started with. */
const BenchArguments = z.object({
  /** Absolute path of the folder for journals and the practice dongles' memory. */
  data: z.string().min(1).refine(isAbsolute, 'not an absolute path'),
  version: z.string().min(1).max(40),
  /** How often the bench was restarted after a crash. */
  restarts: z.coerce.number().int().min(0),
});
export type BenchArguments = z.infer<typeof BenchArguments>;

export function writeBenchArguments({ data, version, restarts }: BenchArguments): string[] {
  return [`--data=${data}`, `--version=${version}`, `--restarts=${restarts}`];
}

/** Throws a plain Error: a wrong argument is a mistake of ours, not of a technician. */
export function readBenchArguments(argv: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: { data: { type: 'string' }, version: { type: 'string' }, restarts: { type: 'string' } },
    strict: true,
  });
  return BenchArguments.parse(values);
}
