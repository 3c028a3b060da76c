import { basename } from 'node:path';
import { UciParseError } from '../../electron/openwrt/uci-lines.ts';
import { parseUci } from '../../electron/openwrt/uci-parse.ts';
import { readChanges, type Sign, UciPackage, words, writeChanges } from './uci-package.ts';

/** Where its files are; `null`: there is no such file. */
export interface UciDisk {
  read(path: string): string | null;
  write(path: string, text: string): void;
}

function inMemory(): UciDisk {
  const files = new Map<string, string>();
  return { read: (path) => files.get(path) ?? null, write: (path, text) => void files.set(path, text) };
}

interface Answer {
  readonly code: number;
  readonly out: string;
}

const signs: Readonly<Record<string, Sign>> = { set: '', delete: '-', del: '-', add_list: '|', del_list: '~' };
const failed: Answer = { code: 1, out: '' };

/** In the form in which two files with the same in them are the same. */
function canonical(text: string): string {
  parseUci(text);
  return new UciPackage(text).text().slice(1);
}

/**
 * The commands of `uci` that the router's scripts use, as the real tool carries them out: what it stages, and in what words, what it
 * drops and refuses, what a commit makes of changes whose section is elsewhere by now, and that a configuration named by its path
 * (`/tmp/copies/network.lan`) is written at once, without what is staged for the one of that name.
 */
export class UciTool {
  /** Every call, for assertions. */
  readonly calls: string[][] = [];
  /** A call for which this gives true is swallowed with exit code 0. */
  drop: (args: readonly string[]) => boolean = () => false;
  /** This file cannot be saved. */
  failCommit: string | null = null;
  readonly #disk: UciDisk;
  readonly #config: string;
  readonly #staged: string;
  readonly #names: string[];

  constructor(files: Record<string, string>, disk: UciDisk = inMemory(), root = '') {
    this.#disk = disk;
    this.#config = `${root}/etc/config`;
    this.#staged = `${root}/tmp/.uci`;
    this.#names = Object.keys(files);
    for (const [name, text] of Object.entries(files)) disk.write(`${this.#config}/${name}`, text);
  }

  /** A file as it is on the flash, in the form of `uci export`. */
  file(name: string): string {
    const text = this.#disk.read(`${this.#config}/${name}`);
    return text === null ? '' : canonical(text);
  }

  /** What is staged for a file, as libuci writes it down. */
  stagedFor(name: string): string {
    return this.#disk.read(`${this.#staged}/${name}`) ?? '';
  }

  get staged(): boolean {
    return this.#names.some((name) => this.stagedFor(name) !== '');
  }

  run(argv: readonly string[]): Answer {
    this.calls.push([...argv]);
    const args = argv.filter((arg) => arg !== '-q' && arg !== '-X');
    const option = (name: string) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : undefined);
    const config = option('-c') ?? this.#config;
    const input = option('-f');
    if (this.drop(args)) return { code: 0, out: '' };
    const [command = '', target = ''] = args;
    try {
      return this.#run(command, target, config, input);
    } catch (error) {
      if (error instanceof UciParseError) return failed;
      throw error;
    }
  }

  #run(command: string, target: string, config: string, input: string | undefined): Answer {
    // Whatever stands before the first dot, a folder's name with a dot in it as well.
    const equals = target.indexOf('=');
    const [path, value] = equals < 0 ? [target, null] : [target.slice(0, equals), target.slice(equals + 1)];
    const [name = '', section = '', option, ...rest] = path.split('.');
    if (rest.length > 0 || (option !== undefined && !/^\w+$/.test(option))) return failed;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what uci refuses
    if (value !== null && /[\u0001-\u0008\u000b\u000c\u000e-\u001f]/.test(value)) return failed;
    if (command === 'import') return this.#import(name, config, input);
    const file = name.startsWith('/') ? name : `${config}/${name}`;
    const saved = this.#disk.read(file);
    if (saved === null) return failed;
    const loaded = new UciPackage(saved);
    const changes = file === name ? [] : readChanges(name, this.stagedFor(name));
    // What no longer fits is passed over; a commit drops it where anything else is saved.
    const fitting = changes.filter((change) => loaded.change(change) !== false);
    const short = basename(name);
    switch (command) {
      case 'export':
        return { code: 0, out: `package ${short}\n${loaded.text()}` };
      case 'show':
        return { code: 0, out: loaded.shown(short) };
      case 'changes':
        // Its form is its own; the scripts only ask whether there is anything.
        return { code: 0, out: writeChanges(short, changes) };
      case 'commit':
        if (fitting.length === 0) return { code: 0, out: '' };
        if (this.failCommit === name) return failed;
        this.#disk.write(file, loaded.text());
        this.#disk.write(`${this.#staged}/${name}`, '');
        return { code: 0, out: '' };
      case 'revert': {
        const place = loaded.find(section)?.name ?? section;
        const stays = (change: { section: string; option: string | undefined }) =>
          section !== '' && (change.section !== place || (option !== undefined && change.option !== option));
        this.#stage(name, writeChanges(name, changes.filter(stays)), false);
        return { code: 0, out: '' };
      }
      case 'get': {
        const found = loaded.find(section);
        if (!found) return failed;
        if (option === undefined) return { code: 0, out: `${found.type}\n` };
        const now = found.options.get(option);
        return now === undefined ? failed : { code: 0, out: `${words(now).join(' ')}\n` };
      }
    }
    const sign = signs[command];
    if (sign === undefined) throw new Error(`uci ${command}: not emulated`);
    const done = loaded.change({ sign, section, option, value });
    if (done === false) return failed;
    if (file === name) this.#disk.write(file, loaded.text());
    else if (done) this.#stage(name, writeChanges(name, [done]), true);
    return { code: 0, out: '' };
  }

  /** Overwrites the file; what is staged for it stays as it is. */
  #import(name: string, config: string, input: string | undefined): Answer {
    const text = input === undefined ? null : this.#disk.read(input);
    if (text === null || this.failCommit === name) return failed;
    this.#disk.write(`${config}/${name}`, new UciPackage(text).text());
    return { code: 0, out: '' };
  }

  #stage(name: string, text: string, more: boolean): void {
    this.#disk.write(`${this.#staged}/${name}`, more ? this.stagedFor(name) + text : text);
  }
}
