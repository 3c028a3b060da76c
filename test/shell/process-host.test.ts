import { describe, expect, it } from 'vitest';
import { type BenchProcess, ProcessHost } from '../../electron/shell/process-host.ts';
import { ManualClock } from '../support/manual-clock.ts';

interface Fake extends BenchProcess {
  readonly restarts: number;
  die(status: number | string): void;
  killed: boolean;
}

function setUp() {
  const clock = new ManualClock();
  const started: Fake[] = [];
  const told: string[] = [];
  const host = new ProcessHost<Fake>({
    clock,
    start: (restarts) => {
      let exit: (status: number | string) => void = () => undefined;
      const fake: Fake = {
        restarts,
        killed: false,
        die: (status) => exit(status),
        onExit: (listener) => {
          exit = listener;
        },
        kill: () => {
          fake.killed = true;
        },
      };
      started.push(fake);
      return fake;
    },
    onUp: (up) => told.push(`up ${up.restarts}`),
    onLost: (status, inMs) => told.push(`lost ${status}, next in ${inMs}`),
    onGivenUp: (status) => told.push(`given up ${status}`),
  });
  return { clock, started, told, host, last: () => started.at(-1) };
}

describe('the host of the bench process', () => {
  it('starts it again when it dies, and counts', async () => {
    const { clock, told, host, last } = setUp();
    last()?.die('SIGKILL');
    expect(host.process).toBe(null);
    await clock.advance(199);
    expect(told).toEqual(['up 0', 'lost SIGKILL, next in 200']);
    await clock.advance(1);
    expect(told.at(-1)).toBe('up 1');
    expect(host.process).toBe(last());
  });

  it('waits longer each time, and gives it up at the fifth death within a minute', async () => {
    const { clock, told, started, last } = setUp();
    for (let i = 0; i < 5; i++) {
      last()?.die(70);
      await clock.advance(5_000);
    }
    expect(told.filter((line) => !line.startsWith('up'))).toEqual([
      'lost 70, next in 200',
      'lost 70, next in 400',
      'lost 70, next in 800',
      'lost 70, next in 1600',
      'given up 70',
    ]);
    await clock.advance(600_000);
    expect(started.length).toBe(5);
  });

  it('tries once more when told to, with a clean slate', async () => {
    const { clock, told, host, last } = setUp();
    for (let i = 0; i < 5; i++) {
      last()?.die(70);
      await clock.advance(5_000);
    }
    host.again();
    expect(told.at(-1)).toBe('up 5');
    last()?.die(70);
    expect(told.at(-1)).toBe('lost 70, next in 200');
    host.again();
    expect(told.at(-1)).toBe('lost 70, next in 200');
  });

  it('does not count deaths that lie far apart', async () => {
    const { clock, told, last } = setUp();
    for (let i = 0; i < 12; i++) {
      last()?.die(1);
      await clock.advance(61_000);
    }
    expect(told.at(-1)).toBe('up 12');
    expect(told.filter((line) => line.startsWith('lost')).every((line) => line.endsWith('200'))).toBe(true);
  });

  it('ends for good when closed', async () => {
    const { clock, started, told, host, last } = setUp();
    host.close();
    expect(last()?.killed).toBe(true);
    last()?.die('SIGTERM');
    host.again();
    await clock.advance(60_000);
    expect(started.length).toBe(1);
    expect(told).toEqual(['up 0']);
  });
});
