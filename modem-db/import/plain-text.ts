/** Signs that forums, word processors and input methods put in place of those of ASCII. */
const REPLACED: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '«': '"',
  '»': '"',
  '″': '"',
  '＂': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '＇': "'",
  '＝': '=',
  '：': ':',
  '，': ',',
  '｛': '{',
  '｝': '}',
  '\u00a0': ' ',
  '\u2007': ' ',
  '\u202f': ' ',
  '\u3000': ' ',
  '\u200b': '',
  '\u200c': '',
  '\u200d': '',
  '\u2060': '',
  '\ufeff': '',
};
/** As a page's source has them. */
const ENTITIES: Readonly<Record<string, string>> = { quot: '"', apos: "'", '#39': "'", lt: '<', gt: '>', amp: '&', nbsp: ' ' };
const ENTITY = /&(quot|apos|#39|lt|gt|amp|nbsp);/g;
const REPLACEABLE = new RegExp(`[${Object.keys(REPLACED).join('')}]`, 'gu');

/** The lines of a text, whatever ends them, with the signs of ASCII in place of their look-alikes, and without Markdown's escapes and quoting. */
export function plainLines(text: string): string[] {
  const written = text.replace(ENTITY, (entity, name: string) => ENTITIES[name] ?? entity);
  const lines = written.replace(REPLACEABLE, (sign) => REPLACED[sign] ?? '').split(/\r\n|\n|\r/);
  const plain = lines.map((line) => line.replace(/\\([_*#~`])/g, '$1').replace(/^(?:\s*>)+ ?/, ''));
  while (plain.length > 0 && plain.at(-1)?.trim() === '') plain.pop();
  return plain;
}

/** Foreign text in a message: short, and without control characters. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
