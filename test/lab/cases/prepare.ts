import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PrepareDocument } from '../../../electron/contract/documents.ts';
import { journalAgrees } from '../agreement.ts';
import type { LabCase } from '../case.ts';
import { model } from './model.ts';

type Mode = 'ncm' | 'qmi' | 'mbim' | 'ecm' | 'rndis';

/** Where it ends: `composition` of the model, and which of its configurations where the kernel takes another by itself. */
interface Goal {
  readonly composition: string;
  readonly configuration?: number;
  /** See `LabCase`. */
  readonly full?: boolean;
}

const connects = new Set<Mode>(['ncm', 'qmi', 'mbim']);
const families = new Set(['huawei', 'quectel', 'simcom']);

/**
 * Our own command line does the whole job on real libusb, serialport, control nodes and sysfs: from the factory state to the bundle.
 * `modes`, one or several: one after the other on the same dongle, of which the last is looked at.
 */
export function prepareCase(name: string, modes: Mode | readonly Mode[], { composition, configuration, full = false }: Goal): LabCase {
  const way = typeof modes === 'string' ? [modes] : modes;
  return {
    name: `prepare takes ${name} to ${way.join(' and on to ')}`,
    // Two guests share the work: one alone would keep the other processor waiting.
    guest: families.has(name.split('-')[0] ?? '') ? 'prepare' : 'prepare more',
    models: [name],
    script: `export MODEM_BENCH_DATA="$LAB_CASE/data"
for mode in ${way.join(' ')}; do
  rm -rf "$LAB_CASE/out"
  node "$LAB_CHECKOUT/out/main/cli.js" prepare --mode $mode --apn internet --router 24.10.8 --out "$LAB_CASE/out" --yes --json > document.json
  code=$?
  # Usable is good enough to go on from, and to end with where nobody can connect.
  case $code in 0 | 7) ;; *) exit $code ;; esac
done
exit $code
`,
    full,
    limit: 120 * way.length,
    check: async ({ status, folder, events, read }) => {
      const { failure, dongle, bundle } = PrepareDocument.parse(JSON.parse(await read('document.json')));
      assert.deepEqual(failure, null);
      // A mode in which nobody can connect from here is usable at most.
      assert.equal(dongle?.job?.verdict?.state, connects.has(way.at(-1) ?? 'ncm') ? 'verified' : 'usable');
      assert.equal(status, dongle.job?.verdict.state === 'verified' ? 0 : 7);
      assert.deepEqual(
        dongle?.job?.checks.filter((c) => c.state !== 'passed'),
        [],
      );
      const seen = Object.fromEntries(dongle?.interfaces.map((i) => [i.number, i.driver]) ?? []);
      assert.deepEqual(
        seen,
        Object.fromEntries(
          model(name)
            .bindings(composition, configuration)
            .map((b) => [b.interfaceNumber, b.driver]),
        ),
      );
      assert.ok(bundle);
      const archive = readdirSync(join(folder, 'out')).find((file) => file.endsWith('.tar.gz'));
      assert.ok(archive, 'no archive');
      const listing = execFileSync('tar', ['--numeric-owner', '-tvzf', join(folder, 'out', archive)], { encoding: 'utf8' }).trim();
      for (const line of listing.split('\n')) assert.match(line, /^-\S+ 0\/0 .* etc\//);
      return [journalAgrees(folder, events), ...(dongle?.job?.checks.map((c) => `${c.id}: ${c.seen}`) ?? []), archive];
    },
  };
}
