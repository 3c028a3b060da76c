import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type UciDisk, UciTool } from './uci-tool.ts';

const busybox = ['/usr/bin/busybox', '/bin/busybox'].find((path) => existsSync(path));
/** The router's shell where it is installed, else the system's POSIX sh. */
export const shell: readonly [string, ...string[]] = busybox === undefined ? ['sh'] : ['busybox', 'ash'];

/**
 * The programs that every router has, of the busybox that is here, else of this system: neither stty nor timeout, which OpenWrt's busybox is built
 * without (package/utils/busybox/Config-defaults.in).
 */
const tools =
  'awk basename cat chmod cmp cp cut date df dirname env expr false find grep gunzip gzip head id kill ln ls md5sum mkdir mktemp mv pidof printf pwd readlink rm rmdir sed seq sh sleep sort tail tar tee test touch tr true uname uniq wc xargs';
const applets = new Set(shell[0] === 'busybox' ? execFileSync('busybox', ['--list'], { encoding: 'utf8' }).split('\n') : []);
const toolPaths = ['busybox', ...tools.split(' ')].flatMap((tool) => {
  const paths = ['/usr/bin', '/bin'].map((folder) => join(folder, applets.has(tool) ? 'busybox' : tool));
  const path = paths.find((candidate) => existsSync(candidate));
  return path === undefined ? [] : [[tool, path] as const];
});

/** USB ids, four lower-case hex digits each, and the serial number, where it has one. */
export interface UsbDevice {
  readonly vid: string;
  readonly pid: string;
  readonly serial?: string | undefined;
}

/** Pipes for answers; a caller reads from the one of its process id, and those that call at the same time are few and of one family. */
const ANSWERS = 64;

/** Where the kernel shows a node, below its interface (Linux drivers/usb: serial/bus.c, class/cdc-acm.c, class/cdc-wdm.c, net/usb/usbnet.c). */
function placeOfNode(node: string): string {
  if (node.startsWith('ttyUSB')) return join(node, 'tty', node);
  if (node.startsWith('tty')) return join('tty', node);
  return join(node.startsWith('cdc-wdm') ? 'usbmisc' : 'net', node);
}

const isInDev = (node: string) => /^(tty|cdc-wdm)/.test(node);

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
      'sys/bus/usb/devices',
      'sys/module',
      'usr/share/rpcd/acl.d',
      'var/run',
      'www/luci-static/resources/protocol',
      'dev',
      'bin',
    ])
      mkdirSync(join(this.root, folder), { recursive: true });
    for (const [tool, path] of toolPaths) symlinkSync(path, join(this.root, 'bin', tool));
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
    const answers = Array.from({ length: ANSWERS }, (_, index) => `answer${index}`);
    execFileSync(
      'mkfifo',
      ['ask', ...answers].map((name) => join(this.root, name)),
    );
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

  /**
   * A USB device in a port (`1-1.2` is behind the hub in `1-1`), with what drivers made of its interfaces, by their number: serial ports
   * (`ttyUSB2`, `ttyACM0`), control nodes (`cdc-wdm0`), network cards (`wwan0`). Nobody is told, see `comes`. Its directory in sysfs.
   */
  plugUsb(port: string, usb: UsbDevice, nodes: Readonly<Record<number, string | readonly string[]>> = {}): string {
    const device = this.#usbDevice(port, usb);
    for (const [number, made] of Object.entries(nodes)) {
      const place = join(device, `${port}:1.${number}`);
      mkdirSync(place);
      writeFileSync(join(place, 'bInterfaceNumber'), `${Number(number).toString(16).padStart(2, '0')}\n`);
      this.#onBus(place);
      for (const node of [made].flat()) {
        mkdirSync(join(place, placeOfNode(node)), { recursive: true });
        if (isInDev(node)) writeFileSync(this.path(`dev/${node}`), '');
      }
    }
    return device;
  }

  /** Its directory with the attributes, and, before it, those of the hubs that it is behind. */
  #usbDevice(port: string, { vid, pid, serial }: UsbDevice): string {
    const device = this.#placeOf(port);
    const above = dirname(device);
    if (basename(above).startsWith('usb')) mkdirSync(above, { recursive: true });
    else if (!existsSync(above)) this.#usbDevice(basename(above), { vid: '05e3', pid: '0608' });
    mkdirSync(device);
    for (const [name, text] of Object.entries({ idVendor: vid, idProduct: pid, authorized: '1', serial }))
      if (text !== undefined) writeFileSync(join(device, name), `${text}\n`);
    this.#onBus(device);
    return device;
  }

  #placeOf(port: string): string {
    const [root = '', ...behind] = port.split('.');
    const chain = behind.map((_, index) => [root, ...behind.slice(0, index + 1)].join('.'));
    return this.path(join('sys/devices', `usb${port.split('-')[0]}`, root, ...chain));
  }

  #onBus(place: string): void {
    symlinkSync(place, this.path(`sys/bus/usb/devices/${basename(place)}`));
  }

  /** Takes what is in a port out again, with its nodes. Nobody is told, see `goes`. */
  unplugUsb(port: string): void {
    const device = this.#placeOf(port);
    for (const path of pathsBelow(device)) if (isInDev(basename(path))) rmSync(this.path(`dev/${basename(path)}`), { force: true });
    for (const name of readdirSync(this.path('sys/bus/usb/devices')))
      if (name === port || name.startsWith(`${port}:`)) rmSync(this.path(`sys/bus/usb/devices/${name}`));
    rmSync(device, { recursive: true });
  }

  /** Tells of what is in a port, in the kernel's order: the device, then each interface with what its driver made. */
  comes(port: string): Promise<Outcome> {
    return this.#events('add', this.#told(port));
  }

  /** Takes it out, and tells of it in the kernel's order, when nothing is left of it in sysfs. */
  goes(port: string): Promise<Outcome> {
    const places = this.#told(port).reverse();
    this.unplugUsb(port);
    return this.#events('remove', places);
  }

  /** What the kernel tells of, as places in sysfs. */
  #told(port: string): string[] {
    const device = this.#placeOf(port);
    const below = pathsBelow(device).filter((path) => /:[0-9.]+$|\/(tty|usbmisc|net)\/[^/]+$/.test(path));
    return [device, ...below].map((path) => path.slice(this.path('sys').length));
  }

  async #events(action: string, places: readonly string[]): Promise<Outcome> {
    const outcomes: Outcome[] = [];
    for (const place of places) outcomes.push(await this.event(action, place));
    return {
      code: Math.max(0, ...outcomes.map(({ code }) => code)),
      log: outcomes.flatMap(({ log }) => log),
      stderr: outcomes.map(({ stderr }) => stderr).join(''),
    };
  }

  /**
   * One event of the kernel, whose DEVPATH is given: every script of its subsystem hears of it, each in a shell of its own, one after the other
   * (OpenWrt package/base-files, sbin/hotplug-call).
   */
  event(action: string, devpath: string, env: Record<string, string> = {}): Promise<Outcome> {
    const [, subsystem = 'usb'] = /\/(tty|usbmisc|net)\/[^/]+$/.exec(devpath) ?? [];
    const name = basename(devpath);
    const kinds: Record<string, Record<string, string>> = {
      usb: { DEVTYPE: name.includes(':') ? 'usb_interface' : 'usb_device' },
      net: { INTERFACE: name, DEVTYPE: name.startsWith('ww') ? 'wwan' : '' },
    };
    const told = { ACTION: action, SUBSYSTEM: subsystem, DEVPATH: devpath, ...(kinds[subsystem] ?? { DEVNAME: name }) };
    const folder = this.path(`etc/hotplug.d/${subsystem}`);
    writeFileSync(this.path('hotplug-call'), `for script in '${folder}'/*; do ( [ ! -f "$script" ] || . "$script" ); done\n`);
    return this.run('hotplug-call', [], false, { ...told, ...env });
  }

  /**
   * Puts a script where the archive puts it, with the paths that it assigns at its top moved below the root, and the port that it opens. Only the
   * kernel makes character devices: there a port is any file.
   */
  install(name: string, script: string): void {
    const folders = /(^| )(?=\/(?:etc|lib|sys|tmp|usr|var|www|dev\/modem-bench)(?:\/| |$))/g;
    const moved = script
      .replace(/^(\t*port=)(?=\/dev\/\$node$)/gm, `$1${this.root}`)
      .replaceAll('[ -c "$port" ]', '[ -e "$port" ]')
      .replace(/^(\w+)='(\/[^']*)'$/gm, (_, variable, paths: string) => `${variable}='${paths.replace(folders, `$1${this.root}`)}'`)
      // Which names its own shell.
      .replace(/^#!\/bin\/sh \/etc\/rc\.common$/m, `#!${this.path('rc.common')}`);
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
    const known = ['uci', 'logger', 'reload_config', ...this.commands.keys()].filter((command) => command !== 'chat');
    const [program, ...first] = shell;
    // A fork costs more than anything else here, so an answer is a script that is read in; and a shell reads a byte at a time: of the status, the id.
    const prelude = `
call() {
  read -r ${busybox === undefined ? '' : '-n 8 '}call_me </proc/self/stat
  call_me=\${call_me%% *}
  printf '%s\\0' "$(($# + 1))" "$call_me" "$@" >'${this.path('ask')}'
  . '${this.path('answer')}'$((call_me % ${ANSWERS}))
  printf %s "$call_out"
  return "$call_code"
}
${known.map((command) => `${command}() { call ${command} "$@"; }`).join('\n')}
sh() { ${program} ${first.join(' ')} '${this.path('program')}' "$@"; }
`;
    // What is run as a program of its own has the commands as well: other scripts, chat, and OpenWrt's rc.common, as far as the services use it.
    writeFileSync(this.path('program'), `${prelude}program=$1\nshift\n. "$program"\n`);
    this.#executable('rc.common', `${prelude}${rcCommon}`);
    // chat speaks to whatever file it was given, and tells what it heard where it complains.
    // One that waits alone for what never comes, until it is killed, asks nobody: it has made the port raw, which is told by a file.
    const rawing = `[ "$#" -ne 3 ] || [ "$3" != '\\001never' ] || { echo "$(readlink /proc/self/fd/0)" >>'${this.path('rawed')}'; exit 3; }\n`;
    if (this.commands.has('chat')) this.#executable('bin/chat', `${rawing}${prelude}call chat "$(readlink /proc/self/fd/0)" "$@" >&2\n`);
    else rmSync(this.path('bin/chat'), { force: true });
    const runner = this.path('runner');
    const script = this.path(name);
    writeFileSync(
      runner,
      `${prelude}\n( cd "\${0%/*}" && . "${script}" )${boot ? ` && rm -f "${script}"` : ''}\ncode=$?\nwait\nexit $code\n`,
    );
    // What goes on in the background has let go of the three usual files, but not of this fourth one: it is waited for as well.
    const child = spawn(program, [...first, runner, ...args], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: this.path('bin'), ...env },
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
      await answerTo(Number(pid), this.path(`answer${Number(pid) % ANSWERS}`), this.#serve(command, argv, log));
    await asked.close();
    return { code: await ended, log, stderr };
  }

  #executable(name: string, text: string): void {
    writeFileSync(this.path(name), `#!${busybox === undefined ? '/bin/sh' : `${busybox} ash`}\n${text}`);
    chmodSync(this.path(name), 0o755);
  }

  #serve(command: string, argv: readonly string[], log: string[]): string {
    if (command === 'uci') {
      const { code, out } = this.uci.run(argv);
      return answerOf(code, out);
    }
    if (command === 'logger') log.push(`${argv[argv.indexOf('-p') + 1] ?? ''}: ${argv.at(-1) ?? ''}`);
    else if (command === 'reload_config') this.reloads++;
    else {
      const { code, out } = this.commands.get(command)?.(argv) ?? { code: 127 };
      return answerOf(code, out);
    }
    return answerOf(0);
  }
}

/** Every path below a folder, above before below, in the order of their names. */
const pathsBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .sort();

/** Tries at a pipe after which it is looked whether the one who asked is there still. */
const TRIES = 20;

/** What a command answers, as the lines that `call` reads in. */
const answerOf = (code: number, out = '') => `call_code=${code}\ncall_out='${out.replaceAll("'", `'\\''`)}'\n`;

/** Writes to whoever asked, unless it was ended meanwhile: a pipe without a reader would be waited for for ever. */
async function answerTo(pid: number, pipe: string, answer: string): Promise<void> {
  for (let tried = 1; tried % TRIES !== 0 || isAlive(pid); tried++) {
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
