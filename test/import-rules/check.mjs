// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { circlesOf } from './circles.mjs';
import { readGraph } from './graph.mjs';
import { forbiddenImports, Rules } from './rules.mjs';
import { unreachedFindings, unreachedIn } from './unreached.mjs';

/**
 * Holds a tree to its table of rooms, `import-rules.json`: which room may import which, no circles, and nothing that only tests reach.
 * `node test/import-rules/check.mjs [FOLDER]` prints a line for each fault; exit status 1 where there is one.
 */
const root = process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url));
const rules = Rules.parse(JSON.parse(readFileSync(join(root, 'test/import-rules/import-rules.json'), 'utf8')));
const graph = readGraph(root, rules.folders, rules.leftOut);
const findings = [
  ...forbiddenImports(graph, rules),
  ...circlesOf(graph).map((circle) => `a circle of imports: ${[...circle, circle[0]].join(' -> ')}`),
  ...unreachedFindings(await unreachedIn(root), rules.testOnly),
];
for (const finding of findings) console.log(finding);
console.log(`${graph.files.length} files, ${graph.imports.length} imports, ${findings.length} faults`);
process.exitCode = findings.length === 0 ? 0 : 1;
