import type { NetworkView } from '../contract/snapshot.ts';
import type { QmiClient, RequestOptions } from './client.ts';
import { told } from './failures.ts';
import { nasMessages } from './nas.ts';
import { operatorNameOf } from './operator-name.ts';
import type { Plmn } from './plmn.ts';
import { type QmiRequest, requestOf } from './services.ts';
import { type ServingSystem, servingSystemOf } from './serving-system.ts';
import { type Domain, type SystemInfo, systemInfosOf } from './system-info.ts';
import { finerTechnology, newestFirst } from './technology.ts';

type State = NetworkView['registration'];

export interface Registration {
  readonly registration: State;
  /** `GSM`, `EDGE`, `UMTS`, `HSDPA`, `HSUPA`, `HSPA`, `LTE`, `5G NSA`, `5G`; `null` where not registered. */
  readonly technology: string | null;
  /** As the network or the SIM spells it. */
  readonly operator: string | null;
  readonly plmn: Plmn | null;
}

/** What `readRegistration` may send, in order; the operator's name where Get Serving System had none. */
export const registrationRequests: readonly QmiRequest[] = [
  requestOf(nasMessages.systemInfo),
  requestOf(nasMessages.servingSystem),
  requestOf(nasMessages.operatorName),
];

/**
 * Whether the network took the modem, by Get System Info; Get Serving System fills in what that one does not say, or all of it on a
 * firmware that does not know it. A refusal of circuit services alone is none: the bench is about packets. Throws QMI_ERROR where the modem
 * refuses both.
 */
export async function readRegistration(client: QmiClient, options?: RequestOptions): Promise<Registration> {
  const infos = (await told(() => client.ask(requestOf(nasMessages.systemInfo), systemInfosOf, options))) ?? [];
  const ask = () => client.ask(requestOf(nasMessages.servingSystem), servingSystemOf, options);
  const serving = infos.length > 0 ? ((await told(ask)) ?? untold) : await ask();
  const found = registrationOf(infos, serving);
  const registered = found.registration === 'home' || found.registration === 'roaming';
  if (!registered || found.operator !== null) return found;
  const name = await told(() =>
    client.ask(requestOf(nasMessages.operatorName), (tlvs) => operatorNameOf(tlvs, found.registration === 'home'), options),
  );
  return { ...found, operator: name ?? null };
}

/** Get Serving System of a firmware that refuses it. */
const untold: ServingSystem = {
  registration: 'unknown',
  attached: null,
  roaming: false,
  technologies: [],
  capabilities: [],
  operator: null,
  plmn: null,
};

/** Both answers made one. `infos`: the newest technology first, empty where the firmware has none. */
function registrationOf(infos: readonly SystemInfo[], serving: ServingSystem): Registration {
  const states = infos.map((info) => ({ info, state: stateOf(info) }));
  const best = states.find(({ state }) => state === 'home' || state === 'roaming') ?? states.find(({ state }) => state === 'denied');
  if (best) {
    const { info, state } = best;
    const technology = state === 'denied' ? null : technologyIn(info, serving);
    return { registration: state ?? 'unknown', technology, operator: serving.operator, plmn: info.plmn ?? serving.plmn };
  }
  const registration = servingState(infos, serving);
  const newest = newestFirst.find((technology) => serving.technologies.includes(technology));
  const registered = registration === 'home' || registration === 'roaming';
  const technology = registered && newest ? nsaOr(finerTechnology(newest, serving.capabilities), serving) : null;
  return { registration, technology, operator: serving.operator, plmn: serving.plmn };
}

/**
 * `null`: this technology says nothing of its own. As ModemManager reads it (`process_common_info`): registered is a service that is
 * available in a domain; forbidden is denied. Beyond that a refusal counts where it is of the packet domain.
 */
function stateOf({ service, domain, roaming, forbidden, refusal }: SystemInfo): State | null {
  if (service === 'none' || service === 'power-save' || service === 'unknown') return null;
  if (forbidden === true) return 'denied';
  const packets = has(domain, 'ps');
  if (!packets && refusal && refusal.cause !== 0 && has(refusal.domain, 'ps')) return 'denied';
  if (service === 'available' && (packets || has(domain, 'cs'))) return roaming === true ? 'roaming' : 'home';
  return null;
}

const has = (domain: Domain | null, part: 'cs' | 'ps') => domain === part || domain === 'cs-ps';

/** Denied is said of both domains together: not of packets where those are attached, or where the refusal that is told is of circuits. */
function servingState(infos: readonly SystemInfo[], { registration, attached, roaming }: ServingSystem): State {
  if (registration === 'registered' || (registration === 'denied' && attached === true)) return roaming ? 'roaming' : 'home';
  const refused = infos.flatMap(({ refusal }) => (refusal && refusal.cause !== 0 ? [refusal.domain] : []));
  if (registration === 'denied' && refused.includes('cs') && !refused.some((domain) => has(domain, 'ps'))) return 'none';
  return registration;
}

function technologyIn(info: SystemInfo, serving: ServingSystem): string {
  if (info.technology === 'LTE' && info.endc) return '5G NSA';
  return nsaOr(finerTechnology(info.technology, serving.capabilities), serving);
}

/** LTE and 5G at once are 5G beside LTE, whichever of them is named first. */
function nsaOr(technology: string, { technologies }: ServingSystem): string {
  return (technology === 'LTE' || technology === '5G') && technologies.includes('LTE') && technologies.includes('5G')
    ? '5G NSA'
    : technology;
}
