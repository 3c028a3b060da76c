import type { RadioState } from '../contract/signal.ts';
import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, type CommandRequest, queryOf } from './commands.ts';
import { unlessRefused } from './failures.ts';
import { InfoReader } from './info.ts';
import { type DeviceServices, offers } from './services.ts';
import { intelAuthentication, quectel } from './vendor-commands.ts';

export interface Radio {
  /** False: a switch or a pin of the card's slot keeps it off. */
  readonly hardware: boolean;
  /** False: the modem was told to, or its maker's lock keeps it off. */
  readonly software: boolean;
}

/** MBIM_RADIO_SWITCH_STATE. */
const ON = 1;
/** MbimQuectelRadioSwitchState of libmbim, mbim-enums.h. */
const QUECTEL_FCC_LOCKED = 4;

/** What `readRadio` sends. */
export const radioRequests: readonly CommandRequest[] = [queryOf(basicConnect.radioState)];

/** What `readFccLock` may send: of the two the one that the function has. */
export const fccLockRequests = [queryOf(quectel.radioState), queryOf(intelAuthentication.fccLock)] as const;

/** Whether the modem may transmit, by its two switches: MBIM 1.0, 10.5.3. */
export const readRadio = (client: MbimClient, options?: RequestOptions): Promise<Radio> =>
  client.ask(
    queryOf(basicConnect.radioState),
    (info) => {
      const fields = new InfoReader(info);
      return { hardware: fields.u32(0) === ON, software: fields.u32(4) === ON };
    },
    options,
  );

/**
 * Whether its maker's FCC lock keeps the radio off, where the function has a command that tells: Quectel's radio state, or Intel's
 * challenge, which stands as long as the lock does (mbimcli, `--quectel-query-radio-state` and `--intel-query-fcc-lock`). `null` where it
 * has none, or refuses. Nothing is unlocked.
 */
export function readFccLock(client: MbimClient, services: DeviceServices, options?: RequestOptions): Promise<boolean | null> {
  const word = (info: Uint8Array) => new InfoReader(info).u32(0);
  const [ofQuectel, ofIntel] = fccLockRequests;
  return unlessRefused(async () => {
    if (offers(services, ofQuectel.command)) return (await client.ask(ofQuectel, word, options)) === QUECTEL_FCC_LOCKED;
    return offers(services, ofIntel.command) ? (await client.ask(ofIntel, word, options)) !== 0 : null;
  }, null);
}

/** The house's word for it. `locked`: what `readFccLock`, or the database about the card, knows of a lock. */
export const radioStateOf = ({ hardware, software }: Radio, locked: boolean | null = null): RadioState =>
  locked === true && !software ? 'locked' : hardware && software ? 'on' : 'off';
