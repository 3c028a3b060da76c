import { type ESTree, parseSync } from 'vite';

/** Nodes are walked by their fields, whatever they are called: a new kind of node needs no line here. */
export type Syntax = ESTree.Node;
/** What stands around a node, the nearest last. */
export type Above = readonly Syntax[];

/** @throws SyntaxError where the text is not TypeScript */
export function parse(file: string, text: string): ESTree.Program {
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${file}: ${error.message}`);
  return program;
}

/** Whether the text is TypeScript that a compiler would read. */
export function isTypeScript(file: string, text: string): boolean {
  return parseSync(file, text).errors.length === 0;
}

function isNode(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;
}

/** The nodes directly below, in the order of the text. */
export function below(node: Syntax): Syntax[] {
  return Object.values(node)
    .flatMap((value: unknown) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []))
    .sort((a, b) => a.start - b.start);
}

/**
 * Every node below and itself, parents first.
 * @param visit false: nothing below it is wanted
 */
export function walk(node: Syntax, visit: (node: Syntax, above: Above) => boolean, above: Above = []): void {
  if (!visit(node, above)) return;
  const around = [...above, node];
  for (const child of below(node)) walk(child, visit, around);
}

/** A piece of the text that another takes the place of. Offsets in UTF-16 units. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** @param edits none within another; of two at one place the first comes first */
export function edited(text: string, edits: readonly Edit[]): string {
  let out = '';
  let done = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    out += text.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return out + text.slice(done);
}
