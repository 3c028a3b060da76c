import type { DriverForecast, JudgedBy, RouterSwitchForecast, WayDial } from '../../../electron/contract/drivers.ts';
import { useWords } from '../../hooks/use-words.tsx';
import type { Tone } from '../badge.tsx';
import { CommandLine } from '../command-line.tsx';
import { type Fact, Facts } from '../facts.tsx';
import type { IconName } from '../icon.tsx';
import { Notice } from '../notice.tsx';

interface Props {
  readonly judged: JudgedBy;
  readonly way: DriverForecast['way'];
  readonly routerSwitch: RouterSwitchForecast | null;
  /** Packages of the drivers. */
  readonly packages: readonly string[];
  /** In disc state there is no way to the network yet, and that is no fault. */
  readonly disc?: boolean;
}

/** What the verdicts come to on the router: the way to the network, the switch, the packages, and whose tables were asked. */
export function ForecastFacts({ judged, way, routerSwitch, packages, disc = false }: Props) {
  const words = useWords();
  const { t, text } = words;
  const facts: Fact[] = way
    ? [
        { name: t('drivers.proto'), value: way.proto, mono: true },
        { name: t('drivers.device'), value: way.device, mono: true },
        ...(way.net && way.net !== way.device ? [{ name: t('drivers.net'), value: way.net, mono: true }] : []),
        ...dialFacts(way.dial, words),
      ]
    : [];
  return (
    <div className="stack-tight" data-testid="forecast-facts">
      {way ? (
        <>
          <h3>{t('drivers.way')}</h3>
          <Facts facts={facts} />
        </>
      ) : disc ? null : (
        <Notice tone="bad" icon="cross" data-testid="no-way">
          {t('drivers.no-way', { release: judged.release })}
        </Notice>
      )}
      {routerSwitch ? <SwitchNotice routerSwitch={routerSwitch} /> : null}
      {packages.length > 0 ? (
        <>
          <h3>{t('drivers.packages')}</h3>
          <CommandLine command={packages.join(' ')} what={t('drivers.packages')} testId="driver-packages" />
        </>
      ) : null}
      <p className="hint" data-testid="judged-by">
        {judged.judgedBy === judged.release
          ? t('drivers.judged', { release: judged.release, kernel: judged.kernel })
          : t('drivers.judged-by-other', { release: judged.release, other: judged.judgedBy, kernel: judged.kernel })}
        {judged.caveats.map((caveat) => ` ${text.phrase(caveat)}`)}
      </p>
    </div>
  );
}

/** How a network card gets its connection: the card alone connects nobody. */
function dialFacts(dial: WayDial | null, { t, text }: ReturnType<typeof useWords>): Fact[] {
  if (dial === null) return [];
  const proof = text.word(`dials.proofs.${dial.proof}`);
  if (dial.by === 'modem') return [{ name: t('drivers.dial'), value: `${t('drivers.dial-itself')} (${proof})` }];
  return [
    { name: t('drivers.dial'), value: dial.commands.join(', '), mono: true },
    { name: t('drivers.dial-port'), value: dial.port ?? t('drivers.dial-port-unknown'), mono: dial.port !== null },
    ...(dial.reads.length > 0 ? [{ name: t('drivers.dial-address'), value: dial.reads.join(', '), mono: true }] : []),
    { name: t('drivers.dial-proof'), value: proof },
  ];
}

const looks: Record<RouterSwitchForecast['outcome'], { tone: Tone; icon: IconName }> = {
  switches: { tone: 'good', icon: 'check' },
  nothing: { tone: 'warn', icon: 'warning' },
  differs: { tone: 'warn', icon: 'warning' },
  harms: { tone: 'bad', icon: 'cross' },
};

/** What the router does by itself with the state that the dongle is in. The sentence is the bench's, and says which of the four it is. */
function SwitchNotice({ routerSwitch: { outcome, why, needless, kernelAlone } }: { routerSwitch: RouterSwitchForecast }) {
  const { t, text } = useWords();
  const { tone, icon } = looks[needless && outcome === 'nothing' ? 'switches' : outcome];
  return (
    <>
      <h3>{t('drivers.switch')}</h3>
      <Notice tone={tone} icon={icon} data-testid="router-switch">
        {text.phrase(why)}
        {kernelAlone && why.key !== 'router-switch.kernel-alone' ? ` ${text.word('router-switch.kernel-alone')}` : null}
      </Notice>
    </>
  );
}
