import { type Desk, type Line, type LineReader, taken } from '../desk.ts';
import type { Draft } from '../draft.ts';
import { type Exchange, MOST_ANSWER_LINES, MOST_EXCHANGES } from '../dump.ts';

/**
 * Questions to a modem and its answers, as terminals, `chat`, `gcom`, `sms_tool`, `mmcli --command` and forum posts show them: echoed or not, with
 * prompts and marks of direction before them, with empty lines between. An answer ends with a final result code (3GPP TS 27.007, V.250, 5.7).
 */
const COMMAND =
  /(?:^|[\s'">\])]|--command=)(AT(?:[+^$&#%*!_][A-Z][A-Z0-9_]{0,30}(?:\?|=[^'\s][^']{0,300}|=\?)?|I\d?|&[VF]\d?))(?=$|["'\s;\\])/i;
/** The command is all of the line, or stands in quotation marks, or behind a prompt: in a sentence it is only talked about. */
const ASKED =
  /^(?:[^\n]{0,80}?[#$>\]:] ?|[-=<>\u2192\u00bb ]{0,6}|.{0,200}(?:echo|sendat|gcom|sms_tool|--command|atinout|comgt|qcom|microcom|at_command)\b.{0,200})?["']?AT/i;
const FINAL = /^(?:OK|ERROR|COMMAND NOT SUPPORT|NO CARRIER|\+CM[ES] ERROR: ?.{1,80})$/i;
const RESULT = /^[+^*%$!#][A-Z][A-Z0-9_]{1,20}: ?\S/i;
/** Marks of direction, of time, and of `mmcli --command`, before an answer. */
const MARKS = /^(?:[<>\u2190\u2192\u00ab\u00bb-]{1,3} |response: '|\[?\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\]? ?)+/;
const LABEL = /^(manufacturer|model|revision) ?: ?(.{1,100})$/i;
/** What begins otherwise than any answer: a dump goes on where an answer lacks its end. */
const OTHER_FORM = /^(?:[TBDPSCAIE]:[* ]|Bus \d|\/:|\|__|Device Descriptor|-{8,}|[A-Za-z0-9]{0,12} {0,12}[|\u2502] )/;
/** A sentence: no answer has so many words that are nothing but letters. */
const SENTENCE = /(?:(?:^|[ ,])\p{L}{2,}(?=[ ,.!?]|$)){6}/u;
const PROMPT = /^[^ ]{0,80}(?: ~)? ?[#$](?: |$)/;

/** Questions whose answer is one name (3GPP TS 27.007, 5.1 to 5.3; V.250, 6.1.4 to 6.1.6). */
const names: readonly (readonly [RegExp, 'manufacturer' | 'model' | 'firmware'])[] = [
  [/^AT\+C?GMI$/i, 'manufacturer'],
  [/^AT\+C?GMM$/i, 'model'],
  [/^AT\+C?GMR$/i, 'firmware'],
];

/** Longer ones are of another form. */
const MOST_LINE = 2000;
/** Lines of an answer to ATI, and their length. */
const [MOST_PLAIN, MOST_NAME] = [5, 60];
const FIRMWARE = /^revision ?: ?\S/i;

export class AtTranscript implements LineReader {
  readonly #desk: Desk;
  #draft: Draft | null = null;
  #open: { readonly command: string; readonly lines: string[] } | null = null;
  /** Lines of nobody's, which may be an answer whose question is not shown. */
  #plain: string[] = [];

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  line({ text }: Line) {
    if (text.length > MOST_LINE) return null;
    const line = text.trim();
    const command = commandIn(line);
    if (command !== null) {
      this.#end();
      this.#open = { command, lines: [] };
      return taken;
    }
    const answer = line.replace(MARKS, '').replace(/'$/, '').trim();
    if (FINAL.test(answer)) {
      const unasked = this.#plain;
      this.#plain = [];
      if (!this.#open && unasked.some((one) => FIRMWARE.test(one))) this.#open = { command: 'ATI', lines: unasked };
      const told = this.#open !== null;
      if (this.#open && !/^OK$/i.test(answer)) this.#open.lines.push(answer);
      this.#end();
      return told ? taken : null;
    }
    if (this.#open) {
      if (answer === '') return taken;
      if (PROMPT.test(line) || OTHER_FORM.test(line) || SENTENCE.test(answer)) {
        this.#end();
        return null;
      }
      if (this.#open.lines.length < MOST_ANSWER_LINES) this.#open.lines.push(answer);
      return taken;
    }
    if (!RESULT.test(answer)) {
      this.#remember(answer);
      return null;
    }
    this.#keep({ command: '', lines: [answer] });
    return taken;
  }

  #remember(line: string): void {
    if (line === '') return;
    if (line.length > MOST_NAME) this.#plain = [];
    else this.#plain = [...this.#plain, line].slice(-MOST_PLAIN);
  }

  close(): void {
    this.#end();
  }

  #end(): void {
    const open = this.#open;
    this.#open = null;
    if (open) this.#keep(open);
  }

  #keep(exchange: Exchange): void {
    this.#draft ??= this.#desk.add('at');
    const draft = this.#draft;
    const before = draft.exchanges.at(-1);
    // What was typed and its echo are one question.
    if (before?.command === exchange.command && before.lines.length === 0) draft.exchanges.pop();
    if (draft.exchanges.length < MOST_EXCHANGES) draft.exchanges.push(exchange);
    const { command, lines } = exchange;
    const asked = names.find(([asks]) => asks.test(command));
    const [first] = lines.filter((line) => !/ERROR/i.test(line));
    if (asked && first !== undefined) draft[asked[1]] ??= bare(first);
    if (/^ATI\d?$/i.test(command)) this.#identity(draft, lines);
  }

  /** Maker, model, firmware, each on a line of its own, with a label or without. */
  #identity(draft: Draft, lines: readonly string[]): void {
    const plain: string[] = [];
    for (const line of lines) {
      const [, label, value] = LABEL.exec(line) ?? [];
      if (label === undefined || value === undefined) {
        if (!line.includes(':') && !/ERROR/i.test(line)) plain.push(line);
      } else if (label.toLowerCase() === 'manufacturer') draft.manufacturer ??= value;
      else if (label.toLowerCase() === 'model') draft.model ??= value;
      else draft.firmware ??= value;
    }
    const [maker, model] = plain;
    if (plain.length >= 2 && maker !== undefined && model !== undefined && !/^\d+$/.test(model)) {
      draft.manufacturer ??= maker;
      draft.model ??= model;
    }
  }
}

function commandIn(line: string): string | null {
  const [, found] = COMMAND.exec(line) ?? [];
  if (found === undefined || !ASKED.test(line)) return null;
  // Behind the quotation mark that closes it stands something else.
  const end = /(?:\\r|\\n|["'] ?(?:>|\||$))/.exec(found);
  const command = (end ? found.slice(0, end.index) : found).trim();
  // The quotation marks of a value belong to it.
  return command.split('"').length % 2 === 0 ? `${command}"` : command;
}

/** `+CGMM: "EC25"` and `EC25` are one. */
function bare(answer: string): string {
  return answer.replace(/^[+^]\w{1,12}: ?/, '').replace(/^"([^"]*)".*$/, '$1');
}
