import { type Edit, edited, parse, type Syntax, walk } from './syntax.ts';

/** A piece of code that runs whole or not at all: a function's body, a branch, a loop's body; number 0 is the file itself. Offsets in UTF-16 units. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Where the branches begin, each with what it takes to tell that it was entered. */
function stretches(file: string, text: string): { stretches: Stretch[]; edits: Edit[] } {
  const found: Stretch[] = [{ start: 0, end: text.length }];
  const edits: Edit[] = [];
  const insert = (at: number, what: string) => edits.push({ start: at, end: at, text: what });
  const add = ({ start, end }: Stretch) => found.push({ start, end }) - 1;
  const statement = (node: Syntax) => {
    const number = add(node);
    if (node.type === 'BlockStatement') insert(node.start + 1, `__reached?.(${number});`);
    else {
      insert(node.start, `{__reached?.(${number});`);
      insert(node.end, '}');
    }
  };
  const expression = (node: Syntax) => {
    insert(node.start, `(__reached?.(${add(node)}),`);
    insert(node.end, ')');
  };
  walk(parse(file, text), (node) => {
    if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') {
      if (node.body) insert(node.body.start + 1, `__reached?.(${add(node.body)});`);
    } else if (node.type === 'ArrowFunctionExpression') {
      if (node.body.type === 'BlockStatement') statement(node.body);
      else expression(node.body);
    } else if (node.type === 'IfStatement') {
      statement(node.consequent);
      if (node.alternate) statement(node.alternate);
    } else if (node.type === 'ConditionalExpression') {
      expression(node.consequent);
      expression(node.alternate);
    } else if (node.type === 'SwitchCase') {
      const [first] = node.consequent;
      if (first) insert(first.start, `__reached?.(${add({ start: first.start, end: node.end })});`);
    } else if (
      node.type === 'CatchClause' ||
      node.type === 'ForStatement' ||
      node.type === 'ForOfStatement' ||
      node.type === 'ForInStatement' ||
      node.type === 'WhileStatement' ||
      node.type === 'DoWhileStatement'
    )
      statement(node.body);
    return true;
  });
  return { stretches: found, edits };
}

/** The code, telling `globalThis.__mutants` which of its stretches were entered. Lines stay where they are. */
export function withProbes(file: string, text: string): string {
  // `var`, since a circle of imports may call a function of a file that has not run yet.
  const first = `var __reached=globalThis.__mutants?.(${JSON.stringify(file)});__reached?.(0);`;
  return edited(text, [{ start: 0, end: 0, text: first }, ...stretches(file, text).edits]);
}

/** The number of the innermost stretch around the place. */
export function stretchAt(file: string, text: string, at: Stretch): number {
  let best = 0;
  let size = Number.POSITIVE_INFINITY;
  for (const [number, { start, end }] of stretches(file, text).stretches.entries()) {
    if (start > at.start || end < at.end || end - start > size) continue;
    best = number;
    size = end - start;
  }
  return best;
}
