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
  if (/^(ERROR|NO CARRIER|BUSY|NO ANSWER|NO DIALTONE|COMMAND NOT SUPPORT|TOO MANY PARAMETERS)$/.test(line))
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
  /^(\^(RSSI|HCSQ|MODE|BOOT|SRVST|SIMST|STIN|DSFLOWRPT|NDISSTAT|NWTIME|LWURC|EONS|CSNR|HRSSILVL|ANLEVEL|PLMN|TIME|SYSSTART|NDISEND)\b|\+CREG: \d(,"[^"]*"){2}|\+(CIEV|CMTI|CDSI|CRING|CTZV|CTZE|CGEV|QIND|QUSIM|QNETDEVSTATUS|CPIN: (READY|NOT))\b|RING$|RDY$)/;

/** Gathers the answer to one command. */
export class ReplyGatherer {
  readonly #command: string;
  readonly #numeric: boolean;
  readonly #lines: string[] = [];

  constructor(command: string, numeric: boolean) {
    this.#command = command;
    this.#numeric = numeric;
  }

  /** Takes one line; the whole reply once the final result is there. */
  take(line: string): Reply | null {
    if (line === this.#command) return null;
    const final = finalResult(line, this.#numeric);
    if (final) return { lines: this.#lines, final };
    const asked = !UNSOLICITED.test(line) || answersPrefix(this.#command, line);
    if (asked && this.#lines.length < MAX_LINES) this.#lines.push(line);
    return null;
  }
}

/** True where a line's prefix is the command's own: `+CPIN: READY` after `AT+CPIN?` is the answer. */
function answersPrefix(command: string, line: string): boolean {
  const own = /^AT([+^*%$!#][A-Z0-9]+)/i.exec(command)?.[1];
  return own !== undefined && line.toUpperCase().startsWith(own.toUpperCase());
}
