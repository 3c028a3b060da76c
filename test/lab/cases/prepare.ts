import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PrepareDocument } from '../../../electron/contract/documents.ts';
import type { LabCase } from '../case.ts';
import { model } from './model.ts';

/** Our own command line does the whole job on real libusb, serialport, control nodes and sysfs: from the factory state to the bundle. */
export function prepareCase(name: string, mode: 'ncm' | 'qmi', composition: string): LabCase {
  return {
    name: `prepare takes ${name} to ${mode}`,
    guest: 'prepare',
    models: [name],
    script: `export MODEM_BENCH_DATA="$LAB_CASE/data"
node "$LAB_CHECKOUT/out/main/cli.js" prepare --mode ${mode} --apn internet --router 24.10.8 --out "$LAB_CASE/out" --yes --json > document.json
`,
    limit: 120,
    check: async ({ status, folder, read }) => {
      const { failure, dongle, bundle } = PrepareDocument.parse(JSON.parse(await read('document.json')));
      assert.equal(failure, null);
      assert.equal(status, 0);
      assert.deepEqual(
        dongle?.checks.filter((c) => c.state !== 'passed'),
        [],
      );
      const seen = Object.fromEntries(dongle?.interfaces.map((i) => [i.number, i.driver]) ?? []);
      assert.deepEqual(
        seen,
        Object.fromEntries(
          model(name)
            .bindings(composition)
            .map((b) => [b.interfaceNumber, b.driver]),
        ),
      );
      assert.ok(bundle);
      const archive = readdirSync(join(folder, 'out')).find((file) => file.endsWith('.tar.gz'));
      assert.ok(archive, 'no archive');
      const listing = execFileSync('tar', ['--numeric-owner', '-tvzf', join(folder, 'out', archive)], { encoding: 'utf8' }).trim();
      for (const line of listing.split('\n')) assert.match(line, /^-\S+ 0\/0 .* etc\//);
      return [...(dongle?.checks.map((c) => `${c.id}: ${c.seen}`) ?? []), archive];
    },
  };
}
