import { type Line, type LineReader, taken } from '../desk.ts';

/**
 * Configuration of OpenWrt: what `uci show` and `uci export` print, and files below `/etc/config`. Kept as it is, for those who read UCI.
 */
const SHOWN = /^\s*([a-z][\w-]{0,40})\.(?:@?[\w-]{1,60}(?:\[-?\d{1,4}\])?)(?:\.\w{1,60})?=\S/;
const SECTION = /^\s*config\s+['"]?[\w-]{1,60}['"]?(?:\s+['"]?[\w.-]{1,60}['"]?)?\s*$/;
const OPTION = /^\s*(?:option|list)\s+['"]?[\w-]{1,60}['"]?\s+\S/;
const PACKAGE = /^\s*package\s+['"]?[\w-]{1,60}['"]?\s*$/;
/** Packages whose lines tell of the network; `network.wan` may stand in a sentence of any other. */
const packages = new Set(['network', 'firewall', 'dhcp', 'wireless', 'system', 'mwan3', 'qmodem', 'modem', 'modemband', 'sms_tool_js']);
const MOST_LINES = 8000;

/** Longer ones are of another form. */
const MOST_LINE = 2000;

export class UciLines implements LineReader {
  readonly lines: string[] = [];
  #within = false;

  line({ text }: Line) {
    if (text.length > MOST_LINE) return null;
    const [, name] = SHOWN.exec(text) ?? [];
    const begins = SECTION.test(text) || PACKAGE.test(text);
    const isUci = (name !== undefined && packages.has(name)) || begins || (this.#within && OPTION.test(text));
    this.#within = isUci && (begins || this.#within);
    if (!isUci) return null;
    if (this.lines.length < MOST_LINES) this.lines.push(text);
    return taken;
  }

  close(): void {}
}
