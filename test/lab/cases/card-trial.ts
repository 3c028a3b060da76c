import assert from 'node:assert/strict';
import { parseReport } from '../../../electron/host/card-trial.ts';
import type { LabCase } from '../case.ts';
import { usbId } from './model.ts';

/** What the card is tried with: words of card-trial.sh behind the card's name. `address` and `gateway`: what it then says. */
export interface CardWords {
  readonly words: string;
  readonly address: string;
  readonly gateway: string | null;
}

/**
 * The script that tries a card on a technician's computer, on a card of the real kernel's: it has its answer, and the card is back as it
 * was, also where the script is given up in the middle. Where the dongle is pulled meanwhile, nothing of it is left.
 */
export function cardTrialCase(name: string, composition: string, trials: readonly CardWords[]): LabCase {
  return {
    name: `card trial of ${name} ${composition}: in a namespace of its own, and back`,
    guest: 'peers',
    models: [`${name} ${composition}`],
    limit: 240,
    script: `path=$(usb_path ${usbId(name, composition)}) || exit 1
wait_for "ls /sys/bus/usb/devices/$path:*/net" || exit 1
udevadm settle
net=$(ls /sys/bus/usb/devices/$path:*/net | grep -v : | head -n 1)
state() { udevadm settle; ip -o address; ip -o link | cut -d '>' -f 1; ip route; ip netns list; }
# The end of its input is its end, so that stays open until it has ended by itself.
begin() {
  rm -f /run/lab/trial
  mkfifo /run/lab/trial
  sh -s -- try "$net" $2 < /run/lab/trial > "$1" &
  trial=$!
  exec 7> /run/lab/trial
  cat "$LAB_CHECKOUT/electron/host/card-trial.sh" >&7
}
begun() { wait_for 'ip netns list | grep -q modem-bench-' 30; }
over() { wait "$trial"; exec 7>&-; }
state > before.txt
${trials.map(({ words }, index) => `begin trial-${index}.txt '${words}'; over; state > after-${index}.txt`).join('\n')}
begin closed.txt 'dhcp - - on echo 192.0.2.1'; begun; exec 7>&-; over; state > after-closed.txt
begin pulled.txt 'dhcp - - on echo 192.0.2.1'; begun; unplug; over
ip netns list > namespaces.txt
`,
    check: async ({ status, stderr, read }) => {
      assert.equal(status, 0, stderr);
      const before = await read('before.txt');
      for (const [index, { words, address, gateway }] of trials.entries()) {
        const { started: _, ...report } = parseReport(await read(`trial-${index}.txt`));
        assert.deepEqual(report, { missing: [], failed: null, address, gateway, answered: true, back: 'yes' }, words);
        assert.equal(await read(`after-${index}.txt`), before, words);
      }
      const closed = parseReport(await read('closed.txt'));
      assert.deepEqual([closed.back, closed.answered], ['yes', null]);
      assert.equal(await read('after-closed.txt'), before);
      assert.equal(parseReport(await read('pulled.txt')).back, 'gone');
      assert.equal(await read('namespaces.txt'), '');
      return trials.map(({ words, address }) => `${words}: ${address}`);
    },
  };
}
