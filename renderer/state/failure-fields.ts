import type { ErrorCode, Failure } from '../../electron/contract/errors.ts';
import { type OptionName, optionNames } from './router-options.ts';

type WishName =
  | 'mode'
  | 'router'
  | 'interfaceName'
  | 'metric'
  | 'customer'
  | 'apn'
  | 'username'
  | 'password'
  | 'auth'
  | 'pdpType'
  | 'networkMode'
  | 'packetDomain'
  | 'pin';

/** A field of the form; those under `onRouter` by the option that they belong to. */
export type FieldName = WishName | `onRouter.${OptionName}`;

const byCode: Partial<Record<ErrorCode, WishName>> = {
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

const wishNames: readonly WishName[] = [
  'mode',
  'router',
  'interfaceName',
  'metric',
  'customer',
  'apn',
  'username',
  'password',
  'auth',
  'pdpType',
  'networkMode',
  'packetDomain',
  'pin',
];

const bySetting: Readonly<Record<string, WishName>> = { 'network-mode': 'networkMode', 'packet-domain': 'packetDomain' };

/** `onRouter.watchdog.addresses.0` is a matter of `onRouter.watchdog`. */
function placeOf(name: string): FieldName | null {
  const field = wishNames.find((known) => known === name);
  if (field !== undefined) return field;
  const [first, second] = name.split('.');
  const option = first === 'onRouter' ? optionNames.find((known) => known === second) : undefined;
  return option === undefined ? null : `onRouter.${option}`;
}

/** The field that a refused plan is about; `null` where it is about none. */
export function fieldOf(failure: Failure | null): FieldName | null {
  if (failure === null) return null;
  const named = placeOf(String(failure.detail.field ?? ''));
  if (named !== null) return named;
  const setting = failure.code === 'SETTING_NOT_OFFERED' ? bySetting[String(failure.detail.setting)] : undefined;
  return setting ?? byCode[failure.code] ?? null;
}
