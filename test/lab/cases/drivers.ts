import assert from 'node:assert/strict';
import type { LabCase } from '../case.ts';
import { expectedLines, model, parseBindings, usbId } from './model.ts';

/** What the real kernel binds to each interface of a composition is what the model says that it does. */
export function driversCase(name: string, composition: string): LabCase {
  const lines = expectedLines(name, composition);
  return {
    name: `drivers of ${name} ${composition}`,
    guest: 'peers',
    models: [`${name} ${composition}`],
    script: `path=$(usb_path ${usbId(name, composition)}) || exit 1
${lines.map((line) => `wait_for "bindings $path | grep -Eq '${line}'"`).join('\n')}
bindings "$path"
`,
    check: ({ stdout }) => {
      const seen = parseBindings(stdout);
      assert.deepEqual(
        seen.map(({ interfaceNumber, driver }) => [interfaceNumber, driver]),
        [...model(name).bindings(composition)]
          .sort((a, b) => a.interfaceNumber - b.interfaceNumber)
          .map(({ interfaceNumber, driver }) => [interfaceNumber, driver]),
      );
      const printed = stdout.split('\n');
      for (const line of lines)
        assert.ok(
          printed.some((text) => new RegExp(line).test(text)),
          `no line like ${line}`,
        );
      return [
        '',
        ...seen.map(({ interfaceNumber, driver, nodes }) => `interface ${interfaceNumber}: ${[driver ?? 'none', ...nodes].join(' ')}`),
      ];
    },
  };
}
