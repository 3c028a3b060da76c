import { describe, expect, it } from 'vitest';
import { choose } from '../../electron/cli/session.ts';
import { showDongle, showListLine } from '../../electron/cli/show.ts';
import { showLook } from '../../electron/cli/show-look.ts';
import { createText } from '../../electron/contract/text.ts';
import { languages } from '../../electron/contract/words.ts';
import { booting, disc, quectel, snapshotOf } from '../renderer/fixtures.ts';

/** What the command line says of a dongle that shows boot code and no modem. */

describe.each(languages)('boot code on the command line (%s)', (language) => {
  const text = createText(language);
  const name = text.word('boot-states.name', { kind: text.word('boot-states.crash-dump.name') });
  const lines = ['meaning', 'remedy'].map((part) => `  ${text.word(`boot-states.crash-dump.${part}`)}`);

  it('is named in the list', () => {
    expect(showListLine(text, booting)).toBe(`1-1.4  05c6:900e  Qualcomm RAM dump  (${name})`);
    // Ended by it, a job is what is told first.
    expect(showListLine(text, { ...booting, state: 'failed' })).toContain(`(${text.word('states.failed')})`);
    expect(showListLine(text, quectel)).not.toContain(name);
  });

  it('is explained where it is shown or was to be looked at, and no access is asked for', () => {
    const shown = showDongle(text, { ...booting, access: 'denied' }, 'sudo sh rule').split('\n');
    expect(shown).toEqual(expect.arrayContaining(lines));
    expect(shown.join('\n')).not.toContain('sudo sh rule');
    expect(showLook(text, booting, null).split('\n')).toEqual([showListLine(text, booting), ...lines]);
  });
});

describe('a command that names no dongle', () => {
  const chosen = (...dongles: Parameters<typeof snapshotOf>[0]) => choose({ snapshot: () => snapshotOf(dongles) }, {}, new Map()).portPath;

  it('is about boot code where there is nothing else, so that it is told what that is', () => {
    expect(chosen(booting)).toBe(booting.portPath);
    expect(chosen(disc, booting)).toBe(disc.portPath);
    expect(() => chosen(booting, { ...booting, portPath: '1-2' })).toThrow('DONGLE_NOT_FOUND');
  });
});
