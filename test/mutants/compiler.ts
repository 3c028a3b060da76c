import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { textOf } from './rooms.ts';
import type { Mutant } from './sites.ts';
import { edited } from './syntax.ts';

/**
 * Which of the faults the compiler refuses, in the file that they are in: as well seen as by a test, since it is a part of `npm test`. It
 * reads the whole house at once, so that it is asked about many faults together, one of a file.
 * @param folder for a copy of all files, made here and removed again
 */
export async function refusedByCompiler(root: string, folder: string, mutants: readonly Mutant[]): Promise<Set<Mutant>> {
  const refused = new Set<Mutant>();
  copyHouse(root, folder);
  try {
    for (let left = [...mutants]; left.length > 0; ) {
      const now = left.filter(({ file }, at) => left.findIndex((other) => other.file === file) === at);
      for (const { file, edit } of now) writeFileSync(join(folder, file), edited(textOf(root, file), [edit]));
      const wrong = await filesWithErrors(root, folder);
      for (const mutant of now) {
        if (wrong.has(mutant.file)) refused.add(mutant);
        writeFileSync(join(folder, mutant.file), textOf(root, mutant.file));
      }
      left = left.filter((mutant) => !now.includes(mutant));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return refused;
}

function copyHouse(root: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  for (const file of files.split('\n').filter((name) => /\.(m?[jt]sx?|json)$/.test(name))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

async function filesWithErrors(root: string, folder: string): Promise<Set<string>> {
  const compiler = spawn(join(root, 'node_modules/.bin/tsc'), ['-p', '.', '--pretty', 'false'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  compiler.stdout.on('data', (part: Buffer) => {
    said += part.toString();
  });
  await new Promise((resolve) => compiler.on('close', resolve));
  return new Set([...said.matchAll(/^([^\s(]+)\(\d+,\d+\): error /gm)].map(([, file = '']) => file));
}
