import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { systemClock } from '../../../electron/seams/clock.ts';
import { type Faults, VirtualModem } from '../../../electron/virtual/modem.ts';
import type { VirtualUsbDevice } from '../../../electron/virtual/usb-device.ts';
import { ENDPOINT_IN } from '../../../electron/virtual/usb-function.ts';
import { plugIntoVhci, type VhciPlug } from '../../support/vhci/vhci.ts';
import { findLabModel } from '../models/index.ts';

/**
 * The drawer of virtual dongles in the guest. Takes lines, `plug MODEL[@PORT] [COMPOSITION|- [FAULTS]]` (PORT of the controller, from 0; FAULTS
 * a JSON object) and `unplug [MODEL[@PORT]]`, one after the other; writes what happens as JSON, one object a line, among it one `done` for each line, and
 * `ok` or what went wrong to the pipe LAB_MODEM_REPLY, if there is one. A process of its own: the kernel waits for it.
 */

interface Plugged {
  readonly model: string;
  readonly plug: VhciPlug;
}

const plugged: Plugged[] = [];
const started = performance.now();

function say(event: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ ms: Math.round(performance.now() - started), ...event })}\n`);
}

/** Tells what goes out to a dongle: data of OUT transfers, and requests with theirs; an encapsulated command without its envelope. */
function listen(model: string, device: VirtualUsbDevice): void {
  const before = device.tap;
  device.tap = (transfer) => {
    const { endpoint, setup, data } = transfer;
    const isFetching = setup !== null && ((setup[0] ?? 0) & 0x80) !== 0;
    if (!isFetching && (setup !== null || (endpoint & ENDPOINT_IN) === 0)) {
      const isMessage = setup !== null && setup[0] === 0x21 && setup[1] === 0x00;
      const bytes = setup === null || isMessage ? data : Buffer.concat([setup, data]);
      say({ event: 'heard', model, bytes: Buffer.from(bytes).toString('hex'), isRequest: setup !== null && !isMessage });
    }
    return before?.(transfer);
  };
}

async function plug(label: string, composition: string | undefined, faults: Faults): Promise<void> {
  const [name = '', port] = label.split('@');
  const model = findLabModel(name);
  if (!model || (port !== undefined && !/^\d{1,2}$/.test(port))) throw new Error(`no model ${label}`);
  const modem = new VirtualModem(model, {
    clock: systemClock,
    faults,
    onFlash: (flash) => say({ event: 'flash', model: name, flash }),
  });
  modem.on(({ kind, device }) => {
    if (kind === 'attached') listen(name, device);
  });
  modem.plug(composition === undefined || composition === '-' ? undefined : composition);
  const onVhci = await plugIntoVhci(modem, {
    ...(port === undefined ? {} : { port: Number(port) }),
    onEvent: (event) =>
      event.kind === 'failed'
        ? say({ event: 'failed', model: name, error: event.error.message })
        : say({ event: event.kind, model: name, composition: event.composition, port: event.port }),
  });
  plugged.push({ model: label, plug: onVhci });
}

async function unplug(name: string | undefined): Promise<void> {
  for (const one of [...plugged]) {
    if (name !== undefined && one.model !== name) continue;
    plugged.splice(plugged.indexOf(one), 1);
    await one.plug.unplug();
  }
}

async function run(line: string): Promise<void> {
  const [word, first, second, ...rest] = line.trim().split(/\s+/);
  if (word === 'plug' && first !== undefined) {
    const faults: Faults = rest.length > 0 ? JSON.parse(rest.join(' ')) : {};
    await plug(first, second, faults);
  } else if (word === 'unplug') await unplug(first);
  else throw new Error(`unknown command ${word}`);
}

async function answer(line: string): Promise<void> {
  const error = await run(line).then(
    () => null,
    (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown)),
  );
  say({ event: 'done', line, ...(error === null ? {} : { error }) });
  const reply = process.env['LAB_MODEM_REPLY'];
  if (reply) await writeFile(reply, `${error ?? 'ok'}\n`);
}

let work: Promise<void> = Promise.resolve();
createInterface({ input: process.stdin }).on('line', (line) => {
  work = work.then(() => answer(line));
});
process.on('SIGTERM', () => process.exit(0));
