import type { Failure } from '../../../electron/contract/errors.ts';
import type { RouterOptions } from '../../../electron/contract/router-options.ts';
import { useWords } from '../../hooks/use-words.tsx';
import type { Draft } from '../../state/draft.ts';
import { countSet, isShown, type OptionName, optionNames, waysFor } from '../../state/router-options.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Fold } from '../../ui/fold.tsx';
import { ListField } from '../../ui/list-field.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { SecretsField } from './secrets-field.tsx';
import { WatchdogFields } from './watchdog-fields.tsx';

type TextName = 'v6apn' | 'plmn' | 'dialNumber' | 'usbPort' | 'usbSerial' | 'zone' | 'storage';
type NumberName = 'profile' | 'v6profile' | 'delay';
type SwitchName = 'modeAtConnect' | 'packetDomainAtAttach' | 'resetAtBoot' | 'clat' | 'fccAuth';

const texts: Record<TextName, { readonly most: number; readonly numeric?: true }> = {
  v6apn: { most: 1000 },
  plmn: { most: 10, numeric: true },
  dialNumber: { most: 100 },
  usbPort: { most: 100 },
  usbSerial: { most: 126 },
  zone: { most: 100 },
  storage: { most: 100 },
};
const numbers: Record<NumberName, readonly [number, number]> = { profile: [1, 100], v6profile: [1, 100], delay: [0, 600] };
const switches: readonly SwitchName[] = ['resetAtBoot', 'packetDomainAtAttach', 'modeAtConnect', 'clat', 'fccAuth'];

const multiwans: readonly RouterOptions['multiwan'][] = ['metric', 'mwan3'];

interface Props {
  readonly draft: Draft;
  readonly failureOf: (option: OptionName) => Failure | null;
  readonly onChange: (options: RouterOptions) => void;
}

/** What only the router does. Most need none of it, so it is folded; a field that the bench refuses unfolds it. */
export function RouterCard({ draft, failureOf, onChange }: Props) {
  const { t } = useWords();
  const { onRouter } = draft;
  const set = countSet(onRouter);
  const shown = (name: OptionName) => isShown(name, draft);
  const refused = optionNames.some((name) => failureOf(name) !== null);
  const edit = (part: Partial<RouterOptions>) => onChange({ ...onRouter, ...part });
  const ways = waysFor(draft.mode, onRouter.way);

  const textField = (name: TextName) =>
    shown(name) ? (
      <TextField
        label={t(`on-router.${name}`)}
        hint={t(`on-router.${name}-hint`)}
        testId={`on-router-${name}`}
        value={onRouter[name]}
        onChange={(value) => edit({ [name]: value })}
        failure={failureOf(name)}
        maxLength={texts[name].most}
        {...(texts[name].numeric ? { inputMode: 'numeric' as const } : {})}
        mono
      />
    ) : null;
  const numberField = (name: NumberName) =>
    shown(name) ? (
      <NumberField
        label={t(`on-router.${name}`)}
        hint={t(`on-router.${name}-hint`)}
        testId={`on-router-${name}`}
        value={onRouter[name]}
        min={numbers[name][0]}
        max={numbers[name][1]}
        onChange={(value) => edit({ [name]: value })}
        failure={failureOf(name)}
      />
    ) : null;

  return (
    <Card
      title={t('on-router.title')}
      aside={set > 0 ? <Badge tone="info">{t('on-router.set', { count: set })}</Badge> : null}
      data-testid="router-options"
    >
      <p className="hint">{t('on-router.about')}</p>
      <Fold title={t('on-router.options')} open={refused} data-testid="router-options-fold">
        <div className="stack">
          <section className="stack-tight" aria-label={t('on-router.connection')}>
            <h3>{t('on-router.connection')}</h3>
            <div className="form-grid">
              {shown('way') ? (
                <SelectField
                  label={t('on-router.way')}
                  hint={t(`on-router.way-${onRouter.way}-hint`)}
                  testId="on-router-way"
                  value={onRouter.way}
                  options={ways}
                  failure={failureOf('way')}
                  onChange={(way) => edit({ way })}
                >
                  {ways.map((way) => (
                    <option key={way} value={way}>
                      {t(`on-router.way-${way}`)}
                    </option>
                  ))}
                </SelectField>
              ) : null}
              {textField('v6apn')}
              {textField('plmn')}
              {numberField('profile')}
              {numberField('v6profile')}
              {numberField('delay')}
              {textField('dialNumber')}
              {textField('usbPort')}
              {textField('usbSerial')}
            </div>
          </section>
          <section className="stack-tight" aria-label={t('on-router.network')}>
            <h3>{t('on-router.network')}</h3>
            <div className="form-grid">
              {textField('zone')}
              <SelectField
                label={t('on-router.multiwan')}
                hint={t(`on-router.multiwan-${onRouter.multiwan}-hint`)}
                testId="on-router-multiwan"
                value={onRouter.multiwan}
                options={multiwans}
                failure={failureOf('multiwan')}
                onChange={(multiwan) => edit({ multiwan })}
              >
                {multiwans.map((word) => (
                  <option key={word} value={word}>
                    {t(`on-router.multiwan-${word}`)}
                  </option>
                ))}
              </SelectField>
              {textField('storage')}
              <ListField
                label={t('on-router.rebindDomains')}
                hint={t('on-router.rebindDomains-hint')}
                value={onRouter.rebindDomains}
                onChange={(rebindDomains) => edit({ rebindDomains })}
                testId="on-router-rebindDomains"
                failure={failureOf('rebindDomains')}
              />
            </div>
          </section>
          <section className="stack-tight" aria-label={t('on-router.upkeep')}>
            <h3>{t('on-router.upkeep')}</h3>
            <WatchdogFields watchdog={onRouter.watchdog} failure={failureOf('watchdog')} onChange={(watchdog) => edit({ watchdog })} />
            {switches.filter(shown).map((name) => (
              <CheckField
                key={name}
                label={t(`on-router.${name}`)}
                hint={t(`on-router.${name}-hint`)}
                checked={onRouter[name]}
                onChange={(checked) => edit({ [name]: checked })}
                testId={`on-router-${name}`}
                failure={failureOf(name)}
              />
            ))}
          </section>
          {shown('secrets') ? (
            <SecretsField
              value={onRouter.secrets}
              hasPin={draft.pin !== ''}
              failure={failureOf('secrets')}
              onChange={(secrets) => edit({ secrets })}
            />
          ) : null}
        </div>
      </Fold>
    </Card>
  );
}
