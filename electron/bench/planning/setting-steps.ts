import type { Setting } from '../../../modem-db/schema.ts';
import { BenchError } from '../../contract/errors.ts';
import type { SkipIf, Step } from '../../contract/plan.ts';
import type { SettingChoice } from '../../contract/snapshot.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { at } from '../steps/at.ts';

/** The radio is let go of and searched for anew before some answer. */
const SET_MS = 20_000;

/** The step that reads AT+CGMM on the way: settings come after it. */
const IDENTITY = 'identity';

type SettingValue = keyof Setting['values'];

/** What the technician wants changed; what is to be kept is left out. */
function wished(wishes: Wishes): { id: Setting['id']; value: SettingValue }[] {
  const { networkMode, packetDomain } = wishes;
  return [
    ...(networkMode === 'keep' ? [] : [{ id: 'network-mode' as const, value: networkMode }]),
    ...(packetDomain === 'keep' ? [] : [{ id: 'packet-domain' as const, value: packetDomain }]),
  ];
}

/** Query, then set where the query shows another value. Throws SETTING_NOT_OFFERED. */
export function settingSteps(wishes: Wishes, settings: readonly Setting[]): Step[] {
  return wished(wishes).flatMap(({ id, value }) => {
    const candidates = settings.filter((s) => s.id === id && s.values[value] !== undefined);
    if (candidates.length === 0) throw new BenchError('SETTING_NOT_OFFERED', { setting: id, value });
    return candidates.flatMap((setting, index) => oneSetting(setting, value, index === 0 ? '' : `-${index + 1}`));
  });
}

function oneSetting(setting: Setting, value: SettingValue, suffix: string): Step[] {
  const target = setting.values[value];
  if (!target) return [];
  const query = `${setting.id}-query${suffix}`;
  const foreign: SkipIf[] = setting.models === undefined ? [] : [{ kind: 'reply-lacks', step: IDENTITY, lacks: setting.models }];
  const { source } = setting;
  const values = { setting: setting.id, value };
  const only = setting.ids === undefined ? {} : { only: setting.ids };
  return [
    at.plan(query, setting.query, { ...only, expect: setting.reply }, { source, text: 'setting-query', skipIf: foreign, values }),
    at.plan(
      `${setting.id}-set${suffix}`,
      target.set,
      { ...only, answerMs: SET_MS },
      {
        source,
        text: 'setting-set',
        skipIf: [...foreign, { kind: 'reply', step: query, matches: target.reached }],
        risk: setting.kept === 'flash' ? 'persistent' : 'reversible',
        wayBack: { key: 'steps.setting-set.way-back', values: { query: setting.query } },
        values,
      },
    ),
  ];
}

/** What a technician can choose for a modem, by setting. */
export function settingChoices(settings: readonly Setting[]): SettingChoice[] {
  const choices = new Map<Setting['id'], Set<string>>();
  for (const { id, values } of settings) {
    const known = choices.get(id) ?? new Set<string>();
    for (const value of Object.keys(values)) known.add(value);
    choices.set(id, known);
  }
  return [...choices].map(([id, values]) => ({ id, values: [...values] }));
}
