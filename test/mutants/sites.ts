import { createHash } from 'node:crypto';
import { changes, isOutside, isTable } from './operators.ts';
import { roomOf } from './rooms.ts';
import { type Edit, edited, isTypeScript, parse, walk } from './syntax.ts';

/** One fault at one place. */
export interface Mutant {
  /** Stays while the place does: it is made of what stands there, not of where. */
  readonly id: string;
  readonly file: string;
  readonly room: string;
  readonly operator: string;
  readonly edit: Edit;
  /** Counted from 1. */
  readonly line: number;
  /** The lines around the place, as they are and as they become, blanks at the ends cut off. */
  readonly before: string;
  readonly after: string;
}

/** As much of a line as tells it from others. */
const MOST_SHOWN = 240;
const oneLine = (text: string) => text.trim().replaceAll(/\s+/g, ' ').slice(0, MOST_SHOWN);

/** What the report shows and the list of reasons names: the lines that the fault touches. */
export function mutantOf(file: string, text: string, edit: Edit, operator: string, id: string): Mutant {
  const from = text.lastIndexOf('\n', edit.start - 1) + 1;
  const next = text.indexOf('\n', edit.end);
  const to = next < 0 ? text.length : next;
  return {
    id,
    file,
    room: roomOf(file),
    operator,
    edit,
    line: text.slice(0, edit.start).split('\n').length,
    before: oneLine(text.slice(from, to)),
    after: oneLine(text.slice(from, edit.start) + edit.text + text.slice(edit.end, to)),
  };
}

/** Whether what the fault leaves is still a program. */
export const isProgram = ({ file, edit }: Mutant, text: string) => isTypeScript(file, edited(text, [edit]));

/** Every fault that may be put into a file; at one place, several. */
export function sitesOf(file: string, text: string): Mutant[] {
  const found: Mutant[] = [];
  const seen = new Map<string, number>();
  walk(parse(file, text), (node, above) => {
    const parent = above.at(-1);
    const declared = parent?.type === 'VariableDeclarator' || parent?.type === 'TSAsExpression' || parent?.type === 'TSSatisfiesExpression';
    if (isOutside(node) || (declared && above.length < 6 && isTable(node))) return false;
    for (const { operator, ...edit } of changes({ node, above, text })) {
      const mutant = mutantOf(file, text, edit, operator, '');
      const what = [file, operator, mutant.before, mutant.after].join('\n');
      const times = seen.get(what) ?? 0;
      seen.set(what, times + 1);
      const id = createHash('sha256').update(`${what}\n${times}`).digest('hex').slice(0, 8);
      found.push({ ...mutant, id });
    }
    return true;
  });
  return found;
}
