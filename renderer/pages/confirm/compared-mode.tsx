import type { ComparedMode } from '../../../electron/contract/compared-modes.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Icon } from '../../ui/icon.tsx';

/** What one mode comes to on the router: how it is driven, what it needs and has, and what is known to go wrong. */
export function ComparedModeFacts({ id, compared }: { readonly id: string; readonly compared: ComparedMode }) {
  const { t, text } = useWords();
  const { drivers, packages, data, address, ipv6, lasting, trouble, failure } = compared;
  const facts = [
    ...(drivers.length > 0 ? [{ name: t('compare.drivers'), value: drivers.join(', '), mono: true }] : []),
    ...(packages.length > 0 ? [{ name: t('compare.packages'), value: packages.join(' '), mono: true }] : []),
    ...(data === 'serial' ? [{ name: t('compare.speed'), value: t('compare.serial') }] : []),
    ...(address === null ? [] : [{ name: t('compare.address'), value: t(`compare.address-${address}`) }]),
    ...(ipv6 === null ? [] : [{ name: t('compare.ipv6'), value: t(`compare.ipv6-${ipv6}`) }]),
    ...(lasting === null ? [] : [{ name: t('compare.lasting'), value: lasting === 0 ? t('compare.nothing-lasting') : String(lasting) }]),
  ];
  const warnings = [...(failure === null ? [] : [text.cause(failure)]), ...trouble.map((each) => text.phrase(each))];
  return (
    <div id={id} className="compared" data-testid={`compared-${compared.mode}`}>
      {facts.length > 0 ? <Facts facts={facts} /> : null}
      {warnings.map((warning) => (
        <p key={warning} className="compared-trouble">
          <Icon name="warning" />
          <span>{warning}</span>
        </p>
      ))}
    </div>
  );
}
