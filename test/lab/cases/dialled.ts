import assert from 'node:assert/strict';
import { PrepareDocument } from '../../../electron/contract/documents.ts';
import { parseReport } from '../../../electron/host/card-trial.ts';
import type { LabCase } from '../case.ts';
import { usbId } from './model.ts';

/**
 * A network card that the real kernel made: without its modem's data call nothing answers beyond it, whatever DHCP says; `prepare` makes the
 * call, reads the address, tries the card while the call stands, and ends verified.
 */
export function dialledCase(name: string, mode: 'ncm' | 'ecm' | 'rndis', composition: string, full = false): LabCase {
  return {
    name: `${name} ${mode}: connects by its data call, and not without`,
    guest: 'dialled',
    models: [`${name} ${composition}`],
    full,
    limit: 300,
    script: `path=$(usb_path ${usbId(name, composition)}) || exit 1
wait_for "ls /sys/bus/usb/devices/$path:*/net" || exit 1
udevadm settle
net=$(ls /sys/bus/usb/devices/$path:*/net | grep -v : | head -n 1)
# The end of its input is the trial's end, so that stays open until it has ended by itself.
mkfifo /run/lab/undialled
sh -s -- try "$net" dhcp - - on echo 192.0.2.1 < /run/lab/undialled > undialled.txt &
trial=$!
exec 7> /run/lab/undialled
cat "$LAB_CHECKOUT/electron/host/card-trial.sh" >&7
wait "$trial"
exec 7>&-
rm /run/lab/undialled
udevadm settle
export MODEM_BENCH_DATA="$LAB_CASE/data"
node "$LAB_CHECKOUT/out/main/cli.js" prepare --mode ${mode} --apn internet --router 24.10.8 --out "$LAB_CASE/out" --yes --try-card --json > document.json
`,
    check: async ({ status, stderr, read }) => {
      const undialled = parseReport(await read('undialled.txt'));
      assert.deepEqual([undialled.answered, undialled.failed, undialled.back], [false, null, 'yes']);
      const { failure, dongle } = PrepareDocument.parse(JSON.parse(await read('document.json')));
      assert.deepEqual(failure, null, stderr);
      const seen = (id: string) => dongle?.job?.checks.find((check) => check.id === id);
      assert.equal(seen('connection')?.state, 'passed');
      assert.match(seen('connection')?.seen ?? '', /^internet: \d+\.\d+\.\d+\.\d+$/);
      assert.equal(seen('card')?.state, 'passed', seen('card')?.seen);
      assert.equal(dongle?.job?.verdict?.state, 'verified');
      assert.equal(status, 0);
      return [`without: ${undialled.address ?? 'no address'}`, `with: ${seen('connection')?.seen}; card ${seen('card')?.seen}`];
    },
  };
}
