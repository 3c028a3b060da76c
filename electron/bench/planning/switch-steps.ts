import { usbId } from '../../../modem-db/db.ts';
import type { SwitchEntry } from '../../../modem-db/schema.ts';
import type { PlannedTransfer, Step } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import { setConfiguration } from '../../switching/methods.ts';
import { planSwitch } from '../../switching/plan-switch.ts';
import { targetIds } from './offers.ts';
import { awaitStep, step } from './steps.ts';

/** How long a switched dongle may stay away. The reference program waits 20 s; slow sticks were seen to need 25. */
const SWITCH_AWAY_MS = 45_000;
/** What a switch may take beyond its own pauses: a stick that answers nothing costs one limit a message. */
const SWITCH_MS = 15_000;
/** Another configuration is there as soon as the system has read it. */
const CONFIGURE_AWAY_MS = 15_000;

/** Out of the disc state: one step for each stay on the bus, each followed by the return. Throws SWITCH_NOT_STORAGE. */
export function switchSteps(sighting: Sighting, entry: SwitchEntry, mode: Mode): Step[] {
  const plan = planSwitch(entry, sighting, { preferMbim: mode === 'mbim' });
  if (plan.kind === 'nothing') return [];
  const own = usbId(sighting.vid, sighting.pid);
  const listed = targetIds(entry);
  return plan.stays.flatMap((transfers, index) => {
    const last = index === plan.stays.length - 1;
    const suffix = index === 0 ? '' : `-${index + 1}`;
    const ids = !last || reconfigures(transfers) ? [own, ...listed] : listed.length > 0 ? listed : [own];
    return [
      switchStep(`switch${suffix}`, entry.method.name, transfers, entry.source, own),
      awaitStep(`return${suffix}`, ids, SWITCH_AWAY_MS, entry.source),
    ];
  });
}

/** To another configuration of a dongle that is a modem already. */
export function configurationSteps(sighting: Sighting, value: number, mode: Mode): Step[] {
  const own = usbId(sighting.vid, sighting.pid);
  const source = 'USB 2.0, 9.4.7 (Set Configuration), with the configuration descriptors of this device';
  const skipIf: Step['skipIf'] = [{ kind: 'mode', mode }];
  return [
    { ...switchStep('configuration', 'Configuration', setConfiguration(value), source, own), skipIf },
    awaitStep('configuration-return', [own], CONFIGURE_AWAY_MS, source, skipIf),
  ];
}

function switchStep(id: string, method: string, transfers: readonly PlannedTransfer[], source: string, own: string): Step {
  const pauses = transfers.reduce((sum, t) => sum + (t.kind === 'wait' ? t.ms : 0), 0);
  const text = id.startsWith('configuration') ? 'configuration' : 'switch';
  return step(
    id,
    text,
    { kind: 'switch', method, transfers: [...transfers] },
    {
      source,
      timeoutMs: SWITCH_MS + pauses,
      risk: 'reversible',
      wayBack: { key: 'steps.switch.way-back', values: {} },
      values: { id: own, method },
    },
  );
}

function reconfigures(transfers: readonly PlannedTransfer[]): boolean {
  return transfers.some((t) => t.kind === 'set-configuration');
}
