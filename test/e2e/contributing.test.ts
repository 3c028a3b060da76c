import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { EntryDraft } from '../../electron/bench/capture/entry.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A checkout of its own, without what is made: the page's commands write into the tree. */
function copiedCheckout(): string {
  const copy = temporaryFolder();
  const made = new Set(['.git', 'node_modules', 'out', '.cache', 'dist']);
  for (const name of readdirSync(root)) if (!made.has(name)) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** The commands of a section, in its order. */
function commandsOf(page: string, heading: string): string[] {
  const from = page.indexOf(`## ${heading}`);
  const section = page.slice(from, page.indexOf('\n## ', from + 3));
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block = '']) => block.split('\n').map((line) => line.trim()))
    .filter(Boolean);
}

/** The port stands for a dongle, which is a practice one here; of all tests those run that look at the database. */
function hereAs(command: string): string {
  return command
    .replace(/^(npm run -s cli -- db capture) 1-1\.4/, '$1 --practice quectel-ec25-unlisted')
    .replace(
      /^npm run test:fast$/,
      'npx vitest run --project fast test/modem-db/compile.test.ts test/modem-db/vendors.test.ts test/bench/capture-fixtures.test.ts test/host/udev-rule.test.ts',
    );
}

it('what CONTRIBUTING says of adding a dongle works as it is written, command by command', () => {
  const checkout = copiedCheckout();
  const sh = (command: string) => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
      cwd: checkout,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    return { status, said: `${stdout}${stderr}` };
  };
  const commands = commandsOf(readFileSync(join(checkout, 'CONTRIBUTING.md'), 'utf8'), 'Add a dongle in ten minutes').map(hereAs);
  const [capture = '', ...checks] = commands;
  expect(capture).toContain('db capture');
  expect(checks).toHaveLength(4);
  expect(sh(capture)).toMatchObject({ status: 0 });

  const draftFile = join(checkout, 'test/field/captures/2ca3-4006.entry.json');
  const draft = EntryDraft.parse(JSON.parse(readFileSync(draftFile, 'utf8')));
  // What its findings leave to a person, here told by the virtual dongle that was captured.
  const composition = draft.composition && {
    ...draft.composition,
    name: 'Quectel EG25 of another maker, QMI',
    mode: 'qmi',
    control: 'qmi',
    interfaces: draft.composition.interfaces.map((one) => (one.number === 4 ? { ...one, role: 'control' } : one)),
  };
  writeFileSync(draftFile, JSON.stringify({ ...draft, composition }));
  const frame: unknown = JSON.parse(readFileSync(join(checkout, 'modem-db/vendors/3go.json'), 'utf8'));
  const vendor = {
    ...Object(frame),
    vendor: 'Another maker',
    family: 'another-maker',
    vids: ['2ca3'],
    switches: [],
    compositions: [composition],
    recipes: [],
  };
  writeFileSync(join(checkout, 'modem-db/vendors/another-maker.json'), JSON.stringify(vendor));

  for (const command of checks) {
    const { status, said } = sh(command);
    expect(status, `${command}\n${said.slice(-3000)}`).toBe(0);
  }
  expect(readFileSync(join(checkout, 'assets/70-modem-bench.rules'), 'utf8')).toContain('ATTRS{idVendor}=="2ca3"');
  expect(sh('npm run -s cli -- list --practice quectel-ec25-unlisted').said).toContain('Quectel EG25 of another maker, QMI');
});
