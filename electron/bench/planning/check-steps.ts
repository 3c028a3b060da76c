import type { VendorFile } from '../../../modem-db/schema.ts';
import type { Step } from '../../contract/plan.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { sends } from '../commands.ts';
import { holdSends } from '../steps/hold-step.ts';
import { step } from './steps.ts';

type Probe = Extract<Step['action'], { kind: 'probe' }>['probe'];
type Vendor = VendorFile | undefined;

function probe(name: Probe, timeoutMs: number, source: string, commands: readonly string[] = [], rest: Partial<Step> = {}): Step {
  return step(name, name, { kind: 'probe', probe: name, sends: [...commands] }, { source, timeoutMs, ...rest });
}

/** Before anything is sent: whoever else on this computer has the dongle lets go of it. */
export function holdStep(): Step {
  return step(
    'hold',
    'hold',
    { kind: 'hold', sends: Object.values(holdSends) },
    {
      source: 'ModemManager 1.20 D-Bus reference, InhibitDevice; usb_modeswitch 2.6.1, its udev rule; udisks2, Filesystem.Unmount',
      timeoutMs: 60_000,
      risk: 'reversible',
      wayBack: { key: 'steps.hold.way-back', values: {} },
    },
  );
}

export function compositionStep({ mode }: Wishes): Step {
  const source = 'USB 2.0, 9.6.5 (interface descriptors), against the compositions in the database';
  return { ...probe('composition', 5_000, source), why: { key: 'steps.composition.why', values: { mode } } };
}

/** Before anything is written to its flash: that it is still the dongle of this job. `suffix`: of the step's id. */
export function dongleStep(suffix: string, skipIf: Step['skipIf']): Step {
  const action: Step['action'] = { kind: 'probe', probe: 'dongle', sends: sends.dongle() };
  return step(`dongle${suffix}`, 'dongle', action, { source: '3GPP TS 27.007, 5.4 (AT+CGSN)', timeoutMs: 30_000, skipIf });
}

export function identityStep(): Step {
  return probe('identity', 30_000, '3GPP TS 27.007, 5.1 to 5.4 (AT+CGMI, AT+CGMM, AT+CGMR, AT+CGSN)', sends.identity());
}

export function simSteps(vendor: Vendor, { pinLock }: Wishes): Step[] {
  return [
    probe('sim', 30_000, '3GPP TS 27.007, 8.3 (AT+CPIN?)', sends.sim(vendor)),
    step(
      'pin',
      'pin',
      { kind: 'pin', sends: sends.pin(vendor) },
      { source: '3GPP TS 27.007, 8.3 (AT+CPIN); TS 11.11, 11.3 (three tries, then PUK)', timeoutMs: 30_000, risk: 'reversible' },
    ),
    ...(pinLock === 'off' ? [pinLockStep(vendor)] : []),
    probe('network', 90_000, '3GPP TS 27.007, 7.2, 7.3, 8.5, 10.1.22 (AT+CREG?, AT+COPS?, AT+CSQ, AT+CEREG?)', sends.network()),
  ];
}

function pinLockStep(vendor: Vendor): Step {
  return step(
    'pin-lock',
    'pin-lock',
    { kind: 'pin-lock', sends: sends.pinLock(vendor) },
    {
      source: '3GPP TS 27.007, 7.4 (AT+CLCK, facility SC); TS 11.11, 11.3 (three tries, then PUK)',
      timeoutMs: 30_000,
      risk: 'persistent',
      wayBack: { key: 'steps.pin-lock.way-back', values: {} },
    },
  );
}

export function driverStep(): Step {
  return probe('drivers', 20_000, 'Linux sysfs, /sys/bus/usb/devices');
}

export function controlSteps(vendor: Vendor, wishes: Wishes): Step[] {
  const connection = sends.connection(vendor, wishes);
  const control = 'CDC 1.2, 6.2 (encapsulated commands); QMI CTL and DMS; MBIM 1.0, 9 and 10; 3GPP TS 27.007';
  const data = 'QMI WDS start and stop network; MBIM 1.0, 10.5.12; Huawei AT^NDISDUP, ModemManager 1.20, plugins/huawei';
  return [
    probe('control', 30_000, control, sends.control(wishes)),
    ...(connection.length === 0 ? [] : [probe('connection', 120_000, data, connection, { risk: 'reversible' })]),
  ];
}
