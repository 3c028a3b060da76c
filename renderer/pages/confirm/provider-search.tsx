import { useMemo, useState } from 'react';
import { Button, ComboBox, Group, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { type ApnProposal, proposalTitle } from '../../../electron/contract/proposals.ts';
import { rememberCountry, rememberedCountry, useCountries, useCountryName, useProviderSearch } from '../../hooks/use-providers.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { ProposalBody } from './proposal-body.tsx';

interface Props {
  /** Where the SIM is from, as far as it tells. */
  readonly simCountry: string | null;
  readonly onTake: (proposal: ApnProposal) => void;
}

/** Finds a provider by country and words, before any SIM was read; what is chosen fills the form in. */
export function ProviderSearch({ simCountry, onTake }: Props) {
  const { t } = useWords();
  const countries = useCountries();
  const nameOf = useCountryName();
  const [chosen, setChosen] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const wished = chosen ?? simCountry ?? rememberedCountry();
  // A country that the table does not have (any more) finds nothing.
  const country = countries.some(({ code }) => code === wished) ? wished : '';
  const { proposals, total } = useProviderSearch(country, words);
  // The same objects while the answer is the same: options are drawn anew only when they are others.
  const items = useMemo(() => proposals.map((proposal, index) => ({ id: String(index), proposal })), [proposals]);
  const more = total !== null && total > proposals.length;

  const choose = (code: string) => {
    setChosen(code);
    rememberCountry(code);
  };
  const hint =
    total === null
      ? t('provider.search-hint')
      : more
        ? t('provider.more', { shown: proposals.length, total })
        : t('provider.plans', { count: total });
  return (
    <div className="form-grid">
      <SelectField
        label={t('provider.country')}
        testId="country"
        value={country}
        options={['', ...countries.map(({ code }) => code)]}
        onChange={choose}
      >
        <option value="">{t('provider.any-country')}</option>
        {countries.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <ComboBox
        className="field"
        items={items}
        value={null}
        onChange={(key) => {
          const proposal = proposals[Number(key ?? Number.NaN)];
          if (proposal) onTake(proposal);
        }}
        inputValue={words}
        onInputChange={setWords}
        allowsEmptyCollection
      >
        <Label className="label">{t('provider.search')}</Label>
        <Group className="input-group">
          <Input className="input" data-testid="provider" maxLength={100} spellCheck="false" autoCapitalize="none" />
          <Button className="input-button" data-testid="provider-open">
            <span className="turned">
              <Icon name="chevron" size={16} />
            </span>
          </Button>
        </Group>
        <Text slot="description" className="hint">
          {hint}
        </Text>
        <Popover className="options-popover" offset={4}>
          <ListBox<(typeof items)[number]>
            className="options"
            dependencies={[country, nameOf]}
            data-testid="provider-options"
            renderEmptyState={() => <p className="options-empty">{t(total === null ? 'provider.search-hint' : 'provider.none')}</p>}
          >
            {({ id, proposal }) => (
              <ListBoxItem id={id} textValue={proposalTitle(proposal)} className="option" data-testid={`provider-option-${id}`}>
                <ProposalBody proposal={proposal} where={country === '' ? nameOf(proposal.country) : undefined} />
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </div>
  );
}
