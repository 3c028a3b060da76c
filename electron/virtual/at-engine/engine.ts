import { isRegistered } from '../call.ts';
import type { VirtualIdentity } from '../identity.ts';
import type { ModemBody } from '../modem.ts';
import { Sim } from '../sim.ts';
import { type ParsedCommand, parseCommandLine, splitParameters } from './command-line.ts';
import { GarbageSource } from './garbage.ts';
import { type AtFailure, type AtReply, cme, error, failureText, isFailure, numericResults } from './results.ts';

/** What one port remembers: V.250 settings and the report levels of TS 27.007, none of which another port sees. */
export interface PortSettings {
  echo: boolean;
  verbose: boolean;
  quiet: boolean;
  /** +CMEE: 0 ERROR, 1 numbers, 2 words. */
  errors: number;
  readonly registers: Map<number, number>;
  /** Report levels of +CREG and the like, by command name; anything else that a command wants to keep per port. */
  readonly levels: Map<string, string>;
}

/** What a command works with. */
export interface AtContext {
  readonly identity: VirtualIdentity;
  readonly body: ModemBody;
  readonly sim: Sim;
  readonly settings: PortSettings;
  /** True where the SIM is ready and the radio on. */
  readonly registered: boolean;
  /** Runs after the final result was sent, whatever that is: a restart must not swallow its own OK. */
  after(run: () => void): void;
  /** An unsolicited result on this port, `ms` from now. */
  unsolicited(line: string, ms: number): void;
}

type Handler = readonly string[] | ((context: AtContext, parameters: readonly string[]) => AtReply);

/** One command as data: which forms it has and what each answers. A form that is left out is an ERROR. */
export interface AtCommand {
  readonly execute?: Handler;
  readonly read?: Handler;
  readonly test?: Handler;
  readonly set?: Handler;
  /** `present`: CME 10 without a SIM; `unlocked`: also CME 11 or 12 while it is locked. Not for the test form. */
  readonly sim?: 'present' | 'unlocked';
}

/** Commands by upper-case name with prefix. A later table wins over an earlier one. */
export type AtTable = Readonly<Record<string, AtCommand>>;

/** Longest line that the engine takes, in characters; firmwares have 256 to 2048. */
const MAX_LINE = 1024;
const BACKSPACE = 8;
const LINE_FEED = 10;
const RETURN = 13;

export interface AtEngineOptions {
  readonly identity: VirtualIdentity;
  readonly body: ModemBody;
  readonly tables: readonly AtTable[];
  /** False where a channel starts without echo (Huawei's control channel). Default true. */
  readonly echo?: boolean;
  /** Takes bytes to the host. */
  send(data: Uint8Array): void;
}

/** The AT interpreter of one port: bytes in, bytes out. */
export class AtEngine {
  readonly #options: AtEngineOptions;
  readonly #table: ReadonlyMap<string, AtCommand>;
  readonly #settings: PortSettings;
  readonly #sim: Sim;
  readonly #timers = new Set<unknown>();
  readonly #garbage = new GarbageSource();
  /** Echo and answers that go out together. */
  #pending: Uint8Array[] = [];
  #line: number[] = [];
  #overlong = false;
  #previous = '';
  /** A port that nobody ever spoke to gets no unsolicited results: there is nobody to read them. */
  #used = false;

  constructor(options: AtEngineOptions) {
    this.#options = options;
    this.#table = new Map(options.tables.flatMap((table) => Object.entries(table)));
    this.#sim = new Sim(options.body);
    this.#settings = { echo: options.echo ?? true, verbose: true, quiet: false, errors: 0, registers: freshRegisters(), levels: new Map() };
  }

  /** Bytes from the host, in whatever pieces they come. */
  feed(data: Uint8Array): void {
    const { faults } = this.#options.body;
    if (faults.atSilent === true) return;
    this.#used = true;
    for (const byte of data) {
      if (this.#settings.echo && faults.atGarbage !== true) this.#pending.push(Uint8Array.of(byte));
      if (byte === RETURN) this.#endOfLine();
      else if (byte === BACKSPACE) this.#line.pop();
      else if (byte !== LINE_FEED && byte < 0x80) {
        if (this.#line.length < MAX_LINE) this.#line.push(byte);
        else this.#overlong = true;
      }
    }
    this.#flush();
  }

  /** The port is gone: nothing is sent any more. */
  close(): void {
    for (const timer of this.#timers) this.#options.body.clock.clearTimeout(timer);
    this.#timers.clear();
    this.#used = false;
  }

  #endOfLine(): void {
    const line = String.fromCharCode(...this.#line).trim();
    const overlong = this.#overlong;
    this.#line = [];
    this.#overlong = false;
    if (this.#options.body.faults.atGarbage === true) {
      if (line !== '') this.#pending.push(this.#garbage.next());
      return;
    }
    if (overlong) {
      this.#finish(error);
      return;
    }
    // V.250 5.2.4: A/ repeats the line before.
    const text = /^A\/$/i.test(line) ? this.#previous : line;
    if (!/^AT/i.test(text)) return;
    this.#previous = text;
    this.#run(text.slice(2));
  }

  #run(body: string): void {
    const commands = parseCommandLine(body);
    if (!commands) {
      this.#finish(error);
      return;
    }
    const followUps: (() => void)[] = [];
    const context = this.#context((run) => followUps.push(run));
    let failure: AtFailure | null = null;
    for (const command of commands) {
      const reply = this.#answer(command, context);
      if (isFailure(reply)) {
        failure = reply;
        break;
      }
      this.#lines(reply);
    }
    this.#finish(failure);
    this.#flush();
    for (const run of followUps) run();
  }

  #answer(command: ParsedCommand, context: AtContext): AtReply {
    if (this.#options.body.faults.atError === true && !/^(&?[A-Z]|S\d+)$/.test(command.name)) return error;
    const basic = this.#basic(command);
    if (basic) return basic;
    const entry = this.#table.get(command.name);
    const handler = entry?.[command.form];
    if (!entry || !handler) return error;
    if (command.form !== 'test') {
      const refused = this.#simRefusal(entry.sim);
      if (refused) return refused;
    }
    if (typeof handler !== 'function') return handler;
    const parameters = splitParameters(command.parameters);
    return parameters ? handler(context, parameters) : cme(50);
  }

  #simRefusal(needs: AtCommand['sim']): AtFailure | null {
    if (needs === undefined) return null;
    const { state } = this.#sim;
    if (state === 'missing') return cme(10);
    if (state === 'blocked') return cme(13);
    if (needs === 'present' || state === 'ready') return null;
    return cme(state === 'pin' ? 11 : 12);
  }

  /** Commands of V.250 that set up the port itself; `null` where it is none of them. */
  #basic({ name, form, parameters }: ParsedCommand): AtReply | null {
    const s = this.#settings;
    const flag = parameters === '' ? 0 : Number(parameters);
    const on = (set: (value: boolean) => void): AtReply => {
      if (flag > 1) return error;
      set(flag === 1);
      return [];
    };
    switch (name) {
      case 'E':
        return on((value) => {
          s.echo = value;
        });
      case 'V':
        return on((value) => {
          s.verbose = value;
        });
      case 'Q':
        return on((value) => {
          s.quiet = value;
        });
      case 'Z':
      case '&F':
        Object.assign(s, { echo: this.#options.echo ?? true, verbose: true, quiet: false, errors: 0 });
        s.registers.clear();
        for (const [register, value] of freshRegisters()) s.registers.set(register, value);
        return [];
      case 'X':
      case '&C':
      case '&D':
      case '&W':
      case 'H':
        return [];
      case '+CMEE':
        if (form === 'read') return [`+CMEE: ${s.errors}`];
        if (form === 'test') return ['+CMEE: (0-2)'];
        if (form === 'set' && !/^[012]$/.test(parameters)) return cme(50);
        s.errors = form === 'set' ? Number(parameters) : 0;
        return [];
    }
    const register = /^S(\d+)$/.exec(name);
    if (!register) return null;
    if (form === 'read') return [String(s.registers.get(Number(register[1])) ?? 0).padStart(3, '0')];
    if (flag > 255) return error;
    s.registers.set(Number(register[1]), flag);
    return [];
  }

  #context(after: (run: () => void) => void): AtContext {
    const { identity, body } = this.#options;
    return {
      identity,
      body,
      sim: this.#sim,
      settings: this.#settings,
      registered: isRegistered(body),
      after,
      unsolicited: (line, ms) =>
        this.#later(ms, () => {
          if (!this.#used) return;
          this.#lines([line]);
          this.#flush();
        }),
    };
  }

  #later(ms: number, run: () => void): void {
    const timer = this.#options.body.clock.setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }

  /** Information text, V.250 5.7.1: CR LF around it, with ATV0 only after it. */
  #lines(lines: readonly string[]): void {
    if (lines.length === 0) return;
    const text = lines.join('\r\n');
    this.#text(this.#settings.verbose ? `\r\n${text}\r\n` : `${text}\r\n`);
  }

  #finish(failure: AtFailure | null): void {
    if (this.#settings.quiet) return;
    const words = failure ? failureText(failure, this.#settings.errors) : 'OK';
    this.#text(this.#settings.verbose ? `\r\n${words}\r\n` : `${numericResults[words] ?? words}\r`);
  }

  #text(text: string): void {
    this.#pending.push(Buffer.from(text, 'latin1'));
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    const data = Uint8Array.from(Buffer.concat(this.#pending));
    this.#pending = [];
    this.#options.send(data);
  }
}

/** S3 line termination, S4 line feed, S5 backspace, S7 wait for carrier: V.250 6.2 and 6.3. */
function freshRegisters(): Map<number, number> {
  return new Map([
    [0, 0],
    [3, RETURN],
    [4, LINE_FEED],
    [5, BACKSPACE],
    [7, 50],
  ]);
}
