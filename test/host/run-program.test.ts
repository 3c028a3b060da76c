import { describe, expect, it, vi } from 'vitest';
import { plainEnvironment, runProgram } from '../../electron/host/run-program.ts';

const sh = (script: string, options: Partial<Parameters<typeof runProgram>[2]> = {}) =>
  runProgram('sh', ['-c', script], { timeoutMs: 20_000, ...options });

describe.skipIf(process.platform === 'win32')('a program of this computer', () => {
  it('has its words, what it said to each side, and its status', async () => {
    const end = await runProgram('sh', ['-c', 'echo "$1|$2"; echo no >&2; exit 9', 'sh', 'a b', '$HOME'], { timeoutMs: 20_000 });
    expect(end).toEqual({ status: 9, stdout: 'a b|$HOME\n', stderr: 'no\n' });
  });

  it('reads its input to the end, also where it is given none or does not want it', async () => {
    expect(await sh('cat; echo over', { input: 'text\n' })).toMatchObject({ status: 0, stdout: 'text\nover\n' });
    expect(await sh('cat; echo over')).toMatchObject({ status: 0, stdout: 'over\n' });
    expect(await sh('exec <&-; exit 3', { input: 'x'.repeat(1_000_000) })).toMatchObject({ status: 3 });
  });

  it('that says too much is heard for a while, and of its complaints the last', async () => {
    const { stdout, stderr } = await sh('head -c 3000000 /dev/zero | tr "\\0" x; head -c 5000 /dev/zero | tr "\\0" y >&2; echo end >&2');
    expect(stdout.length).toBeGreaterThanOrEqual(1_000_000);
    expect(stdout.length).toBeLessThan(1_200_000);
    expect(stderr).toBe(`${'y'.repeat(1996)}end\n`);
  });

  it('is ended when its time is over', async () => {
    expect((await runProgram('sleep', ['60'], { timeoutMs: 50 })).status).toBe(128);
  });

  it('keeps its input until it is given up, and is heard out then', async () => {
    const stop = new AbortController();
    const ended = sh('trap "" TERM; cat; echo heard', { until: stop.signal, input: 'text\n' });
    let over = false;
    void ended.then(() => {
      over = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(over).toBe(false);
    stop.abort();
    expect(await ended).toEqual({ status: 0, stdout: 'text\nheard\n', stderr: '' });
  });

  it.each(['before', 'meanwhile'])('that was given up %s, and minds no end of its input, is sent a signal', async (when) => {
    const stop = new AbortController();
    if (when === 'before') stop.abort();
    const ended = runProgram('sleep', ['60'], { until: stop.signal, timeoutMs: 20_000 });
    if (when === 'meanwhile') setTimeout(() => stop.abort(), 100);
    const start = performance.now();
    expect((await ended).status).toBe(128);
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  it('that is over is sent nothing any more', async () => {
    const stop = new AbortController();
    const kill = vi.spyOn(process, 'kill');
    await sh('exit 0', { until: stop.signal });
    stop.abort();
    expect(kill).not.toHaveBeenCalled();
    kill.mockRestore();
  });

  it('that is not there has no status, whatever becomes of the work', async () => {
    const stop = new AbortController();
    const none = runProgram('/nowhere/at-all', [], { until: stop.signal, timeoutMs: 1000 });
    stop.abort();
    expect(await none).toEqual({ status: null, stdout: '', stderr: '' });
  });
});

it('programs get English words and no secret of the technician', () => {
  vi.stubEnv('MODEM_BENCH_PIN', '1234');
  vi.stubEnv('LC_ALL', 'ru_RU.UTF-8');
  vi.stubEnv('HOME', '/home/tech');
  const { LC_ALL, HOME, MODEM_BENCH_PIN } = plainEnvironment();
  expect([LC_ALL, HOME, MODEM_BENCH_PIN]).toEqual(['C', '/home/tech', undefined]);
  vi.unstubAllEnvs();
});
