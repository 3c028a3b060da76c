import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceUnknown, inhibitDevice } from '../../electron/host/modem-manager.ts';
import { runProgram } from '../../electron/host/run-program.ts';
import { Machine } from './machine.ts';

/** A program in mmcli's place, with its words (mmcli 1.20), that writes down how it ended. */
const holding = (folder: string) => `trap 'echo ended > ${folder}/ended; exit 0' TERM
echo "$@" > ${folder}/arguments
echo "successfully inhibited device with uid '$2'"
echo "type Ctrl+C to abort this program and remove the inhibition"
while :; do sleep 0.05; done`;

describe.skipIf(process.platform === 'win32')('mmcli', () => {
  it('holds until the release, and is gone after it', async () => {
    const machine = new Machine();
    const release = await inhibitDevice('/sys/devices/a b/1-1', undefined, machine.program('mmcli', holding(machine.folder)));
    expect(existsSync(join(machine.folder, 'ended'))).toBe(false);
    await release();
    expect(existsSync(join(machine.folder, 'ended'))).toBe(true);
    await release();
    const { stdout } = await runProgram('cat', [join(machine.folder, 'arguments')], { timeoutMs: 5000 });
    expect(stdout.trim()).toBe('--timeout=120 --inhibit-device=/sys/devices/a b/1-1');
  });

  it('tells a device that is not known from a refusal', async () => {
    const machine = new Machine();
    const says = (text: string) => machine.program('mmcli', `echo "error: couldn't inhibit device: '${text}'" >&2; exit 1`);
    const unknown = says('GDBus.Error:org.freedesktop.ModemManager1.Error.Core.NotFound: No physical device found with uid');
    await expect(inhibitDevice('/sys/x', undefined, unknown)).rejects.toBeInstanceOf(DeviceUnknown);
    const refused = says('GDBus.Error:org.freedesktop.ModemManager1.Error.Core.Unauthorized: PolicyKit authorization failed');
    await expect(inhibitDevice('/sys/x', undefined, refused)).rejects.toMatchObject({
      code: 'MODEM_MANAGER_BUSY',
      detail: { message: expect.stringContaining('PolicyKit') },
    });
  });

  it('that is not there is a refusal, not a crash', async () => {
    await expect(inhibitDevice('/sys/x', undefined, '/nowhere/mmcli')).rejects.toMatchObject({ code: 'MODEM_MANAGER_BUSY' });
  });

  it('is ended when the work is given up while the system still asks for a password', async () => {
    const machine = new Machine();
    const asking = machine.program(
      'mmcli',
      `trap 'echo ended > ${machine.folder}/ended; exit 0' TERM\necho > ${machine.folder}/asked\nwhile :; do sleep 0.05; done`,
    );
    const stop = new AbortController();
    const work = inhibitDevice('/sys/x', stop.signal, asking).catch((error: unknown) => String(error));
    while (!existsSync(join(machine.folder, 'asked'))) await new Promise((resolve) => setTimeout(resolve, 10));
    stop.abort(new Error('cancelled'));
    expect(await work).toBe('Error: cancelled');
    expect(existsSync(join(machine.folder, 'ended'))).toBe(true);
  });
});

describe('a program', () => {
  it('that does not exist has no status; others have theirs, with what they said and were told', async () => {
    expect((await runProgram('/nowhere/at-all', [], { timeoutMs: 1000 })).status).toBeNull();
    const end = await runProgram('sh', ['-c', 'cat; echo out; echo err >&2; exit 3'], { input: 'in\n', timeoutMs: 10_000 });
    expect(end).toEqual({ status: 3, stdout: 'in\nout\n', stderr: 'err\n' });
  });
});
