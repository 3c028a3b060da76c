import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findRelease, listReleases, type Release } from '../../../modem-db/openwrt/index.ts';
import { mbimAdmits, mbimCalls } from './mbim.ts';
import { ncmCalls } from './ncm.ts';
import { convert, type PassedOptions, passedByNetifd } from './netifd.ts';
import { type QmiModem, qmiCalls } from './qmi.ts';

const Value = z.union([z.string(), z.array(z.string())]);
const Run = z.tuple([
  z.string(),
  z.enum(['qmi', 'mbim', 'ncm']),
  z.record(z.string(), Value),
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  z.string(),
  z.array(z.array(z.string())),
  z.boolean(),
  z.strictObject({ asksPin: z.boolean().optional(), plmn: z.tuple([z.number(), z.number()]).optional() }),
]);
const file = new URL('../../field/openwrt-handler-runs.json', import.meta.url);
const { runs } = z.object({ source: z.string(), runs: z.array(Run) }).parse(JSON.parse(readFileSync(file, 'utf8')));

/** `main` has the options of 25.12.5 and some that no run uses. */
function releaseOf(id: string): Release {
  const version = /^s-v?([^-]+)-/.exec(id)?.[1] ?? '';
  const release = version === 'main' ? listReleases().at(-1) : findRelease(version);
  if (!release) throw new Error(id);
  return release;
}

function modelled(proto: 'qmi' | 'mbim' | 'ncm', passed: PassedOptions, release: Release, maker: string, modem: QmiModem): string[][] {
  if (proto === 'qmi') return qmiCalls(passed, release, modem);
  return proto === 'mbim' ? mbimCalls(passed, release) : (ncmCalls(passed, release, maker) ?? []);
}

describe('the model of netifd and its handlers, against 120 recorded runs of the real ones', () => {
  it('has them all', () => {
    expect(runs).toHaveLength(120);
    expect(new Set(runs.map(([id]) => id)).size).toBe(120);
  });

  it.each(runs.map((run) => [run[0], run] as const))('%s: hands over what netifd handed over', (id, [, proto, config, passed]) => {
    expect(passedByNetifd({ proto, ...config }, proto, releaseOf(id))).toEqual(passed);
  });

  it.each(runs.map((run) => [run[0], run] as const))('%s: lets reach the modem what reached it', (id, run) => {
    const [, proto, , passed, maker, calls, up, modem] = run;
    // On main the profile that is written is the one that was named; nothing is written for that yet.
    const comparable = (list: readonly string[][]) =>
      id.startsWith('s-main') ? list.filter(([name]) => name !== '--modify-profile') : list;
    const model = comparable(modelled(proto, passed, releaseOf(id), maker, modem));
    const real = comparable(calls);
    // A run that failed ends early; what was sent until then is the same.
    expect(real).toEqual(up ? model : model.slice(0, real.length));
    if (up) expect(real.length).toBeGreaterThan(0);
  });
});

describe('the model of netifd', () => {
  it.each([
    ['00101', 'int', 65],
    ['08', 'int', null],
    ['020', 'int', 16],
    ['0x10', 'int', 16],
    [' 7', 'int', 7],
    ['7 ', 'int', null],
    ['-1', 'int', -1],
    ['0', 'int', 0],
    ['20s', 'int', null],
    ['4294967295', 'int', -1],
    ['yes', 'bool', null],
    ['on', 'bool', null],
    ['true', 'bool', true],
    ['0', 'bool', false],
    ['a b', 'list', ['a', 'b']],
    [['a b'], 'list', ['a b']],
    [['a'], 'string', null],
    ['', 'string', null],
  ] as const)('makes of %j as %s: %j', (value, type, expected) => {
    expect(convert(value, type)).toEqual(expected);
  });

  it('drops what the release does not know', () => {
    const release = releaseOf('s-v22.03.2-0');
    expect(passedByNetifd({ proto: 'mbim', allow_roaming: '1', disabled: '1' }, 'mbim', release)).toEqual({ proto: 'mbim' });
  });
});

describe('the model of mbim.sh', () => {
  it('lets a guest in only where the release has the option and it is 1', () => {
    const [before, since] = [releaseOf('s-v22.03.2-0'), releaseOf('s-v22.03.3-0')];
    expect(mbimAdmits({ allow_roaming: true }, before, 'roaming')).toBe(false);
    expect(mbimAdmits({ allow_roaming: true }, since, 'roaming')).toBe(true);
    expect(mbimAdmits({ allow_roaming: true }, since, 'partner')).toBe(false);
    expect(mbimAdmits({}, before, 'home')).toBe(true);
  });
});
