import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { asksForPassword, pklaFile, polkitArguments, polkitRule, polkitScript, thisUser } from '../../electron/host/polkit-rule.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const control = 'org.freedesktop.ModemManager1.Control';

/** What the rule answers, in an engine that has of polkit what it uses (polkit(8), "Authorization rules"). */
function answerOf(rule: string, action: string, user: string, { local = true, active = true } = {}): unknown {
  const rules: ((action: unknown, subject: unknown) => unknown)[] = [];
  const polkit = { addRule: (one: (typeof rules)[number]) => void rules.push(one), Result: { YES: 'yes' } };
  runInContext(rule, createContext({ polkit }));
  return rules.map((one) => one({ id: action }, { user, local, active }))[0];
}

describe('the rule for ModemManager', () => {
  it('lets that user alone do that alone', () => {
    const rule = polkitRule('anna');
    expect(answerOf(rule, control, 'anna')).toBe('yes');
    expect(answerOf(rule, control, 'berta')).toBeUndefined();
    expect(answerOf(rule, control, 'anna', { local: false })).toBeUndefined();
    expect(answerOf(rule, control, 'anna', { active: false })).toBeUndefined();
    expect(answerOf(rule, 'org.freedesktop.ModemManager1.Firmware', 'anna')).toBeUndefined();
    expect(answerOf(rule, 'org.freedesktop.policykit.exec', 'anna')).toBeUndefined();
  });

  it('says the same to a polkit without rules', () => {
    const entries = pklaFile('anna.k-2').split('\n').slice(1, 3);
    expect(entries).toEqual(['Identity=unix-user:anna.k-2', `Action=${control}`]);
  });

  it.each(['', 'a b', 'a"b', 'a\nAction=*', "a'", '*', '$(id)', 'ü', 'a'.repeat(65), '-n'])(
    'is made for no name that could be read otherwise: %j',
    (user) => {
      expect(() => polkitRule(user)).toThrow(RangeError);
      expect(() => pklaFile(user)).toThrow(RangeError);
    },
  );

  it('is for whoever runs this', () => {
    expect(thisUser()).toBe(execFileSync('id', ['-un'], { encoding: 'utf8' }).trim());
  });

  const places = ['rules.d/70-modem-bench-anna.rules', 'localauthority/50-local.d/70-modem-bench-anna.pkla'] as const;
  it.each([
    { folders: ['rules.d', 'localauthority/50-local.d'], written: places },
    { folders: ['rules.d'], written: places.slice(0, 1) },
    { folders: ['localauthority/50-local.d'], written: places.slice(1) },
    { folders: [], written: [] },
  ])('is written where polkit reads it, one file a user: $folders', ({ folders, written }) => {
    const run = (root: string, user: string | null) => {
      for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
      execFileSync('sh', ['-ec', polkitScript.replaceAll('/etc/polkit-1', root), 'modem-bench', ...polkitArguments(user)]);
      return places.filter((place) => existsSync(join(root, place)));
    };
    const root = temporaryFolder();
    expect(run(root, 'anna')).toEqual(written);
    for (const place of written)
      expect(readFileSync(join(root, place), 'utf8')).toBe(place === places[0] ? polkitRule('anna') : pklaFile('anna'));
    run(root, 'berta');
    expect(places.filter((place) => existsSync(join(root, place)))).toEqual(written);
    // Of nobody who can be named, nothing is written, and the udev rule is installed all the same.
    expect(run(temporaryFolder(), null)).toEqual([]);
  });

  it('that cannot be written takes nothing from the udev rule', () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'rules.d', '70-modem-bench-anna.rules'), { recursive: true });
    execFileSync('sh', ['-ec', polkitScript.replaceAll('/etc/polkit-1', root), 'modem-bench', ...polkitArguments('anna')], {
      stdio: 'pipe',
    });
  });

  it.each([
    [0, false],
    [1, false],
    [2, true],
    [3, false],
    [null, false],
  ])('is wanted where pkcheck says that a password would be asked for (%s)', async (status, asks) => {
    const ran: string[] = [];
    const run = async (name: string, args: readonly string[]) => {
      ran.push([name, ...args].join(' '));
      return { status, stdout: '', stderr: '' };
    };
    expect(await asksForPassword(run)).toBe(asks);
    expect(ran).toEqual([`pkcheck --action-id ${control} --process ${process.pid}`]);
  });
});
