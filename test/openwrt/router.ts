import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UciTool } from './uci-tool.ts';

/** The router's shell where it is installed, else the system's POSIX sh. */
export const shell: readonly [string, ...string[]] =
  existsSync('/usr/bin/busybox') || existsSync('/bin/busybox') ? ['busybox', 'ash'] : ['sh'];

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
  readonly root = mkdtempSync(join(tmpdir(), 'router-'));
  reloads = 0;

  constructor(
    files: Record<string, string>,
    handlers: readonly string[] = ['qmi', 'ncm', 'mbim', '3g', 'dhcp'],
    modules: readonly string[] = ['cdc_ether', 'rndis_host'],
  ) {
    this.uci = new UciTool(files);
    for (const folder of ['etc/uci-defaults', 'lib/upgrade/keep.d', 'lib/netifd/proto', 'lib/modules/6.6.1', 'sys/class/net', 'sys/module'])
      mkdirSync(join(this.root, folder), { recursive: true });
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

  unplug(netDevice: string): void {
    rmSync(this.path(`sys/class/net/${netDevice}`), { recursive: true });
  }

  /** Puts a script where the archive puts it, with the paths that it assigns at its top moved below the root. */
  install(name: string, script: string): void {
    const moved = script.replace(/^(\w+)='(\/(?:etc|lib|sys)\/[^']*)'$/gm, (_, variable, path) => `${variable}='${this.root}${path}'`);
    mkdirSync(join(this.path(name), '..'), { recursive: true });
    writeFileSync(this.path(name), moved);
  }

  /** Sources the script in a subshell, as /etc/init.d/boot does, and removes it if it returned 0 and `boot` is set. */
  async run(name: string, args: readonly string[] = [], boot = false, env: Record<string, string> = {}): Promise<Outcome> {
    const prelude = `
ask='${this.path('ask')}'; answer='${this.path('answer')}'
call() { printf '%s\\0' "$@" >"$ask"; { read -r code; cat; } <"$answer"; return "$code"; }
uci() { call uci "$@"; }
logger() { call logger "$@"; }
reload_config() { call reload_config; }
`;
    const runner = this.path('runner');
    const script = this.path(name);
    writeFileSync(runner, `${prelude}\n( cd "\${0%/*}" && . "${script}" )${boot ? ` && rm -f "${script}"` : ''}\n`);
    const [program, ...first] = shell;
    const child = spawn(program, [...first, runner, ...args], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const log: string[] = [];
    const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)));
    void ended.then(() => this.#hangUp());
    for (;;) {
      const [command, ...argv] = (await readFile(this.path('ask'), 'utf8')).split('\0').slice(0, -1);
      if (command === 'bye') break;
      await writeFile(this.path('answer'), this.#serve(command ?? '', argv, log));
    }
    return { code: await ended, log, stderr };
  }

  #serve(command: string, argv: readonly string[], log: string[]): string {
    if (command === 'uci') {
      const { code, out } = this.uci.run(argv);
      return `${code}\n${out}`;
    }
    if (command === 'logger') log.push(`${argv[argv.indexOf('-p') + 1] ?? ''}: ${argv.at(-1) ?? ''}`);
    else this.reloads++;
    return '0\n';
  }

  #hangUp(): void {
    const pipe = openSync(this.path('ask'), constants.O_RDWR | constants.O_NONBLOCK);
    writeSync(pipe, 'bye\0');
    setTimeout(() => closeSync(pipe), 50);
  }
}
