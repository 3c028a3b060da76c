import type { Decoded, Decoder } from '../seams/decoded.ts';
import { secretRanges } from './secret-arguments.ts';
import { hidden, type TextRange } from './text-ranges.ts';

const ASTERISK = 0x2a;
/** As many characters as a plan has room for. */
const MAX_TEXT = 500;

/** What a context is set back to only the modem knows (3GPP TS 27.007, 10.1.1). */
const CONTEXT = /^(AT\+CGDCONT=\d{1,2},).+$/i;

/** The escape to command mode (V.250, 6.2.9), the repeated command (5.2.4), and the first letter of a line that goes on. */
const HARMLESS = /^(\+{1,3}|A\/?|\p{Cc}*)$/iu;
const COMMAND_LINE = /^[\0- ]*AT/i;
/** What people type, and the line ends. */
const TYPED = /^[\b\t\n\r -~]*$/;
/** Ctrl-Z and Esc end a prompt (27.005, 3.3.1). */
const PROMPT_KEYS = ['\u001a', '\u001b'];
const TYPED_RUN = /[ -~]{4,}/g;

/**
 * What one write to an AT port says: command lines with their CR, or pieces of some, in Latin-1. What is typed behind a prompt, or
 * goes on with a line whose beginning is not here, may be a secret, and is hidden as a whole; what nobody can type is shown in
 * hexadecimal. Of AT commands only that of a context has fields that an answer gives: what it is set back to.
 */
export const decodeAt: Decoder = (data) => {
  const written = Buffer.from(data).toString('latin1');
  const keyed = PROMPT_KEYS.reduce((text, key) => text.replaceAll(key, ''), written);
  return COMMAND_LINE.test(written) || TYPED.test(keyed) ? typed(written, data) : binary(written, data);
};

function typed(written: string, data: Uint8Array): Decoded {
  const secrets: TextRange[] = [];
  for (const { 0: line, index } of written.matchAll(/[^\r\n]+/g)) {
    const ranges: readonly TextRange[] = COMMAND_LINE.test(line) ? secretRanges(line) : HARMLESS.test(line) ? [] : [[0, line.length]];
    for (const [from, to] of ranges) secrets.push([index + from, index + to]);
  }
  const text = hidden(written.replace(/\r\n?$/, ''), secrets, shown);
  return decoded(text, data, secrets, text.replace(CONTEXT, '$1?'));
}

function binary(written: string, data: Uint8Array): Decoded {
  const runs = [...written.matchAll(TYPED_RUN)].map((run): TextRange => [run.index, run.index + run[0].length]);
  const hex = Buffer.from(overwritten(data, runs)).toString('hex');
  return decoded(`${data.length} ${data.length === 1 ? 'byte' : 'bytes'}: ${hex}`, data, runs);
}

function decoded(text: string, data: Uint8Array, secrets: readonly TextRange[], planned = text): Decoded {
  const cut = (line: string) => (line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT - 1)}…` : line);
  return { text: cut(text), planned: cut(planned), data: overwritten(data, secrets) };
}

function overwritten(data: Uint8Array, secrets: readonly TextRange[]): Uint8Array {
  const copy = Uint8Array.from(data);
  for (const [from, to] of secrets) copy.fill(ASTERISK, from, to);
  return copy;
}

const shown = (text: string) => text.replace(/[^ -~]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
