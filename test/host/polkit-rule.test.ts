import { execFileSync } from 'node:child_process';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { asksForPassword, pklaFile, polkitRule, thisUser } from '../../electron/host/polkit-rule.ts';

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
