import type { ESTree } from 'vite';
import type { Above, Edit, Syntax } from './syntax.ts';

/** The small faults that are put in. Each looks at one node, and names every way in which it would break it. */

export interface Change extends Edit {
  /** Which operator it is of. */
  readonly operator: string;
}

interface Ground {
  readonly node: Syntax;
  readonly above: Above;
  readonly text: string;
}

type Operator = (ground: Ground) => Edit[];

const whole = ({ start, end }: Syntax, text: string): Edit => ({ start, end, text });
const source = ({ text }: Ground, { start, end }: Syntax) => text.slice(start, end);

/** Between two operands, where nothing but the operator, blanks and parentheses stand. */
function sign(ground: Ground, left: Syntax, right: Syntax, now: string, then: string): Edit[] {
  const at = ground.text.indexOf(now, left.end);
  return at < 0 || at >= right.start ? [] : [{ start: at, end: at + now.length, text: then }];
}

const BOUNDARIES: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const EQUALITIES: Readonly<Record<string, string>> = { '===': '!==', '!==': '===' };
const ARITHMETIC: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '<<': '>>',
  '>>': '<<',
  '>>>': '<<',
  '&': '|',
  '|': '&',
  '^': '|',
};

function binary(signs: Readonly<Record<string, string>>): Operator {
  return (ground) => {
    const { node } = ground;
    if (node.type !== 'BinaryExpression') return [];
    const then = signs[node.operator];
    return then === undefined ? [] : sign(ground, node.left, node.right, node.operator, then);
  };
}

/** A sum of texts is a text, in which there is nothing to break. */
function joinsTexts(node: Syntax): boolean {
  if (node.type === 'TemplateLiteral') return true;
  if (node.type === 'Literal') return typeof node.value === 'string';
  return node.type === 'BinaryExpression' && node.operator === '+' && (joinsTexts(node.left) || joinsTexts(node.right));
}

const arithmetic: Operator = (ground) => (joinsTexts(ground.node) ? [] : binary(ARITHMETIC)(ground));

const logical: Operator = (ground) => {
  const { node } = ground;
  if (node.type !== 'LogicalExpression' || node.operator === '??') return [];
  return sign(ground, node.left, node.right, node.operator, node.operator === '&&' ? '||' : '&&');
};

const fallback: Operator = (ground) => {
  const { node } = ground;
  return node.type === 'LogicalExpression' && node.operator === '??' ? [whole(node, `(${source(ground, node.left)})`)] : [];
};

/** A time is as good with a unit more or less. */
const TIME = /(?:Ms|_MS|Seconds|_S)$/;

const TIMERS = new Set(['setTimeout', 'setInterval']);

function isTime(above: Above): boolean {
  return above.slice(-3).some((node) => {
    if (node.type === 'VariableDeclarator') return node.id.type === 'Identifier' && TIME.test(node.id.name);
    if (node.type === 'Property') return node.key.type === 'Identifier' && TIME.test(node.key.name);
    if (node.type === 'CallExpression') return node.callee.type === 'Identifier' && TIMERS.has(node.callee.name);
    return node.type === 'AssignmentPattern' && node.left.type === 'Identifier' && TIME.test(node.left.name);
  });
}

const number: Operator = ({ node, above }) => {
  if (node.type !== 'Literal' || typeof node.value !== 'number' || isTime(above)) return [];
  const parent = above.at(-1);
  // A size of the page, and the key of a table, are no reckoning.
  if (parent?.type === 'JSXExpressionContainer' || (parent?.type === 'Property' && parent.key === node)) return [];
  const raw = node.raw ?? '';
  const near = (value: number) => (/^0x/i.test(raw) ? `0x${value.toString(16)}` : String(value));
  const edits = [whole(node, near(node.value + 1))];
  return node.value > 0 && Number.isInteger(node.value) ? [...edits, whole(node, near(node.value - 1))] : edits;
};

const condition: Operator = (ground) => {
  const { node } = ground;
  const loop = node.type === 'WhileStatement' || node.type === 'DoWhileStatement';
  if (!loop && node.type !== 'IfStatement' && node.type !== 'ConditionalExpression') return [];
  const { test } = node;
  if (test.type === 'Literal') return [];
  return [
    whole(test, 'false'),
    // A loop without an end is found by waiting, which costs time and shows nothing.
    ...(loop ? [] : [whole(test, 'true'), whole(test, `!(${source(ground, test)})`)]),
  ];
};

const EXITS = new Set(['ReturnStatement', 'ThrowStatement', 'ContinueStatement', 'BreakStatement']);

/** A guard that lets everything through. Where the other branch goes on, nothing else is left to be done. */
const exit: Operator = ({ node, above }) => {
  if (!EXITS.has(node.type)) return [];
  const parent = above.at(-1);
  const guard = parent?.type === 'BlockStatement' ? above.at(-2) : parent;
  if (guard?.type !== 'IfStatement' || guard.alternate) return [];
  return [whole(node, ';')];
};

/** Who is told what happens, by a line of text. */
const LOGS = new Set(['log', 'say', 'warn', 'print', 'write', 'info', 'debug', 'error']);

function isLog({ callee }: ESTree.CallExpression): boolean {
  const name = callee.type === 'MemberExpression' ? callee.property : callee;
  return name.type === 'Identifier' && LOGS.has(name.name);
}

const call: Operator = ({ node }) => {
  if (node.type !== 'ExpressionStatement') return [];
  const { expression } = node;
  const called = expression.type === 'AwaitExpression' || expression.type === 'UnaryExpression' ? expression.argument : expression;
  if (called.type !== 'CallExpression' || called.callee.type === 'Super' || isLog(called)) return [];
  return [whole(node, ';')];
};

const assignment: Operator = ({ node }) => {
  if (node.type !== 'ExpressionStatement') return [];
  const { expression } = node;
  return expression.type === 'AssignmentExpression' || expression.type === 'UpdateExpression' ? [whole(node, ';')] : [];
};

/** A guard that is asked and not waited for. */
const wait: Operator = (ground) => {
  const { node, above } = ground;
  if (node.type !== 'AwaitExpression') return [];
  const parent = above.at(-1);
  const isGuard = parent?.type === 'ExpressionStatement' || parent?.type === 'IfStatement' || parent?.type === 'UnaryExpression';
  return isGuard ? [whole(node, source(ground, node.argument))] : [];
};

const negation: Operator = (ground) => {
  const { node } = ground;
  return node.type === 'UnaryExpression' && node.operator === '!' ? [whole(node, source(ground, node.argument))] : [];
};

const truth: Operator = ({ node }) =>
  node.type === 'Literal' && typeof node.value === 'boolean' ? [whole(node, node.value ? 'false' : 'true')] : [];

const regex: Operator = ({ node, text }) => {
  if (node.type !== 'Literal' || !('regex' in node)) return [];
  const { pattern, flags } = node.regex;
  const edits: Edit[] = [];
  const start = node.end - flags.length;
  for (const flag of ['g', 'i'])
    if (flags.includes(flag)) edits.push({ start, end: node.end, text: text.slice(start, node.end).replace(flag, '') });
  if (pattern.startsWith('^')) edits.push({ start: node.start + 1, end: node.start + 2, text: '' });
  if (pattern.endsWith('$') && !pattern.endsWith('\\$')) edits.push({ start: start - 2, end: start - 1, text: '' });
  return edits;
};

const METHODS: Readonly<Record<string, string>> = {
  replaceAll: 'replace',
  every: 'some',
  some: 'every',
  startsWith: 'includes',
  endsWith: 'includes',
  min: 'max',
  max: 'min',
  find: 'findLast',
  findLast: 'find',
  indexOf: 'lastIndexOf',
  lastIndexOf: 'indexOf',
  allSettled: 'all',
};
/** Left out, what they are called on still fits. */
const DROPPED = new Set([
  'trim',
  'trimEnd',
  'trimStart',
  'toLowerCase',
  'toUpperCase',
  'filter',
  'sort',
  'toSorted',
  'reverse',
  'toReversed',
]);
const ENDED = new Set(['slice', 'subarray']);

const method: Operator = (ground) => {
  const { node } = ground;
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee.property.type !== 'Identifier') return [];
  const { object, property } = node.callee;
  const other = METHODS[property.name];
  if (other !== undefined) return [whole(property, other)];
  if (DROPPED.has(property.name)) return [{ start: object.end, end: node.end, text: '' }];
  const [first, second] = node.arguments;
  if (!ENDED.has(property.name) || first === undefined) return [];
  return second === undefined ? [{ start: object.end, end: node.end, text: '' }] : [{ start: first.end, end: second.end, text: '' }];
};

/** All of them, by the name that the report gives them. */
const operators: Readonly<Record<string, Operator>> = {
  boundary: binary(BOUNDARIES),
  equality: binary(EQUALITIES),
  logical,
  fallback,
  arithmetic,
  number,
  condition,
  exit,
  call,
  assignment,
  wait,
  negation,
  truth,
  regex,
  method,
};

export const operatorNames: readonly string[] = Object.keys(operators);

/** Every way to break this node, not what stands below it. */
export function changes(ground: Ground): Change[] {
  return Object.entries(operators).flatMap(([operator, make]) => make(ground).map((edit) => ({ ...edit, operator })));
}

/** Where no fault is put: what says what is told to people, or what only a compiler reads. */
export function isOutside(node: Syntax): boolean {
  if (node.type === 'CallExpression') return isLog(node);
  return node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration' || node.type === 'JSXText' || isTypeOnly(node);
}

const WITH_A_VALUE = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSParameterProperty']);

function isTypeOnly(node: Syntax): boolean {
  return node.type.startsWith('TS') && !WITH_A_VALUE.has(node.type);
}

/** Lists and objects of nothing but texts, numbers and more of their kind: a table, which its own tests read. */
export function isTable(node: Syntax): boolean {
  return (node.type === 'ArrayExpression' || node.type === 'ObjectExpression') && isData(node);
}

function isData(node: Syntax | null): boolean {
  if (node === null) return false;
  if (node.type === 'Literal') return true;
  if (node.type === 'UnaryExpression') return isData(node.argument);
  if (node.type === 'ArrayExpression') return node.elements.every(isData);
  if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression') return isData(node.expression);
  return node.type === 'ObjectExpression' && node.properties.every((entry) => entry.type === 'Property' && isData(entry.value));
}
