import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type UciDisk, UciTool } from './uci-tool.ts';

/** The router's shell where it is installed, else the system's POSIX sh. */
export const shell: readonly [string, ...string[]] =
  existsSync('/usr/bin/busybox') || existsSync('/bin/busybox') ? ['busybox', 'ash'] : ['sh'];

const rcCommon = `
initscript=$1
action=$2
start() { :; }
stop() { :; }
stop_service() { :; }
boot() { start; }
. "$initscript"
[ -z "$USE_PROCD" ] || {
	start() { call procd start "\${initscript##*/}"; start_service; }
	stop() { stop_service; call procd stop "\${initscript##*/}"; }
	restart() { stop; start; }
	procd_open_instance() { call procd instance "$@"; }
	procd_set_param() { call procd "$@"; }
	procd_close_instance() { :; }
}
$action
`;

export interface Outcome {
  readonly code: number;
  /** Lines of the system log: `priority: message`. */
  readonly log: readonly string[];
  readonly stderr: string;
}

/**
 * A router's file tree and commands, as far as the scripts see them: real shell, real awk and grep, real files below a folder of
 * its own; `uci`, `logger` and `reload_config` are functions that speak to this process.
 */
export class Router {
  readonly uci: UciTool;
  /** Commands that the router has besides; each is called with its arguments. What is not here is not installed. */
  readonly commands = new Map<string, (args: readonly string[]) => { readonly code: number; readonly out?: string }>();
  readonly root = mkdtempSync(join(tmpdir(), 'router-'));
  reloads = 0;
  /** Set where scripts run beside each other: then their calls wait for one another. */
  locks = false;

  constructor(
    files: Record<string, string>,
    handlers: readonly string[] = ['qmi', 'ncm', 'mbim', '3g', 'dhcp'],
    modules: readonly string[] = ['cdc_ether', 'rndis_host'],
  ) {
    for (const folder of [
      'etc/uci-defaults',
      'lib/upgrade/keep.d',
      'lib/netifd/proto',
      'lib/modules/6.6.1',
      'sys/class/net',
      'sys/module',
      'var/run',
    ])
      mkdirSync(join(this.root, folder), { recursive: true });
    const disk: UciDisk = {
      read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null),
      write: (path, text) => {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      },
    };
    this.uci = new UciTool(files, disk, this.root);
    for (const handler of handlers) writeFileSync(join(this.root, 'lib/netifd/proto', `${handler}.sh`), '');
    for (const module of modules) writeFileSync(join(this.root, 'lib/modules/6.6.1', `${module}.ko`), '');
    execFileSync('mkfifo', [join(this.root, 'ask'), join(this.root, 'answer')]);
  }

  path(name: string): string {
    return join(this.root, name);
  }

  exists(name: string): boolean {
    return existsSync(this.path(name));
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** A network card as the kernel shows one in sysfs, on a USB device or on the board. */
  plug(netDevice: string, usb: { readonly vid: string; readonly pid: string } | null): void {
    const parent = this.path(`sys/devices/${netDevice}`);
    mkdirSync(join(parent, 'interface'), { recursive: true });
    if (usb) {
      writeFileSync(join(parent, 'idVendor'), `${usb.vid}\n`);
      writeFileSync(join(parent, 'idProduct'), `${usb.pid}\n`);
    }
    mkdirSync(this.path(`sys/class/net/${netDevice}`), { recursive: true });
    symlinkSync(join(parent, 'interface'), this.path(`sys/class/net/${netDevice}/device`));
  }

  /** A USB device in a port, with its serial ports (`ttyUSB2`) or control nodes (`cdc-wdm0`) by interface number. Its path in sysfs. */
  plugUsb(port: string, usb: { readonly vid: string; readonly pid: string }, nodes: Readonly<Record<number, string>> = {}): string {
    const device = this.path(`sys/devices/usb1/${port}`);
    mkdirSync(device, { recursive: true });
    for (const [name, text] of [
      ['idVendor', usb.vid],
      ['idProduct', usb.pid],
      ['authorized', '1'],
    ] as const)
      writeFileSync(join(device, name), `${text}\n`);
    mkdirSync(this.path('sys/bus/usb/devices'), { recursive: true });
    symlinkSync(device, this.path(`sys/bus/usb/devices/${port}`));
    for (const [number, node] of Object.entries(nodes)) {
      const place = join(device, `${port}:1.${number}`);
      const tty = node.startsWith('ttyUSB');
      mkdirSync(tty ? join(place, node) : place, { recursive: true });
      writeFileSync(join(place, 'bInterfaceNumber'), `${Number(number).toString(16).padStart(2, '0')}\n`);
      const shown = this.path(`sys/class/${node.startsWith('tty') ? 'tty' : 'usbmisc'}/${node}`);
      mkdirSync(shown, { recursive: true });
      symlinkSync(tty ? join(place, node) : place, join(shown, 'device'));
    }
    return device;
  }

  unplug(netDevice: string): void {
    rmSync(this.path(`sys/class/net/${netDevice}`), { recursive: true });
  }

  /** Puts a script where the archive puts it, with the paths that it assigns at its top moved below the root. */
  install(name: string, script: string): void {
    const folders = /(^| )(?=\/(?:etc|lib|sys|tmp|usr|var)(?:\/| |$))/g;
    const moved = script
      .replace(/^(\w+)='(\/[^']*)'$/gm, (_, variable, paths: string) => `${variable}='${paths.replace(folders, `$1${this.root}`)}'`)
      .replace(/^#!\/bin\/sh \/etc\/rc\.common$/m, `#!/bin/sh ${this.path('rc.common')}`);
    mkdirSync(join(this.path(name), '..'), { recursive: true });
    writeFileSync(this.path(name), moved);
    chmodSync(this.path(name), 0o755);
  }

  /** Puts everything that an archive holds where it belongs; what is no text stays as it is. */
  unpack(contents: readonly { readonly path: string; readonly data: Uint8Array }[]): void {
    for (const { path, data } of contents) {
      if (/\.(ipk|apk)$/.test(path)) {
        mkdirSync(join(this.path(path), '..'), { recursive: true });
        writeFileSync(this.path(path), data);
      } else this.install(path, new TextDecoder().decode(data));
    }
  }

  /** Sources the script in a subshell, as /etc/init.d/boot does, and removes it if it returned 0 and `boot` is set. */
  async run(name: string, args: readonly string[] = [], boot = false, env: Record<string, string> = {}): Promise<Outcome> {
    const lock = this.path('lock');
    const known = ['uci', 'logger', 'reload_config', ...this.commands.keys()];
    const prelude = `
call() {
  read -r call_me call_rest </proc/self/stat
  ${this.locks ? taking(lock) : ''}
  printf '%s\\0' "$(($# + 1))" "$call_me" "$@" >'${this.path('ask')}'
  { read -r call_code; ${this.locks ? 'call_out=$(cat); ' : 'cat; '}} <'${this.path('answer')}'
  ${this.locks ? `rm -r '${lock}'; [ -z "$call_out" ] || printf '%s\\n' "$call_out"` : ''}
  return "$call_code"
}
${known.map((command) => `${command}() { call ${command} ${command === 'gcom' ? '"$COMMAND" ' : ''}"$@"; }`).join('\n')}
sh() { ( program=$1; shift; . "$program" ); }
`;
    // What is run as a program of its own has the commands as well: OpenWrt's rc.common, as far as the services use it.
    writeFileSync(this.path('rc.common'), `#!/bin/sh\n${prelude}${rcCommon}`);
    chmodSync(this.path('rc.common'), 0o755);
    const runner = this.path('runner');
    const script = this.path(name);
    writeFileSync(
      runner,
      `${prelude}\n( cd "\${0%/*}" && . "${script}" )${boot ? ` && rm -f "${script}"` : ''}\ncode=$?\nwait\nexit $code\n`,
    );
    const [program, ...first] = shell;
    // What goes on in the background has let go of the three usual files, but not of this fourth one: it is waited for as well.
    const child = spawn(program, [...first, runner, ...args], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const log: string[] = [];
    const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)));
    // Open for the whole run, so that no open or close of a caller's is ever waited for; no arguments at all: everything has ended.
    const asked = await open(this.path('ask'), 'r+');
    void ended.then(() => asked.write('0\0'));
    for await (const [pid = '', command = '', ...argv] of calls(asked))
      await answerTo(Number(pid), this.path('answer'), this.#serve(command, argv, log));
    await asked.close();
    return { code: await ended, log, stderr };
  }

  #serve(command: string, argv: readonly string[], log: string[]): string {
    if (command === 'uci') {
      const { code, out } = this.uci.run(argv);
      return `${code}\n${out}`;
    }
    if (command === 'logger') log.push(`${argv[argv.indexOf('-p') + 1] ?? ''}: ${argv.at(-1) ?? ''}`);
    else if (command === 'reload_config') this.reloads++;
    else {
      const { code, out = '' } = this.commands.get(command)?.(argv) ?? { code: 127 };
      return `${code}\n${out}`;
    }
    return '0\n';
  }
}

/** A lock that falls to the next where its holder was ended by another, as the newest of two talkers ends the older. */
const taking = (lock: string) => `until mkdir '${lock}' 2>/dev/null; do
    call_holder=; { read -r call_holder <'${lock}/pid'; } 2>/dev/null
    [ -z "$call_holder" ] || kill -0 "$call_holder" 2>/dev/null || mv '${lock}' '${lock}.'"$call_me" 2>/dev/null
    command sleep 0.01
  done
  echo "$call_me" >'${lock}/pid'`;

/** Writes to whoever asked, unless it was ended meanwhile: a pipe without a reader would be waited for for ever. */
async function answerTo(pid: number, pipe: string, answer: string): Promise<void> {
  while (isAlive(pid)) {
    try {
      const writer = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
      await writer.writeFile(answer).finally(() => writer.close());
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'EPIPE') return;
      if (code !== 'ENXIO') throw error;
      // It asked, and is about to open the pipe.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    // Behind the name in brackets: Z is one that has ended, and that nobody has asked about yet.
    return !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Calls as the scripts write them: how many words, and the words, each with a NUL behind it. Ends at a call of none. */
async function* calls(pipe: FileHandle): AsyncGenerator<readonly string[]> {
  let rest = Buffer.alloc(0);
  for (;;) {
    const words = rest.toString('utf8').split('\0').slice(0, -1);
    const count = Number(words[0] ?? Number.NaN);
    if (count === 0) return;
    if (words.length > count) {
      const call = words.slice(1, count + 1);
      rest = rest.subarray(Buffer.byteLength([words[0], ...call, ''].join('\0')));
      yield call;
      continue;
    }
    const { buffer, bytesRead } = await pipe.read({ buffer: Buffer.alloc(65_536), position: null });
    rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
  }
}
