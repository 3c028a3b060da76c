import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { exitCodes } from '../../../electron/contract/documents.ts';
import type { Random } from '../random.ts';
import { entryOf } from '../room.ts';
import { sleep } from './served.ts';

type Fault = (kind: string, detail: string) => void;

const ways = [
  ['huawei-ncm', 'ncm'],
  ['huawei-qmi', 'qmi'],
  ['quectel-ec25', 'mbim'],
  ['sierra-em7455', 'qmi'],
  ['zte-mf831', 'qmi'],
] as const;

/** From the start of the program to its end, with some to spare. */
const WORK_MS = 5000;
/** What the contract knows: done, and why not. 130 and 143: a shell's words for the two signals. */
const statuses = [...Object.values(exitCodes).filter((code) => code !== exitCodes.bug), 130, 143];

/** `prepare` on a practice dongle, ended by a signal somewhere in the middle. */
export async function killCli(root: string, home: string, random: Random, fault: Fault): Promise<void> {
  const [name, mode] = random.pick(ways);
  const out = join(home, 'out');
  const words = ['prepare', '--practice', name, '--mode', mode, '--router', '24.10.8', '--apn', 'internet', '--out', out, '--yes'];
  const child = spawn(process.execPath, [join(root, 'out/main/cli.js'), ...words], {
    env: { ...process.env, HOME: home, TMPDIR: home, MODEM_BENCH_DATA: join(home, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2000);
    });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => child.once('close', (status, name) => resolve(status ?? name ?? 0)));
  const signal = random.pick(['SIGINT', 'SIGTERM', 'SIGKILL'] as const);
  const after = random.below(WORK_MS);
  await sleep(after);
  const killed = child.exitCode === null && child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  const status = await ended;
  clearTimeout(timer);
  const what = `${name} ${mode}, ${signal} after ${after} ms, ended with ${status}`;
  if (killed && status === 'SIGKILL' && signal !== 'SIGKILL') fault('did not end', what);
  if (typeof status === 'number' && !statuses.includes(status)) fault('a strange status', `${what}: ${said.slice(-200)}`);
  if (status === exitCodes.done && !/^= {2}\S/m.test(said)) fault('done, and not said to be verified', `${what}: ${said.slice(-300)}`);
  if (/\n\s+at .*:\d+:\d+/.test(said)) fault('a raw stack', `${what}: ${said.slice(-300)}`);
  const left = readdirSync(home).filter((entry) => entry.startsWith('modem-bench-'));
  // Nobody can tidy up behind a SIGKILL but the next one to come.
  if (signal !== 'SIGKILL' && left.length > 0) fault('a temporary folder was left', what);
  for (const folder of left) {
    const journal = join(home, folder, 'journal');
    for (const file of existsSync(journal) ? readdirSync(journal) : []) {
      const lines = readFileSync(join(journal, file), 'utf8').split('\n');
      if (lines.slice(0, -1).some((line) => entryOf(line) === null)) fault('a line that cannot be read', what);
    }
  }
  for (const file of existsSync(out) ? readdirSync(out) : []) {
    const path = join(out, file);
    if (/\.tar\.gz$/.test(file)) {
      try {
        gunzipSync(readFileSync(path));
      } catch {
        fault('half a bundle', what);
      }
    } else if (/\.json$/.test(file) && entryOf(readFileSync(path, 'utf8')) === null) fault('half a manifest', what);
  }
}
