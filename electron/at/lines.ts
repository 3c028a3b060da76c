import { cleanText } from '../lib/clean-text.ts';

/**
 * The text of modems cut into lines and results. Forms: V.250 5.7.1 (verbose and numeric result codes), 3GPP TS 27.007 9.1
 * (+CME ERROR) and TS 27.005 3.2.5 (+CMS ERROR).
 */

/** Most characters of one line and lines of one reply; a modem that goes on for longer is not answering. */
const MAX_LINE = 4096;
const MAX_LINES = 500;

export type FinalResult =
  | { readonly kind: 'ok' }
  | { readonly kind: 'connect'; readonly text: string }
  /** `number` of +CME ERROR or +CMS ERROR where the modem gives one, else null. */
  | { readonly kind: 'error'; readonly text: string; readonly number: number | null };

export interface Reply {
  /** Information lines, in order, without echo, blank lines and unsolicited results. */
  readonly lines: readonly string[];
  readonly final: FinalResult;
}

const NUMERIC: Readonly<Record<string, FinalResult>> = {
  '0': { kind: 'ok' },
  '3': { kind: 'error', text: 'NO CARRIER', number: null },
  '4': { kind: 'error', text: 'ERROR', number: null },
};

/** The final result that a line is, or `null`. Numeric codes count only alone on a line and only where the modem was not yet set to words. */
export function finalResult(line: string, numeric = false): FinalResult | null {
  if (line === 'OK') return { kind: 'ok' };
  if (/^CONNECT( \d.*)?$/.test(line)) return { kind: 'connect', text: line };
  const coded = /^\+CM[ES] ERROR: ?(.*)$/.exec(line);
  if (coded) {
    const text = coded[1] ?? '';
    return { kind: 'error', text: line, number: /^\d{1,5}$/.test(text) ? Number(text) : null };
  }
  // Huawei says the last two to commands it does not have or not now.
  // TD Tech says why behind its ERROR (`ERROR: DUPLICATED`).
  if (/^(ERROR(: ?[A-Za-z][A-Za-z _-]{0,60})?|NO CARRIER|BUSY|NO ANSWER|NO DIALTONE|COMMAND NOT SUPPORT|TOO MANY PARAMETERS)$/.test(line))
    return { kind: 'error', text: line, number: null };
  return numeric ? (NUMERIC[line] ?? null) : null;
}

/** Cuts a stream into lines at CR and LF, bounded. Bytes are taken as Latin-1: nothing in AT is wider, and nothing is lost. */
export class LineSplitter {
  #rest = '';

  feed(data: Uint8Array): string[] {
    this.#rest += Buffer.from(data).toString('latin1');
    const parts = this.#rest.split(/[\r\n]+/);
    this.#rest = (parts.pop() ?? '').slice(-MAX_LINE);
    return parts.map((p) => cleanText(p, MAX_LINE)).filter((p) => p !== '');
  }

  /** What came since the last line end; a prompt (`> `) has none. */
  get rest(): string {
    return this.#rest;
  }

  clear(): void {
    this.#rest = '';
  }
}

/** Unsolicited results that come between the lines of an answer, by prefix; those a command asks for are told apart by the command itself. */
const UNSOLICITED =
  /^(\^(RSSI|HCSQ|MODE|BOOT|SRVST|SIMST|STIN|DSFLOWRPT|NDISSTAT|NWTIME|LWURC|EONS|CSNR|HRSSILVL|ANLEVEL|PLMN|TIME|SYSSTART|NDISEND|RFSWITCH)\b|\+C(|G|E|5G)REG ?:|\+(CIEV|CMTI|CDSI|CRING|CTZV|CTZE|CGEV|CSCON|QIND|QUSIM|QNETDEVSTATUS|CPIN: (READY|NOT))\b|RING$|RDY$)/;

/** Gathers the answer to one command. */
export class ReplyGatherer {
  readonly #command: string;
  readonly #numeric: boolean;
  readonly #echoes: ReadonlySet<string>;
  readonly #own: RegExp | null;
  readonly #lines: string[] = [];
  #glued = false;

  /** `earlier`: commands that were sent before, whose echo may still come. */
  constructor(command: string, numeric: boolean, earlier: Iterable<string> = []) {
    this.#command = command;
    this.#numeric = numeric;
    // The list of all commands has commands for lines.
    this.#echoes = new Set([command, ...(/^AT\+CLAC/i.test(command) ? [] : earlier)].map(plain));
    const name = /^AT([+^*%$!#][A-Z0-9]+)/i.exec(command)?.[1];
    this.#own = name === undefined ? null : new RegExp(`^${name.replace(/[+^*$]/, '\\$&')}(?![A-Z0-9])`, 'i');
  }

  /** True where the final result stood at the end of another line: there may be a second one behind it. */
  get glued(): boolean {
    return this.#glued;
  }

  /** Takes one line; the whole reply once the final result is there. */
  take(line: string): Reply | null {
    if (this.#echoes.has(plain(line))) return null;
    const text = this.#withoutEcho(line);
    const final = finalResult(GLUED_TO_NEXT.test(text) ? 'OK' : text, this.#numeric);
    if (final) return { lines: this.#lines, final };
    const [before, ended] = this.#own?.test(text) ? cutOk(text) : [text, false];
    this.#add(before);
    this.#glued = ended;
    return ended ? { lines: this.#lines, final: { kind: 'ok' } } : null;
  }

  #add(line: string): void {
    if (UNSOLICITED.test(line) && !this.#own?.test(line)) return;
    const last = this.#lines.at(-1);
    // A line end within quotation marks: both halves have one.
    if (last !== undefined && isOpen(last) && isOpen(line) && this.#own?.test(last) && !this.#own.test(line))
      this.#lines[this.#lines.length - 1] = `${last}${line}`.slice(0, MAX_LINE);
    else if (this.#lines.length < MAX_LINES) this.#lines.push(line);
  }

  /** An echo and the answer in one line. */
  #withoutEcho(line: string): string {
    const rest = line.slice(this.#command.length).trimStart();
    return plain(line.slice(0, this.#command.length)) === plain(this.#command) && this.#own?.test(rest) ? rest : line;
  }
}

/** The result, and what the modem said next. */
const GLUED_TO_NEXT = /^OK[+^*%$!#]/;

/** As a modem may echo it: blanks, and letters of either case. */
const plain = (line: string) => line.replaceAll(' ', '').toUpperCase();

const isOpen = (line: string) => line.split('"').length % 2 === 0;

/** `+CSQ: 21,99OK`. Behind another word or within quotation marks it belongs to the answer. */
function cutOk(line: string): [before: string, ended: boolean] {
  const before = /^(.*(?:[^A-Za-z]|READY))OK$/.exec(line)?.[1];
  return before === undefined || isOpen(before) || /: ?$/.test(before) ? [line, false] : [before.trimEnd(), true];
}
