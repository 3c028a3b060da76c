import type { ErrorCode, Failure } from '../../electron/contract/errors.ts';
import type { StepName } from './steps.ts';

export type FieldName =
  | 'mode'
  | 'router'
  | 'interfaceName'
  | 'metric'
  | 'apn'
  | 'username'
  | 'password'
  | 'auth'
  | 'pdpType'
  | 'networkMode'
  | 'packetDomain'
  | 'pin';

const byCode: Partial<Record<ErrorCode, FieldName>> = {
  APN_MANDATORY: 'apn',
  APN_QUOTE: 'apn',
  APN_CONTROL_CHARACTER: 'apn',
  APN_TOO_LONG: 'apn',
  PIN_MALFORMED: 'pin',
  CREDENTIAL_REFUSED: 'username',
  INTERFACE_NAME_INVALID: 'interfaceName',
  ROUTER_UNKNOWN: 'router',
  PROTO_NOT_IN_RELEASE: 'router',
  MODE_NOT_OFFERED: 'mode',
};

const steps: Record<FieldName, StepName> = {
  mode: 'mode',
  router: 'mode',
  interfaceName: 'mode',
  metric: 'mode',
  apn: 'sim',
  username: 'sim',
  password: 'sim',
  auth: 'sim',
  pdpType: 'sim',
  networkMode: 'sim',
  packetDomain: 'sim',
  pin: 'sim',
};

const bySetting: Readonly<Record<string, FieldName>> = { 'network-mode': 'networkMode', 'packet-domain': 'packetDomain' };

const isField = (name: unknown): name is FieldName => typeof name === 'string' && name in steps;

/** The field that a refused plan is about, and the step that it is on; `null` where it is about none. */
export function fieldOf(failure: Failure | null): { field: FieldName; step: StepName } | null {
  if (failure === null) return null;
  const named = failure.detail['field'];
  const setting = failure.code === 'SETTING_NOT_OFFERED' ? bySetting[String(failure.detail['setting'])] : undefined;
  const field = isField(named) ? named : (setting ?? byCode[failure.code]);
  return field === undefined ? null : { field, step: steps[field] };
}
