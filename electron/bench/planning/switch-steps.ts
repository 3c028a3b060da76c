import { usbId } from '../../../modem-db/db.ts';
import { type SwitchWay, targetIds } from '../../../modem-db/switch-ways.ts';
import type { PlannedTransfer, Step } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import { setConfiguration } from '../../switching/methods.ts';
import { planSwitch } from '../../switching/plan-switch.ts';
import { awaitReturn } from '../steps/await-return.ts';
import { switchKind } from '../steps/switch.ts';

/** How long a switched dongle may stay away. The reference program waits 20 s; slow sticks were seen to need 25. */
const SWITCH_AWAY_MS = 45_000;
/** Another configuration is there as soon as the system has read it. */
const CONFIGURE_AWAY_MS = 15_000;

/** Out of the disc state: one step for each stay on the bus, each followed by the return. Throws SWITCH_NOT_STORAGE. */
export function switchSteps(sighting: Sighting, { entry, other }: SwitchWay, mode: Mode): Step[] {
  const plan = planSwitch(entry, sighting, { preferMbim: mode === 'mbim' });
  if (plan.kind === 'nothing') return [];
  const own = usbId(sighting.vid, sighting.pid);
  const listed = targetIds(entry);
  return plan.stays.flatMap((transfers, index) => {
    const last = index === plan.stays.length - 1;
    const suffix = index === 0 ? '' : `-${index + 1}`;
    const ids = !last || reconfigures(transfers) ? [own, ...listed] : listed.length > 0 ? listed : [own];
    return [
      switchKind.plan({
        id: `switch${suffix}`,
        method: entry.method.name,
        transfers,
        sighting,
        from: own,
        source: entry.source,
        ...(other === null
          ? { text: 'switch', values: { id: own, method: entry.method.name } }
          : { text: 'switch-other', values: { id: own, other, mode } }),
      }),
      awaitReturn.plan(`return${suffix}`, ids, SWITCH_AWAY_MS, entry.source),
    ];
  });
}

/** To another configuration of a dongle that is a modem already. */
export function configurationSteps(sighting: Sighting, value: number, mode: Mode): Step[] {
  const own = usbId(sighting.vid, sighting.pid);
  const source = 'USB 2.0, 9.4.7 (Set Configuration), with the configuration descriptors of this device';
  const skipIf: Step['skipIf'] = [{ kind: 'mode', mode }];
  const change = {
    id: 'configuration',
    method: 'Configuration',
    transfers: setConfiguration(value),
    sighting,
    from: null,
    source,
    text: 'configuration' as const,
    values: { id: own, method: 'Configuration' },
  };
  return [{ ...switchKind.plan(change), skipIf }, awaitReturn.plan('configuration-return', [own], CONFIGURE_AWAY_MS, source, skipIf)];
}

function reconfigures(transfers: readonly PlannedTransfer[]): boolean {
  return transfers.some((t) => t.kind === 'set-configuration');
}
