import { bootStateLines } from '../contract/boot-state-text.ts';
import { likeliestProposal, proposalTitle } from '../contract/proposals.ts';
import { signalParts, troublesOf } from '../contract/reading-text.ts';
import type { DongleView, NetworkView } from '../contract/snapshot.ts';
import type { Text } from '../contract/text.ts';
import { showFailure, showListLine } from './show.ts';

/** What `list --look` prints of one dongle: its line, and below it what its modem told, or why it could not be asked. */
export function showLook(text: Text, dongle: DongleView, ruleCommand: string | null): string {
  const { look, network } = dongle;
  const lines = [
    ...modemLine(text, dongle),
    ...simLine(text, network),
    ...networkLine(text, network),
    ...signalLines(text, network),
    ...proposalLine(text, dongle),
    ...troublesOf(network).map((failure) => showFailure(text, failure)),
  ];
  if (look.state === 'none' && dongle.state === 'disc') lines.push(text.word('look.disc'));
  if (dongle.bootState) lines.push(...bootStateLines(dongle.bootState, text));
  if (look.state === 'none' && dongle.state === 'modem') lines.push(text.word('look.no-port'));
  if (look.state === 'reading') lines.push(text.word('look.unfinished'));
  if (look.state === 'left-alone') lines.push(text.word('look.left-alone.cause'), text.word('look.left-alone.remedy'));
  if (look.failure) lines.push(showFailure(text, look.failure));
  if (look.failure?.code === 'USB_ACCESS_DENIED' && ruleCommand !== null) lines.push(ruleCommand);
  return [showListLine(text, dongle), ...lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`)].join('\n');
}

/** These lines are fit for a log: of the IMEI they have what tells two modems apart, and of IMSI and ICCID nothing. */
function modemLine(text: Text, { identity }: DongleView): string[] {
  const { manufacturer = '', model = '', revision = '', imei = '' } = identity;
  const name = model.toLowerCase().startsWith(manufacturer.toLowerCase()) ? model : `${manufacturer} ${model}`;
  return joined([
    name.trim(),
    ...(revision === '' ? [] : [text.word('look.firmware', { revision })]),
    ...(imei === '' ? [] : [text.word('look.imei', { digits: imei.slice(-4) })]),
  ]);
}

function simLine(text: Text, { sim, pinTriesLeft }: NetworkView): string[] {
  const tries = pinTriesLeft === null ? [] : [text.word('pin-tries', { tries: pinTriesLeft })];
  return joined(sim === 'unknown' ? tries : [text.word(`sim-states.${sim}`), ...tries]);
}

function networkLine(text: Text, { operator, technology, registration }: NetworkView): string[] {
  const state = registration === 'unknown' ? [] : [text.word(`registrations.${registration}`)];
  const facts = joined([operator ?? '', technology ?? '', ...state]);
  return facts.map((line) => text.word('look.network', { facts: line }));
}

/** One line for each technology that is measured; where nothing is measured, the strength alone. */
function signalLines(text: Text, { signals, signalDbm }: NetworkView): string[] {
  const measured = signals.flatMap((reading) => {
    const facts = signalParts(text, reading).join(', ');
    if (facts === '') return [];
    return [
      reading.technology === null
        ? text.word('look.signal', { facts })
        : text.word('look.signal-of', { technology: reading.technology, facts }),
    ];
  });
  if (measured.length > 0 || signalDbm === null) return measured;
  return [text.word('look.signal', { facts: text.word('signal.dbm', { value: signalDbm }) })];
}

/** As the options that `plan` and `prepare` take: nothing in the table of providers is secret. */
function proposalLine(text: Text, { proposals }: DongleView): string[] {
  const proposal = likeliestProposal(proposals);
  if (proposal === null) return [];
  const { apn, username, password, auth } = proposal;
  const options = [
    `--apn ${quoted(apn)}`,
    ...(username === '' ? [] : [`--username ${quoted(username)}`]),
    ...(password === '' ? [] : [`--password ${quoted(password)}`]),
    ...(auth === 'none' ? [] : [`--auth ${auth}`]),
  ];
  return [text.word('look.proposal', { options: options.join(' '), title: proposalTitle(proposal) })];
}

/** As a POSIX shell takes it for one word. */
const quoted = (value: string) => (/^[\w.@%+:/-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`);

/** One line of what there is; none of nothing. */
function joined(parts: readonly string[]): string[] {
  const line = parts.filter((part) => part !== '').join(', ');
  return line === '' ? [] : [line];
}
