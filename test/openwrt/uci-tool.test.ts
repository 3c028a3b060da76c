import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UciLines, UciParseError } from '../../electron/openwrt/uci-lines.ts';
import { type UciDisk, UciTool } from './uci-tool.ts';

const Files = z.record(z.string(), z.number());
const { texts, cases } = z
  .object({
    source: z.string(),
    texts: z.array(z.string()),
    cases: z.array(z.tuple([z.string(), Files, z.string(), Files, Files, z.string(), z.number()])),
  })
  .parse(JSON.parse(readFileSync(new URL('../field/uci/batch-cases.json', import.meta.url), 'utf8')));

/** The commands that the router's scripts use. `show` and `changes` are asked for their being empty alone; the rest no script has. */
const emulated = ['set', 'delete', 'del', 'add_list', 'del_list', 'get', 'export', 'revert', 'commit'];

/** Why a case is not the stand-in's affair; a script that needed one would have to have it emulated first. */
const notOurs: readonly (readonly [why: string, is: (commands: readonly (readonly string[])[], id: string) => boolean])[] = [
  ['a command that no script uses', (commands) => commands.some(([command = '']) => !emulated.includes(command))],
  [
    'libuci’s own names of sections without one (cfg020f15), which no script uses',
    (commands, id) => id === 'b123' || JSON.stringify(commands).includes('.cfg'),
  ],
  ['the form of batch itself: scripts run one command a process', (commands) => commands.some((words) => words.length !== 2)],
];

/** The words of each command, as `uci batch` reads them (the parser of files). */
function commandsOf(text: string): string[][] {
  const lines = new UciLines(Buffer.from(text).toString('latin1'));
  const commands: string[][] = [];
  while (lines.nextLine()) {
    const words: string[] = [];
    for (let word = lines.word(); word !== ''; word = lines.word()) words.push(Buffer.from(word, 'latin1').toString('utf8'));
    if (words.length > 0) commands.push(words);
  }
  return commands;
}

function wordsOrNull(text: string): string[][] | null {
  try {
    return commandsOf(text);
  } catch (error) {
    if (error instanceof UciParseError) return null;
    throw error;
  }
}

const ours = cases.flatMap(([id, before, text, after, files, out, failed]) => {
  const commands = wordsOrNull(text)?.map((words) => (words.length === 1 && words[0] === 'commit' ? ['commit', '*'] : words));
  const unread = Object.values(after).includes(-1);
  if (!commands || unread || notOurs.some(([, is]) => is(commands, id))) return [];
  return [[id, { before, commands, after, files, out, failed }] as const];
});

describe('the stand-in for uci, against what the real one did', () => {
  it('is asked about most of the 157 cases', () => {
    expect(cases).toHaveLength(157);
    expect(ours.length).toBeGreaterThanOrEqual(99);
  });

  it.each(ours)('%s', (_id, { before, commands, after, files, out, failed }) => {
    const text = (number: number) => texts[number] ?? '';
    const tool = new UciTool(Object.fromEntries(Object.entries(before).map(([name, number]) => [name, text(number)])));
    let [errors, printed] = [0, ''];
    for (const [command = '', target = ''] of commands)
      for (const argument of target === '*' ? Object.keys(before) : [target]) {
        const answer = tool.run([command, argument]);
        if (answer.code !== 0) errors++;
        if (command === 'get' || command === 'export') printed += answer.out;
      }
    expect([errors > 0, printed]).toEqual([failed > 0, out]);
    for (const [name, number] of Object.entries(after)) expect(tool.run(['export', name]).out).toBe(`package ${name}\n\n${text(number)}`);
    // A file that nothing was committed to keeps its form; what is in it is compared.
    for (const [name, number] of Object.entries(files)) expect(tool.file(name)).toBe(new UciTool({ [name]: text(number) }).file(name));
  });
});

const Step = z.tuple([z.array(z.string()), z.number(), z.string()]);
const copies = z
  .object({
    before: z.record(z.string(), z.string()),
    cases: z.array(z.tuple([z.string(), z.array(Step), z.record(z.string(), z.string()), z.record(z.string(), z.string())])),
  })
  .parse(JSON.parse(readFileSync(new URL('../field/uci/copy-cases.json', import.meta.url), 'utf8')));

describe('the stand-in for uci, with copies and with what others have staged', () => {
  it.each(copies.cases)('%s', (_id, steps, after, staged) => {
    const files = new Map<string, string>();
    const disk: UciDisk = { read: (path) => files.get(path) ?? null, write: (path, text) => void files.set(path, text) };
    const tool = new UciTool(copies.before, disk);
    for (const [args, code, out] of steps) {
      const [command = '', name = '', text = ''] = args;
      if (command === 'cp') files.set(`/copies/${name}`, files.get(`/etc/config/${name}`) ?? '');
      else if (command === 'cpdot') files.set(`/copies.d/${name}`, files.get(`/etc/config/${name}`) ?? '');
      else if (command === 'delta') files.set(`/tmp/.uci/${name}`, text);
      else expect([args, tool.run(args.map((arg) => arg.replace('COPIES', '/copies')))]).toEqual([args, { code, out }]);
    }
    for (const [name, text] of Object.entries(after)) expect(files.get(`/etc/config/${name}`)).toBe(text);
    for (const [name, text] of Object.entries(staged)) expect(tool.stagedFor(name)).toBe(text);
  });
});
