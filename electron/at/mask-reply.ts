import { labelled, type NumberKind, numberCommands, numberRanges } from './personal-numbers.ts';
import { bare, loginRanges, secretRanges, splitArguments } from './secret-arguments.ts';
import { hidden, type TextRange } from './text-ranges.ts';

/** Files of a SIM that are nobody's in particular: forbidden networks, the name of the provider, administrative data (TS 31.102, 4.2). */
const PUBLIC_FILES = new Set(['28539', '28486', '28589']);
/** Shortest value that is believed to be one behind a label without a colon, and with one. */
const [TELLING_VALUE, LABELLED_VALUE] = [6, 4];
/** Where #RFSTS has the IMSI: on GSM, LTE, UMTS. Telit, AT commands reference, #RFSTS. */
const RFSTS_IMSI = [10, 12, 15];

/**
 * The lines of an answer as a journal may keep them: the numbers of modem, SIM and people, and the logins of access points, are
 * asterisks. By field where the form of the answer is known, and by the look of the number in any. What the network is and gave
 * (cells, signal, addresses) stays. `command` without its CR, as it was sent or as it was shown.
 */
export function maskReply(command: string, lines: readonly string[]): string[] {
  return lines.map((line) => hidden(line, personalRanges(command, line)));
}

function personalRanges(command: string, line: string): TextRange[] {
  // An echo.
  if (/^\s*AT/i.test(line)) return [...secretRanges(line)];
  const prefix = /^\s*([+^*%$!#][A-Za-z0-9]+): ?/.exec(line);
  const start = prefix?.[0].length ?? 0;
  const own = kindOf(command) ?? (prefix ? kindOf(`AT${prefix[1]}`) : undefined);
  return [
    ...numberRanges(line),
    ...labelledRanges(line),
    ...loginRanges(line),
    ...(own === undefined ? [] : wholeRanges(line, start, own)),
    ...fieldRanges(command, line, prefix?.[1]?.toUpperCase() ?? '', start),
  ];
}

const kindOf = (command: string) => numberCommands.find(([asks]) => asks.test(command))?.[1];

/** An answer that is a number and nothing else, in whatever form the firmware writes it. */
function wholeRanges(line: string, start: number, kind: NumberKind): TextRange[] {
  const answer = line.slice(start);
  const words =
    kind === 'phone'
      ? // The name that its owner gave to the number, too.
        [...answer.matchAll(/(?<=")[^"]+(?=")|\+?[\d*#][\d .*#-]{2,}\d/g)].filter(([word]) => /[^,\s]/.test(word))
      : [...answer.matchAll(/[0-9A-Za-z]{6,}/g)].filter(([word]) => /\d.*\d.*\d/.test(word));
  return words.map(({ 0: word, index }) => [start + index, start + index + word.length]);
}

function labelledRanges(line: string): TextRange[] {
  return [...line.matchAll(labelled)].flatMap((match): TextRange[] => {
    const [all, , between = '', value = ''] = match;
    const from = match.index + all.length;
    // In groups: one number. Else what follows a blank is another word.
    const whole = /^[\d -]+$/.test(value) ? value.trimEnd() : (value.split(' ')[0] ?? '');
    const shortest = /[:=]/.test(between) ? LABELLED_VALUE : TELLING_VALUE;
    const plain = whole.replace(/[^0-9A-Za-z]/g, '');
    // What is longer than any value is hidden to its end: a part of it would look like a number of its own.
    const rest = /^[0-9A-Za-z]*/.exec(line.slice(from + whole.length))?.[0] ?? '';
    return /\d/.test(plain) && plain.length >= shortest ? [[from, from + whole.length + rest.length]] : [];
  });
}

/** Answers that have a personal number among other things. */
function fieldRanges(command: string, line: string, name: string, start: number): TextRange[] {
  const fields = splitArguments(line, start).map(([from, to]) => bare(line, from, to));
  const pick = (indices: readonly number[], looks: RegExp) =>
    fields.filter(([from, to], index) => indices.includes(index) && looks.test(line.slice(from, to)));
  switch (name) {
    case '#RFSTS':
      return pick(RFSTS_IMSI, /^\d{6,15}$/);
    case '+CCED':
      // `LTE current cell:<mcc>,<mnc>,<imsi>,...`; of a neighbour the third is a channel, with five digits at most.
      return pick([2], /^\d{6,15}$/);
    case '+CRSM':
      return PUBLIC_FILES.has(/^AT\+CRSM=\d+,(\d+)/i.exec(command)?.[1] ?? '') ? [] : pick([2], /./);
    case '+CSIM':
    case '+CGLA':
      return pick([1], /./);
    case '+CPBR':
    case '+CPBF':
      return pick([1, 3], /./);
    default:
      return [];
  }
}
