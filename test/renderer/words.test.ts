import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stepActions } from '../../electron/contract/plan.ts';
import { RouterOptions, RouterOwners } from '../../electron/contract/router-options.ts';
import { lifeStates } from '../../electron/contract/snapshot.ts';
import { modes, portRoles } from '../../electron/contract/words.ts';
import en from '../../renderer/locales/en.json' with { type: 'json' };
import ru from '../../renderer/locales/ru.json' with { type: 'json' };
import { optionNames } from '../../renderer/state/router-options.ts';
import { networkMode, packetDomain } from '../../renderer/state/settings.ts';
import { stepNames } from '../../renderer/state/steps.ts';
import { verdicts } from '../../renderer/state/verdicts.ts';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const plural = /_(zero|one|two|few|many|other)$/;
const words = { en: flatten(en), ru: flatten(ru) };
const bases = (language: 'en' | 'ru') => new Set([...words[language].keys()].map((key) => key.replace(plural, '')));
const blanks = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]))].sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

describe('the words of the page', () => {
  it('are the same set in both languages', () => {
    expect([...bases('ru')].sort()).toEqual([...bases('en')].sort());
  });

  it('say of each kind of step what it does', () => {
    // These show what they do by themselves.
    const shown = ['at', 'switch', 'await-return'];
    const kinds = Object.keys(stepActions).filter((kind) => !shown.includes(kind));
    for (const language of ['en', 'ru'] as const) for (const kind of kinds) expect(words[language].has(`action.${kind}`), kind).toBe(true);
  });

  it('have every plural form of their language', () => {
    for (const language of ['en', 'ru'] as const) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const counted = new Set([...words[language].keys()].filter((key) => plural.test(key)).map((key) => key.replace(plural, '')));
      expect(counted.size).toBeGreaterThan(0);
      for (const key of counted)
        for (const form of forms) expect(words[language].has(`${key}_${form}`), `${language} ${key}_${form}`).toBe(true);
    }
  });

  it('are filled in with the same values', () => {
    for (const [key, text] of words.ru) {
      const english = words.en.get(key) ?? words.en.get(key.replace(plural, '_other')) ?? '';
      const optional = (blank: string | undefined) => blank !== 'count';
      expect(blanks(text).filter(optional), key).toEqual(blanks(english).filter(optional));
    }
  });

  it('hold every key that the source asks for', () => {
    const all = bases('en');
    const source = sources(join(import.meta.dirname, '../../renderer')).join('\n');
    const asked = [...source.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1] ?? '');
    expect(asked.length).toBeGreaterThan(80);
    expect(asked.filter((key) => !all.has(key))).toEqual([]);
    const whole = new Set([...words.en.keys(), ...all]);
    // Keys made of parts: every value that a part can have.
    const built = [
      ...stepNames.flatMap((step) => [`steps.${step}`, `titles.${step}`]),
      ...lifeStates.map((state) => `state-about.${state}`),
      ...modes.flatMap((mode) => [`modes.${mode}`, `mode-about.${mode}`]),
      ...portRoles.map((role) => `roles.${role}`),
      ...['ipv4', 'ipv6', 'ipv4v6'].map((type) => `pdp-types.${type}`),
      ...['none', 'pap', 'chap', 'both'].map((auth) => `auths.${auth}`),
      ...['wap', 'mms'].map((usage) => `usages.${usage}`),
      ...['identity', 'sim', 'network', 'composition', 'drivers', 'control'].map((kind) => `action.${kind}`),
      ...[networkMode, packetDomain].flatMap(({ id }) => [`sim.${id}`, `sim.${id}-hint`]),
      ...['idle', 'planned', 'running', 'failed', 'done'].map((phase) => `switch.note-${phase}`),
      ...verdicts.flatMap((verdict) => ['here', 'text'].map((by) => `verdicts.${by}.${verdict}`)),
      ...['empty', 'differs', 'router-only', 'untold', 'same'].flatMap((of) => ['here', 'text'].map((by) => `verdict-summary.${by}.${of}`)),
      ...['here', 'text'].map((by) => `drivers.seen-${by}`),
      ...['drivers.more', 'drivers.more-row', 'drivers.more-runner-up'],
      ...['usb-devices', 'debugfs', 'lsusb-v', 'lsusb-t', 'lsusb'].map((form) => `dump.forms.${form}`),
      ...['empty', 'too-large', 'not-text', 'unreadable'].map((problem) => `dump.problem-${problem}`),
      ...[1, 2, 3, 4].map((i) => `dump.how-${i}`),
      ...optionNames.map((name) => `on-router.${name}`),
      ...['v6apn', 'plmn', 'profile', 'delay', 'dialNumber', 'usbPort', 'zone', 'rebindDomains', 'watchdog'].map(
        (name) => `on-router.${name}-hint`,
      ),
      ...['modeAtConnect', 'packetDomainAtAttach', 'resetAtBoot'].map((name) => `on-router.${name}-hint`),
      ...RouterOptions.shape.way.unwrap().options.flatMap((way) => [`on-router.way-${way}`, `on-router.way-${way}-hint`]),
      ...RouterOwners.options.map((each) => `on-router.owners-${each}`),
      ...['bundle', 'router'].flatMap((where) => [`on-router.secrets-${where}`, `on-router.secrets-${where}-hint`]),
    ];
    expect(built.filter((key) => !whole.has(key))).toEqual([]);
  });
});
