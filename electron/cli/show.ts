import { bootStateLines, bootStateName } from '../contract/boot-state-text.ts';
import type { Failure } from '../contract/errors.ts';
import { holderPhrase } from '../contract/holder-phrase.ts';
import type { BundleSummary } from '../contract/manifest.ts';
import { type Plan, type Step, sentOnly } from '../contract/plan.ts';
import type { DongleView, StepProgress } from '../contract/snapshot.ts';
import type { Text } from '../contract/text.ts';
import { describeTransfer } from '../contract/transfer-text.ts';
import type { Verdict } from '../contract/verdict.ts';
import type { Mode } from '../contract/words.ts';
import { quirkLines } from './show-quirks.ts';

/** What the command line prints for people: plain lines, no colours, fit for a log. */

export function showFailure(text: Text, failure: Failure): string {
  return [`${failure.code}: ${text.cause(failure)}`, text.remedy(failure)].join('\n');
}

export function showListLine(text: Text, d: DongleView): string {
  const mode = d.mode === null ? '' : `, ${d.mode}`;
  const state = d.state === 'no-modem' && d.bootState ? bootStateName(d.bootState, text) : text.word(`states.${d.state}`);
  return `${d.portPath}  ${d.vid}:${d.pid}  ${d.name}  (${state}${mode})`;
}

/** What `list` prints of one: the line, and how many quirks are known where any are; `show` tells them. */
export function showListed(text: Text, d: DongleView): string {
  const quirks = d.quirks.length === 0 ? '' : `  ${text.word('quirks.number', { number: d.quirks.length })}`;
  return `${showListLine(text, d)}${quirks}`;
}

/** One sentence, and what to do about each point of it. */
export function showVerdict(verdict: Verdict, text: Text): string {
  const { sentence, advice } = text.verdict(verdict);
  const mark = verdict.state === 'verified' ? '=' : '!';
  return [`${mark}  ${sentence}`, ...advice.map((line) => `   ${line}`)].join('\n');
}

/** The files that were written, what to know about them, and the way to the router. */
export function showBundle({ files, alreadyThere, warnings, offline, commands }: BundleSummary, text: Text): string {
  const said = alreadyThere ? [`   ${text.word('bundle.already-there')}`] : [];
  const notes = warnings.map((warning) => `!  ${text.phrase(warning)}`);
  const onRouter = [...(offline ? [] : [commands.packages]), commands.importOverSsh].map((command) => `   ${command}`);
  return [...files.map((file) => `-> ${file}`), ...said, ...notes, ...onRouter].join('\n');
}

/** `ruleCommand`: what gives access to the USB node where there is none. */
export function showDongle(text: Text, d: DongleView, ruleCommand: string | null): string {
  const lines = [showListLine(text, d)];
  if (!d.listed) lines.push(`  ${text.word('notes.unlisted')}`);
  if (d.bootState) lines.push(...bootStateLines(d.bootState, text).map((line) => `  ${line}`));
  if (d.access === 'denied' && !d.bootState)
    lines.push(`  ${text.word('holders.access-denied', { port: d.portPath })}`, ...(ruleCommand === null ? [] : [`  ${ruleCommand}`]));
  for (const holder of d.holders) lines.push(`  ${text.phrase(holderPhrase(holder))}`);
  for (const i of d.interfaces) {
    const triple = [i.class, i.subclass, i.protocol].map((n) => n.toString(16).padStart(2, '0')).join('/');
    const alternate = i.alternate === 0 ? '' : ` alt ${i.alternate}`;
    lines.push(`  interface ${i.number}${alternate}  ${triple}  ${i.role}  ${i.driver ?? '-'}  ${i.nodes.join(' ')}`.trimEnd());
  }
  for (const offer of d.offers) lines.push(`  --mode ${offer.mode}: ${text.phrase(offer.reason)}`);
  lines.push(...quirkLines(text, d.quirks).map((line) => `  ${line}`));
  return lines.join('\n');
}

export function showPlan(text: Text, plan: Plan): string {
  const lines = plan.steps.flatMap((step, index) => [
    `${index + 1}. ${text.phrase(step.title)}  [${text.word(`risks.${step.risk}`)}]`,
    ...sent(step).map((line) => `     ${line}`),
    `   ${text.phrase(step.why)}`,
    `   (${step.source})`,
    ...(step.wayBack ? [`   ↩ ${text.phrase(step.wayBack)}`] : []),
  ]);
  for (const when of ['instead', 'otherwise', 'usb'] as const) {
    const besides = sentOnly(when, plan);
    if (besides.length > 0) lines.push(`*  ${text.word(besidesOf[when])}`, ...besides.map((line) => `     ${line}`));
  }
  for (const refusal of plan.refused) lines.push(`x  ${text.phrase(refusal.what)}: ${refusal.reason}`);
  for (const note of plan.notes) lines.push(`!  ${text.phrase(note)}`);
  return lines.join('\n');
}

/** What a step sends: of a switch the transfers with their bytes; then each message, decoded from its bytes. */
export function sent({ action, sends }: Step): string[] {
  const transfers = action.kind === 'switch' ? action.transfers.map(describeTransfer) : [];
  const messages = sends.filter(({ when }) => when === 'always').map(({ text, times }) => (times === 'until' ? `${text} …` : text));
  return [...transfers, ...(messages.length === 0 ? [] : [messages.join('  ')])];
}

/** What goes out only if it has to, much of it the same for all steps: told once. */
const besidesOf = { instead: 'list.instead', otherwise: 'list.otherwise', usb: 'list.over-usb' } as const;

/** That the job goes on in the mode that the dongle came back in. */
export const showOtherMode = (text: Text, insteadOf: Mode, mode: Mode) => `!  ${text.word('list.other-mode', { insteadOf, mode })}`;

export function showProgress(text: Text, plan: Plan, progress: StepProgress): string {
  const step = plan.steps.find((s) => s.id === progress.id);
  const title = step ? text.phrase(step.title) : progress.id;
  const took =
    progress.startedAt !== null && progress.endedAt !== null ? ` (${((progress.endedAt - progress.startedAt) / 1000).toFixed(1)} s)` : '';
  const reply = progress.reply && progress.state === 'done' ? `: ${progress.reply.split('\n').join(' | ')}` : '';
  return `${text.word(`step-states.${progress.state}`)}  ${title}${took}${reply}`;
}
