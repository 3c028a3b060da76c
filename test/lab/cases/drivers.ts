import assert from 'node:assert/strict';
import { z } from 'zod';
import type { PracticeBinding } from '../../../electron/virtual/modem.ts';
import type { LabCase } from '../case.ts';
import { labModels } from '../models/index.ts';
import { model } from './model.ts';

/** A line of `guest/drivers.ts`. */
const Seen = z.object({
  model: z.string(),
  composition: z.string(),
  configuration: z.number(),
  /** Whether the kernel had chosen this configuration itself. */
  chosen: z.boolean(),
  interfaces: z.array(
    z.object({ number: z.number(), driver: z.string().nullable(), nodes: z.array(z.string()), nets: z.array(z.string()) }),
  ),
});
type Seen = z.infer<typeof Seen>;

/** What the real kernel binds to every interface of every dongle, in each of its compositions and configurations, is what its model says. */
export function everyDriverCase(): LabCase {
  return {
    name: 'drivers of every practice dongle',
    guest: 'drivers',
    // Three minutes: the shorter run sees the drivers of the dongles that it prepares.
    full: true,
    models: [],
    // Of udev only the loading of modules is wanted: its own names of network devices say nothing of their kind, and the rest takes its time.
    script: `for rule in /usr/lib/udev/rules.d/*.rules; do
  case $rule in */80-drivers.rules) ;; *) : > "/etc/udev/rules.d/\${rule##*/}" ;; esac
done
udevadm control --reload
read -r before _ < /proc/uptime
UV_THREADPOOL_SIZE=16 node "$LAB_BUILT/drivers.mjs" > seen.jsonl
status=$?
read -r after _ < /proc/uptime
echo "$((\${after%.*} - \${before%.*})) s"
exit $status
`,
    limit: 600,
    check: async ({ status, stdout, read }) => {
      assert.equal(status, 0);
      const seen = (await read('seen.jsonl'))
        .trim()
        .split('\n')
        .map((line) => Seen.parse(JSON.parse(line)));
      const differences = [...seen.flatMap(compare), ...missing(seen)];
      const all = seen.reduce((sum, { interfaces }) => sum + interfaces.length, 0);
      const chosen = seen.filter((one) => one.chosen);
      const counts = [
        `${new Set(seen.map((one) => one.model)).size} models, ${chosen.length} compositions, ${seen.length} configurations`,
        `${all} interfaces, ${differences.length} differences, ${stdout.trim()}`,
      ].join(': ');
      assert.ok(differences.length === 0, [counts, ...differences].join('\n'));
      return [counts];
    },
  };
}

/** A line for each interface on which model and kernel do not agree. */
function compare({ model: name, composition, configuration, chosen, interfaces }: Seen): string[] {
  const expected = new Map(
    model(name)
      .bindings(composition, configuration)
      .map((binding) => [binding.interfaceNumber, words(binding)]),
  );
  const found = new Map(
    interfaces.map((one) => [one.number, [one.driver ?? '-', ...one.nodes.flatMap(kind), ...one.nets.flatMap(kind)].join(' ')]),
  );
  const where = `${name} ${composition}, configuration ${configuration}`;
  const lines = [...new Set([...expected.keys(), ...found.keys()])]
    .sort((a, b) => a - b)
    .filter((number) => expected.get(number) !== found.get(number))
    .map(
      (number) =>
        `${where}, interface ${number}: ${found.get(number) ?? 'none such'}; the model says ${expected.get(number) ?? 'none such'}`,
    );
  // Without a configuration, bindings are those of the kernel's choice.
  if (chosen && JSON.stringify(model(name).bindings(composition)) !== JSON.stringify(model(name).bindings(composition, configuration)))
    lines.push(`${where}: the kernel chose it; the model takes another to be chosen`);
  return lines;
}

const words = ({ driver, node, net }: PracticeBinding) => [driver ?? '-', node, net].filter((word) => word != null).join(' ');

/** `ttyUSB` of `ttyUSB3`; a card reader's disk is no node of a modem. */
function kind(name: string): string[] {
  const prefix = name.replace(/\d+$/, '');
  return /^sd[a-z]/.test(name) ? [] : [prefix];
}

function missing(seen: readonly Seen[]): string[] {
  const shown = new Set(seen.map((one) => `${one.model} ${one.composition}`));
  return labModels
    .flatMap(({ name, compositions }) => compositions.map((composition) => `${name} ${composition}`))
    .filter((name) => !shown.has(name))
    .map((name) => `${name}: not seen`);
}
