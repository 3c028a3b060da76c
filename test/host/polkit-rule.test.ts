import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { asksForPassword, pklaFile, polkitRule, polkitScript, thisUser } from '../../electron/host/polkit-rule.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const control = 'org.freedesktop.ModemManager1.Control';

/** What the rule answers, in an engine that has of polkit what it uses (polkit(8), "Authorization rules"). */
function answerOf(rule: string, action: string, user: string): unknown {
  const rules: ((action: unknown, subject: unknown) => unknown)[] = [];
  const polkit = { addRule: (one: (typeof rules)[number]) => void rules.push(one), Result: { YES: 'yes' } };
  runInContext(rule, createContext({ polkit }));
  return rules.map((one) => one({ id: action }, { user }))[0];
}

describe('the rule for ModemManager', () => {
  it('lets that user alone do that alone', () => {
    const rule = polkitRule('anna');
    expect(answerOf(rule, control, 'anna')).toBe('yes');
    expect(answerOf(rule, control, 'berta')).toBeUndefined();
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

  it.each([
    { folders: ['rules.d', 'localauthority/50-local.d'], written: 'rules.d/70-modem-bench.rules' },
    { folders: ['localauthority/50-local.d'], written: 'localauthority/50-local.d/70-modem-bench.pkla' },
    { folders: [], written: null },
  ])('is written where polkit reads it: $folders', ({ folders, written }) => {
    const root = temporaryFolder();
    for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
    const script = polkitScript.replaceAll('/etc/polkit-1', root);
    const texts = [polkitRule('anna'), pklaFile('anna')] as const;
    execFileSync('sh', ['-ec', script, 'modem-bench', ...texts]);
    const places = ['rules.d/70-modem-bench.rules', 'localauthority/50-local.d/70-modem-bench.pkla'];
    expect(places.filter((place) => existsSync(join(root, place)))).toEqual(written === null ? [] : [written]);
    if (written !== null) expect(readFileSync(join(root, written), 'utf8')).toBe(texts[places.indexOf(written)]);
    // Of nobody who can be named, nothing is written, and the udev rule is installed all the same.
    const bare = temporaryFolder();
    mkdirSync(join(bare, 'rules.d'));
    execFileSync('sh', ['-ec', polkitScript.replaceAll('/etc/polkit-1', bare), 'modem-bench', '', '']);
    expect(existsSync(join(bare, places[0] ?? ''))).toBe(false);
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
