import { spawnSync } from 'node:child_process';
import { type ProgramEnd, type RunProgram, runProgram } from '../../electron/host/run-program.ts';

/**
 * A computer of its own for a card's trial, out of namespaces: nothing that happens in it reaches the real one, and root is not needed.
 * Its card `card0` is one end of a cable whose other end, in a namespace called modem, plays the dongle: 192.168.8.1, and 192.0.2.1
 * behind it.
 */

const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
const exists = (program: string) => spawnSync('sh', ['-c', `PATH="${PATH}"; command -v ${program}`]).status === 0;
const hasApplet = (name: string) => exists('busybox') && spawnSync('busybox', [name, '--help']).status !== 127;

/** As a user or as root, whichever may; undefined: neither. */
const apart = [['--user', '--map-root-user'], []]
  .map((user) => [...user, '--net', '--mount'])
  .find((flags) => spawnSync('unshare', [...flags, 'mount', '-t', 'tmpfs', 'tmpfs', '/run']).status === 0);

/** What this computer has for it. */
export const canTry = {
  card: apart !== undefined && exists('ip') && (exists('ping') || hasApplet('ping')),
  page: exists('curl') || exists('wget') || hasApplet('wget'),
  dhcp: hasApplet('udhcpd') && hasApplet('udhcpc'),
};

/** `$@`: the trial; `modem`: what runs at the dongle's end; `meanwhile`: beside the trial, whose process is `$trial`; `begun` waits for its namespace. */
const ground = (modem: string, meanwhile: string) => `PATH="${PATH}"
# What ends the trial is not to end its ground.
trap : TERM INT
{
  mount -t tmpfs tmpfs /run &&
  ip link set lo up &&
  ip netns add modem &&
  ip link add card0 type veth peer name peer0 netns modem &&
  ip -n modem link set lo up &&
  ip -n modem link set peer0 up &&
  ip -n modem address add 192.168.8.1/24 dev peer0 &&
  ip -n modem address add 192.0.2.1/32 dev lo
} || exit 99
state() { ip -o address; ip -o link; ip route; ip netns list; }
begun() { until ip netns list | grep -q modem-bench; do sleep 0.1; done; }
at_modem() { ip netns exec modem "$@" < /dev/null > /dev/null 2>&1; }
${modem}
before=$(state)
exec 3<&0
"$@" <&3 &
trial=$!
{
${meanwhile}
} > /dev/null 2>&1 < /dev/null &
# A signal ends the first wait, not the trial.
wait "$trial"
wait "$trial"
code=$?
# One that was killed has a guard, which looks once a second.
for _ in 1 2 3 4 5 6 7 8; do
  after=$(state)
  [ "$before" != "$after" ] || break
  sleep 0.5
done
if [ "$before" = "$after" ]; then echo unchanged; else echo "changed: $after" >&2; fi
for pid in $(ip netns pids modem); do kill "$pid"; done
exit "$code"`;

export const modems = {
  silent: '',
  // Without ARP a card sends to its own address, which has to be the other end's as well.
  noArp: `ip link set card0 address 02:00:00:00:00:01
ip -n modem link set peer0 address 02:00:00:00:00:01 arp off
ip -n modem neigh replace 192.168.8.7 lladdr 02:00:00:00:00:01 dev peer0 nud permanent`,
  page: `at_modem "${process.execPath}" -e "require('http').createServer((_, reply) => reply.writeHead(302, { location: 'http://192.0.2.9/' }).end()).listen(80)" &
for _ in 1 2 3 4 5 6 7 8 9; do ip netns exec modem cat /proc/net/tcp6 | grep -q ':0050 ' && break; sleep 0.5; done`,
  dhcp: `cat > /run/udhcpd.conf <<END
start 192.168.8.100
end 192.168.8.100
interface peer0
lease_file /run/leases
pidfile /run/udhcpd.pid
option subnet 255.255.255.0
option router 192.168.8.1
END
: > /run/leases
at_modem busybox udhcpd -f /run/udhcpd.conf &`,
};

/** Runs the trial on such a computer; every end is kept in `ends`. */
export function runOnGround(modem: string, meanwhile = ':'): { readonly run: RunProgram; readonly ends: ProgramEnd[] } {
  const ends: ProgramEnd[] = [];
  const run: RunProgram = async (name, args, options) => {
    if (args.includes('look')) return runProgram(name, args, options);
    const end = await runProgram('unshare', [...(apart ?? []), 'sh', '-c', ground(modem, meanwhile), 'sh', name, ...args], options);
    ends.push(end);
    return end;
  };
  return { run, ends };
}
