import type { DongleView, Snapshot } from '../../../electron/contract/snapshot.ts';
import { useIntent } from '../../hooks/use-bench.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { wasAsked } from '../../state/looks.ts';
import { type StepName, unreachable } from '../../state/steps.ts';
import { ActionBar, NextButton } from '../../ui/action-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { BootStateNotice } from '../../ui/dongle/boot-state-notice.tsx';
import { InterfaceTable } from '../../ui/dongle/interface-table.tsx';
import { QuirkList } from '../../ui/dongle/quirk-list.tsx';
import { StateBadge } from '../../ui/dongle/state-badge.tsx';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Notice } from '../../ui/notice.tsx';
import { WithoutDongle } from '../without-dongle/without-dongle.tsx';
import { AccessNotice } from './access-notice.tsx';
import { HolderNotices } from './holder-notices.tsx';
import { InterruptedNotice } from './interrupted-notice.tsx';
import { LookSection } from './look-section.tsx';
import { NothingPlugged } from './nothing-plugged.tsx';
import { SwitchFile } from './switch-file.tsx';

interface Props {
  readonly snapshot: Snapshot;
  readonly dongle: DongleView | null;
  readonly go: (step: StepName) => void;
  readonly onPlug: (name: string) => void;
  readonly onReadDump: () => void;
}

export function PlugPage({ snapshot, dongle, go, onPlug, onReadDump }: Props) {
  const { t } = useWords();
  const { usb } = snapshot;
  const noUsb = usb.failure ? (
    <FailureBox failure={usb.failure} testId="usb-failure" />
  ) : usb.available ? null : (
    <Notice tone="warn" icon="warning" data-testid="usb-failure">
      {t('dongle.no-usb')}
    </Notice>
  );
  return (
    <>
      <div className="stack">
        {dongle ? null : noUsb}
        {dongle ? <DongleDetail dongle={dongle} snapshot={snapshot} go={go} /> : <NothingPlugged {...snapshot} />}
        {snapshot.switches || (dongle && takesSwitch(dongle)) ? <SwitchFile switches={snapshot.switches} /> : null}
        {dongle ? null : <WithoutDongle {...{ snapshot, onPlug, onReadDump }} />}
      </div>
      {dongle ? <Onward dongle={dongle} go={go} /> : null}
    </>
  );
}

/** A disc, or what nobody listed and may be one. */
const takesSwitch = ({ state, listed, bootState }: DongleView) => bootState === null && (state === 'disc' || !listed);

interface DetailProps {
  readonly dongle: DongleView;
  readonly snapshot: Snapshot;
  readonly go: (step: StepName) => void;
}

function DongleDetail({ dongle, snapshot, go }: DetailProps) {
  const { t } = useWords();
  const { seesDrivers, usbRuleCommand, looksAllowed } = snapshot;
  const { send, blocked, failure } = useIntent();
  const drivers = [...new Set(dongle.interfaces.flatMap((row) => (row.driver ? [row.driver] : [])))];
  const facts: Fact[] = [
    { name: t('dongle.usb-id'), value: `${dongle.vid}:${dongle.pid}`, mono: true },
    { name: t('dongle.port'), value: dongle.portPath, mono: true },
    ...(dongle.manufacturer ? [{ name: t('identity.manufacturer'), value: dongle.manufacturer }] : []),
    ...(dongle.product ? [{ name: t('dongle.product'), value: dongle.product }] : []),
    { name: t('dongle.mode'), value: dongle.mode ? t(`modes.${dongle.mode}`) : t('dongle.no-mode') },
    ...(seesDrivers
      ? [{ name: t('dongle.drivers'), value: drivers.length > 0 ? drivers.join(', ') : t('interfaces.none'), mono: drivers.length > 0 }]
      : []),
  ];
  // What it came back as stands below, and is why the job ended.
  const shown = failure ?? (dongle.bootState ? (dongle.job?.failure ?? null) : null);
  const aside = (
    <span className="card-aside">
      <StateBadge state={dongle.state} />
      {dongle.origin === 'practice' && dongle.present ? (
        <Button
          data-testid="unplug"
          aria-label={t('practice.unplug-what', { title: dongle.name })}
          isDisabled={blocked}
          onPress={() => void send({ type: 'unplug-practice', portPath: dongle.portPath })}
        >
          {t('practice.unplug')}
        </Button>
      ) : null}
    </span>
  );
  return (
    <Card title={dongle.name} aside={aside} data-testid="dongle-detail">
      {dongle.present ? null : <Notice tone="warn">{t('dongle.absent')}</Notice>}
      {dongle.interrupted ? <InterruptedNotice dongle={dongle} interrupted={dongle.interrupted} onPlanAgain={() => go('confirm')} /> : null}
      {dongle.bootState ? null : <AccessNotice key={dongle.portPath} dongle={dongle} command={usbRuleCommand} />}
      <HolderNotices dongle={dongle} hasRule={usbRuleCommand !== null} />
      {dongle.listed ? null : (
        <Notice tone="warn" icon="question" data-testid="unlisted">
          <strong>{t('dongle.unlisted')}</strong> {t('dongle.unlisted-more')}
        </Notice>
      )}
      {shown ? (
        <FailureBox failure={shown}>
          <Button data-testid="dismiss" isDisabled={blocked} onPress={() => void send({ type: 'dismiss', portPath: dongle.portPath })}>
            {t('next.dismiss')}
          </Button>
        </FailureBox>
      ) : null}
      {dongle.bootState ? <BootStateNotice kind={dongle.bootState} /> : null}
      <p className="lead">{dongle.state === 'modem' && wasAsked(dongle) ? t('state-about.looked') : t(`state-about.${dongle.state}`)}</p>
      <Facts facts={facts} />
      <LookSection key={`look ${dongle.portPath}`} dongle={dongle} allowed={looksAllowed} />
      <QuirkList quirks={dongle.quirks} />
      {dongle.interfaces.length > 0 ? (
        <Fold title={t('interfaces.count', { count: dongle.interfaces.length })} data-testid="interfaces" open>
          <InterfaceTable interfaces={dongle.interfaces} seesDrivers={seesDrivers} />
        </Fold>
      ) : null}
    </Card>
  );
}

/** The way on from here is into the form, or back to where the work stands. */
function Onward({ dongle, go }: { dongle: DongleView; go: (step: StepName) => void }) {
  const { t } = useWords();
  const { phase } = dongle;
  if (phase === 'idle' || phase === 'planned') {
    const closed = unreachable(dongle);
    return (
      <ActionBar note={t(closed ? `guard.${closed}` : 'dongle.next-note')}>
        <NextButton onPress={() => go('confirm')} isDisabled={closed !== null} />
      </ActionBar>
    );
  }
  return (
    <ActionBar note={t(`dongle.note-${phase}`)}>
      <NextButton onPress={() => go(phase === 'done' && dongle.bundle ? 'router' : 'run')} />
    </ActionBar>
  );
}
