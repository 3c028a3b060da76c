import { BenchError } from '../../contract/errors.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { delay, type InterfacePlan, leftOut, metric, planOf, type RouterDongle, type Warning, warning } from './writer.ts';

/** Our own protocol of netifd (`scripts/atdial.sh`). It is not a release's, and every release takes it. */
export const DIAL_PROTO = 'atdial';

/** Options of its section, as the handler declares them to netifd. */
export const dialOptions = {
  apn: 'string',
  pdptype: 'string',
  auth: 'string',
  username: 'string',
  password: 'string',
  pincode: 'string',
  delay: 'int',
  mtu: 'int',
  defaultroute: 'bool',
  peerdns: 'bool',
  metric: 'int',
} as const;

/**
 * A card whose data call the router makes by AT commands, as the modem's family has it (`modem-db/dials`). A modem that serves DHCP is asked by
 * it; of another the address is read. The call of a family that nobody has described is told to be assumed. Throws WISH_INVALID where none is known.
 */
export function dialled(wishes: Wishes, { dial }: RouterDongle): InterfacePlan {
  if (!dial?.call) throw new BenchError('WISH_INVALID', { field: 'onRouter.way', value: 'dial (no-call-known)' });
  const login = wishes.username !== '';
  const warnings: Warning[] = [];
  if (dial.proof === 'assumed') warnings.push(warning('dial-assumed', { family: dial.name }));
  if (wishes.pin !== '') warnings.push(warning('dial-pin'));
  const plan = planOf(
    DIAL_PROTO,
    [
      ['apn', wishes.apn],
      ['pdptype', wishes.pdpType],
      ['auth', login ? wishes.auth : ''],
      ['username', wishes.username],
      ['password', wishes.password],
      ['pincode', wishes.pin],
      ['delay', delay(wishes, null)],
      ['metric', metric(wishes)],
    ],
    [...warnings, ...leftOut(DIAL_PROTO, wishes, ['delay', 'usbPort'])],
  );
  return { ...plan, finds: 'call' };
}
