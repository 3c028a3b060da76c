/**
 * Takes an AT command line apart: V.250 5.2 (command line), 5.3 (basic syntax), 5.4 (extended syntax). Vendors' prefixes
 * (`^`, `*`, `%`, `!`, `#`, `$`) follow the extended syntax.
 */

export type CommandForm = 'execute' | 'read' | 'test' | 'set';

export interface ParsedCommand {
  /** Upper case: `E`, `&F`, `S3`, `D`, `+CPIN`. */
  readonly name: string;
  readonly form: CommandForm;
  /** What stands after `=`, or the number of a basic command, or the dial string; quotes are still in it. */
  readonly parameters: string;
}

/** More commands than this on one line is an attack on the parser, not a user. */
const MAX_COMMANDS = 40;

/** The commands on a line without its `AT`; `null` where it does not parse. */
export function parseCommandLine(body: string): ParsedCommand[] | null {
  const commands: ParsedCommand[] = [];
  let rest = body.trim();
  while (rest !== '') {
    if (commands.length >= MAX_COMMANDS) return null;
    const parsed = /^[+^*%!#$]/.test(rest) ? extended(rest) : basic(rest);
    if (!parsed) return null;
    commands.push(parsed.command);
    rest = parsed.rest.trim();
  }
  return commands;
}

interface Step {
  readonly command: ParsedCommand;
  readonly rest: string;
}

function extended(text: string): Step | null {
  const end = outsideQuotes(text, ';');
  const one = text.slice(0, end).trim();
  const rest = text.slice(end + 1);
  const name = /^[+^*%!#$][A-Za-z0-9][A-Za-z0-9\-./:_%]*/.exec(one)?.[0];
  if (name === undefined) return null;
  const tail = one.slice(name.length).trim();
  const command = (form: CommandForm, parameters = ''): Step => ({ command: { name: name.toUpperCase(), form, parameters }, rest });
  if (tail === '') return command('execute');
  if (tail === '?') return command('read');
  if (tail === '=?') return command('test');
  return tail.startsWith('=') ? command('set', tail.slice(1).trim()) : null;
}

function basic(text: string): Step | null {
  if (/^D/i.test(text)) return { command: { name: 'D', form: 'execute', parameters: text.slice(1).trim() }, rest: '' };
  const register = /^S(\d{1,3})\s*(=\s*(\d{0,3})|\?)/i.exec(text);
  if (register) {
    const set = register[2]?.startsWith('=') === true;
    const command: ParsedCommand = { name: `S${Number(register[1])}`, form: set ? 'set' : 'read', parameters: register[3] ?? '' };
    return { command, rest: text.slice(register[0].length) };
  }
  const plain = /^(&?[A-Z])\s*(\d*)/i.exec(text);
  if (!plain?.[1]) return null;
  // A basic command may be followed by another at once; a semicolon between them is tolerated, as real firmwares do.
  const rest = text.slice(plain[0].length).replace(/^\s*;/, '');
  return { command: { name: plain[1].toUpperCase(), form: 'execute', parameters: plain[2] ?? '' }, rest };
}

/** Index of the first `mark` outside double quotes, or the length of the text. */
function outsideQuotes(text: string, mark: string): number {
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted;
    else if (text[i] === mark && !quoted) return i;
  }
  return text.length;
}

/** Parameters at their commas, quotes taken off, spaces around them too. An open quote gives `null`. */
export function splitParameters(text: string): string[] | null {
  if ((text.split('"').length - 1) % 2 !== 0) return null;
  const parts: string[] = [];
  let rest = text;
  for (;;) {
    const end = outsideQuotes(rest, ',');
    parts.push(
      rest
        .slice(0, end)
        .trim()
        .replace(/^"(.*)"$/s, '$1'),
    );
    if (end >= rest.length) return parts;
    rest = rest.slice(end + 1);
  }
}
