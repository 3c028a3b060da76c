import type { QuirkView } from '../contract/quirks.ts';
import type { Text } from '../contract/text.ts';

/**
 * What is known of a modem that its papers do not say: each with how sure it is, what helps, what is done about it here, and its source.
 * `most`: no more than the first so many; how many there are besides is said.
 */
export function quirkLines(text: Text, quirks: readonly QuirkView[], most = quirks.length): string[] {
  if (quirks.length === 0) return [];
  const told = quirks.slice(0, most);
  const rest = quirks.length - told.length;
  return [
    text.word('quirks.number', { number: quirks.length }),
    ...told.flatMap((quirk) => oneQuirk(text, quirk)),
    ...(rest > 0 ? [`… ${text.word('quirks.more', { number: rest })} (--json)`] : []),
  ];
}

function oneQuirk(text: Text, { effect, remedy, kind, proof, sources, use }: QuirkView): string[] {
  const how = [...(kind === 'router' ? [text.word('quirks.kinds.router')] : []), text.word(`quirks.proofs.${proof}`)].join(', ');
  return [
    `* ${text.said(effect)}  [${how}]`,
    `  ${remedy === null ? text.word('quirks.no-remedy') : text.word('quirks.remedy', { remedy: text.said(remedy) })}`,
    ...(use === null ? [] : [`  ${text.word(`quirks.uses.${use}`)}`]),
    `  ${text.word('quirks.sources', { sources: sources.join('; ') })}`,
  ];
}
