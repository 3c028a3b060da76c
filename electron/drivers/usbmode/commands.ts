/**
 * What a list of transfers makes the device do, in a form that can be compared: without reads, cleared halts, settings that the
 * kernel puts back and what its drivers say. The tag of a command block wrapper (bytes 4 to 7) and the length of a vendor's IN
 * request (wLength) are the sender's own choice, and a way by configuration 0 leads to the same place: none of them counts.
 * `lines` are of `RouterKernel`'s form.
 */
export function commandsOf(lines: readonly string[]): readonly string[] {
  const commands = lines.flatMap(command);
  return commands.filter((one, at) => !(one === configure(0) && commands[at + 1]?.startsWith('configure ')));
}

const configure = (value: number) => `configure ${value}`;

function command(line: string): string[] {
  const [kind = '', first = '', data = ''] = line.split(' ');
  if (kind === 'out') return data.startsWith('55534243') ? [`out ${data.slice(0, 8)}________${data.slice(16)}`] : [`out ${data}`];
  if (kind !== 'control') return [];
  if (first.startsWith('0009')) return [configure(Number.parseInt(first.slice(4, 6), 16))];
  if (CLEAR_HALT.test(first) || FIRST_ALTERNATE.test(first) || LINE_CODING.test(first)) return [];
  return first.startsWith('c0') ? [`control ${first.slice(0, 12)}`] : [`control ${first}${data === '' ? '' : ` ${data}`}`];
}

const CLEAR_HALT = /^02010000/;
const FIRST_ALTERNATE = /^010b0000/;
const LINE_CODING = /^21200000/;
