import { z } from 'zod';
import { type Face, figure } from './face.ts';
import { technologyOf } from './technology.ts';

const Modem = z.object({
  modem: z.object({
    generic: z.object({
      manufacturer: z.string(),
      model: z.string(),
      revision: z.string(),
      state: z.string(),
      'state-failed-reason': z.string().optional(),
      'unlock-required': z.string(),
      'unlock-retries': z.array(z.string()),
      'access-technologies': z.array(z.string()),
    }),
    '3gpp': z.object({ imei: z.string(), 'operator-name': z.string(), 'registration-state': z.string() }),
  }),
});
const Sim = z.object({ sim: z.object({ properties: z.object({ imsi: z.string(), iccid: z.string() }) }) });
const Signal = z.object({
  modem: z.object({ signal: z.object({ lte: z.object({ rssi: z.string(), rsrp: z.string(), rsrq: z.string(), snr: z.string() }) }) }),
});

const locks: Readonly<Record<string, Face['sim']>> = { 'sim-pin': 'pin', 'sim-puk': 'puk' };
const registrations: Readonly<Record<string, Face['registration']>> = {
  home: 'home',
  roaming: 'roaming',
  searching: 'searching',
  denied: 'denied',
  idle: 'none',
};

export interface MmcliOutputs {
  /** `mmcli -m any -J` */
  readonly modem: string;
  /** `mmcli -i any -J`; `null`: it was not asked, or there is no SIM. */
  readonly sim: string | null;
  /** `mmcli -m any --signal-get -J`; `null`: it was not asked, or refused. */
  readonly signal: string | null;
}

/** Throws SyntaxError or ZodError on what is none of the three. Forms: ModemManager 1.20, cli/mmcli-output.c. */
export function readMmcli(outputs: MmcliOutputs): Face {
  const { generic, '3gpp': network } = Modem.parse(JSON.parse(outputs.modem)).modem;
  const sim = outputs.sim === null ? null : Sim.parse(JSON.parse(outputs.sim)).sim.properties;
  const lte = outputs.signal === null ? null : Signal.parse(JSON.parse(outputs.signal)).modem.signal.lte;
  const tries = generic['unlock-retries'].map((text) => /^sim-pin \((\d+)\)$/.exec(text)?.[1]).find((text) => text !== undefined);
  const state = known(network['registration-state']);
  return {
    manufacturer: known(generic.manufacturer),
    model: known(generic.model),
    revision: known(generic.revision),
    imei: known(network.imei),
    iccid: known(sim?.iccid),
    imsi: known(sim?.imsi),
    sim:
      generic['state-failed-reason'] === 'sim-missing' ? 'missing' : (locks[generic['unlock-required']] ?? (sim === null ? null : 'ready')),
    pinTries: figure(tries),
    registration: state === null ? null : (registrations[state] ?? 'unknown'),
    operator: known(network['operator-name']),
    technology: technologyOf(generic['access-technologies']),
    rssi: figure(lte?.rssi),
    rsrp: figure(lte?.rsrp),
    rsrq: figure(lte?.rsrq),
    snr: figure(lte?.snr),
  };
}

/** `--` is mmcli's word for nothing. */
const known = (word: string | undefined) => (word === undefined || word === '--' || word === '' ? null : word);
