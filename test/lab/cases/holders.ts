import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrepareDocument } from '../../../electron/contract/documents.ts';
import type { CaseResults, LabCase } from '../case.ts';
import { expectedLines, usbId } from './model.ts';

/** Ours against the programs that hold a dongle on a real computer. */

const prepare = (mode: string) => `export MODEM_BENCH_DATA="$LAB_CASE/data"
ours() {
  node "$LAB_CHECKOUT/out/main/cli.js" prepare --mode ${mode} --apn internet --router 24.10.8 --out "$LAB_CASE/out" --yes --json > document.json
}
`;

/** What went out in the step that deals with others, from the journal. */
function holdSends(folder: string): string[] {
  const journals = join(folder, 'data', 'journal');
  return readdirSync(journals)
    .flatMap((file) => readFileSync(join(journals, file), 'utf8').trim().split('\n'))
    .flatMap((line) => {
      const entry: unknown = JSON.parse(line);
      const isSend = typeof entry === 'object' && entry !== null && 'kind' in entry && entry.kind === 'send';
      return isSend && 'step' in entry && entry.step === 'hold' && 'what' in entry ? [String(entry.what)] : [];
    });
}

async function prepared({ read }: CaseResults) {
  const document = PrepareDocument.parse(JSON.parse(await read('document.json')));
  assert.equal(document.failure, null);
  assert.equal(document.dongle?.state, 'exported');
  return document.dongle;
}

/** The real ModemManager has the modem, lets go of it while ours works, and has it again afterwards, also when ours is killed. */
export function modemManagerHoldsCase(name: string, composition: string): LabCase {
  return {
    name: `holders: ModemManager lets go of ${name} and gets it back`,
    guest: 'holders',
    models: [`${name} ${composition}`],
    limit: 700,
    script: `path=$(usb_path ${usbId(name, composition)}) || exit 1
${expectedLines(name, composition)
  .map((line) => `wait_for "bindings $path | grep -Eq '${line}'" || exit`)
  .join('\n')}
# Each question costs an emulated processor seconds, which the others need.
managed() { sleep 3; mmcli -L | grep -q /Modem/; }
unmanaged() { ! managed; }
modem_manager
wait_for managed 150 || exit
mmcli -L > before.txt
${prepare('qmi')}
ours &
wait_for unmanaged 150 || exit
mmcli -L > during.txt
wait $! || exit
wait_for managed 150 || exit
mmcli -L > after.txt
# Killed in the middle: nobody is left to say that it is over.
node "$LAB_CHECKOUT/out/main/cli.js" prepare --mode qmi --apn internet --router 24.10.8 --out "$LAB_CASE/again" --yes > killed.txt 2>&1 &
wait_for unmanaged 150 || exit
kill -KILL $!
wait_for managed 150 || exit
mmcli -L > killed-after.txt
`,
    check: async (results) => {
      const { status, stderr, read, folder } = results;
      assert.equal(status, 0, stderr);
      const dongle = await prepared(results);
      assert.deepEqual(
        dongle?.job?.checks.filter((c) => c.state === 'failed'),
        [],
      );
      assert.ok(holdSends(folder).includes('ModemManager InhibitDevice on'));
      const lists = await Promise.all(['before', 'during', 'after', 'killed-after'].map((file) => read(`${file}.txt`)));
      const [before = '', during = '', after = '', killed = ''] = lists.map((text) => text.trim());
      assert.match(before, /\/Modem\/\d+/);
      assert.doesNotMatch(during, /\/Modem\/\d+/);
      assert.match(after, /\/Modem\/\d+/);
      assert.match(killed, /\/Modem\/\d+/);
      return ['', `before: ${before}`, `during: ${during}`, `after:  ${after}`, `killed: ${killed}`];
    },
  };
}

/** The real usb_modeswitch, started by its own udev rule, switches the dongle while ours waits for it; ours goes on from there. */
export function modeswitchHoldsCase(name: string, target: string): LabCase {
  const [vendor, product] = usbId(name, 'disc').split(':');
  const [targetVendor, targetProduct] = usbId(name, target).split(':');
  return {
    name: `holders: usb_modeswitch switches ${name} while ours waits`,
    guest: 'holders',
    models: [],
    limit: 200,
    // It waits a while before it switches, as its own option WaitBefore has it: an emulated processor needs that long to start ours.
    script: `rm -f /etc/udev/rules.d/40-usb_modeswitch.rules
mkdir -p /etc/usb_modeswitch.d
cat > /etc/usb_modeswitch.d/${vendor}:${product} <<END
TargetVendor=0x${targetVendor}
TargetProduct=0x${targetProduct}
HuaweiNewMode=1
WaitBefore=25
END
udevadm control --reload
${prepare('ncm')}
# Not with plug, which waits until udev has nothing left to do.
modem_do 'plug ${name}'
wait_for 'grep -qs usb_modeswitch /proc/[0-9]*/comm' 60; seen=$?
ours; code=$?
rm -f /etc/usb_modeswitch.d/${vendor}:${product}
: > /etc/udev/rules.d/40-usb_modeswitch.rules
udevadm control --reload
[ "$seen" = 0 ] && exit "$code"
`,
    check: async (results) => {
      const { status, stderr, events, folder } = results;
      assert.equal(status, 0, stderr);
      const dongle = await prepared(results);
      assert.match(dongle?.job?.progress.find((step) => step.id === 'hold')?.reply ?? '', /^usb_modeswitch ended/);
      assert.deepEqual(holdSends(folder), []);
      assert.notEqual(dongle?.job?.progress.find((step) => step.id === 'switch')?.state, 'done', 'ours switched it as well');
      const moves = events.filter((e) => e.event === 'attached').map((e) => e['composition']);
      assert.deepEqual(moves, ['disc', target]);
      return [dongle?.job?.progress.map((step) => `${step.id} ${step.state}`).join(', ') ?? ''];
    },
  };
}

/** What the password prompt would run installs a rule that the real udev takes, on the node, the serial ports and the control node. */
export function udevRuleCase(name: string, composition: string): LabCase {
  return {
    name: `holders: the udev rule opens ${name}`,
    guest: 'holders',
    models: [`${name} ${composition}`],
    limit: 120,
    script: `path=$(usb_path ${usbId(name, composition)}) || exit 1
${expectedLines(name, composition)
  .map((line) => `wait_for "bindings $path | grep -Eq '${line}'" || exit`)
  .join('\n')}
tagged() { udevadm info -q property "$1" | grep -q '^CURRENT_TAGS=.*:uaccess:'; }
nodes="/sys/bus/usb/devices/$path /sys/class/tty/ttyUSB0 /sys/class/usbmisc/cdc-wdm0"
for node in $nodes; do tagged "$node" && exit 3; done
"$LAB_CHECKOUT/assets/give-access" udev '' '' '' < "$LAB_CHECKOUT/assets/70-modem-bench.rules" || exit
for node in $nodes; do
  wait_for "tagged $node" || exit
  echo "$node"
done
tagged /sys/bus/usb/devices/usb1 && exit 4
stat -c %a /etc/udev/rules.d/70-modem-bench.rules
rm /etc/udev/rules.d/70-modem-bench.rules
udevadm control --reload
`,
    check: ({ status, stdout }) => {
      assert.equal(status, 0);
      const lines = stdout.trim().split('\n');
      assert.equal(lines.length, 4);
      assert.equal(lines.at(-1), '644');
      return lines.slice(0, 3);
    },
  };
}
