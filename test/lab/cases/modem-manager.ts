import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { VirtualIdentity } from '../../../electron/virtual/identity.ts';
import type { LabCase } from '../case.ts';
import { expectedLines, product, usbId } from './model.ts';

/** What `mmcli -m N -J` prints, as far as it is looked at. */
const Generic = z.object({
  manufacturer: z.string(),
  model: z.string(),
  'equipment-identifier': z.string(),
  state: z.string(),
  ports: z.array(z.string()),
});
const Listing = z.object({ modem: z.object({ generic: Generic }) });

export interface ExpectedModem {
  readonly name: string;
  readonly composition: string;
  readonly identity: VirtualIdentity;
  /** As mmcli names what it may be reached by: `qmi`, `at`, `net`. */
  readonly ports: readonly string[];
}

/** The real ModemManager probes the ports of all at once, lists each modem, and brings it to a state in which it can be used. */
export function modemManagerCase(modems: readonly ExpectedModem[]): LabCase {
  return {
    name: `ModemManager lists ${modems.map(({ name }) => name).join(', ')}`,
    guest: 'ModemManager',
    models: modems.map(({ name, composition }) => `${name} ${composition}`),
    limit: 200,
    script: `${modems.flatMap(awaitDrivers).join('\n')}
# A state is settled when it is neither unknown nor still on its way.
settled() {
  mmcli -m "$1" -J > "modem-$1.json" && ! grep -Eq '"state":"(unknown|initializing|enabling)"' "modem-$1.json"
}
modem_manager
wait_for '[ "$(mmcli -L | grep -c /Modem/)" -ge ${modems.length} ]' 120
for modem in $(mmcli -L | grep -o '/Modem/[0-9]*' | grep -o '[0-9]*'); do
  wait_for "settled $modem" 40 || exit
  mmcli -m "$modem"
done
`,
    check: async ({ status, folder }) => {
      assert.equal(status, 0);
      const files = (await readdir(folder)).filter((file) => /^modem-\d+\.json$/.test(file));
      const seen = await Promise.all(
        files.map(async (file) => Listing.parse(JSON.parse(await readFile(join(folder, file), 'utf8'))).modem.generic),
      );
      return ['', ...modems.map((modem) => checkModem(modem, seen))];
    },
  };
}

function awaitDrivers({ name, composition }: ExpectedModem): string[] {
  return [
    `path=$(usb_path ${usbId(name, composition)} '${product(name, composition)}') || exit 1`,
    ...expectedLines(name, composition).map((line) => `wait_for "bindings $path | grep -Eq '${line}'" || exit`),
  ];
}

function checkModem({ name, identity, ports }: ExpectedModem, seen: readonly z.infer<typeof Generic>[]): string {
  const generic = seen.find((g) => g['equipment-identifier'] === identity.imei);
  assert.ok(generic, `${name}, IMEI ${identity.imei}, is not listed`);
  assert.match(generic.model, new RegExp(identity.model));
  const kinds = generic.ports.map((port) => /\((\w+)\)$/.exec(port)?.[1] ?? port);
  for (const kind of ports) assert.ok(kinds.includes(kind), `${name}: no ${kind} port among ${generic.ports.join(', ')}`);
  assert.notEqual(generic.state, 'failed', `${name}: state`);
  return `${name}: ${generic.manufacturer} ${generic.model}, ${generic.state}, ${generic.ports.join(', ')}`;
}
