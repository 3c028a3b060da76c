import { useState } from 'react';
import { Button as AriaButton, Input, Label, SearchField, Text, Toolbar } from 'react-aria-components';
import type { Snapshot } from '../../../electron/contract/snapshot.ts';
import { useIntent } from '../../hooks/use-bench.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { byVendor, findPractice, type PracticeGroup } from '../../state/practice.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Icon } from '../../ui/icon.tsx';

/** With fewer there is nothing to search. */
const searchedFrom = 8;

interface Props {
  readonly practice: Snapshot['practice'];
  readonly onPlug: (name: string) => void;
}

/** The practice dongles by vendor, each with its plug. */
export function PracticeCards({ practice, onPlug }: Props) {
  const { t } = useWords();
  const { send, blocked, failure } = useIntent();
  const [words, setWords] = useState('');
  const found = findPractice(practice, words);
  const plug = (name: string) => {
    onPlug(name);
    void send({ type: 'plug-practice', name });
  };
  return (
    <Card title={t('practice.title')} data-testid="practice">
      <p className="hint">{t('practice.about')}</p>
      {failure ? <FailureBox failure={failure} /> : null}
      {practice.length >= searchedFrom ? <Search words={words} onChange={setWords} count={found.length} /> : null}
      {found.length > 0 ? (
        <div className="practice">
          {byVendor(found).map((group) => (
            <Vendor
              key={group.key}
              group={group}
              blocked={blocked}
              onPlug={plug}
              onUnplug={(portPath) => void send({ type: 'unplug-practice', portPath })}
            />
          ))}
        </div>
      ) : null}
    </Card>
  );
}

function Search({ words, onChange, count }: { words: string; onChange: (words: string) => void; count: number }) {
  const { t } = useWords();
  return (
    <SearchField className="field practice-search" value={words} onChange={onChange}>
      <Label className="label">{t('practice.search')}</Label>
      <div className="input-group">
        <Input className="input" data-testid="practice-search" maxLength={60} spellCheck="false" autoCapitalize="none" />
        {words === '' ? null : (
          <AriaButton className="input-button">
            <Icon name="cross" size={16} />
          </AriaButton>
        )}
      </div>
      <Text slot="description" className="hint">
        {t('practice.search-hint')}
      </Text>
      <span className="hint" role="status" data-testid="practice-count">
        {words.trim() === '' ? null : count === 0 ? t('practice.none') : t('practice.count', { count })}
      </span>
    </SearchField>
  );
}

interface VendorProps {
  readonly group: PracticeGroup;
  readonly blocked: boolean;
  readonly onPlug: (name: string) => void;
  readonly onUnplug: (portPath: string) => void;
}

function Vendor({ group, blocked, onPlug, onUnplug }: VendorProps) {
  const { t } = useWords();
  const title = group.vendor ?? t('practice.captured');
  return (
    <section className="practice-vendor">
      <h3>{title}</h3>
      {/* One stop of the Tab key a vendor; within, the arrows go from one to the next. */}
      <Toolbar orientation="vertical" aria-label={title}>
        <ul>
          {group.members.map(({ name, title, model, detail, plugged }) => (
            <li key={name} className={plugged === null ? 'practice-row' : 'practice-row is-plugged'} data-testid={`practice-${name}`}>
              <span className="practice-what">
                <span className="practice-title">
                  {model} {plugged === null ? null : <Badge tone="info">{t('practice.plugged')}</Badge>}
                </span>
                <span className="practice-detail">
                  {detail === null ? null : <span>{detail}</span>} <code>{name}</code>
                </span>
              </span>
              {plugged === null ? (
                <Button
                  data-testid={`practice-plug-${name}`}
                  aria-label={t('practice.plug-what', { title })}
                  isDisabled={blocked}
                  onPress={() => onPlug(name)}
                >
                  {t('practice.plug')}
                </Button>
              ) : (
                <Button
                  data-testid={`practice-unplug-${name}`}
                  aria-label={t('practice.unplug-what', { title })}
                  isDisabled={blocked}
                  onPress={() => onUnplug(plugged)}
                >
                  {t('practice.unplug')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Toolbar>
    </section>
  );
}
