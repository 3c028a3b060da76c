import { isIPv4 } from 'node:net';
import { BenchError } from '../contract/errors.ts';
import { cleanText } from '../lib/clean-text.ts';
import type { CardHost, CardResult, CardTrial } from '../seams/host.ts';
import script from './card-trial.sh?raw';
import { PASSWORD_MS, pkexecFailure, wasDismissed } from './pkexec.ts';
import { type ProgramEnd, type RunProgram, runProgram } from './run-program.ts';

const LOOK_MS = 20_000;
/** The script has a limit of its own, of 70 s, and gives the card back then; this is for one that does not come to an end. */
const TRIAL_MS = 120_000;
/** What the script says is a dozen lines. */
const MAX_OUTPUT = 20_000;
const MAX_LINES = 100;
const MAX_VALUE = 300;

export interface LinuxCardsOptions {
  readonly run?: RunProgram;
  /** Whether this process may do it all by itself. */
  readonly isRoot?: boolean;
}

/** Tries a network card by `card-trial.sh`, which tells how: as root, or by way of pkexec, which asks for the password. */
export class LinuxCards implements CardHost {
  readonly #run: RunProgram;
  readonly #isRoot: boolean;

  constructor({ run = runProgram, isRoot = process.getuid?.() === 0 }: LinuxCardsOptions = {}) {
    this.#run = run;
    this.#isRoot = isRoot;
  }

  async tryCard(trial: CardTrial, signal: AbortSignal): Promise<CardResult> {
    signal.throwIfAborted();
    const failed = (message: string) =>
      new BenchError('CARD_TRIAL_FAILED', { net: cleanText(trial.net, 40), message: message.replace(/\.$/, '') });
    const args = trialArguments(trial);
    if (args === null) throw failed('not the name of a card, or not an address');
    // Nobody is asked for a password for what cannot be done.
    const missing = await this.#missing(args);
    signal.throwIfAborted();
    if (missing !== null) return { kind: 'impossible', why: 'tools', missing };
    const end = await this.#try(args, signal);
    signal.throwIfAborted();
    const report = parseReport(end.stdout);
    if (!this.#isRoot && !report.started) {
      if (end.status === null) return { kind: 'impossible', why: 'tools', missing: 'pkexec' };
      if (wasDismissed(end)) return { kind: 'impossible', why: 'dismissed', missing: '' };
      throw failed(pkexecFailure(end));
    }
    if (report.missing.length > 0) return { kind: 'impossible', why: 'tools', missing: listed(report.missing) };
    const { address, gateway, answered } = report;
    const problem = problemOf(report, end);
    if (problem !== null || answered === null) throw failed(problem ?? endOf(end));
    return { kind: 'tried', address, gateway, answered };
  }

  /** Programs that the script would miss; `null`: none. */
  async #missing([, address = '', , , , request = '']: readonly string[]): Promise<string | null> {
    const how = address === 'dhcp' ? 'dhcp' : 'address';
    const { stdout } = await this.#run('sh', ['-s', '--', 'look', how, request], { input: script, timeoutMs: LOOK_MS });
    const { missing } = parseReport(stdout);
    return missing.length > 0 ? listed(missing) : null;
  }

  #try(args: readonly string[], until: AbortSignal): Promise<ProgramEnd> {
    const words = ['-s', '--', 'try', ...args];
    return this.#isRoot
      ? this.#run('sh', words, { input: script, until, timeoutMs: TRIAL_MS })
      : this.#run('pkexec', ['/bin/sh', ...words], { input: script, until, timeoutMs: PASSWORD_MS + TRIAL_MS });
  }
}

/** What the script is given after `try`; `null` where something is not what it is to be. The script looks at it again. */
export function trialArguments({ net, address, arp, request }: CardTrial): string[] | null {
  if (!isNetName(net)) return null;
  const gateway = address?.gateway ?? null;
  if (address !== null && (!isIPv4(address.address) || !isPrefix(address.prefix))) return null;
  if (gateway !== null && !isIPv4(gateway)) return null;
  if (request.kind === 'echo' ? !isIPv4(request.to) : address !== null && gateway === null) return null;
  return [
    net,
    address?.address ?? 'dhcp',
    String(address?.prefix ?? '-'),
    gateway ?? '-',
    arp ? 'on' : 'off',
    request.kind,
    request.kind === 'echo' ? request.to : '-',
  ];
}

/** dev_valid_name() in net/core/dev.c: 1 to 15 characters, no slash, colon or blank, no `.` and `..`; and nothing that a program reads as an option. */
const isNetName = (name: string) => /^(?!-|\.{1,2}$)[!-.0-9;-~]{1,15}$/.test(name);
const isPrefix = (prefix: number | null) => prefix === null || (Number.isInteger(prefix) && prefix >= 1 && prefix <= 32);

/** What the script said, as far as it makes sense. */
export interface CardReport {
  readonly started: boolean;
  readonly missing: readonly string[];
  readonly failed: string | null;
  readonly address: string | null;
  readonly gateway: string | null;
  readonly answered: boolean | null;
  /** `gone`: the dongle was pulled. `null`: not said. */
  readonly back: 'yes' | 'no' | 'gone' | null;
}

/** Lines of `key=value`; of each key the first counts, and what is unknown or malformed counts for nothing. */
export function parseReport(text: string): CardReport {
  const lines = text.slice(0, MAX_OUTPUT).split('\n', MAX_LINES);
  const pairs = lines.flatMap((line): [string, string][] => {
    const at = line.indexOf('=');
    return at < 0 ? [] : [[line.slice(0, at), cleanText(line.slice(at + 1), MAX_VALUE)]];
  });
  const all = (wanted: string) => pairs.filter(([key]) => key === wanted).map(([, value]) => value);
  const first = (key: string) => all(key)[0] ?? null;
  const address = first('address');
  const gateway = first('gateway');
  const answered = first('answered');
  const back = first('back');
  return {
    started: first('started') === 'yes',
    missing: all('missing').filter((name) => name !== ''),
    failed: first('failed'),
    address: address !== null && isInterfaceAddress(address) ? address : null,
    gateway: gateway !== null && isIPv4(gateway) ? gateway : null,
    answered: answered === 'yes' ? true : answered === 'no' ? false : null,
    back: back === 'yes' || back === 'no' || back === 'gone' ? back : null,
  };
}

/** `10.0.0.2/30` */
function isInterfaceAddress(text: string): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/');
  return rest.length === 0 && isIPv4(address) && /^\d{1,2}$/.test(prefix) && isPrefix(Number(prefix));
}

/** Why it counts for nothing, whatever was answered; `null`: it counts. */
function problemOf({ failed, back }: CardReport, end: ProgramEnd): string | null {
  if (back === 'gone') return 'the card went away';
  if (failed !== null) return failed === '' ? endOf(end) : failed;
  if (back === 'no') return `it did not come back: ${endOf(end)}`;
  return back === null ? endOf(end) : null;
}

const endOf = ({ status, stderr }: ProgramEnd) => cleanText(stderr, MAX_VALUE) || `status ${status}`;
const listed = (names: readonly string[]) => cleanText(names.join(', '), MAX_VALUE);
